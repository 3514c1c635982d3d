"""Words of the language win over names, and what can mean two things is asked."""

from __future__ import annotations

import pytest

from bot.grammar import parse, render
from metrics.errors import AskError
from metrics.periods import Period
from metrics.question.query import Directory, Filter
from metrics.tickets.records import Dimension

NAMED = Directory(
    teams={"1": "Email and chat", "2": "list", "3": "frt volume", "4": "Web chat"},
    categories=("by agent", "split by team", "all tickets", "last week by team", "New refunds"),
)


@pytest.mark.parametrize(
    ("words", "phrase"),
    [
        ("frt by agent", "frt by agent"),
        ("frt split by team", "frt by team"),
        ("frt all tickets", "frt"),
        ("frt last month by team", "frt last month by team"),
        ("frt email and chat", "frt chat, email"),
    ],
)
def test_a_name_made_of_words_of_the_language_takes_nothing_over(words: str, phrase: str) -> None:
    assert render(parse(words, NAMED), NAMED) == phrase


@pytest.mark.parametrize(
    ("words", "dimension", "value"),
    [
        ('frt "by agent"', Dimension.CATEGORY, "by agent"),
        ('frt category "by agent"', Dimension.CATEGORY, "by agent"),
        ("frt category by agent", Dimension.CATEGORY, "by agent"),
        ("frt new refunds", Dimension.CATEGORY, "New refunds"),
        ("frt web chat", Dimension.TEAM, "4"),
        ('frt "email and chat"', Dimension.TEAM, "1"),
        ("frt team list", Dimension.TEAM, "2"),
    ],
)
def test_it_is_meant_in_quotes_or_behind_the_word_for_what_it_is(
    words: str, dimension: Dimension, value: str
) -> None:
    assert parse(words, NAMED).where == (Filter(dimension, (value,)),)


@pytest.mark.parametrize(
    ("words", "said", "meant"),
    [
        ("frt 30m", "“30m” can be minutes or months", ("frt last 30 months", "frt last hour")),
        ("frt last 3m", "“last 3m” can be", ("frt last 3 months", "frt last hour")),
        ("frt 9999m", "“9999m” can be", ("frt last hour",)),
        ("frt email 4h", "“4h” alone is not clear", ("frt email last 4 hours", "frt email today")),
    ],
)
def test_a_letter_that_could_be_two_units_is_asked(
    words: str, said: str, meant: tuple[str, ...]
) -> None:
    with pytest.raises(AskError) as caught:
        parse(words, NAMED)
    assert said in str(caught.value)
    assert caught.value.suggestions == meant


def test_a_number_that_begins_a_date_is_no_variant() -> None:
    dated = parse("repeat 30 nov 2026", NAMED)
    assert (dated.variant, dated.period) == ("", Period.of("30 nov 2026"))
    both = parse("repeat 30 nov", NAMED)
    assert (both.variant, both.period) == ("", Period.of("30 nov"))
    month = parse("repeat 30 16..22 nov 2026", NAMED)
    assert (month.variant, month.period) == ("30", Period.of("16..22 nov 2026"))
