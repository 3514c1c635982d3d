"""Several measures in one question, and several parts side by side."""

from __future__ import annotations

import pytest

from bot.grammar import SeveralError, parse, read_inquiry
from metrics.errors import AskError
from tests.bot.grammar.desk import DESK, read, refusal


def each(words: str) -> tuple[str, ...]:
    with pytest.raises(SeveralError) as several:
        read_inquiry(words, DESK)
    return several.value.phrases


@pytest.mark.parametrize(
    ("words", "phrases"),
    [
        ("frt and csat", ("frt", "csat")),
        ("frt, csat, backlog", ("frt", "csat", "backlog")),
        ("csat & frt last month", ("csat last month", "frt last month")),
        ("frt, csat and backlog email", ("frt email", "csat email", "backlog email")),
        ("volume + reopen rate by team oct", ("volume october by team", "reopen october by team")),
        ("mttr and frt", ("resolution mean", "frt")),
        ("max frt and csat", ("frt max", "csat")),
        ("frt and resolution avg", ("frt mean", "resolution mean")),
        ("frt p90 and csat", ("frt p90", "csat")),
        ("frt and csat business hours", ("frt business", "csat")),
        ("frt under 4h and csat", ("frt within 4h", "csat")),
        ("frt vs csat", ("frt", "csat")),
        ("frt and csat vs last year", ("frt vs last year", "csat vs last year")),
        ("compare frt and csat for email and chat", ("frt email vs chat", "csat email vs chat")),
        ("email vs chat", ("frt email vs chat", "csat email vs chat", "volume email vs chat")),
        (
            "compare email and chat this month",
            tuple(f"{key} email this month vs chat" for key in ("frt", "csat", "volume")),
        ),
        ("compare teams", ("frt by team", "csat by team", "volume by team")),
        ("by channel", ("frt by channel", "csat by channel", "volume by channel")),
    ],
)
def test_up_to_three_measures_are_asked_one_by_one(words: str, phrases: tuple[str, ...]) -> None:
    assert each(words) == phrases
    assert tuple(read(phrase) for phrase in phrases) == phrases


def test_more_than_three_are_refused_with_the_first_three() -> None:
    error = refusal("frt, csat, backlog and volume email last month")
    assert not isinstance(error, SeveralError)
    assert "up to 3 measures at once, and these are 4" in str(error)
    assert error.suggestions[0] == "frt, csat, backlog email last month"
    assert len(each(error.suggestions[0])) == 3


def test_a_filter_that_one_of_them_cannot_have_is_no_answer_of_the_other() -> None:
    error = refusal("frt and backlog status pending")
    assert "First response time can be narrowed by channel" in str(error)


@pytest.mark.parametrize("wish", ["list", "csv", "why", "worst 5"])
def test_a_list_or_a_reason_is_of_one_measure(wish: str) -> None:
    with pytest.raises(AskError, match="one metric at a time: frt or csat") as refused:
        read_inquiry(f"frt and csat {wish}", DESK)
    assert refused.value.suggestions == (f"frt {wish}", f"csat {wish}")
    assert not isinstance(refused.value, SeveralError)


def test_in_a_thread_each_is_about_the_same_tickets() -> None:
    about = parse("frt email last month", DESK)
    with pytest.raises(SeveralError) as several:
        read_inquiry("csat and backlog", DESK, about=about)
    assert several.value.phrases == ("csat email last month", "backlog email last month")


@pytest.mark.parametrize(
    ("words", "phrase"),
    [
        ("frt email vs chat vs web", "frt chat, email, web by channel"),
        ("csat chat vs email vs phone last month", "csat chat, email, phone last month by channel"),
        ("compare email, chat and web frt", "frt chat, email, web by channel"),
        ("frt urgent vs high", "frt high, urgent by priority"),
        ("compare teams on frt", "frt by team"),
        ("frt email vs chat", "frt email vs chat"),
        ("frt by channel and priority", "frt by channel and priority"),
    ],
)
def test_three_parts_and_more_are_set_side_by_side(words: str, phrase: str) -> None:
    assert read(words) == phrase
    assert read(phrase) == phrase


def test_people_are_not_set_side_by_side() -> None:
    assert "people are not ranked here" in str(refusal('frt "Ann Smith" vs Zoë'))
