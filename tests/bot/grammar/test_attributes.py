"""Asking about attributes of tickets: brand, tag, and whatever a desk calls its own."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.grammar import parse, read_inquiry, render
from bot.outward import impersonal
from metrics.errors import AskError
from metrics.question.query import Directory
from metrics.tickets.dimensions import ATTRIBUTES, Dimension
from tests.bot.grammar.desk import DESK

ORGANIZATION, BRAND, LANGUAGE, FORM, TAG, TYPE, CUSTOM_STATUS, INTENT, SENTIMENT = ATTRIBUTES
AREA = Dimension.attribute("product area")
RICH = replace(
    DESK,
    attributes={
        BRAND: ("Acme", "Globex Inc."),
        FORM: ("Refunds",),
        TAG: ("refund", "vip"),
        ORGANIZATION: ("Umbrella",),
        AREA: ("Apps", "Web"),
        TYPE: ("incident", "question"),
        CUSTOM_STATUS: ("Waiting on vendor",),
    },
)


@pytest.mark.parametrize(
    ("words", "phrase"),
    [
        ("frt by brand", "frt by brand"),
        ("frt per brands", "frt by brand"),
        ("frt brand acme", "frt brand Acme"),
        ("frt brand acme, globex inc.", 'frt brand Acme, "Globex Inc."'),
        ("frt by form", "frt by ticket form"),
        ("frt ticket form refunds", "frt ticket form Refunds"),
        ("frt form", "frt web"),  # the channel
        ("volume tag refund by product area", "volume tag refund by product area"),
        ("volume product area apps by team and tag", "volume product area Apps by team and tag"),
        ("frt company umbrella", "frt organization Umbrella"),
        ("frt tag none", "frt tag none"),
        ("backlog by ticket kind", "backlog by kind"),
        ("backlog ticket kind incident", "backlog kind incident"),
        ("backlog by custom status", "backlog by custom status"),
        ("frt by type", "frt by category"),
    ],
)
def test_attributes_are_said_by_their_name(words: str, phrase: str) -> None:
    query = parse(words, RICH)
    assert render(query, RICH) == phrase
    assert parse(phrase, RICH) == query


def test_a_value_that_is_not_there_is_offered_another() -> None:
    with pytest.raises(AskError, match="I know no brand") as slip:
        parse("frt brand acmee", RICH)
    assert slip.value.suggestions == ("frt brand Acme",)


def test_what_can_be_split_by_names_the_desks_own() -> None:
    with pytest.raises(AskError, match="organization, product area, tag or ticket form"):
        parse("frt by colour", RICH)
    with pytest.raises(AskError) as plain:
        parse("frt by colour", DESK)
    assert "brand" not in str(plain.value)


def test_words_mean_nothing_new_where_no_ticket_has_any() -> None:
    team = replace(DESK, teams={"9": "Brand"})
    assert render(parse("frt brand", team), team) == "frt team Brand"
    assert parse("frt by brand", DESK).split == (BRAND,)  # which the answer refuses with reasons


def test_organizations_are_not_told_where_others_read() -> None:
    assert not impersonal(parse("volume by organization", RICH))
    assert not impersonal(parse("volume organization umbrella", RICH))
    assert impersonal(parse("volume by brand", RICH))


def test_what_is_about_the_parts_of_one_thing_is_not_cut_by_another() -> None:
    with pytest.raises(AskError, match="not by brand"):
        parse("channel mix by brand", RICH)


@pytest.mark.parametrize(
    ("words", "message", "meant"),
    [
        ("frt organization acme", "no organization “acme”, but a brand", ("frt brand Acme",)),
        ("frt brand umbrella", "but an organization", ("frt organization Umbrella",)),
        ("frt brand email", "but a channel", ("frt email",)),
        ("frt email brand", "but a channel", ("frt email",)),
        ("frt vip", "I know “vip” as a tag", ("frt tag vip",)),
    ],
)
def test_a_name_of_another_attribute_is_offered_as_that(
    words: str, message: str, meant: tuple[str, ...]
) -> None:
    with pytest.raises(AskError, match=message) as slip:
        parse(words, RICH)
    assert slip.value.suggestions == meant


def test_tickets_of_an_unnamed_tag_are_offered_as_a_count() -> None:
    with pytest.raises(AskError) as slip:
        read_inquiry("tickets from vip customers last week", RICH)
    assert slip.value.suggestions == ("volume tag vip last week",)


def test_the_named_attribute_wins_where_both_have_the_name() -> None:
    both = replace(RICH, attributes={**RICH.attributes, ORGANIZATION: ("Acme",)})
    for kind in ("organization", "brand"):
        assert render(parse(f"frt {kind} acme", both), both) == f"frt {kind} Acme"
    with pytest.raises(AskError, match="Say which"):
        parse("frt acme", both)


TRIAGED = Directory(
    attributes={
        INTENT: ("billing refund request", "login"),
        SENTIMENT: ("negative", "neutral", "very negative"),
    }
)


@pytest.mark.parametrize(
    ("words", "phrase"),
    [
        ("volume by intent", "volume by intent"),
        ("volume by sentiment", "volume by sentiment"),
        ("volume sentiment negative", "volume sentiment negative"),
        ("frt sentiment very negative", 'frt sentiment "very negative"'),
        ("volume sentiment negative, neutral", "volume sentiment negative, neutral"),
        ("csat intent login last month", "csat intent login last month"),
        ("sentiment", "sentiment"),
        ("sentiment last month", "sentiment last month"),
    ],
)
def test_a_measure_and_an_attribute_of_one_name_are_told_apart(words: str, phrase: str) -> None:
    query = parse(words, TRIAGED)
    assert render(query, TRIAGED) == phrase
    assert parse(phrase, TRIAGED) == query


def test_without_values_the_word_is_the_measure_alone() -> None:
    assert render(parse("sentiment", Directory()), Directory()) == "sentiment"
