"""Who administers hears once that something has been failing for a while, and once that it is over.

What was told is counted in the outbox, as that of supplies is: one message whatever restarts, of
however many copies of the bot. Only of the store nothing can be kept while it fails: so each copy
says that by itself, as well as it can.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from bot.cards import blocks
from bot.deliveries.notices import NOTICE, notice
from bot.deliveries.supplies import administrators
from bot.services import Services
from bot.talk import Courier, Outgoing, Post, Reply
from bot.words import clock, duration
from metrics.posting.deliveries import Delivery
from metrics.store.books.replicas import deaf_instants, lag_seconds
from metrics.store.database.engine import Store
from metrics.store.syncs.knowledge import stream_supplies
from metrics.store.syncs.ledger import helpdesk_names, sources
from metrics.store.syncs.sync_states import SyncState, sync_states
from metrics.tickets.records import Instant

SOURCE_SECONDS: Final = 1800
SOCKET_SECONDS: Final = 600
STORE_SECONDS: Final = 600.0
LAG_SECONDS: Final = 900
"""So long something fails before anybody is told: most of it is over by then."""
CAUGHT_UP_SECONDS: Final = 60
MOST_TOLD = 1000
BEGAN, OVER = "began", "over"
SOCKET = "socket"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outage:
    """How something stands that may fail. Between `lasts` and `over` nothing new is said."""

    about: str
    lasts: bool
    over: bool
    began: Reply
    ended: Reply


def tell_of_outages(services: Services, now: Instant) -> None:
    """Put into the outbox what is new of each, for each of those who administer."""
    people = administrators(services)
    # What was told is counted before it is looked how it stands: so nobody goes ahead of another.
    before = {each.about: _counts(each.about, people, services) for each in _all(services, now)}
    for outage in _all(services, now):
        services.outbox.put(_new(outage, before.get(outage.about, {}), now), now)


def _counts(about: str, people: list[str], services: Services) -> dict[str, tuple[int, int]]:
    """How often each of them was told that it began, and that it is over."""

    def count(what: str, to: str) -> int:
        return len(services.outbox.of(f"{NOTICE}{_key(about, what, to)}", MOST_TOLD))

    return {to: (count(BEGAN, to), count(OVER, to)) for to in people}


def _new(outage: Outage, counts: dict[str, tuple[int, int]], now: Instant) -> Iterator[Delivery]:
    for to, (begun, over) in counts.items():
        if outage.lasts and begun == over:
            yield notice(_key(outage.about, BEGAN, to), outage.began, to, now, slot=begun)
        elif outage.over and begun > over:
            yield notice(_key(outage.about, OVER, to), outage.ended, to, now, slot=over)


def _key(about: str, what: str, to: str) -> str:
    return f"outage:{about}:{what}:{to}"


def _all(services: Services, now: Instant) -> tuple[Outage, ...]:
    zone = str(services.asker.calendar.zone)
    with services.outbox.store.read() as connection:
        known = [each for each in sources(connection) if each.asked]
        states = sync_states(connection)
        refused = {each.source for each in stream_supplies(connection) if each.error is not None}
        deaf = deaf_instants(connection, now)
    names = helpdesk_names(known)
    desks = (
        _of_source(names[each.name], states[each.name], now, zone, told=each.name in refused)
        for each in known
        if each.name in states
    )
    replica = _of_replica(services.outbox.store)
    return (*desks, _of_socket(deaf, now, zone), *([replica] if replica else []))


def _of_source(name: str, state: SyncState, now: Instant, zone: str, *, told: bool) -> Outage:
    """`told`: what it refuses is told of as a supply that has stopped, and not once more."""
    since = state.failing_since
    is_newest = (state.failed_at or 0) >= (state.succeeded_at or 0)
    lasts = since is not None and since <= now - SOURCE_SECONDS and is_newest and not told
    at = clock(since or now, zone)
    return Outage(
        about=state.source,
        lasts=lasts,
        over=since is None,
        began=_reply(
            "A helpdesk cannot be read",
            f"All syncs of {name} have failed since {at}. {state.failure} I answer from what I "
            "have, with the instant up to which it is whole, and go on trying. Once it works I "
            "read what was missed by myself.",
        ),
        ended=_reply(
            "A helpdesk is read again", f"{name} is read again. What was missed has been read."
        ),
    )


def _of_socket(deaf: Sequence[Instant], now: Instant, zone: str) -> Outage:
    at = clock(min(deaf, default=now), zone)
    return Outage(
        about=SOCKET,
        lasts=bool(deaf) and min(deaf) <= now - SOCKET_SECONDS,
        over=not deaf,
        began=_reply(
            "Slack does not reach me",
            f"A copy of me has had no socket to Slack since {at}, though it opens a new one every "
            "few seconds: what people ask may not arrive. Whoever runs me should look whether its "
            "way out to Slack lets WebSockets through, and whether Slack has trouble.",
        ),
        ended=_reply("Slack reaches me again", "All copies of me have a socket to Slack again."),
    )


def _of_replica(store: Store) -> Outage | None:
    """None where there is no read replica, or nobody can tell how far behind it is."""
    lag = lag_seconds(store)
    if store.replica is None or lag is None:
        return None
    return Outage(
        about=f"replica:{store.replica.store.engine.url.host}",
        lasts=lag >= LAG_SECONDS,
        over=lag <= CAUGHT_UP_SECONDS,
        began=_reply(
            "The read replica lags",
            f"The read replica is {duration(lag)} behind the database. Figures are read from it, "
            'so answers are as old as their "as of" says. Whoever runs the database should look '
            "at its replication; where DATABASE_READ_URL is taken out of the settings, I read the "
            "database itself.",
        ),
        ended=_reply("The read replica has caught up", "Figures are as new as the database again."),
    )


def _reply(title: str, text: str) -> Reply:
    return Reply(text=f"{title}. {text}", head=(blocks.header(title), blocks.section(text)))


@dataclass(kw_only=True)
class StoreOutage:
    """What this copy knows of a store that fails, and whom it has told."""

    monotonic: Callable[[], float]
    _since: float | None = None
    _told: set[str] = field(default_factory=set)
    _times: int = 0

    def look(self, trouble: str, people: Sequence[str], courier: Courier) -> None:
        """Tell each of `people` once where the trouble has lasted, and who was told of its end."""
        if trouble:
            self._since = self.monotonic() if self._since is None else self._since
            if self.monotonic() - self._since >= STORE_SECONDS:
                text = (
                    f"Nothing has been kept in my database for a while. {trouble} Until that is "
                    "mended I may not answer, and posts wait; none is lost or posted twice."
                )
                self._say(BEGAN, _reply("My database fails", text), people, courier)
            return
        self._since = None
        if self._told:
            reply = _reply("My database works again", "What is due is posted now.")
            told, self._told = sorted(self._told), set()
            self._say(OVER, reply, told, courier)
            self._told.clear()
            self._times += 1

    def _say(self, what: str, reply: Reply, people: Sequence[str], courier: Courier) -> None:
        for to in people:
            if to not in self._told:
                key = f"outage:store:{what}:{self._times}:{to}"
                message = Outgoing(key=key, channel=to, reply=reply, reader=to, notice=True)
                if isinstance(courier.post(message), Post):
                    self._told.add(to)
