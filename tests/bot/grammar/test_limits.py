"""Limits of time in many words: each is the one that was said, or is refused."""

from __future__ import annotations

import pytest

from bot.grammar import parse, render
from tests.bot.grammar.desk import DESK, read, refusal

LIMITS = {
    "frt within 4h": [
        *(
            "frt under 4h",
            "frt within 4h",
            "frt < 4h",
            "frt <4h",
            "frt &lt; 4 hours",
            "frt up to 4h",
            "frt at most 4h",
            "frt !> 4h",
            "frt not later than 4h",
            "frt no slower than 4h",
        ),
        *("answered within 4 hours", "% answered within 4h", "replied in under 4 hrs"),
        *("service level 4h", "first reply in less than 4h", "frt no more than four hours"),
        *(
            "share of tickets answered in 4 hours",
            "what percentage of tickets is answered within 4h",
        ),
    ],
    "frt within 90m": ["frt under 90 min", "frt within 90 minutes", "frt \u2264 90m"],
    "frt within 1h30m": ["frt under 1.5h", "frt under 1.5 hours", "frt under 1 hour 30 minutes"],
    "frt within 1h": ["answered within one hour", "answered within an hour", "service level of 1h"],
    "frt within 30m": ["answered within half an hour", "frt under thirty minutes"],
    "frt within 2m chat": ["what share of chats get answered within 2 min"],
    "frt beyond 4h": [
        *("frt > 4h", "frt &gt; 4h", "frt >= 4h", "frt over 4h", "frt longer than 4 hours"),
        *("frt not within 4h", "not answered within 4h", "no reply within 4h", "frt above 4h"),
        *("unanswered within 4h", "frt more than 4 hours", "frt slower than 4h"),
        *("frt no less than 4h", "frt at least 4h", "not answered in 4h", "frt no faster than 4h"),
    ],
    "frt beyond 24h this week": [
        "how many took more than 24 hrs to get a first answer this week",
    ],
    "resolution within 2d": ["solved within 2 days", "resolved in 2 days", "resolution < 2d"],
    "resolution within 1d email last month": ["resolution under 1 day email last month"],
    "resolution beyond 2d": ["solved over 2 days", "resolution > 2 days"],
    "art within 1h": ["response time under 1h"],
    "frt within 1h by channel": ["frt under 1h by channel"],
    "frt within 8h business": ["frt within 8h in business hours"],
    "backlog older than 7d": [
        *("backlog > 7d", "backlog > 7 days", "backlog older than 7 days", "older than 7 days"),
        *("tickets older than 7 days", "open for more than 7 days", "open longer than 7 days"),
        *("open for 7 days", "stale tickets", "stale", "aging > 7d", "backlog age over 7 days"),
        *("more than 7 days open", "tickets open more than 7 days", "over 7 days unsolved"),
        *("no younger than 7 days", "tickets that are at least 7 days old"),
        *("oldest > 7d", "backlog > seven days", "open tickets older than 7 days"),
    ],
    "backlog older than 2w status pending": ["tickets pending > 2 weeks"],
    "backlog older than 3d urgent": ["urgent tickets older than 3 days"],
    "backlog younger than 7d": ["tickets not older than 7 days", "no older than 7 days"],
    "backlog younger than 1d": ["backlog younger than 1 day", "backlog < 1d", "newer than 1 day"],
    "unassigned older than 1d": ["unassigned > 1 day", "unassigned longer than 1 day"],
    "pending_reply older than 1d": [
        *("waiting longer than 1 day", "pending replies > 1d", "unanswered for 1 day"),
        *("more than 1 day unanswered", "over a day without a reply"),
        *("waiting for us > 1 day", "no reply for 1 day", "waiting for reply > 1 day"),
    ],
    "repeat 30": ["repeat within 30 days"],
}


@pytest.mark.parametrize(
    ("words", "phrase"), [(words, phrase) for phrase, all in LIMITS.items() for words in all]
)
def test_a_limit_of_time_is_what_was_said(words: str, phrase: str) -> None:
    assert read(words) == phrase
    assert read(phrase) == phrase


@pytest.mark.parametrize(
    ("words", "message", "suggestion"),
    [
        ("csat 1 star", "good or bad here, without stars", "csat"),
        ("csat five stars email", "without stars", "csat email"),
        ("csat below 50%", "/kpi alert csat below 50%", "csat"),
        ("csat > 4", "/kpi alert csat above 4", "csat"),
        ("backlog > 100 email", "/kpi alert backlog above 100", "backlog email"),
        ("frt > 100", "say above 100m or above 100h", "frt"),
        ("csat within 4h", "no limit of time", "csat"),
        ("volume within 30 days", "no limit of time", "volume last 30 days"),
        ("frt within 2d business", "a business day is not 24 hours long", "frt within 2d"),
        ("avg frt under 4h", "one of these at a time: avg or within 4h", "frt mean"),
        ("resolution net under 1d", "one of these at a time: net or within 1d", "resolution net"),
        ("frt under 1h p90", "no percentiles", "frt within 1h"),
        ("sla at risk > 1d", "no limit of time", "sla_risk"),
    ],
)
def test_what_is_no_limit_of_that_measure_is_refused(
    words: str, message: str, suggestion: str
) -> None:
    error = refusal(words)
    assert message in str(error)
    assert error.suggestions[0] == suggestion


def test_a_follow_up_may_say_a_limit_and_keeps_it() -> None:
    about = parse("frt email", DESK)
    limited = parse("under 4h", DESK, about=about)
    assert render(limited, DESK) == "frt within 4h email"
    assert (
        render(parse("last month", DESK, about=limited), DESK) == "frt within 4h email last month"
    )
    assert render(parse("older than 7 days", DESK, about=about), DESK) == "frt beyond 7d email"


@pytest.mark.parametrize("words", ["frt > csat email", "backlog > team billing", "frt < today"])
def test_a_sign_is_never_dropped(words: str) -> None:
    assert "do not know" in str(refusal(words))
