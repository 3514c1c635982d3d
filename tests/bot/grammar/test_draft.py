"""What is said twice is kept once, in the order in which it was said."""

from __future__ import annotations

from bot.grammar.draft import Draft
from metrics.catalogue import CATALOGUE
from metrics.question.query import Filter
from metrics.tickets.records import Dimension


def test_what_is_said_twice_is_kept_once() -> None:
    draft = Draft()
    for metric in ("csat", "frt", "csat"):
        draft.add(CATALOGUE[metric])
    assert [metric.key for metric in draft.metrics] == ["csat", "frt"]


def test_values_of_one_dimension_come_together() -> None:
    draft = Draft()
    for channel in ("email", "chat"):
        draft.add(Filter(Dimension.CHANNEL, (channel,)))
    assert draft.where == {Dimension.CHANNEL: {"email", "chat"}}
