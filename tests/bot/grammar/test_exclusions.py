"""What is left out is left out, or refused; it is never what is asked for."""

from __future__ import annotations

import pytest

from bot.grammar import parse
from metrics.question.query import Directory
from metrics.tickets.records import Channel, Dimension
from tests.bot.grammar.desk import DESK, read, refusal

OTHERS = {*Channel} - {Channel.EMAIL}


@pytest.mark.parametrize(
    "words",
    [
        "frt not email",
        "frt except email",
        "frt excluding email",
        "frt without the email channel",
        "frt for everything but emails",
        "frt other than e-mail",
        "no email frt",
        "frt not channel email",
        "frt w/o email",
        "frt != email",
        "frt !email",
        "frt <> email",
        "frt ex email",
        "frt -email",
        "frt email excluded",
        "frt email is excluded",
        "frt emails left out",
        "frt everything but email",
    ],
)
def test_a_channel_is_left_out(words: str) -> None:
    assert set(parse(words, DESK).values(Dimension.CHANNEL)) == OTHERS
    assert read(words) == "frt not email"


@pytest.mark.parametrize(
    ("words", "phrase"),
    [
        ("frt not email or chat", "frt not chat, email"),
        ("frt not email last month by team", "frt not email last month by team"),
        ("csat excluding urgent", "csat not urgent"),
        ("frt without team billing", 'frt not team "Billing"'),
        ("frt without refunds", "frt not category Refunds"),
        ("backlog not pending", "backlog not status pending"),
        ("frt email and chat not chat", "frt email"),
        ("resolution without pending", "resolution net"),
        ("frt email and chat excluded", "frt not chat, email"),
        ("frt last month team billing left out", 'frt not team "Billing" last month'),
        ("frt not email vs last year", "frt not email vs last year"),
    ],
)
def test_others_stay(words: str, phrase: str) -> None:
    assert read(words) == phrase
    assert parse(phrase, DESK) == parse(words, DESK)


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("frt not", "Leave out what?"),
        ("frt excluded", "Leave out what?"),
        ("frt last week excluded", "Leave out what?"),
        ("frt zoë excluded", "I do not leave out single people"),
        ("frt not last week", "I cannot leave out"),
        ("frt not by team", "I cannot leave out"),
        ("frt not csat", "I cannot leave out"),
        ("frt excluding weekends", "I cannot leave out “weekends”"),
        ("frt not zoë", "I do not leave out single people"),
        ("frt without agent bob", "I do not leave out single people"),
        ("frt not agent none", "no ticket would be left"),
        ("frt email not email", "no ticket would be left"),
        ("frt not nonsense", "I do not know “nonsense”"),
        ("frt outside business hours", "I cannot pick what came outside office hours"),
        ("frt not not email", "I cannot leave out “not”"),
        (f"frt {'not ' * 190}email", "I cannot leave out “not”"),
        ("frt chat vs not email", "I compare with"),
        ("frt by not channel", "not by “not”"),
        ("frt by team not channel", "Which channel?"),
    ],
)
def test_what_cannot_be_left_out_is_refused(words: str, reason: str) -> None:
    assert reason in str(refusal(words))


@pytest.mark.parametrize(
    ("words", "phrase"),
    [
        ("backlog without pending and on-hold", "backlog status new, open"),
        ("backlog without pending", "backlog not status pending"),
        ("resolution without pending", "resolution without pending"),
        ("frt all channels but not phone", "frt not phone"),
        ("csat skip chat", "csat not chat"),
    ],
)
def test_a_status_is_left_out_where_the_measure_has_no_variant_of_it(
    words: str, phrase: str
) -> None:
    assert parse(words, DESK) == parse(phrase, DESK)


def test_what_is_suggested_still_leaves_out() -> None:
    assert refusal("frt not emial").suggestions == ("frt not email",)
    assert refusal("frt without support").suggestions == (
        "frt not team Support",
        "frt not category Support",
    )


@pytest.mark.parametrize("words", ["frt unless email", "frt before email", "frt instead of email"])
def test_no_word_that_turns_the_sense_is_dropped_from_what_is_offered(words: str) -> None:
    assert refusal(words).suggestions == ()


def test_a_slip_that_is_left_out_is_offered_left_out() -> None:
    assert refusal("frt -emial").suggestions == ("frt not email",)


def test_of_too_many_none_is_left_out() -> None:
    many = Directory(teams={str(n): f"Team {n}" for n in range(100)})
    with pytest.raises(Exception, match="too many to leave one out"):
        parse('frt not team "Team 7"', many)


CHILDREN = {
    "volume side conversations": [
        *(
            "volume side conversations",
            "side conversations",
            "child tickets",
            "volume only child tickets",
        ),
        *("how many side conversations", "volume of side conversations"),
    ],
    "volume side conversations last month": [
        *("volume last month side conversations", "how many child tickets last month"),
    ],
    "volume children last month": [
        *("volume last month with side conversations", "volume last month incl. child tickets"),
        *("volume including side conversations last month", "volume children last month"),
    ],
    "volume last month": ["volume last month without side conversations"],
    "backlog side conversations": [
        *("backlog side conversations", "open side conversations", "unsolved child tickets"),
    ],
    "backlog side conversations status pending": ["pending side conversations"],
    "backlog children": ["backlog with child tickets", "backlog including side conversations"],
}


@pytest.mark.parametrize(
    ("words", "phrase"), [(words, phrase) for phrase, all in CHILDREN.items() for words in all]
)
def test_child_tickets_are_counted_by_a_word(words: str, phrase: str) -> None:
    assert read(words) == phrase
    assert read(phrase) == phrase


def test_what_counts_no_child_tickets_says_so() -> None:
    assert "has no variant “side conversations”" in str(refusal("frt side conversations"))
