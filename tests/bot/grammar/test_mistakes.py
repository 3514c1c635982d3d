"""A slip is named, and what may have been meant is offered."""

from __future__ import annotations

import pytest

from bot.grammar import parse
from metrics.errors import AskError
from metrics.question.query import Directory
from metrics.tickets.records import Dimension
from tests.bot.grammar.desk import refusal


@pytest.mark.parametrize(
    ("words", "message", "suggestions"),
    [
        ("frt emial", "“emial”. Did you mean email?", ("frt email",)),
        ("frtt", "Did you mean frt?", ("frt",)),
        ("resolutoin email", "Did you mean resolution?", ("resolution email",)),
        ("email first reponse time", "“first reponse time”", ("frt email",)),
        ("frt last mnth", "Did you mean last month?", ("frt last month",)),
        ("frt biling", 'Did you mean team "Billing"?', ('frt team "Billing"',)),
        ("frt team biling", "I know no team “biling”.", ('frt team "Billing"',)),
        ("frt smith", 'Did you mean agent "Ann Smith"?', ('frt agent "Ann Smith"',)),
        ("frt team emea", "I know no team", ('frt team "Billing EMEA"',)),
        ("frt tier glod", "I know no tier “glod”. Did you mean gold?", ("frt tier gold",)),
        ("frt glod", "Did you mean tier gold?", ("frt tier gold",)),
        ("frt by teir", "not by “teir”", ("frt by tier",)),
        ("frt tier", "Which tier?", ("frt by tier",)),
        ("frt by gold", "only tier gold, or by tier?", ("frt tier gold", "frt by tier")),
        ("frt emial by taem", "“emial”", ("frt email by team",)),
        ("frt by chanel", "not by “chanel”", ("frt by channel",)),
        ("frt by email", "only email, or by channel?", ("frt email", "frt by channel")),
        ("frt by", "By what?", ("frt by channel", "frt by team", "frt by priority")),
        ("frt team", "Which team?", ("frt by team",)),
        ("frt team last month", "Which team?", ("frt last month by team",)),
        ("frt month", "last month or this month", ("frt last month", "frt this month")),
        (
            "frt support",
            "“support” can be a team or a category",
            ("frt team Support", "frt category Support"),
        ),
        (
            "frt @ann",
            '"Ann Smith" or "Ann Lee"',
            ('frt agent "Ann Smith"', 'frt agent "Ann Lee"'),
        ),
        (
            "csat ann last month",
            "“ann” can be",
            ('csat agent "Ann Smith" last month', 'csat agent "Ann Lee" last month'),
        ),
    ],
)
def test_slips_are_named_and_mended(words: str, message: str, suggestions: tuple[str, ...]) -> None:
    error = refusal(words)
    assert message in str(error)
    assert error.suggestions == suggestions


@pytest.mark.parametrize("words", ["nonsense", "frt by nonsense at all", "tickets nobody solved"])
def test_what_is_near_to_nothing_gets_no_suggestion(words: str) -> None:
    assert refusal(words).suggestions == ()


def test_what_is_left_without_an_unknown_word_is_offered() -> None:
    error = refusal("frt nonsense email")
    assert str(error).startswith("I do not know “nonsense”. Without it I can answer")
    assert error.suggestions == ("frt email",)
    assert error.word == "nonsense"


@pytest.mark.parametrize(
    ("words", "message", "suggestions"),
    [
        (
            "frt nonsense email gibberish",
            "I do not know “nonsense” or “gibberish”. Without them I can answer",
            ("frt email",),
        ),
        (
            "need frt + csat for the board xyzzy, oct",
            "Without them I can answer",
            ("frt october", "csat october"),
        ),
        ("frt @ghost", "I know no agent “ghost”", ("frt",)),
        ("average touches per ticket", "how many replies", ("one_touch", "one_touch none")),
        (
            "avrage frist respons tiem for the emial yesteday",
            "Did you mean average",
            ("frt mean email yesterday",),
        ),
    ],
)
def test_what_cannot_be_had_leads_on(
    words: str, message: str, suggestions: tuple[str, ...]
) -> None:
    error = refusal(words)
    assert message in str(error)
    assert error.suggestions == suggestions


def test_what_is_near_to_nothing_leads_to_the_help() -> None:
    assert "/kpi help" in str(refusal("nonsense"))


def test_a_word_near_two_things_lists_both() -> None:
    error = refusal("ert email")
    assert "Did you mean frt, art or nrt?" in str(error)
    assert error.suggestions == ("frt email", "art email", "next_reply email")


def test_a_long_word_is_cut_in_the_message() -> None:
    assert len(str(refusal("x" * 1500))) < 120


@pytest.mark.parametrize("word", ["next", "less", "than", "about", "rest", "who"])
def test_an_ordinary_word_is_not_taken_for_another_one_mistyped(word: str) -> None:
    error = refusal(f"frt {word}")
    assert "Did you mean" not in str(error)
    assert error.suggestions in {(), ("frt",)}


def test_where_no_tiers_are_known_it_is_said_how_to_have_them() -> None:
    with pytest.raises(AskError, match="the tiers of customers were not imported") as caught:
        parse("frt tier gold", Directory())
    assert "`deskpulse import customer-tiers FILE`" in str(caught.value)


def test_a_team_that_is_no_more_is_asked_about_and_not_offered() -> None:
    teams = Directory(teams={"1": "Billing", "2": "Returns"}, retired=frozenset({"2"}))
    assert parse("frt team returns", teams).values(Dimension.TEAM) == ("2",)
    with pytest.raises(AskError, match=r"I know Billing\."):
        parse("frt team zzz", teams)
    three = Directory(teams={**teams.teams, "3": "Chat line"}, retired=frozenset({"2"}))
    with pytest.raises(AskError, match="with which team") as caught:
        parse("frt vs team billing", three)
    assert not any("returns" in each.casefold() for each in caught.value.suggestions)
    assert any("chat line" in each.casefold() for each in caught.value.suggestions)
