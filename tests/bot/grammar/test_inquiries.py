"""What is wanted of a question beside its figure."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.grammar import Inquiry, Output, parse, read_inquiry
from bot.grammar.inquiries import ABOUT_FIGURE, WORST
from bot.grammar.vocabulary import vocabulary_of
from metrics.catalogue import CATALOGUE
from metrics.errors import AskError
from tests.bot.grammar.desk import DESK

ABOUT = parse("frt email by team", DESK)


def read(words: str) -> str:
    return read_inquiry(words, DESK).phrase(DESK)


@pytest.mark.parametrize(
    ("words", "phrase"),
    [
        ("frt email", "frt email"),
        ("frt email tickets", "frt email list"),
        ("frt email worst", "frt email worst 10"),
        ("worst 5 frt email", "frt email worst 5"),
        ("slowest 20 frt", "frt worst 20"),
        ("frt worst 10 tickets", "frt worst 10"),
        ("frt worst 100000", "frt worst 100"),
        ("csv frt email by team", "frt email by team csv"),
        ("explain first response time email", "frt email explain"),
        ("frt worst 3 explain", "frt explain"),
        ("frt worst 3 csv", "frt worst 3 csv"),
        ("tickets backlog", "backlog list"),
        ("show me the tickets first response time email", "frt email list"),
        ("tickets backlog csv", "backlog csv"),
        ("tickets created yesterday", "volume yesterday"),
        ("tickets reopened", "reopen"),
        ("tickets volume", "volume"),
        ("open tickets", "backlog"),
        ("open tickets tickets", "backlog list"),
        ("how fast do we answer frt tickets", "frt"),
    ],
)
def test_what_is_wanted_is_told_from_the_question(words: str, phrase: str) -> None:
    assert read(words) == phrase


@pytest.mark.parametrize(
    ("words", "phrase"),
    [
        ("tickets", "frt email by team list"),
        ("worst 10", "frt email by team worst 10"),
        ("csv", "frt email by team csv"),
        ("explain", "frt email by team explain"),
        ("only chat", "frt chat by team"),
        ("only team billing", 'frt email team "Billing"'),
        ("team billing and support", 'frt email team "Billing", Support by team'),
        ("team billing by team", 'frt email team "Billing" by team'),
        ("then by agent", "frt email by agent"),
        ("what about last month", "frt email last month by team"),
        ("trend", "frt email"),
        ("csat trend", "csat email"),
    ],
)
def test_a_reply_says_what_changes(words: str, phrase: str) -> None:
    assert read_inquiry(words, DESK, about=ABOUT).phrase(DESK) == phrase


def test_a_slip_is_mended_with_what_was_wanted() -> None:
    with pytest.raises(AskError) as caught:
        read_inquiry("frt emial worst 5", DESK)
    assert caught.value.suggestions == ("frt email worst 5",)


def test_a_quoted_name_is_no_wish() -> None:
    with pytest.raises(AskError, match="csv"):
        read_inquiry('frt team "csv"', DESK)


def test_tickets_alone_are_no_question() -> None:
    with pytest.raises(AskError, match="Which metric"):
        read_inquiry("tickets", DESK)


def test_no_name_of_a_metric_is_taken_for_a_wish() -> None:
    wishes = {*WORST, *filter(None, Output)} - {Output.HOW}
    known = vocabulary_of(CATALOGUE, DESK).terms
    assert [phrase for phrase in known if wishes & set(phrase.split())] == []
    assert [phrase for phrase in known if phrase.endswith(f" {Output.HOW}")] == []


def test_how_wants_to_know_how_a_number_was_made_only_at_the_end() -> None:
    assert read_inquiry("frt email how", DESK).output is Output.HOW
    assert read_inquiry("how many new tickets", DESK).output is Output.FIGURE


@given(
    st.sampled_from(list(Output)),
    st.none() | st.integers(1, 100),
    st.sampled_from(["frt", "backlog by team", "csat email last month", "solved july by agent"]),
)
def test_every_canonical_phrase_is_read_as_it_was_meant(
    output: Output, most: int | None, words: str
) -> None:
    output = Output.LIST if most and output is Output.FIGURE else output
    most = None if output in ABOUT_FIGURE else most
    wanted = Inquiry(query=parse(words, DESK), output=output, most=most)
    assert read_inquiry(wanted.phrase(DESK), DESK) == wanted


@given(st.text(max_size=200))
def test_any_text_is_understood_or_explained(words: str) -> None:
    with suppress(AskError):
        assert read_inquiry(words, DESK, about=ABOUT).query.metric


OWN = 'agent "Bob O\'Hara"'


@pytest.mark.parametrize(
    ("words", "phrase"),
    [
        ("frt me", f"frt {OWN}"),
        ("my frt", f"frt {OWN}"),
        ("show me my backlog", f"backlog {OWN}"),
        ("frt july for me", f"frt {OWN} july"),
        ("a backlog of mine by channel", f"backlog {OWN} by channel"),
        ("my backlog tickets", f"backlog {OWN} list"),
        ("what csat do I have", f"csat {OWN}"),
        ("my frt vs last year", f"frt {OWN} vs last year"),
    ],
)
def test_my_figures_are_those_of_the_agent_who_asks(words: str, phrase: str) -> None:
    assert read_inquiry(words, DESK, own="a2").phrase(DESK) == phrase
    for nobody, why in ((None, "Here I do not know who"), ("", "which agent you are")):
        with pytest.raises(AskError, match=why) as refused:
            read_inquiry(words, DESK, own=nobody)
        plain = phrase.replace(f" {OWN}", "")
        assert refused.value.suggestions == (plain,)


@pytest.mark.parametrize(
    ("words", "phrase"),
    [
        *(
            (f"{ask} frt", "frt")
            for ask in ("show me", "tell me", "give me", "can I get", "I want")
        ),
        ("what is our frt", "frt"),
        ("frt my team billing", 'frt team "Billing"'),
        ("frt by my agents", "frt by agent"),
    ],
)
def test_who_is_to_be_shown_the_figure_of_all_says_nothing_of_whose_it_is(
    words: str, phrase: str
) -> None:
    for own in (None, "", "a2"):
        assert read_inquiry(words, DESK, own=own).phrase(DESK) == phrase


@pytest.mark.parametrize(
    ("words", "phrase"),
    [
        ("frt zoë and bob", 'frt agent "Bob O\'Hara", Zoë by agent'),
        ("solved agent zoë, bob last month", 'solved agent "Bob O\'Hara", Zoë last month by agent'),
        ("frt zoë and bob together", 'frt agent "Bob O\'Hara", Zoë'),
        ("frt zoë", "frt agent Zoë"),
        ("frt zoë and bob by team", 'frt agent "Bob O\'Hara", Zoë by team'),
        ("frt zoë and bob list", 'frt agent "Bob O\'Hara", Zoë list'),
        ("unassigned agent none", "unassigned agent none"),
    ],
)
def test_several_people_stand_side_by_side(words: str, phrase: str) -> None:
    assert read(words) == phrase


def test_several_people_are_not_told_by_time() -> None:
    with pytest.raises(AskError, match="one person at a time") as refused:
        read("frt zoë and bob july by week")
    assert refused.value.suggestions == (
        'frt agent "Bob O\'Hara" july by week',
        "frt agent Zoë july by week",
        'frt agent "Bob O\'Hara", Zoë july by agent',
    )
