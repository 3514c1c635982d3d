"""Many who ask at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Barrier
from typing import Any

from sqlalchemy import event

from metrics.ask import Asker
from metrics.store.database.engine import Store
from tests import patience
from tests.bot import desk
from tests.bot.commands.test_ask import reply_to

PEOPLE = 30
OF_TICKETS = re.compile(r"\bFROM (ticket|timeline|span|wait|solve)\b")


@contextmanager
def readings(store: Store) -> Iterator[list[str]]:
    """The statements that read tickets meanwhile."""
    seen: list[str] = []

    def note(*given: Any) -> None:
        if OF_TICKETS.search(given[2]):
            seen.append(given[2])

    event.listen(store.engine, "before_cursor_execute", note)
    yield seen
    event.remove(store.engine, "before_cursor_execute", note)


def asked_by(people: int, folder: Path) -> tuple[int, list[str | None]]:
    """How many statements read tickets for that many who ask at once, and what they heard."""
    with desk.services(desk.settings(folder)) as services:
        together, asker = Barrier(people), services.asker
        assert isinstance(asker, Asker)

        def ask(_: int) -> str | None:
            together.wait(patience.SECONDS)
            return reply_to("frt email last week", services).text

        with readings(asker.store) as seen, ThreadPoolExecutor(people) as pool:
            heard: list[str | None] = list(pool.map(ask, range(people)))
        return len(seen), heard


def test_thirty_who_ask_the_same_share_one_reading(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "many").mkdir()
    for_one, (answer,) = asked_by(1, tmp_path / "one")
    for_many, answers = asked_by(PEOPLE, tmp_path / "many")
    assert for_one
    assert for_many == for_one
    assert answers == [answer] * PEOPLE
