"""What people write to the bot alone, in the real bot over a Slack on this machine."""

from __future__ import annotations

import pytest

from bot.services import Services
from bot.slack.reception import Reception
from sandbox.slack.people import ANNA, CARLA, SUPPORT
from sandbox.slack.records import Message
from sandbox.slack.server import Running
from tests import patience
from tests.bot.slack.talking import control, kept, phrase, reply
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


PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
OFFER = "The file is left as it is."


@pytest.mark.parametrize("name", ["screenshot.png", "contract.pdf"])
def test_a_question_with_a_screenshot_is_answered(
    listening: Running, direct: str, name: str
) -> None:
    file = uploaded(listening, PNG, name)
    listening.say(ANNA.id, direct, "frt email", files=(file,))
    answer = reply(listening, direct)
    assert phrase(answer) == "frt email 17..23 nov 2026"
    assert OFFER not in str(answer.blocks)


@pytest.mark.parametrize("person", [ANNA.id, CARLA.id])
def test_a_file_that_is_no_table_is_answered_with_one_sentence(
    listening: Running, person: str
) -> None:
    direct = listening.workspace.direct(person).id
    listening.say(person, direct, "", files=(uploaded(listening, PNG, "shot.png", person),))
    answer = reply(listening, direct)
    assert answer.text.startswith("In shot.png there is no table that I can read: I take CSV and")
    assert "customer-tiers" in answer.text
    assert listening.workspace.journal.calls("files.info") == ()


def test_what_only_calls_itself_a_table_is_none(listening: Running, direct: str) -> None:
    listening.say(ANNA.id, direct, "", files=(uploaded(listening, PNG, "costs.csv"),))
    assert "In costs.csv there is no table" in reply(listening, direct).text


def test_beside_the_answer_to_a_question_a_table_is_offered_to_be_imported(
    listening: Running, direct: str
) -> None:
    listening.say(ANNA.id, direct, "frt email", files=(uploaded(listening, COSTS),))
    answer = reply(listening, direct)
    assert phrase(answer) == "frt email 17..23 nov 2026"
    assert OFFER in str(answer.blocks)
    assert listening.press(ANNA.id, answer, control(answer, "Import costs.csv")).ok
    assert "costs: 2 rows new" in reply(listening, direct, 2).text


def test_who_may_import_nothing_is_offered_nothing(listening: Running) -> None:
    direct = listening.workspace.direct(CARLA.id).id
    file = uploaded(listening, COSTS, owner=CARLA.id)
    listening.say(CARLA.id, direct, "frt email", files=(file,))
    assert OFFER not in str(reply(listening, direct).blocks)


@pytest.mark.parametrize("words", ["costs", "import", "Import costs"])
def test_words_that_name_a_kind_are_no_question(
    listening: Running, direct: str, words: str
) -> None:
    files = (uploaded(listening, PNG, "shot.png"), uploaded(listening, COSTS))
    listening.say(ANNA.id, direct, words, files=files)
    assert "costs: 2 rows new" in reply(listening, direct).text
