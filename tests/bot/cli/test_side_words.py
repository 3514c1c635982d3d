"""The terminal answers every word of Slack's, or says that it needs Slack."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

import pytest

from bot.cli.side_words import CHANGES, IN_SLACK, side_answer
from bot.commands.kpi import SIDE_COMMANDS
from bot.services import Services
from metrics.errors import AskError
from tests.bot import desk

ANSWERED = {
    "help": "What you can ask",
    "list": "What you can ask",
    "help metrics": "All metrics",
    "standup": "Standup",
    "digest weekly": "Your week in support",
    "targets": "target",
    "target": "target",
    "notes": "note",
    "alerts": "alert",
    "schedules": "scheduled",
    "define frt": "First response time",
    "baseline frt": "baseline",
    "benchmark frt email": "Outside figures",
    "sources": "What I know",
    "thanks": "You are welcome",
}


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    with desk.services(desk.settings(tmp_path_factory.mktemp("side"))) as made:
        yield made


@pytest.mark.parametrize(("words", "text"), ANSWERED.items())
def test_it_is_answered_here(words: str, text: str, services: Services) -> None:
    answer = side_answer(words, services)
    assert answer is not None
    assert text.casefold() in answer.casefold()


@pytest.mark.parametrize(
    "words",
    [
        'note "outage"',
        "target frt email 4h",
        "alert frt above 4h",
        "schedule weekly monday 9:00",
        "share 3f9a01bc",
        "delivery 3f9a01bc",
        "i am Ana Lopez",
        "i take 4711",
        *IN_SLACK,
    ],
)
def test_what_needs_slack_says_so(words: str, services: Services) -> None:
    with pytest.raises(AskError, match=r"/kpi"):
        side_answer(words, services)


@pytest.mark.parametrize("words", ["frt email", "my frt", "nonsense", "csat list bad"])
def test_a_question_is_left_to_the_language(words: str, services: Services) -> None:
    assert side_answer(words, services) is None


def test_each_first_word_is_answered_or_needs_slack(services: Services) -> None:
    for word in SIDE_COMMANDS:
        if word not in IN_SLACK | CHANGES:
            with suppress(AskError):
                assert side_answer(word, services)
