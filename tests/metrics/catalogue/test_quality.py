"""Sentiment: the share of tickets that the helpdesk calls negative, where it calls any so."""

from __future__ import annotations

from dataclasses import replace

import pytest

from metrics.errors import UnavailableError
from metrics.question.query import Filter, Query
from metrics.store.database.engine import Store
from metrics.tickets.dimensions import SENTIMENT
from metrics.tickets.records import Removal
from tests.metrics.desk import NOW, Told, ask, at, hits, told


def toned(id: str, *tones: str, **more: object) -> Told:
    return Told(id, 1, attributes={"sentiment": tones}, **more)


def test_tickets_that_are_called_negative_are_told_of_those_with_a_tone(store: Store) -> None:
    asker = told(
        store,
        [
            toned("1", "negative"),
            toned("2", "very negative"),
            toned("3", "neutral"),
            toned("4", "positive"),
            toned("5", "negative", removal=Removal.SPAM, removed_at=at(2)),
            Told("6", 1),
        ],
    )
    result = ask(asker, "sentiment")
    assert hits(result) == (2, 4)
    only: Query = replace(result.query, where=(Filter(SENTIMENT, ("negative",)),))
    assert asker.answer(replace(only, metric="volume"), NOW).figure.value == 1
    assert hits(asker.answer(only, NOW)) == (1, 1)


def test_where_no_ticket_has_a_tone_it_is_not_available_and_says_what_mends_it(
    store: Store,
) -> None:
    asker = told(store, [Told("1", 1)])
    with pytest.raises(UnavailableError) as refused:
        ask(asker, "sentiment")
    assert "no ticket that I know has a tone" in str(refused.value)
    assert "switch on sentiment in Zendesk's intelligent triage" in str(refused.value)
