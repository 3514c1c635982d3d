"""The word "source" means a helpdesk that is connected, and no longer a channel."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.grammar import parse, render
from metrics.errors import AskError
from metrics.question.query import Filter, Query
from metrics.tickets.records import Dimension
from tests.bot.grammar.desk import DESK

ONE = replace(DESK, sources={"zendesk": "Zendesk"})
TWO = replace(DESK, sources={"zendesk:eu": "Acme EU", "zendesk:us": "Acme US"})


@pytest.mark.parametrize("words", ["frt by source", "frt per helpdesk", "frt split by helpdesks"])
def test_source_is_a_split_by_helpdesk(words: str) -> None:
    assert parse(words, ONE).split == (Dimension.SOURCE,)


@pytest.mark.parametrize(
    ("words", "phrase"),
    [
        ("frt in zendesk:eu", 'frt source "Acme EU"'),
        ('frt "Acme US"', 'frt source "Acme US"'),
        ("frt for acme eu", 'frt source "Acme EU"'),
        ("frt source acme us by channel", 'frt source "Acme US" by channel'),
        ("frt via email", "frt email"),
    ],
)
def test_a_helpdesk_is_named_by_its_key_or_its_name(words: str, phrase: str) -> None:
    assert render(parse(words, TWO), TWO) == phrase
    assert parse(phrase, TWO) == parse(words, TWO)


def test_a_name_that_only_one_helpdesk_shares_still_means_the_other_thing() -> None:
    team = replace(ONE, teams={"1": "Zendesk"})
    assert parse("frt zendesk", team).where == (Filter(Dimension.TEAM, ("1",)),)


def test_a_channel_is_no_source_and_the_answer_says_what_to_write() -> None:
    with pytest.raises(AskError, match="is a channel, and a source is a helpdesk") as caught:
        parse("frt source email", ONE)
    assert caught.value.suggestions == ("frt email",)


def test_what_was_kept_as_by_channel_still_is() -> None:
    assert isinstance(query := parse("frt by channel", TWO), Query)
    assert query.split == (Dimension.CHANNEL,)
