"""How the bot is doing, for whoever watches over it: nothing about anybody's data.

Everything is looked at in the background and by a clock that nobody sets, so that an answer takes
no time and a database that hangs is told of like one that is away.
"""

from __future__ import annotations

import logging
import shutil
import tempfile
import time
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC
from pathlib import Path
from typing import Final

from bot.condition import Condition, SourceCondition
from bot.deliveries.deadline import STUCK_SECONDS
from bot.deliveries.dispatcher import Dispatcher
from bot.meters import Readings
from bot.services import Now
from bot.slack.pool import Pool
from bot.slack.socket_mode import Socket
from bot.slack.token import Account
from bot.slack.work_in_steps import WorkLine
from bot.trace import log_change
from metrics.ask import Asker
from metrics.errors import StoreError
from metrics.helpdesks.contract import Helpdesk
from metrics.store.books.delivery_states import delivery_states
from metrics.store.books.outbox import Outbox
from metrics.store.books.replicas import lag_seconds
from metrics.store.database.engine import Store
from metrics.store.syncs import ledger
from metrics.store.syncs.backfill import BackfillProgress, backfill_progress
from metrics.store.syncs.ledger import Source, Stream
from metrics.store.syncs.sync_states import SyncState, sync_states
from metrics.tickets.records import Instant

logger = logging.getLogger(__name__)

STORE_SECONDS: Final = 20.0
"""A database that nothing was written to for so long is not well, though none has said why."""
SILENT = "Nothing could be written to the database for a while, and it does not say why."


@dataclass(kw_only=True)
class Vitals:
    """What is known of the bot's health. `watch_pool` has work that never takes long."""

    store: Store
    helpdesks: Mapping[str, Helpdesk]
    socket: Socket
    account: Account
    beat: Dispatcher
    watch_pool: Pool
    now: Now
    monotonic: Callable[[], float] = time.monotonic
    _since: float | None = None
    _deaf_from: float | None = None
    _obstacles: tuple[str, ...] | None = None
    _write_at: float | None = None
    _trouble: str = ""
    _misfit: str = ""
    _lost: str = ""
    _sources: Mapping[str, SourceCondition] = field(default_factory=dict)
    _syncs: Mapping[str, SyncState] = field(default_factory=dict)
    _fresh: Mapping[str, Instant | None] = field(default_factory=dict)
    _due: int = 0
    _oldest_due_at: Instant | None = None
    _disk_free: Mapping[str, int] = field(default_factory=dict)
    _deliveries: Mapping[str, int] = field(default_factory=dict)
    _lag_seconds: int | None = None

    def pulse(self, write: Callable[[], object]) -> None:
        """Note whether `write` can write to the database, and what any copy's sync came to."""
        self._since = self.monotonic() if self._since is None else self._since
        try:
            write()
            self._look()
        except StoreError as error:
            self._trouble = str(error)
            logger.warning("The database: %s", error)
        else:
            self._write_at, self._trouble = self.monotonic(), ""
        self._log_change()

    def _log_change(self) -> None:
        """Say in a line that it became ready, or what now stands in the way."""
        obstacles = self().obstacles
        if obstacles != self._obstacles:
            self._obstacles = obstacles
            because = " ".join(obstacles) or None
            log_change(logger, "Readiness has changed", ready=not obstacles, because=because)

    def _look(self) -> None:
        now = self.now()
        with self.store.read() as connection:
            accounts = [source for source in ledger.sources(connection) if source.asked]
            sources = {
                name: SourceCondition(
                    failure=_refusal(desk, ledger.streams(connection, name)),
                    back_fill=_back_fill(backfill_progress(connection, name, now)),
                )
                for name, desk in self.helpdesks.items()
            }
            syncs = sync_states(connection)
        self._due, self._oldest_due_at = Outbox(self.store, "").backlog(now)
        self._syncs = {name: syncs[name] for name in sources if name in syncs}
        self._sources, self._lost = sources, " ".join(lost_accounts(accounts, self.helpdesks))
        self._fresh = {each.name: each.fresh_until for each in accounts}

    def deaf_since(self, now: Instant) -> Instant | None:
        """Since when the socket to Slack is not open, as seen each time somebody asks."""
        if self.socket.connected is not False:
            self._deaf_from = None
            return None
        self._deaf_from = self.monotonic() if self._deaf_from is None else self._deaf_from
        return now - int(self.monotonic() - self._deaf_from)

    def examine(self) -> None:
        """Note whether the tables fit, how far a read replica lags, and what room is left."""
        try:
            self.store.refuse_unfit()
            with self.store.read() as connection:
                self._deliveries = delivery_states(connection)
            self._lag_seconds = lag_seconds(self.store)
        except StoreError as error:
            self._misfit, self._lag_seconds = str(error), None
        else:
            self._misfit = ""
        with suppress(OSError):
            self._disk_free = disk_free(self.store)

    def __call__(self) -> Condition:
        """How the bot is doing. Returns at once."""
        oldest_at = self._oldest_due_at
        return Condition(
            database=self._database(),
            replica=self.store.replica.trouble if self.store.replica else None,
            replica_lag_seconds=self._lag_seconds,
            socket=self.socket.connected,
            token=self.account.refusal,
            away=self.account.away,
            unheard_seconds=int(self.account.unheard_seconds()),
            sources={name: self._source(name, each) for name, each in self._sources.items()},
            lost=self._lost,
            ticker_age_seconds=self._ticker_age(),
            stuck=self.beat.stuck() or self.watch_pool.busy_seconds() > STUCK_SECONDS,
            due=self._due,
            oldest_seconds=self._age(oldest_at) or 0,
            disk_free=self._disk_free,
        )

    def _source(self, name: str, source: SourceCondition) -> SourceCondition:
        state = self._syncs.get(name) or SyncState(source=name)
        return replace(
            source,
            data_age_seconds=self._age(self._fresh.get(name)),
            success_seconds=self._age(state.succeeded_at),
            failure_seconds=self._age(state.failed_at),
            failing_seconds=self._age(state.failing_since),
            failure=source.failure or (state.failure if state.failing_since else ""),
        )

    def readings(self, queues: Iterable[Pool | WorkLine], asker: Asker) -> Readings:
        """What /metrics reads off. Returns at once."""
        extent = asker.extent()
        return Readings(
            condition=self(),
            queues={queue.name: queue.waiting() for queue in queues},
            slack_calls=self.account.calls(),
            deliveries=self._deliveries,
            syncs=self._syncs,
            tickets=extent.tickets if extent else None,
            snapshot_age_seconds=self._age(extent.fresh_until) if extent else None,
        )

    def _database(self) -> str:
        """What is wrong with the database; one failure may be chance, a misfit is none."""
        last = self._since if self._write_at is None else self._write_at
        silent = 0.0 if last is None else self.monotonic() - last
        if self._trouble and (self._write_at is None or silent > STORE_SECONDS / 2):
            return self._trouble
        return SILENT if silent > STORE_SECONDS else self._misfit

    def _age(self, at: Instant | None) -> int | None:
        """The seconds since an instant; 0 where the machine's time was set back behind it."""
        return None if at is None else max(0, self.now() - at)

    def _ticker_age(self) -> int | None:
        last = self._since if self.beat.last_tick is None else self.beat.last_tick
        return None if last is None else int(self.monotonic() - last)


def disk_free(store: Store) -> Mapping[str, int]:
    """The bytes that are left where the bot writes: the database's file, and temporary ones."""
    folders = {"temporary": Path(tempfile.gettempdir())}
    if store.path is not None:
        folders["database"] = store.path.parent
    return {name: shutil.disk_usage(folder).free for name, folder in sorted(folders.items())}


def _refusal(desk: Helpdesk, streams: Mapping[str, Stream]) -> str:
    """What the first stream of an account says that is needed and refused; "" for none."""
    names = sorted(set(desk.streams) - desk.optional)
    errors = (streams[name].error for name in names if name in streams)
    return next(filter(None, errors), "")


def _back_fill(progress: BackfillProgress | None) -> str:
    return progress.words(UTC) if progress else ""


def lost_accounts(accounts: Iterable[Source], names: Container[str]) -> Iterator[str]:
    """The accounts that are read from no more, though nobody has retired them."""
    for source in accounts:
        if source.asked and source.name not in names:
            yield (
                f"{source.name} is not in the settings any more, so its figures stand still. Put "
                f"it back, or retire it with `deskpulse source retire {source.name}`: what is "
                "known of it stays."
            )
