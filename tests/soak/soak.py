"""One soak from beginning to end: the town is put up, lived in, spoilt, and left to settle."""

from __future__ import annotations

import os
import subprocess
import time
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import create_engine, make_url, text

from metrics.store.books.outbox import Outbox
from metrics.store.database.engine import Store
from metrics.store.syncs.ledger import sources
from metrics.store.syncs.sync_states import sync_states
from sandbox.demo import COMMAND, settings
from sandbox.slack.server import Running
from tests.pooler import Pooler
from tests.soak.desks import Desks
from tests.soak.fresh import figures
from tests.soak.house import House, Series
from tests.soak.incidents import KILLS, LASTING, Incident, Kind, incidents
from tests.soak.people import PATIENCE_SECONDS, Crowd
from tests.soak.size import Size
from tests.soak.slack import UNCOUNTED, Ears, Tallies, workspace
from tests.soak.squeeze import DAY

ZONE = "Europe/Berlin"
SINCE_DAYS = 30
FIRST_SLOT_SECONDS = 150
SETTLE_SECONDS = 600.0
ALERTS = "bad rating in {0}; volume today above 50 in {1}; breaching 30m in {2}"
LEAD_SECONDS = 300
"""What lies before is brought in within it."""
LAST_SECONDS, SETTLED_SECONDS = 65, 120
"""Helpdesks hold their newest changes back for a minute or two."""
DYING_SECONDS, START_SECONDS = 1.0, 600.0


@dataclass
class Soak:
    """What is there once it is over, to be judged. `slots` are when digests were due."""

    size: Size
    seed: int
    url: str
    begins_at: int
    slots: list[int]
    ears: Ears
    tallies: Tallies
    house: House
    environment: Mapping[str, str]
    folder: Path
    planned: Sequence[Incident] = ()
    desk_tally: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    unwritten: Mapping[str, int] = field(default_factory=dict)
    not_written: Mapping[str, int] = field(default_factory=dict)
    counts: Series = field(default_factory=Counter)
    last: Series = field(default_factory=Counter)
    figures: Sequence[Mapping[str, Any]] = ()
    exit_code: int | None = None
    unsettled: str = ""


def schedule(begins_at: int, size: Size) -> list[int]:
    """When digests are due: no later than what is left to settle them in the end."""
    step = size.slot_minutes * 60
    first = -(-(begins_at + FIRST_SLOT_SECONDS) // step) * step
    return list(range(first, begins_at + int(size.seconds), step))


def digests(slots: list[int], channels: list[str]) -> str:
    """The settings' words for them."""
    clocks = [f"{datetime.fromtimestamp(at, ZoneInfo(ZONE)):%H:%M}" for at in slots]
    return ";; ".join(
        f"standup #{channels[n % len(channels)]} daily {clock}"
        for n, clock in enumerate(dict.fromkeys(clocks))
    )


@dataclass
class Spoiler:
    """Does to the town what goes wrong. `unwritten` are calls of syncs that died uncounted."""

    slack: Running
    tallies: Tallies
    desks: Desks
    house: House
    server: str
    pooler: Pooler
    unwritten: Mapping[str, int] = field(default_factory=dict)

    def begin(self, incident: Incident) -> None:
        """Let it begin, or happen."""
        if incident.kind in {Kind.SOCKET_WARNED, Kind.SOCKET_CUT}:
            self.house.cuts.append(time.monotonic())
        match incident.kind:
            case Kind.SOCKET_WARNED:
                self.slack.disconnect("warning")
            case Kind.SOCKET_CUT:
                self.slack.hang_up()
            case Kind.DATABASE_CUT:
                cut_connections(self.server)
            case Kind.POOLER_GONE:
                self.pooler.stop()
            case kind if kind in KILLS:
                self.house.kill_syncs() if kind is Kind.SYNC_KILLED else self.house.kill_bot()
                time.sleep(DYING_SECONDS)
                self.unwritten = uncounted(self.server, self.desks.tally())
            case kind if kind.name.startswith("SLACK"):
                self.tallies.kind = kind
            case kind:
                self.desks.weather(kind)

    def end(self, kind: Kind, others: Collection[Kind]) -> None:
        """Let it be over, unless another of its family has begun since."""
        family = kind.name.partition("_")[0]
        if kind is Kind.POOLER_GONE:
            self.pooler.start()
        elif family == "SLACK":
            self.tallies.kind = next((one for one in others if one.name.startswith(family)), "")
        elif family == "DESK":
            self.desks.weather(next((one for one in others if one.name.startswith(family)), ""))

    def go_through(self, planned: Sequence[Incident], seconds: float) -> None:
        """Let all of it happen when it is due, until so many seconds after the beginning."""
        turns = [(one.at, one, True) for one in planned]
        turns += [(one.at + one.seconds, one, False) for one in planned if one.kind in LASTING]
        under_way: list[Kind] = []
        for at, incident, begins in sorted(turns):
            time.sleep(max(0.0, at - self.house.at))
            if begins and incident.kind in LASTING:
                under_way.append(incident.kind)
            if begins:
                self.begin(incident)
            else:
                under_way.remove(incident.kind)
                self.end(incident.kind, under_way)
        time.sleep(max(0.0, seconds - self.house.at))


def uncounted(server: str, tally: Mapping[str, Mapping[str, int]]) -> dict[str, int]:
    """By vendor how many calls the helpdesks saw that the syncs have not written down."""
    with closing(Store.open(server)) as store, store.read() as connection:
        counted = {
            name.partition(":")[0]: one.calls for name, one in sync_states(connection).items()
        }
    return {name: tally[name]["calls"] - counted.get(name, 0) for name in tally}


def cut_connections(server: str) -> None:
    """End all that are connected to the database."""
    engine = create_engine(make_url(server).set(drivername="postgresql+psycopg"))
    others = "datname = current_database() AND pid <> pg_backend_pid()"
    with engine.connect() as connection:
        connection.execute(
            text(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}")
        )
    engine.dispose()


def command(environment: Mapping[str, str], folder: Path, *words: str) -> str:
    """Run one of the bot's commands to its end; returns what it printed."""
    line, around = [*COMMAND, *words], {**os.environ, **environment, "COLUMNS": "200"}
    return subprocess.check_output(line, env=around, cwd=folder, text=True)


def run(size: Size, seed: int, urls: tuple[str, str], pooler: Pooler, folder: Path) -> Soak:
    """Put everything up, let it go on for so long, and wait until all has settled.

    Of the two databases the second is for a store that reads everything in the end.
    """
    begins_at, (server, fresh) = int(time.time()) + LEAD_SECONDS, urls
    place, tallies, ears, channels = workspace(seed)
    slots = schedule(begins_at, size)
    with ExitStack() as stack:
        desks = Desks(begins_at, size, folder / "desks.log")
        stack.callback(desks.close)
        slack = stack.enter_context(Running(place))
        environment = {
            **settings(folder, desks.addresses, slack),
            "DATABASE_URL": pooler.url.set(database=make_url(server).database).render_as_string(),
            "DESKPULSE_SINCE": f"{datetime.fromtimestamp(begins_at - SINCE_DAYS * DAY, UTC):%F}",
            "DESKPULSE_DIGESTS": digests(slots, [each.id for each in channels]),
            "DESKPULSE_ALERTS": ALERTS.format(*(each.id for each in channels)),
            "DESKPULSE_LOG_LEVEL": "INFO",
        }
        print(command(environment, folder, "sync"))  # noqa: T201
        house = House(environment, folder, lambda: seen(ears, tallies))
        soak = Soak(size, seed, server, begins_at, slots, ears, tallies, house, environment, folder)
        spoiler = Spoiler(slack, tallies, desks, house, server, pooler)
        stack.callback(house.stop)
        _live(soak, spoiler, Crowd(slack, ears, channels, seed))
        command({**environment, "DATABASE_URL": fresh}, folder, "sync")
        now = int(time.time())
        soak.figures = [figures(environment, url, now) for url in urls]
    return soak


def _live(soak: Soak, spoiler: Spoiler, crowd: Crowd) -> None:
    house, seconds = soak.house, soak.size.seconds
    time.sleep(max(0.0, soak.begins_at - time.time()))
    house.start()
    spoiler.slack.wait_for_app(START_SECONDS)
    house.began = time.monotonic()
    threads = crowd.start()
    soak.planned = incidents(soak.seed, seconds)
    spoiler.go_through(soak.planned, seconds)
    crowd.stopping.set()
    deadline = time.monotonic() + PATIENCE_SECONDS
    for thread in threads:
        thread.join(max(0.0, deadline - time.monotonic()))
    soak.unsettled = _settle(soak)
    soak.last = house.counts()
    soak.counts = house.before + soak.last
    soak.desk_tally, soak.unwritten = spoiler.desks.tally(), spoiler.unwritten
    soak.not_written = uncounted(soak.url, soak.desk_tally)
    soak.exit_code = house.stop()


def _settle(soak: Soak) -> str:
    """Wait until nothing is on its way and all is synced; says what is left."""
    deadline = time.monotonic() + SETTLE_SECONDS
    ends_at = soak.begins_at + int(soak.size.seconds) + LAST_SECONDS
    with closing(Store.open(soak.url)) as store:
        while True:
            due, _ = Outbox(store, "").backlog(int(time.time()))
            with store.read() as connection:
                edges = {one.name: one.fresh_until or 0 for one in sources(connection)}
            late = [name for name, edge in edges.items() if edge < ends_at]
            if not due and not late and time.time() > ends_at + SETTLED_SECONDS:
                return ""
            if time.monotonic() > deadline:
                return f"{due} posts are due, not synced to the end: {', '.join(late) or 'none'}"
            time.sleep(2.0)


def seen(ears: Ears, tallies: Tallies) -> Counter[str]:
    """What the stand-ins for Slack have seen, by the names of the verdict's rows."""
    found = Counter({"acks": ears.envelopes["acknowledged"], "posts": tallies.deliveries_posted})
    found["questions"] = sum(bool(act.answers) for act in list(ears.acts) if act.kind != "home")
    for (method, outcome), number in list(tallies.calls_seen.items()):
        if method not in UNCOUNTED:
            found[f"{method} {outcome}"] += number
    return found
