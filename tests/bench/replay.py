"""A calm year of digests, and the same with shifts planted into it: what is put first.

`make bench ARGS=replay` fills a store with the calm year of the made-up team by a sync, makes the
weekly digest of each week, then plants one shift after the other and makes that of its week.
"""

from __future__ import annotations

import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from bot import app
from bot.cards.edition import Edition, Thing
from bot.config import Settings
from bot.digests import DIGESTS, compose
from bot.services import Services
from bot.web import Door
from metrics.errors import AskError
from metrics.periods import Window
from metrics.tickets.records import Instant
from sandbox.desks import LOOPBACK
from sandbox.helpdesks.zendesk import zendesk_app
from sandbox.slack.server import Running
from sandbox.slack.workspace import Workspace
from sandbox.year import Year
from tests.bench.ceiling import could_be_seen
from tests.bench.planting import ZONE, keep, planted, week
from tests.bench.plants import SHOWS_IN, Plant, plants
from tests.bench.rivals import Call, decomposed, tenths
from tests.scenarios.town import clock_from, commands

ENDS_AT: Instant = 1_795_568_400
"""Wed 25 Nov 2026 02:00 in Berlin: every run replays the same year."""
WEEKS = 52
TICKETS = 45
"""So many tickets on a weekday make some 170 first replies and 40 ratings a week."""
SEED = 7
HOURS = {"DESKPULSE_BUSINESS_HOURS": "mon-fri 08:00-18:00", "DESKPULSE_HOLIDAYS": "DE"}
"""When the made-up team works, as whoever runs the bot would tell it."""
TARGETS = "frt 8h; sla 60%; csat 75%"
"""What the calm year keeps with room to spare, so that it is no news."""
OURS, TENTH, DECOMPOSED = "ours", "change above 10 %", "decomposition"
CEILING = "could be seen at all"


@dataclass
class Tally:
    """What one way to look found."""

    found: Counter[str] = field(default_factory=Counter)
    named: Counter[str] = field(default_factory=Counter)
    quiet: int = 0
    quiet_weeks: int = 0


@contextmanager
def calm_year(folder: Path, tickets: int, seed: int = SEED) -> Iterator[Services]:
    """The calm year in a store, with so many tickets a weekday, and what it takes to look at it."""
    year = Year.plan_until(ENDS_AT, seed, tickets, calm=True)
    desk = zendesk_app(year, clock=lambda: float(ENDS_AT), exports_per_minute=100_000)
    door = Door(desk, LOOPBACK, 0)
    door.start()
    with Running(Workspace(clock=clock_from(ENDS_AT))) as slack:
        bot = commands(folder, f"http://{LOOPBACK}:{door.port}", slack, **HOURS)
        bot.run("sync")
    door.stop()
    with services_over({**bot.environment, "DESKPULSE_TARGETS": TARGETS}) as services:
        yield services


@contextmanager
def services_over(environment: dict[str, str]) -> Iterator[Services]:
    """What is needed to look at a store."""
    chosen = Settings.model_validate(environment)
    store = app.store(chosen)
    yield app.make_services(chosen, store, lambda: ENDS_AT)
    store.close()


def monday(window: Window) -> Instant:
    """Nine o'clock on the Monday after a week."""
    day = window.last + timedelta(days=1)
    return int(datetime(day.year, day.month, day.day, 9, tzinfo=ZONE).timestamp())


@dataclass(frozen=True)
class Sight:
    """What is seen of a week: by our digest and by the two plain ways."""

    edition: Edition
    calls: dict[str, tuple[Call, ...]]

    @property
    def looks(self) -> int:
        """So many figures are looked at."""
        each = [kpi.lately for kpi in self.edition.kpis if kpi.lately]
        return sum(1 + len(lately.parts) for lately in each)


def look(services: Services, window: Window) -> Sight:
    """The digest of a week, with what the plain ways make of the same measures."""
    at = monday(window)
    edition = compose(DIGESTS["weekly"], (), at, services)
    asker = services.asker.still()
    results = [kpi.result for kpi in edition.kpis]
    came = replace(results[0].query, metric="volume", split=())
    results.append(asker.answer(came, at))
    questions = [asker.question(result.query, at) for result in results]
    calls = {TENTH: tuple(tenths(results, questions)), DECOMPOSED: tuple(decomposed(questions))}
    return Sight(edition, calls)


def replay(services: Services) -> list[str]:
    """Look at all weeks, then at each plant; returns the report, line by line."""
    tallies = {way: Tally() for way in (OURS, CEILING, TENTH, DECOMPOSED)}
    usual: dict[int, Sight] = {}
    lines: list[str] = []
    for back in range(1, WEEKS + 1):
        try:
            usual[back] = look(services, week(ENDS_AT, back))
        except AskError:
            continue
        lines += _quiet(usual[back], tallies)
    store, (source,) = services.outbox.store, services.asker.directory().sources
    keep(store)
    for plant in plants():
        with planted(store, source, plant, ENDS_AT) as window:
            sight = look(services, window)
            at_all = could_be_seen(services, plant, sight.edition.kpis[0].result.query, sight.looks)
        _note(tallies[CEILING], plant, found=at_all, named=at_all)
        lines += _count(plant, sight, usual[plant.weeks_back], tallies, at_all=at_all)
    return [*_summary(tallies), *lines]


def _quiet(sight: Sight, tallies: dict[str, Tally]) -> list[str]:
    """Count the headlines of a quiet week; what merely may have missed its target is none."""
    urgent = sight.edition.urgent
    tallies[OURS].quiet += len(urgent)
    tallies[OURS].quiet_weeks += bool(urgent)
    for way, calls in sight.calls.items():
        tallies[way].quiet += len(calls)
        tallies[way].quiet_weeks += bool(calls)
    return [f"  quiet, {sight.edition.window.label}: {_told(thing)}" for thing in urgent]


def _told(thing: Thing) -> str:
    cause = _cause(thing)
    return f"{thing.reason}: {thing.result.query.metric} {' '.join(cause)}".rstrip()


def _cause(thing: Thing) -> tuple[str, str]:
    """The part that a thing names."""
    part = thing.carrier or thing.lately
    return (part.dimension, part.key) if part else ("", "")


def _count(
    plant: Plant, sight: Sight, usual: Sight, tallies: dict[str, Tally], *, at_all: bool
) -> list[str]:
    """Count whether a plant was found and its part named, by what the week did not show anyway."""
    shows, part = SHOWS_IN[plant.kind], (plant.dimension, plant.key)
    before = {(t.result.query.metric, _cause(t)) for t in usual.edition.urgent}
    things = [
        thing
        for thing in sight.edition.urgent
        if thing.result.query.metric in shows
        and (thing.result.query.metric, _cause(thing)) not in before
    ]
    _note(tallies[OURS], plant, found=bool(things), named=part in map(_cause, things))
    for way, calls in sight.calls.items():
        own = [call for call in calls if call.metric in shows and call not in usual.calls[way]]
        _note(tallies[way], plant, found=bool(own), named=part in [call.part for call in own])
    seen = "; ".join(map(_told, things)) or "nothing"
    mark = "named" if part in map(_cause, things) else "found" if things else "missed"
    hidden = "" if at_all else " (could not be seen)"
    return [f"  {mark:<6} {plant.words}{hidden}: {seen}"]


def _note(tally: Tally, plant: Plant, *, found: bool, named: bool) -> None:
    group = f"{plant.kind}, {'slow' if plant.slow else 'sudden'}"
    for each in ("all", group):
        tally.found[each] += found
        tally.named[each] += named


def _summary(tallies: dict[str, Tally]) -> list[str]:
    groups = Counter(
        each
        for plant in plants()
        for each in ("all", f"{plant.kind}, {'slow' if plant.slow else 'sudden'}")
    )
    lines = [f"{'':<20}" + "".join(f"{group:>18}" for group in groups) + f"{'quiet year':>24}"]
    for way, tally in tallies.items():
        cells = (f"{tally.found[g]}/{tally.named[g]} of {n}" for g, n in groups.items())
        calls = f"{tally.quiet} in {tally.quiet_weeks} weeks" if way != CEILING else "2 allowed"
        lines.append(f"{way:<20}" + "".join(f"{cell:>18}" for cell in cells) + f"{calls:>24}")
    return ["found / its part named, of the planted weeks; headlines of the quiet year", *lines]


def replayed(tickets: int = TICKETS, seed: int = SEED) -> str:
    """The whole replay, over a store of its own; so many tickets come on a weekday."""
    begun = time.perf_counter()
    with (
        tempfile.TemporaryDirectory() as folder,
        calm_year(Path(folder), tickets, seed) as services,
    ):
        lines = replay(services)
    took = time.perf_counter() - begun
    return "\n".join(
        [f"Planted shifts, {tickets} tickets a weekday, seed {seed}", *lines, f"in {took:.0f} s"]
    )
