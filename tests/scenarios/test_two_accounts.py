"""Several Zendesk accounts with equal ids in one store: what is answered of which, what is said.

Acme is whole, Beta is still read back under a rate limit, Gamma does not give its events, Delta has
no schedules and is retired later, and Omega takes no token. `pytest -s` prints what was said.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from enum import Enum, auto
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from metrics.ask import Asker
from metrics.catalogue.metric import Age, Level
from metrics.periods import Period
from metrics.question.query import Clock as Measured
from metrics.question.query import Query
from metrics.sources.needs import Need
from sandbox.year import Year
from sandbox.year.shifts import is_holiday
from tests import truth
from tests.scenarios.accounts import Account, Clock, House, opened
from tests.scenarios.answers import Own, Said, ask, of, of_each, questions, table, whole
from tests.scenarios.town import ENDS_AT
from tests.truth import Asked, Hours, quiet_moment

TICKETS_PER_WEEKDAY = 3
EXPORTS = 9
"""So many calls Beta lets through: its newest days, and a little more."""
HOURS = {
    "acme": Hours(zone="Europe/Berlin", opens=time(8), closes=time(18)),
    "beta": Hours(zone="America/New_York", opens=time(10), closes=time(16)),
    "gamma": Hours(zone="Asia/Tokyo", opens=time(10), closes=time(19)),
    "delta": Hours(zone="Europe/Berlin", opens=time(6), closes=time(14)),
    "omega": Hours(zone="Europe/Berlin", opens=time(8), closes=time(18)),
}
OF_SETTINGS = Hours(zone="Europe/Berlin", opens=time(9), closes=time(17))
"""Of whoever has no schedule: no other account's."""
EVENTS = frozenset({Need.HISTORY, Need.REPLIES, Need.AI})
"""What is made of the events that Gamma refuses."""
LONG_AGO = "august"
TIMES = {
    "frt": truth.frt,
    "next_reply": truth.next_reply,
    "resolution": truth.resolution,
    "first_resolution": truth.first_resolution,
}


class State(Enum):
    """How an account stands."""

    WHOLE = auto()
    FILLING = auto()
    WITHOUT_EVENTS = auto()
    REFUSED = auto()


def quiet(years: Mapping[str, Year], near: int) -> int:
    """An instant at which none of them hides anything."""
    found = near
    for year in years.values():
        found = quiet_moment(year, found)
    return found if found == near else quiet(years, found)


@pytest.fixture(scope="module")
def years() -> Mapping[str, Year]:
    return {
        short: Year.plan_until(
            ENDS_AT, 7 + n, TICKETS_PER_WEEKDAY, hours.zone, (hours.opens, hours.closes)
        )
        for n, (short, hours) in enumerate(HOURS.items())
    }


@pytest.fixture(scope="module")
def clock(years: Mapping[str, Year]) -> Clock:
    return Clock(quiet(years, ENDS_AT))


@pytest.fixture(scope="module")
def accounts(years: Mapping[str, Year], clock: Clock) -> Iterator[Mapping[str, Account]]:
    with opened(years, clock) as found:
        found["delta"].gate.refused.add("/business_hours")
        yield found


@pytest.fixture(scope="module")
def alone(
    accounts: Mapping[str, Account], clock: Clock, tmp_path_factory: pytest.TempPathFactory
) -> Mapping[str, Own]:
    """What each account tells in a store of its own."""
    found = {}
    for short in ("acme", "beta", "gamma", "delta"):
        folder = tmp_path_factory.mktemp(short)
        house = House.of(folder, f"sqlite:///{folder / 'own.db'}", [accounts[short]], clock)
        assert house.run("sync").code == 0
        with house.asker() as asker:
            (found[short],) = of_each(asker, clock.at).values()
    return found


def expected(said: Said, stands: Mapping[str, State], since_at: int, now: int) -> set[str]:
    """The accounts that know what is asked; one that is read back does from `since_at` on.

    What is made of no events may be known since earlier: a sync may end between the two.
    """
    without_events = not said.metric.made_of & EVENTS
    window = said.query.period.window(now, ZoneInfo(OF_SETTINGS.zone))
    at_once = isinstance(said.metric, Level | Age)
    needed_at = min(window.end, now) - 1 if at_once else window.start
    if without_events and said.result is not None:
        since_at = min([since_at, *(edge.since_at for edge in said.result.coverage.edges)])
    knows = {
        State.WHOLE: True,
        State.FILLING: needed_at >= since_at,
        State.WITHOUT_EVENTS: without_events,
        State.REFUSED: False,
    }
    return {short.capitalize() for short, state in stands.items() if knows[state]}


@dataclass
class Town:
    """The accounts, what each tells alone, and the one store that has them all."""

    accounts: Mapping[str, Account]
    alone: Mapping[str, Own]
    years: Mapping[str, Year]
    clock: Clock
    folder: Path
    url: str

    def house(self, *shorts: str) -> House:
        """A bot whose settings name these accounts."""
        return House.of(self.folder, self.url, [self.accounts[each] for each in shorts], self.clock)

    def check(self, asker: Asker, title: str, **stands: State) -> None:
        """Ask everything: answered of those who know it, the others named, and nothing mixed."""
        usual = list(questions())
        long_ago = [replace(each, period=Period.of(LONG_AGO)) for each in usual if not each.variant]
        said = [ask(asker, query, self.clock.at) for query in (*usual, *long_ago)]
        sys.stdout.write(table(title, said))
        standings = {each.name: each for each in asker.overview().standings}
        filling = [short for short, state in stands.items() if state is State.FILLING]
        since_at = max((standings[each.capitalize()].since_at for each in filling), default=0)
        for each in said:
            self.answered(each, stands, since_at)
        for short, state in stands.items():
            if state not in {State.REFUSED, State.WITHOUT_EVENTS}:
                self.hours(asker, short)
        found = of_each(asker, self.clock.at)
        for short in stands.keys() & self.alone.keys():
            self.unmixed(asker, short, found[short.capitalize()], stands[short])

    def answered(self, said: Said, stands: Mapping[str, State], since_at: int) -> None:
        """It is answered of whoever knows it, and told of the others why it is not."""
        if replace(said.query, period=said.metric.default_period) not in self.alone["acme"].figures:
            assert "To have it" in said.sentence, said
            return
        knowing = expected(said, stands, since_at, self.clock.at)
        assert said.result is not None, said
        assert set(said.of) == knowing, said
        assert set(said.left) == {short.capitalize() for short in stands} - knowing, said
        for name, why in said.left.items():
            assert any(
                each.startswith(f"{name} is left out. {why}") for each in said.result.caveats
            )
            assert why

    def unmixed(self, asker: Asker, short: str, found: Own, state: State) -> None:
        """Each figure is that of a store of its own; or it says what began before the history."""
        for query in self.alone[short].unlike(found):
            mine = ask(asker, replace(query, where=of(self.accounts[short].source)), self.clock.at)
            assert state is State.FILLING, (short, query)
            assert mine.beside, (short, query)

    def hours(self, asker: Asker, short: str) -> None:
        """Office hours are its own: each time is what the year's plan gives by them."""
        for metric, planned in TIMES.items():
            query = Query(metric=metric, period=Period.of("last week"), clock=Measured.BUSINESS)
            said = ask(asker, replace(query, where=of(self.accounts[short].source)), self.clock.at)
            assert said.result is not None
            window, year = said.result.window, self.years[short]
            pairs = planned(year, Asked(start=window.start, end=window.end, now=self.clock.at - 60))
            spent = [truth.business_seconds(pair, in_force(short, year)) for pair in pairs]
            assert said.result.figure.n == len(spent) > 0, (short, query)
            assert said.result.figure.value == pytest.approx(np.median(spent)), (short, query)


def in_force(short: str, year: Year) -> Hours:
    """The hours of an account: those of its schedule, or else of the settings."""
    if short == "delta":
        return OF_SETTINGS
    first = datetime.fromtimestamp(year.starts_at, UTC).date()
    days = (first + timedelta(days=number) for number in range(400))
    return replace(HOURS[short], holidays=frozenset(filter(is_holiday, days)))


def test_what_is_known_is_answered_and_what_is_not_is_said(
    accounts: Mapping[str, Account],
    alone: Mapping[str, Own],
    years: Mapping[str, Year],
    clock: Clock,
    tmp_path: Path,
    store_url: str,
) -> None:
    begins = clock.at
    town = Town(accounts, alone, years, clock, tmp_path, store_url)
    two_of_which_one_is_read_back(town)
    five_of_which_two_are_refused(town)
    all_is_given(town)
    one_is_retired(town)
    clock.at = begins


def two_of_which_one_is_read_back(town: Town) -> None:
    beta = town.accounts["beta"]
    beta.gate.exports_left = EXPORTS
    house = town.house("acme", "beta")
    run = house.run("sync")
    assert run.code == 1
    assert "HTTP 429" in run.printed
    assert "The next sync goes on from there." in run.printed
    assert (
        "(Beta): known from 2026-11-03 to 2026-11-25; read back" in house.run("source", "list")[0]
    )
    with house.asker() as asker:
        town.check(asker, "Acme whole, Beta read back", acme=State.WHOLE, beta=State.FILLING)
        august = Query(metric="frt", period=Period.of(LONG_AGO))
        said = ask(asker, august, town.clock.at)
        assert said.left["Beta"].startswith("Its data begin later. I am still at it: read back to")
        only = ask(asker, replace(august, where=of(beta.source)), town.clock.at)
        assert only.sentence.startswith("My data begin on 3 Nov 2026: August 2026 was before")
        assert "I am still at it: read back to 3 Nov 2026" in only.sentence


def five_of_which_two_are_refused(town: Town) -> None:
    """Gamma does not give its events, and Omega nothing."""
    gamma, omega = town.accounts["gamma"], town.accounts["omega"]
    gamma.gate.refused.add("/incremental/ticket_events")
    omega.gate.accepts = False
    house = town.house(*HOURS)
    run = house.run("sync")
    assert run.code == 1
    assert f"{gamma.source}: Not in sync" in run.printed
    assert "but events was refused. Mend what is said above" in run.printed
    assert "Zendesk did not accept the credentials" in run.printed
    with house.asker() as asker:
        stands = {"acme": State.WHOLE, "beta": State.FILLING, "delta": State.WHOLE}
        stands |= {"gamma": State.WITHOUT_EVENTS, "omega": State.REFUSED}
        town.check(asker, "Gamma without its events, Omega refused, Delta beside them", **stands)
        for account, why in ((gamma, "needs the admin role"), (omega, "check the e-mail address")):
            frt = Query(metric="frt", period=Period.of("last week"), where=of(account.source))
            said = ask(asker, frt, town.clock.at)
            assert said.sentence.startswith("First response time is not available: ")
            assert why in said.sentence


def all_is_given(town: Town) -> None:
    """What was missing is granted, and everything is answered of all who have anything."""
    for account in town.accounts.values():
        account.gate.exports_left = None
    town.accounts["gamma"].gate.refused.clear()
    house = town.house("acme", "beta", "gamma", "delta")
    assert house.run("sync").code == 0
    with house.asker() as asker:
        found = of_each(asker, town.clock.at)
        for short, own in town.alone.items():
            assert own.unlike(found.get(short.capitalize(), Own())) == set(), short
            town.hours(asker, short)
        volume = ask(asker, Query(metric="volume", period=Period.of(LONG_AGO)), town.clock.at)
        assert set(volume.of) >= {"Acme", "Beta", "Gamma", "Delta"}


def one_is_retired(town: Town) -> None:
    """Delta is asked no more: what it told stands, and nothing more is awaited of it."""
    house, delta = town.house("acme", "beta", "gamma", "delta"), town.accounts["delta"]
    told = [
        Query(metric=metric, period=Period.of(words), where=of(delta.source))
        for metric in ("volume", "frt", "resolution", "csat", "sla", "backlog", "reopen", "mix")
        for words in ("2026-W46", "october", "2026-11-20")
    ]
    with house.asker() as asker:
        before = {query: whole(ask(asker, query, town.clock.at)) for query in told}
    assert "retired on 2026-11-25" in house.run("source", "retire", delta.source).printed
    town.clock.at = quiet(town.years, town.clock.at + 4 * truth.DAY)
    run = house.run("sync")
    assert run.code == 0
    assert f"{delta.source}: It is retired and was not asked." in run.printed
    with house.asker() as asker:
        assert {query: whole(ask(asker, query, town.clock.at)) for query in told} == before
        left = Query(metric="backlog", period=Period.of("today"), where=of(delta.source))
        later = ask(asker, left, town.clock.at).sentence
        assert later.startswith("Delta was retired and is known up to 25 Nov 2026: ")
        said = ask(asker, Query(metric="volume", period=Period.of("2026-11-27")), town.clock.at)
        assert said.result is not None
        window = said.result.window
        asked = Asked(start=window.start, end=window.end, now=town.clock.at - 60)
        others = (town.years[short] for short in ("acme", "beta", "gamma"))
        assert said.result.figure.n == sum(truth.volume(year, asked) for year in others) > 0
