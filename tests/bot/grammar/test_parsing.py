"""People ask in many ways; each is understood or answered with what is missing."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.grammar import parse
from metrics.errors import AskError
from metrics.question.query import Query
from tests.bot.grammar.desk import DESK, read, refusal

SAME = {
    "reopen": [
        "reopen rate",
        "reopen 7 days ending 7 days ago",
        "reopen last 7 days ending 7 days ago",
    ],
    "reopen last 7 days": ["reopen rate past 7 days"],
    "frt 7 days ending 1 day ago": ["frt seven days ending 1 day ago"],
    "fcr all": ["fcr all 7 days ending 14 days ago"],
    "fcr all 7 days ending 7 days ago": ["fcr all seven days ending 7 days ago"],
    "frt": [
        "FRT",
        "  frt ",
        "first response time",
        "First Response Time?",
        "show me our frt please",
        "how fast do we answer",
        "how fast do we answer tickets?",
        "time to first reply",
        "frt in calendar time",
        "frt 7d",
        "frt over the last 7 days",
        "frt past 7 days",
        "frt last seven days",
        "*frt*",
        "`frt`",
        "frt \U0001f680",
        "f\u200brt",
        "frt, please!",
    ],
    "frt email": [
        "email frt",
        "frt mail",
        "frt e-mails",
        "frt for emails",
        "frt channel email",
        "frt channel: email",
        "frt channel=email",
        "frt of the email channel",
        "how fast do we answer emails?",
        "frt\u00a0email",
        "<#C123|email> frt",
    ],
    "frt chat, email": [
        "frt email, chat",
        "frt email and chat",
        "frt email & live chat",
        "frt email &amp; live chat",
        "frt chat email chat",
        "frt channels email or chat",
    ],
    "frt Asia/Kolkata": ["frt in asia/kolkata", "Asia/Kolkata frt last 7 days"],
    "frt phone": ["frt calls", "frt telephone", "frt voice", "frt phone calls"],
    "frt messaging": ["frt whatsapp"],
    "frt social": ["frt twitter", "frt facebook, instagram"],
    "frt sms": ["frt text", "frt texts"],
    "frt web": ["frt form", "frt web form", "frt contact form"],
    'frt team "Tier 2"': [
        "frt team “Tier 2”",
        "frt team 'tier 2'",
        "frt team tier 2",
        "frt tier 2",
        "frt for the tier 2 team",
        "tier 2 frt",
        'frt "tier 2"',
        "frt group 2",
    ],
    "frt urgent": ["frt priority urgent", "urgent frt", "frt urgent priority tickets"],
    "frt category Refunds": ["frt refunds", "frt topic refunds", "frt type: refunds"],
    'frt category "R&D"': ["frt R&amp;D", "frt r&d", 'frt category "R&amp;D"'],
    'frt agent "Bob O\'Hara"': [
        "frt @bob",
        "frt agent bob",
        "frt bob o’hara",
        "frt <@U123|bob>",
        "frt <@U123|bob o'hara>",
        "frt assignee Bob O'Hara",
    ],
    "frt agent none": ["frt agent unassigned", "frt agent: none", "frt agent nobody"],
    "frt p90": ["p90 frt", "frt 90th percentile", "frt P90"],
    "frt p50": ["median frt", "frt 50 percentile"],
    "frt business": ["frt business hours", "frt in office hours", "frt during working hours"],
    "frt july": ["frt in July", "july's frt", "frt jul."],
    "frt last week": ["frt past week", "what was the first reply time last week"],
    "frt 1 july..15 july": [
        "frt 1 jul..15 jul",
        "frt from 1 july to 15 july",
        "frt 1–15 July",
        "frt 1 jul … 15 jul",
        "frt between 1 july and 15 july",
    ],
    "frt since 1 jul 2026": [
        "frt since 1 jul 2026",
        "frt since 1 july 2026",
        "since july 2026 frt",
    ],
    "frt today": ["frt today", "frt now", "today's frt so far"],
    "frt this month": ["frt mtd", "frt month to date", "frt this month so far"],
    "frt by team": [
        "frt per team",
        "frt by groups",
        "frt split by team",
        "by team frt",
        "frt for each team",
    ],
    "frt by team and channel": [
        "frt by team, channel",
        "frt by team by channel",
        "by team and by channel frt",
    ],
    "frt by agent": ["frt by people", "frt by assignee", "frt grouped by agents"],
    "backlog status pending": ["backlog pending", "pending backlog", "backlog with status pending"],
    "backlog status hold, pending": ["backlog status pending, on hold"],
    "solved": ["tickets closed", "throughput"],
    "volume": ["how many tickets", "ticket volume"],
    "volume last week": ["how many tickets did we get last week"],
    "next_reply": ["next reply", "next reply time"],
    "csat last month by category": ["what was our csat last month by category?"],
    "frt email team Support high p90 business july by category": [
        "by category july business hours p90 high team support email frt",
        "p90 frt for high email tickets of team support in july, business hours, by category",
    ],
}


@pytest.mark.parametrize("words", ["frt " + "email " * 200, "x" * 2001, "frt " + "1 " * 990])
def test_a_long_text_is_refused_at_once(words: str) -> None:
    assert "too long for a question" in str(refusal(words))


@pytest.mark.parametrize(
    ("words", "phrase"),
    [(words, phrase) for phrase, all_words in SAME.items() for words in all_words],
)
def test_it_is_understood(words: str, phrase: str) -> None:
    assert read(words) == phrase
    assert read(phrase) == phrase


odd = st.sampled_from(
    (
        *(
            "<@U1>",
            "<@U1|ann>",
            "<#C1|",
            "<!channel>",
            "\U0001f468\u200d\U0001f469",
            "مرحبا",
            "\u202e",
        ),
        *("“", '"', "'", "@", "@@", ",,", "by", "by by", "team", "agent", "since", "..", "p90"),
        *("&amp;lt;", "\x00", "frt", "team none", "none", "email", "emial", "last", "2026-99-99"),
        *("vs", "vs last year", "versus target", "against", "vs chat", "vs team", "compared to"),
        *("٣٠ يوم", "last ٣ days", "ß", "ﬀ", "support", "@ann", "ert", "week", "business", "csat"),
    )
)


def answered(words: str, about: Query | None = None) -> None:
    """It is a query, or an error whose suggestions are queries."""
    try:
        parse(words, DESK, about=about)
    except AskError as error:
        for phrase in error.suggestions:
            parse(phrase, DESK)


@given(st.text())
@settings(deadline=None)
def test_any_text_is_answered(words: str) -> None:
    answered(words)


piles = given(st.lists(odd, max_size=12).map(" ".join))


@piles
@settings(deadline=None, max_examples=100)
def test_any_pile_of_odd_words_is_answered(words: str) -> None:
    answered(words)
    answered(words, about=parse("frt email by team", DESK))


@pytest.mark.thorough
@piles
@settings(deadline=None, max_examples=2000)
def test_any_of_many_piles_of_odd_words_is_answered(words: str) -> None:
    answered(words)
    answered(words, about=parse("frt email by team", DESK))


@pytest.mark.parametrize(
    "piece", ["x", "frt ", "emial ", "\U0001f642", "\u05d0 ", '"', "<@U1|ann> ", ", "]
)
def test_three_thousand_characters_are_answered(piece: str) -> None:
    answered((piece * 3000)[:3000])
    answered((piece * 3000)[:1999])


def test_a_text_that_is_too_long_is_no_question() -> None:
    assert "too long" in str(refusal("frt " * 600))
