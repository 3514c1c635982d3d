"""How the bot is doing, for whoever watches over it: nothing about anybody's data.

Everything is looked at in the background and by a clock that nobody sets, so that an answer takes
no time and a database that hangs is told of like one that is away.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC
from typing import Final

from bot.deliveries.deadline import STUCK_SECONDS
from bot.deliveries.dispatcher import Dispatcher
from bot.services import Now
from bot.slack.pool import Pool
from bot.slack.socket_mode import Socket
from bot.slack.token import Account
from bot.web import Health
from metrics.errors import StoreError
from metrics.helpdesks.contract import Helpdesk
from metrics.store.database.engine import Store
from metrics.store.syncs import ledger
from metrics.store.syncs.backfill import backfill_progress
from metrics.store.syncs.ledger import Source, Stream
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
    _write_at: float | None = None
    _trouble: str = ""
    _misfit: str = ""
    _refusal: str = ""
    _missing: str = ""
    _back_fill: str = ""
    _fresh: tuple[Instant | None, ...] = ()

    def pulse(self, write: Callable[[], object]) -> None:
        """Note whether `write` can write to the database, and what any copy's sync came to."""
        self._since = self.monotonic() if self._since is None else self._since
        now = self.now()
        try:
            write()
            with self.store.read() as connection:
                accounts = [source for source in ledger.sources(connection) if source.asked]
                progress = {
                    name: backfill_progress(connection, name, now) for name in self.helpdesks
                }
                streams = {name: ledger.streams(connection, name) for name in self.helpdesks}
        except StoreError as error:
            self._trouble = str(error)
            logger.warning("The database: %s", error)
            return
        self._back_fill = "; ".join(
            f"{name}: {each.words(UTC)}" for name, each in progress.items() if each
        )
        self._refusal = " ".join(self._refusals(streams))
        self._missing = " ".join(lost_accounts(accounts, self.helpdesks))
        self._fresh = tuple(each.fresh_until for each in accounts if each.name in self.helpdesks)
        self._write_at, self._trouble = self.monotonic(), ""

    def examine(self) -> None:
        """Note whether the tables are those that the program needs."""
        try:
            self.store.refuse_unfit()
        except StoreError as error:
            self._misfit = str(error)
        else:
            self._misfit = ""

    def __call__(self) -> Health:
        """How the bot is doing. Returns at once."""
        return Health(
            database=self._database(),
            socket=self.socket.connected,
            token=self.account.refusal,
            helpdesk=self._refusal,
            no_longer_asked=self._missing,
            filling=self._back_fill,
            sync_age_seconds=self._sync_age(),
            beat_age_seconds=self._beat_age(),
            stuck=self.beat.stuck() or self.watch_pool.busy_seconds() > STUCK_SECONDS,
        )

    def _database(self) -> str:
        """What is wrong with the database; one failure may be chance, a misfit is none."""
        last = self._since if self._write_at is None else self._write_at
        silent = 0.0 if last is None else self.monotonic() - last
        if self._trouble and (self._write_at is None or silent > STORE_SECONDS / 2):
            return self._trouble
        return SILENT if silent > STORE_SECONDS else self._misfit

    def _refusals(self, streams: Mapping[str, Mapping[str, Stream]]) -> Iterator[str]:
        """What the first stream of each account says that is needed and refused."""
        for source, desk in self.helpdesks.items():
            states = streams[source]
            names = sorted(set(desk.streams) - desk.optional)
            errors = (states[name].error for name in names if name in states)
            if why := next(filter(None, errors), None):
                yield why if len(self.helpdesks) == 1 else f"{source}: {why}"

    def _sync_age(self) -> int | None:
        ages = [self.now() - at for at in self._fresh if at is not None]
        return max(ages) if ages and len(ages) == len(self._fresh) else None

    def _beat_age(self) -> int | None:
        last = self._since if self.beat.last_tick is None else self.beat.last_tick
        return None if last is None else int(self.monotonic() - last)


def lost_accounts(accounts: Iterable[Source], names: Container[str]) -> Iterator[str]:
    """The accounts that are read from no more, though nobody has retired them."""
    for source in accounts:
        if source.asked and source.name not in names:
            yield (
                f"{source.name} is not in the settings any more, so its figures stand still. Put "
                f"it back, or retire it with `deskpulse source retire {source.name}`: what is "
                "known of it stays."
            )
