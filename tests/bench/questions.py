"""The questions that are timed, and who answers them in a process of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import select, update

from bot.cards.card import card
from bot.charts import picture
from bot.grammar import parse, render
from metrics.ask import Asker
from metrics.ask.patience import Patience
from metrics.ask.snapshots import Snapshots
from metrics.catalogue import CATALOGUE
from metrics.memory import let_go_of_large_arrays
from metrics.office_hours.calendar import Calendar, parse_hours
from metrics.question.result import Result
from metrics.store.database.engine import Store
from metrics.store.tables.ledger import SourceRow
from metrics.store.tables.tickets import TimelineRow, table
from metrics.tickets.arrays import Ints
from metrics.tickets.records import Instant
from tests.bench.filling import SOURCE

CUTS = (
    "frt email",
    "frt chat business",
    "frt email by team",
    "next_reply email p90",
    "resolution last month",
    "resolution by agent",
    "volume by channel",
    "backlog by status",
    "aging email",
    "reopen email",
    "csat by category",
)
PHRASES = (*CUTS, *CATALOGUE)
"""Every measure as it stands, and some cut and filtered."""


@dataclass(frozen=True, slots=True)
class Desk:
    """A store with its asker, whose columns lie in files of `cache`, at an instant."""

    store: Store
    asker: Asker
    now: Instant

    @classmethod
    @contextmanager
    def open(cls, url: str, cache: Path, now: Instant) -> Iterator[Desk]:
        """One who has read nothing yet, in a process as a bot's is."""
        let_go_of_large_arrays()
        store = Store.open(url)
        calendar = Calendar(ZoneInfo("Europe/Berlin"), parse_hours("mon-fri 09:00-18:00"))
        try:
            yield cls(store, Asker(store, calendar, cache=cache), now)
        finally:
            store.close()

    def result(self, phrase: str) -> Result:
        """The answer to a phrase. Raises UnavailableError where nobody has supplied its data."""
        return self.asker.answer(parse(phrase, self.asker.directory()), self.now)

    def renew_beside(self) -> None:
        """Read what is new as a bot does, beside those who ask, and wait until it is there."""
        snapshots = self.asker._snapshots
        assert isinstance(snapshots, Snapshots)
        snapshots.patience = Patience(seconds=3600.0, rest=0.0, least_rest_seconds=0.0)
        self.asker.directory()
        snapshots.patience = None

    def card(self, phrase: str) -> object:
        """The same as a card with its picture."""
        directory = self.asker.directory()
        query = parse(phrase, directory)
        result = self.asker.answer(query, self.now)
        return card(result, render(query, directory), picture(result))

    def change(self, keys: Ints) -> None:
        """Write tickets of the helpdesk anew, as a sync does."""
        source, timeline = table(SourceRow), table(TimelineRow)
        is_own, ticket = source.c.name == SOURCE, timeline.c.ticket
        with self.store.write() as connection:
            raised = update(source).where(is_own).values(revision=source.c.revision + 1)
            connection.execute(raised)
            newest = select(source.c.revision).where(is_own).scalar_subquery()
            changed = update(timeline).where(ticket.in_(keys.tolist())).values(revision=newest)
            connection.execute(changed)
