"""What a figure is compared with, in the words people use; and what cannot be compared."""

from __future__ import annotations

import pytest

from bot.grammar import parse, read_inquiry
from metrics.errors import AskError
from tests.bot.grammar.desk import DESK, read, refusal

SAME = {
    "frt": [
        "frt vs previous",
        "frt vs the week before",
        "frt vs last week",
        "frt versus before",
        "frt last 7 days vs previous 7 days",
    ],
    "frt this month": ["frt vs last month", "frt this month vs the month before"],
    "frt july": ["frt july vs june", "frt july vs the period before"],
    "frt last week": ["frt last week vs the week before", "frt last week vs last week"],
    "frt today": ["frt today vs same day last week"],
    "frt vs last year": [
        "frt vs. last year",
        "frt versus same week last year",
        "frt against a year ago",
        "vs last year frt",
        "frt compared to the same time last year",
    ],
    "frt jul 2026 vs last year": ["frt 2026-07 vs 2025-07", "frt july 2026 vs year over year"],
    "volume this year vs last year": ["volume this year compared with last year"],
    "oldest vs last year": ["oldest tickets vs last year"],
    "csat vs target": ["csat against our target", "csat vs goal", "csat compared to the targets"],
    "frt vs baseline": ["frt vs usual", "frt versus our baseline"],
    "frt email vs chat": [
        "frt email vs live chat",
        "frt emails against chats",
        "email vs chat frt",
    ],
    "frt email vs chat, web": ["frt email vs chat and web", "frt email vs channels chat, web"],
    'frt team "Billing" vs team "Tier 2"': [
        "frt billing vs tier 2",
        "frt the billing team vs the tier 2 team",
    ],
}


@pytest.mark.parametrize(
    ("words", "phrase"),
    [(words, phrase) for phrase, all_words in SAME.items() for words in all_words],
)
def test_it_is_understood(words: str, phrase: str) -> None:
    assert read(words) == phrase
    assert read(phrase) == phrase


@pytest.mark.parametrize(
    ("words", "why", "meant"),
    [
        ("frt vs tagret", "Did you mean vs target", ["frt vs target"]),
        ("frt vs las yaer", "Did you mean vs last year", ["frt vs last year"]),
        ("frt agianst target", "Did you mean against", ["frt vs target"]),
        ("frt email vs chta", "Did you mean vs chat", ["frt email vs chat"]),
        ("frt vs", "I compare with", ["frt", "frt vs last year", "frt vs target"]),
        ("frt email vs", "I compare with", ["frt email", "frt email vs last year"]),
        ("frt vs business", "I compare with", ["frt", "frt vs last year", "frt vs target"]),
        ("frt vs chat", "with which channel", ["frt email vs chat", "frt web vs chat"]),
        ("frt vs team billing", "with which team", ["frt by team"]),
        ("frt email, chat vs chat", "on both sides", ["frt chat, email"]),
        ("frt email vs high", "by priority", ["frt email by priority"]),
        ("frt vs zoë", "people are not ranked", ["frt"]),
        ("frt vs csat", "one metric at a time", ["frt", "csat"]),
        ("frt vs target vs last year", "one thing at a time", ["frt vs target"]),
        ("volume vs target", "no better direction", ["volume"]),
        ("frt any vs target", "usual way", ["frt vs target", "frt any"]),
        ("frt agent zoë vs target", "none by agent", ["frt agent Zoë"]),
        ("mix email vs chat", "side by side", ["mix email"]),
        ("churn vs chat", "not told by channel", ["churn"]),
    ],
)
def test_what_cannot_be_compared_is_said_with_what_can(
    words: str, why: str, meant: list[str]
) -> None:
    error = refusal(words)
    assert why in str(error)
    assert set(meant) <= set(error.suggestions)
    for phrase in error.suggestions:
        assert read(phrase) == phrase


def test_nothing_but_vs_is_answered() -> None:
    assert "I compare with" in str(refusal("frt " + "vs " * 190))


@pytest.mark.parametrize(
    ("about", "words", "phrase"),
    [
        ("frt email", "vs target", "frt email vs target"),
        ("frt email", "vs last year", "frt email vs last year"),
        ("frt email", "vs chat", "frt email vs chat"),
        ("frt email", "vs last month", "frt email this month"),
        ("frt last month", "vs last month", "frt last month"),
        ("frt email vs chat", "by team", "frt email by team vs chat"),
        ("frt email vs chat", "only web", "frt web vs chat"),
        ("frt email vs chat", "vs previous", "frt email"),
        ("frt email vs chat", "csat", "csat email vs chat"),
    ],
)
def test_a_reply_says_what_to_compare_with(about: str, words: str, phrase: str) -> None:
    assert read_inquiry(words, DESK, about=parse(about, DESK)).phrase(DESK) == phrase


@pytest.mark.parametrize(
    ("about", "words", "phrase"),
    [
        ("frt email vs chat", "only chat", "frt chat"),
        ("frt email vs chat", "churn", "churn"),
        ("csat vs target", "volume", "volume"),
        ("csat vs target", "agent zoë", "csat agent Zoë"),
    ],
)
def test_a_comparison_that_no_longer_fits_is_dropped(about: str, words: str, phrase: str) -> None:
    assert read_inquiry(words, DESK, about=parse(about, DESK)).phrase(DESK) == phrase


def test_a_reply_that_cannot_be_compared_says_so() -> None:
    with pytest.raises(AskError, match="with which channel"):
        parse("vs chat", DESK, about=parse("frt", DESK))
