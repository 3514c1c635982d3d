"""Replies below a card while the database or Slack is away, in the real bot over a local Slack."""

from __future__ import annotations

import heapq
import time
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field, replace
from threading import Event

import pytest

from bot.slack.held_replies import COMMAND_SECONDS, PAUSES, HeldReplies, HeldReply
from bot.slack.reception import Reception
from bot.slack.work_in_steps import Steps, WorkLine
from bot.slack.workspace import SlackWorkspace
from bot.workspace import CannotCheckError
from metrics.errors import StoreError
from metrics.store.database.engine import Store
from sandbox.slack.people import ANNA, BEN, SUPPORT
from sandbox.slack.records import Message
from sandbox.slack.server import Running
from tests import patience
from tests.bot.slack.talking import phrase, reply

AWAY = "The database is away."


@dataclass
class Trouble:
    """What an attempt meets so often, and what became of the reply."""

    times: int
    error: Exception = field(default_factory=lambda: StoreError(AWAY))
    ends: list[str] = field(default_factory=list)
    over: Event = field(default_factory=Event)

    def reply(self) -> HeldReply:
        return HeldReply(
            answer=self._answer,
            give_up=lambda why: self._end(str(why)),
            leave=lambda: self._end("left"),
        )

    def _answer(self) -> None:
        self.times -= 1
        if self.times >= 0:
            raise self.error
        self._end("answered")

    def _end(self, how: str) -> None:
        self.ends.append(how)
        self.over.set()


@pytest.fixture
def line() -> Iterator[WorkLine]:
    made = WorkLine("held", 1, 10)
    made.start()
    yield made
    made.close(patience.SECONDS)


def test_a_minute_passes_in_pauses_that_grow() -> None:
    assert (sum(PAUSES), list(PAUSES)) == (60.0, sorted(PAUSES))
    assert (min(PAUSES), max(PAUSES)) == (5.0, 30.0)


@pytest.mark.parametrize("error", [StoreError(AWAY), CannotCheckError()])
@pytest.mark.parametrize("times", [0, 1, 3])
def test_a_reply_is_tried_until_it_can_be_read(
    line: WorkLine, times: int, error: Exception
) -> None:
    trouble = Trouble(times, error)
    HeldReplies(line, (0.0, 0.0, 0.0)).answer(trouble.reply())
    assert trouble.over.wait(patience.SECONDS)
    assert trouble.ends == ["answered"]


def test_after_the_last_pause_it_is_given_up(line: WorkLine) -> None:
    trouble = Trouble(9)
    HeldReplies(line, (0.0, 0.0)).answer(trouble.reply())
    assert trouble.over.wait(patience.SECONDS)
    assert (trouble.ends, trouble.times) == ([AWAY], 6)


def test_past_the_most_it_is_given_up_at_once(line: WorkLine) -> None:
    held, first, second = HeldReplies(line, (3600.0,), most=1), Trouble(9), Trouble(9)
    held.answer(first.reply())
    held.answer(second.reply())
    assert (first.ends, second.ends) == ([], [AWAY])


def test_a_bot_that_ends_leaves_what_it_holds_to_others(line: WorkLine) -> None:
    trouble = Trouble(9)
    HeldReplies(line, (3600.0,)).answer(trouble.reply())
    assert line.close(patience.SECONDS)
    assert trouble.ends == ["left"]


def test_what_comes_once_the_line_has_ended_is_left_to_others(line: WorkLine) -> None:
    trouble = Trouble(9)
    assert line.close(patience.SECONDS)
    HeldReplies(line, (0.0,)).answer(trouble.reply())
    assert trouble.ends == ["left"]


def test_what_is_no_passing_trouble_is_not_held(line: WorkLine) -> None:
    with pytest.raises(RuntimeError):
        HeldReplies(line).answer(Trouble(1, RuntimeError("canary")).reply())


class ByHand(WorkLine):
    """A line whose work is done when the test says so, at the time that it waits for."""

    def __init__(self) -> None:
        super().__init__("held", 1, 100)
        self.now = 0.0
        self._due: list[tuple[float, int, Steps[None]]] = []

    def clock(self) -> float:
        return self.now

    def take(self, steps: Steps[None], name: str = "Work") -> Future[None]:
        self._put_off(steps, 0.0)
        return Future()

    def work(self) -> None:
        while self._due:
            due, _, steps = heapq.heappop(self._due)
            self.now = max(self.now, due)
            with suppress(StopIteration):
                self._put_off(steps, next(steps))

    def _put_off(self, steps: Steps[None], seconds: float) -> None:
        heapq.heappush(self._due, (self.now + seconds, id(steps), steps))


@dataclass
class SlowTrouble(Trouble):
    """An attempt takes as long as a dead database is waited for."""

    line: ByHand = field(default_factory=ByHand)
    begun: list[float] = field(default_factory=list)
    ended: list[float] = field(default_factory=list)

    def _answer(self) -> None:
        self.begun.append(self.line.now)
        self.line.now += 10
        super()._answer()

    def _end(self, how: str) -> None:
        self.ended.append(self.line.now)
        super()._end(how)


def test_no_attempt_is_begun_later_than_a_minute_however_long_each_takes() -> None:
    line = ByHand()
    trouble = SlowTrouble(99, line=line)
    HeldReplies(line, monotonic=line.clock).answer(trouble.reply())
    line.work()
    assert trouble.begun == [0, 15, 35, 60]
    assert (trouble.ends, trouble.ended) == ([AWAY], [70])


def test_of_many_replies_one_asks_a_store_that_is_away_for_all() -> None:
    line = ByHand()
    held = HeldReplies(line, monotonic=line.clock)
    many = [SlowTrouble(99, line=line) for _ in range(40)]
    for trouble in many:
        line.now = 0.0  # they come at once, to as many threads
        held.answer(trouble.reply())
    line.work()
    assert [trouble.ends for trouble in many] == [[AWAY]] * 40
    assert max(end for trouble in many for end in trouble.ended) <= 90
    assert sum(len(trouble.begun) for trouble in many) <= 40 + len(PAUSES)


def test_who_slack_does_not_know_keeps_no_other_reply_waiting() -> None:
    line = ByHand()
    held = HeldReplies(line, monotonic=line.clock)
    unknown, known = SlowTrouble(99, CannotCheckError(), line=line), SlowTrouble(1, line=line)
    held.answer(known.reply())
    line.now = 0.0
    held.answer(unknown.reply())
    line.work()
    assert (known.ends, len(known.begun)) == (["answered"], 2)


def await_hold(reception: Reception) -> None:
    """Wait until a reply is held."""
    ends = time.monotonic() + patience.SECONDS
    while not reception.held.line.waiting():
        assert time.monotonic() < ends, "nothing was held"
        time.sleep(0.01)


@dataclass
class Fuse:
    """Makes every use of the store fail while it is out."""

    out: bool = False

    def __call__(self) -> None:
        if self.out:
            raise StoreError(AWAY)


@pytest.fixture
def fuse(monkeypatch: pytest.MonkeyPatch) -> Fuse:
    made = Fuse()
    for name in ("read", "write", "quick_write"):
        original = getattr(Store, name)

        def using(self: Store, *given: object, _do: object = original, **more: object) -> object:
            made()
            return _do(self, *given, **more)  # type: ignore[operator]

        monkeypatch.setattr(Store, name, using)
    return made


def whispers(slack: Running, person: str) -> list[str]:
    return [m.text for m in slack.workspace.messages(SUPPORT.id) if m.only_for == person]


@pytest.mark.parametrize("pauses", [(0.05,) * 1000])
def test_a_reply_below_a_card_is_answered_once_the_database_is_back(
    connected: Running, card: Message, fuse: Fuse, reception: Reception
) -> None:
    fuse.out = True
    connected.say(BEN.id, SUPPORT.id, "by team", thread_ts=card.ts)
    await_hold(reception)
    fuse.out = False
    answer = reply(connected, number=2)
    assert phrase(answer).endswith("by team")
    assert answer.thread_ts == card.ts


@pytest.mark.parametrize("pauses", [(0.05,) * 1000])
def test_a_command_that_could_not_be_begun_is_answered_once_the_database_is_back(
    connected: Running, fuse: Fuse, reception: Reception
) -> None:
    fuse.out = True
    connected.command(BEN.id, SUPPORT.id, "/kpi", "frt email")
    await_hold(reception)
    fuse.out = False
    assert phrase(reply(connected)).startswith("frt email")


def test_a_command_reads_what_the_database_lacks_where_it_stays_away(
    connected: Running, fuse: Fuse
) -> None:
    fuse.out = True
    connected.command(BEN.id, SUPPORT.id, "/kpi", "frt email")
    assert AWAY in reply(connected).text


def test_a_command_is_waited_for_less_long_than_a_reply() -> None:
    line = ByHand()
    trouble = SlowTrouble(99, line=line)
    reply = replace(trouble.reply(), most_seconds=COMMAND_SECONDS)
    HeldReplies(line, monotonic=line.clock).hold(reply, StoreError(AWAY))
    line.work()
    assert trouble.begun == [5, 20]
    assert trouble.ends == [AWAY]


def test_who_surely_asked_reads_why_there_is_no_answer_and_who_talks_reads_nothing(
    connected: Running, card: Message, fuse: Fuse, reception: Reception
) -> None:
    fuse.out = True
    connected.say(ANNA.id, SUPPORT.id, "oh, that was slow", thread_ts=card.ts)
    elsewhere = connected.say(ANNA.id, SUPPORT.id, "Lunch?")
    connected.say(ANNA.id, SUPPORT.id, "last month", thread_ts=elsewhere.ts)
    connected.say(BEN.id, SUPPORT.id, "last month", thread_ts=card.ts)
    told = reply(connected, number=2)
    assert (told.only_for, told.thread_ts) == (BEN.id, card.ts)
    assert AWAY in told.text
    assert "reference" in told.text
    assert reception.pool.close(patience.SECONDS)
    assert reception.held.line.close(patience.SECONDS)
    assert whispers(connected, ANNA.id) == []


@pytest.mark.parametrize("pauses", [(0.05,) * 1000])
def test_a_reply_of_whom_slack_cannot_tell_is_answered_once_it_can(
    connected: Running,
    card: Message,
    reception: Reception,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with monkeypatch.context() as silent:

        def unknown(*_: object) -> None:
            raise CannotCheckError

        silent.setattr(SlackWorkspace, "person", unknown)
        connected.say(BEN.id, SUPPORT.id, "by team", thread_ts=card.ts)
        await_hold(reception)
    assert phrase(reply(connected, number=2)).endswith("by team")


def test_who_surely_asked_is_told_that_slack_cannot_tell_who_they_are(
    connected: Running, card: Message, reception: Reception, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown(*_: object) -> None:
        raise CannotCheckError

    monkeypatch.setattr(SlackWorkspace, "person", unknown)
    connected.say(ANNA.id, SUPPORT.id, "oh, that was slow", thread_ts=card.ts)
    connected.say(BEN.id, SUPPORT.id, "by team", thread_ts=card.ts)
    told = reply(connected, number=2)
    assert (told.only_for, told.thread_ts) == (BEN.id, card.ts)
    assert told.text.startswith("I cannot check right now")
    assert reception.pool.close(patience.SECONDS)
    assert reception.held.line.close(patience.SECONDS)
    assert whispers(connected, ANNA.id) == []
