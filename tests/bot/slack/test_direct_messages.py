"""What people write to the bot alone, in the real bot over a Slack on this machine."""

from __future__ import annotations

import pytest

from bot.services import Services
from bot.slack.reception import Reception
from sandbox.slack.people import ANNA, SUPPORT
from sandbox.slack.records import Message
from sandbox.slack.server import Running
from tests import patience
from tests.bot.slack.talking import kept, phrase, reply
from tests.bot.slack.test_uploads import COSTS, uploaded


@pytest.fixture
def direct(listening: Running) -> str:
    """Anna's conversation with the bot."""
    return listening.workspace.direct(ANNA.id).id


@pytest.fixture
def card(listening: Running, services: Services, direct: str) -> Message:
    """An answer to a question that was asked there."""
    listening.say(ANNA.id, direct, "frt email")
    made = reply(listening, direct)
    kept(services, made.ts, 1, direct)
    return made


def test_a_message_is_answered_below_it_and_begins_no_thread(card: Message) -> None:
    assert (phrase(card), card.thread_ts) == ("frt email 17..23 nov 2026", None)


@pytest.mark.parametrize(
    "words", ["only chat", "@deskpulse only chat", "thanks, and how was chat", "by agent"]
)
def test_a_reply_in_a_thread_is_answered_in_it_for_good(
    listening: Running, direct: str, card: Message, words: str
) -> None:
    listening.say(ANNA.id, direct, words, thread_ts=card.ts)
    answer = reply(listening, direct, 2)
    assert (answer.thread_ts, answer.only_for) == (card.ts, None)
    if words != "by agent":
        assert phrase(answer) == "frt chat 17..23 nov 2026"


def test_a_file_in_a_thread_is_looked_at_there(
    listening: Running, direct: str, card: Message
) -> None:
    file = uploaded(listening, COSTS)
    listening.say(ANNA.id, direct, "", thread_ts=card.ts, files=(file,))
    answer = reply(listening, direct, 2)
    assert "costs: 2 rows new" in answer.text
    assert answer.thread_ts == card.ts


def test_a_file_that_is_asked_for_in_a_thread_comes_in_it(
    listening: Running, direct: str, card: Message
) -> None:
    listening.say(ANNA.id, direct, "last month csv", thread_ts=card.ts)
    listening.workspace.wait_for(
        lambda: any(m.files for m in listening.workspace.thread(direct, card.ts))
    )


def test_what_is_said_there_tells_nothing_of_plain_replies_in_channels(
    listening: Running, direct: str, card: Message, services: Services
) -> None:
    listening.say(ANNA.id, direct, "only chat", thread_ts=card.ts)
    reply(listening, direct, 2)
    assert not services.workspace.hears
    listening.command(ANNA.id, SUPPORT.id, "/kpi", "standup")
    assert "mention me to go on" in str(reply(listening).blocks)


def test_without_the_setting_nothing_is_heard_in_a_thread_either(
    listening: Running,
    direct: str,
    card: Message,
    services: Services,
    reception: Reception,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(vars(services.settings), "direct_messages", False)
    listening.say(ANNA.id, direct, "only chat", thread_ts=card.ts)
    listening.command(ANNA.id, SUPPORT.id, "/kpi", "frt email")
    reply(listening)
    assert reception.pool.close(patience.SECONDS)
    assert len(listening.workspace.thread(direct, card.ts)) == 1
    assert not services.workspace.hears
