"""Copies of the bot that end or are killed while many wait: each hears of it, and only once."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.cards.help import interrupted, restarting, unsure
from metrics.store.books.questions import QUESTION, Stage
from metrics.store.database.engine import Store
from sandbox.desks import LOOPBACK
from sandbox.slack.journal import Journal, RateLimit
from sandbox.slack.people import SUPPORT
from sandbox.slack.records import Message, Person, Trouble
from sandbox.slack.server import Running
from sandbox.slack.workspace import Workspace
from tests import patience
from tests.bench.filling import fill
from tests.bot.slack.talking import phrase
from tests.pooler import program
from tests.scenarios.town import ENDS_AT, Commands, clock_from, commands

TICKETS = 500
NOBODY = f"http://{LOOPBACK}:1"
"""Where no helpdesk is: what is asked is answered from the store."""
QUESTIONS = {f"U0ASKS{day:02}": f"volume {day} oct 2026" for day in range(1, 9)}
"""What each person asks, so that everything that is said tells for whom it is."""
WHERE_POOLED = [pytest.mark.thorough] * (program() is not None)
"""Behind a pooler the same is shown, and more: without one is for `make thorough`."""
ASKERS = {question: person for person, question in QUESTIONS.items()}


class Slow(Journal):
    """A Slack that takes its time to say who somebody is, so that whoever asks has to wait."""

    seconds = 1.0

    def next_trouble(self, method: str) -> Trouble | None:
        """Wait before the ordinary answer."""
        return Trouble(delay_seconds=self.seconds) if method == "users.info" else None


@pytest.fixture
def slow() -> Slow:
    return Slow()


@pytest.fixture
def slack(slow: Slow) -> Iterator[Running]:
    """A Slack with many people, each of whom asks once."""
    workspace = Workspace(
        patience.slack_settings(), clock=clock_from(ENDS_AT), rate=RateLimit(burst=1_000)
    )
    for id in QUESTIONS:
        workspace.keep_person(Person(id=id, name=id.lower(), real_name=id))
        workspace.join(SUPPORT.id, id)
    workspace.settings.uploads_disabled = True
    workspace.journal = slow
    with Running(workspace) as running:
        yield running


def bot(folder: Path, slack: Running, url: str, **more: str) -> Commands:
    """A copy of the bot that answers one question at a time, from tickets that are in its store."""
    return commands(folder, NOBODY, slack, DATABASE_URL=url, DESKPULSE_WORKERS="1", **more)


def filled(url: str) -> str:
    """The same database with tickets in it."""
    with closing(Store.open(url)) as store:
        fill(store, TICKETS, ENDS_AT)
    return url


def ask(slack: Running) -> None:
    """Let everybody ask at the same time; all of it is acknowledged."""

    def asked(person: str) -> bool:
        return slack.command(person, SUPPORT.id, "/kpi", QUESTIONS[person]).ok

    with ThreadPoolExecutor(len(QUESTIONS)) as people:
        assert all(people.map(asked, QUESTIONS))


@contextmanager
def victim(copy: Commands, log: Path) -> Iterator[int]:
    """A running copy that is killed; yields its process."""
    with log.open("w") as file:
        process = copy.start("serve", log=file.fileno())
    try:
        yield process.pid
    finally:
        process.kill()
        process.wait()


def said(slack: Running) -> dict[str, list[str]]:
    """What the bot has said, by the person for whom it is."""
    all_of_it = [m for m in slack.workspace.messages() if m.author == slack.workspace.bot.id]
    return {who: [m.text for m in all_of_it if _for(m) == who] for who in map(_for, all_of_it)}


def _for(message: Message) -> str:
    return message.only_for or ASKERS[phrase(message)]


def stored(url: str) -> Sequence[tuple[str, str | None, str]]:
    """The questions in the database: how far each is, its words, and which copy has it."""
    columns = (QUESTION.c.state, QUESTION.c.payload, QUESTION.c.holder)
    with closing(Store.open(url)) as store, store.read() as connection:
        return [tuple(row) for row in connection.execute(select(*columns))]


def wait_until_settled(url: str) -> None:
    """Wait until the bot is done with every question."""
    ends = time.monotonic() + patience.SECONDS
    while any(state != Stage.SETTLED for state, _, _ in stored(url)):
        assert time.monotonic() < ends, "questions are left open"
        time.sleep(0.1)


def kept(url: str) -> Counter[tuple[str, str | None]]:
    """What is left of the questions."""
    return Counter((state, payload) for state, payload, _ in stored(url))


NOTHING_LEFT = Counter({(str(Stage.SETTLED), None): len(QUESTIONS)})


def test_told_to_end_the_bot_answers_or_tells_each_who_waits_and_nobody_twice(
    tmp_path: Path, slack: Running, sqlite_store_url: str
) -> None:
    url = filled(sqlite_store_url)
    with bot(tmp_path, slack, url).serving(tmp_path / "bot.log"):
        slack.wait_for_app()
        ask(slack)
    heard = said(slack)
    assert {who: len(texts) for who, texts in heard.items()} == dict.fromkeys(QUESTIONS, 1)
    told = [texts for texts in heard.values() if texts == [restarting().text]]
    print(f"\n{len(heard)} heard once, {len(told)} of them that it restarts")  # noqa: T201
    assert told
    assert kept(url) == NOTHING_LEFT


@pytest.mark.parametrize(
    ("machine", "database"),
    [
        ("", "postgres_store_url"),
        pytest.param("elsewhere", "postgres_store_url", marks=WHERE_POOLED),
        ("elsewhere", "pooled_store_url"),
    ],
    ids=["of this machine", "of another one", "of another one, pooled"],
)
def test_killed_a_copy_leaves_what_waits_to_the_other_and_nobody_hears_twice(
    machine: str,
    database: str,
    tmp_path: Path,
    slack: Running,
    slow: Slow,
    request: pytest.FixtureRequest,
) -> None:
    url = filled(request.getfixturevalue(database))
    copy = bot(tmp_path, slack, url)
    other = replace(copy, environment={**copy.environment, "MACHINE": machine})
    with copy.serving(tmp_path / "bot.log"):
        with victim(other, tmp_path / "victim.log") as pid:
            slack.wait_for_app(copies=2)
            ask(slack)
            begun = [state for state, _, holder in stored(url) if f"/{pid}/" in holder]
            assert Stage.WAITING in begun
        slow.seconds = 0.0
        wait_until_settled(url)
    heard = said(slack)
    print(f"\n{Counter(begun)} of the killed copy; {_told(heard)} told of it")  # noqa: T201
    assert {who for who, texts in heard.items() if texts} == set(QUESTIONS)
    assert [texts for who, texts in heard.items() if not _once(who, texts)] == []
    assert _told(heard) <= 1
    assert kept(url) == NOTHING_LEFT


def _told(heard: dict[str, list[str]]) -> int:
    """How many were told that a copy was interrupted, of which each had begun one question."""
    return sum(
        text in {interrupted(QUESTIONS[who]).text, unsure(QUESTIONS[who]).text}
        for who, texts in heard.items()
        for text in texts
    )


def _once(who: str, texts: list[str]) -> bool:
    """Whether somebody heard one thing, or also that nobody knows whether the answer shows."""
    return len(texts) == 1 or (len(texts) == 2 and texts.count(unsure(QUESTIONS[who]).text) == 1)
