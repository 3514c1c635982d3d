"""What becomes of a question stands in the log, from Slack to the answer, under one reference."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from concurrent.futures import Future
from typing import Any

import pytest

from bot.cli.logs import JsonFormatter
from bot.slack.sending import Refused
from bot.slack.tally import Tally
from bot.slack.work_in_steps import StoppingError
from bot.talk import Kind
from metrics.store.tickets.snapshots import SnapshotReader
from sandbox.slack.people import ANNA, PARTNERS, PIA, SUPPORT
from sandbox.slack.records import Trouble
from sandbox.slack.server import Running
from tests import patience
from tests.bot.slack.talking import reply


class Lines(logging.Handler):
    """What a machine would read of the log."""

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(JsonFormatter())
        self.all: list[dict[str, Any]] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.all.append(json.loads(self.format(record)))

    def of(self, message: str) -> list[dict[str, Any]]:
        return [line for line in self.all if line["message"] == message]


@pytest.fixture
def lines() -> Iterator[Lines]:
    ours, handler = logging.getLogger("bot"), Lines()
    before = ours.level
    ours.addHandler(handler)
    ours.setLevel(logging.INFO)
    yield handler
    ours.removeHandler(handler)
    ours.setLevel(before)


def over(slack: Running, lines: Lines) -> dict[str, Any]:
    """The line of the end of the one question."""
    slack.workspace.wait_for(lambda: bool(lines.of("A question is over")))
    (line,) = lines.of("A question is over")
    return line


def test_one_reference_stands_on_all_lines_of_a_question_whatever_thread_wrote_them(
    connected: Running, lines: Lines
) -> None:
    gone = Trouble(status=200, body={"ok": False, "error": "not_in_channel"})
    connected.workspace.journal.script("chat.postMessage", gone)
    connected.command(ANNA.id, SUPPORT.id, "/kpi", "frt last month")
    end = over(connected, lines)
    assert end["command"] == "/kpi"
    assert end["outcome"] == "answered"
    assert 0 < end["seconds"] < patience.SECONDS
    (begin,) = lines.of("A question was taken")
    (refusal,) = lines.of("Slack refused the place: not_in_channel")
    assert re.fullmatch("[0-9a-f]{8}", end["reference"])
    assert begin["reference"] == refusal["reference"] == end["reference"]
    assert refusal["thread"].startswith("send")
    told = json.dumps([begin, end])
    assert not [word for word in ("frt", ANNA.id, SUPPORT.id) if word in told]


def test_the_reference_that_a_person_is_told_is_that_of_their_question(
    connected: Running, lines: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: SnapshotReader) -> None:
        raise RuntimeError("canary")

    monkeypatch.setattr(SnapshotReader, "snapshot", fail)
    connected.command(ANNA.id, SUPPORT.id, "/kpi", "frt last month")
    end = over(connected, lines)
    assert end["outcome"] == "failed"
    assert end["reference"] in reply(connected).text
    (fault,) = [line for line in lines.all if "trace" in line]
    assert fault["reference"] == end["reference"]
    assert "RuntimeError: canary" in fault["trace"]


@pytest.mark.parametrize(
    ("person", "place", "words", "outcome"),
    [
        (ANNA.id, SUPPORT.id, "frrt lsat moonth", "advised"),
        (PIA.id, PARTNERS.id, "frt", "turned_away"),
    ],
    ids=["not understood", "stranger"],
)
def test_what_was_said_instead_of_an_answer_is_told_apart(
    connected: Running, lines: Lines, person: str, place: str, words: str, outcome: str
) -> None:
    connected.command(person, place, "/kpi", words)
    assert over(connected, lines)["outcome"] == outcome


@pytest.mark.parametrize(
    ("error", "outcome"), [(Refused("is_archived"), "undelivered"), (StoppingError(), "left")]
)
def test_an_answer_that_no_place_took_is_told_apart_from_one_that_is_left_to_others(
    lines: Lines, error: Exception, outcome: str
) -> None:
    delivery: Future[None] = Future()
    delivery.set_exception(error)
    Tally().end("/kpi", Kind.ANSWER, delivery)
    assert [line["outcome"] for line in lines.all] == [outcome]


def test_a_question_that_found_no_room_is_over_at_once(lines: Lines) -> None:
    Tally().end("", Kind.BUSY)
    (line,) = lines.all
    assert (line["command"], line["outcome"]) == ("reply", "busy")
