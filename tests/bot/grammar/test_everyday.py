"""What people call things in passing means the metric or the period that they mean."""

from __future__ import annotations

import pytest

from bot.grammar.everyday import EVERYDAY, METRIC_WORDS, PERIOD_WORDS, everyday_phrases
from bot.grammar.vocabulary import vocabulary_of
from metrics.catalogue import CATALOGUE
from metrics.periods import Period
from tests.bot.grammar.desk import DESK, read, refusal

WORDS = vocabulary_of(CATALOGUE, DESK)


@pytest.mark.parametrize(
    ("words", "phrase"),
    [
        ("how fast do we reply on email", "frt email"),
        ("how quickly did we respond to chats last month?", "frt chat last month"),
        ("how long do our customers wait", "frt"),
        ("how long do people have to wait on chat", "frt chat"),
        ("wait time web", "frt web"),
        ("response times by channel", "art by channel"),
        ("how fast do we resolve urgent tickets", "resolution urgent"),
        ("how long does it take to solve a case", "resolution"),
        ("how happy are our customers", "csat"),
        ("how happy are customers with chat", "csat chat"),
        ("csat score email", "csat email"),
        ("csat rate", "csat"),
        ("satisfaction score last month", "csat last month"),
        ("sla percentage by team", "sla by team"),
        ("first contact resolution rate", "fcr"),
        ("escalation rate percentage", "escalation"),
        ("reopen rate", "reopen"),
        ("resolution rate", "resolution_rate"),
        ("solved rate", "resolution_rate"),
        ("resolution time", "resolution"),
        ("backlog size", "backlog"),
        ("how busy were we last month", "volume last month"),
        ("incoming emails", "volume email"),
        ("created in july", "volume july"),
        ("how many did we solve", "solved"),
        ("is the backlog growing", "backlog_growth"),
        ("unanswered tickets", "pending_reply"),
        ("erstreaktionszeit letzte woche", "frt last week"),
        ("zufriedenheit im juli", "csat july"),
        ("kundenzufriedenheit letzten monat", "csat last month"),
        ("satisfacción", "csat"),
        ("délai de réponse", "frt"),
    ],
)
def test_everyday_words_are_understood(words: str, phrase: str) -> None:
    assert read(words) == phrase


@pytest.mark.parametrize("words", ["frt rate", "volume score", "backlog time", "frt percentage"])
def test_a_word_that_a_metric_does_not_go_with_is_not_passed_over(words: str) -> None:
    assert words.rsplit(maxsplit=1)[-1] in str(refusal(words))


@pytest.mark.parametrize(("phrase", "meaning"), [*everyday_phrases(METRIC_WORDS)])
def test_each_phrase_names_a_metric(phrase: str, meaning: str) -> None:
    assert CATALOGUE[meaning] in WORDS.meanings(phrase)


@pytest.mark.parametrize(("phrase", "meaning"), [*everyday_phrases(PERIOD_WORDS)])
def test_each_phrase_names_a_period(phrase: str, meaning: str) -> None:
    assert WORDS.meanings(phrase) == (Period.of(meaning),)


def test_no_phrase_means_two_things() -> None:
    phrases = [p for table in (METRIC_WORDS, PERIOD_WORDS) for p, _ in everyday_phrases(table)]
    assert sorted(p for p in EVERYDAY if phrases.count(p) > 1) == []
