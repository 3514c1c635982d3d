"""Helpdesks that are read by an API of their own: their stand-ins, and what they cannot tell.

A vendor is one line in `STAND_INS`. Where it answers otherwise than the made-up year's truth, the
line says of which measure, and with which words the answer owns up to it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import numpy as np
from starlette.types import ASGIApp, Receive, Scope, Send

from metrics.ask import Asker
from metrics.errors import AskError
from metrics.helpdesks.contract import Helpdesk
from metrics.helpdesks.settings import Keeping
from metrics.helpdesks.vendors import HELPDESKS
from metrics.helpdesks.web import Surroundings
from metrics.periods import Period
from metrics.question.query import Query
from metrics.question.result import Result
from metrics.store.database.engine import Store
from metrics.sync.progress import Outcome
from metrics.sync.sync import Sync
from sandbox.desks import DESKS
from sandbox.year import Year
from tests import empty, truth, truth_of_work
from tests.sandbox.serving import served
from tests.truth import Asked

WIDE = 150
UUID = 36


@dataclass(frozen=True, kw_only=True)
class StandIn:
    """How the answers of a vendor's stand-in may be unlike the truth, and what they cost.

    `unlike` are halves of the sentences with which a measure owns up to being no truth. `calls` are
    the fewest and the most that reading a hundred changed tickets may take. What is told
    is whole up to `lag_seconds` ago. `work` tells the true handle times of a period, where those
    are told.
    """

    unlike: Mapping[str, str] = field(default_factory=dict)
    calls: tuple[int, int] = (100, 140)
    lag_seconds: int = 60
    work: Callable[[Year, Asked], list[int]] | None = None

    @property
    def metrics(self) -> tuple[str, ...]:
        """The measures that are asked of it."""
        return (*METRICS, WORK) if self.work else METRICS


_ONLY_THE_LATEST = "of a ticket's solves and reopenings only the latest is told"
_DUE_NOW = "by the due times and the latest solve that a ticket has now"
_SINCE_CONNECTED = "I know each change of status, team and agent since"
_MISSED_LATE = "notes that a target was missed when the reply or the close comes at last"
STAND_INS = {
    "zendesk": StandIn(calls=(5, 60)),  # one page of an export holds a thousand
    "freshdesk": StandIn(
        unlike={
            "solved": _ONLY_THE_LATEST,
            "backlog": _ONLY_THE_LATEST,
            "aging": _ONLY_THE_LATEST,
            "first_resolution": _SINCE_CONNECTED,
            "reopen": _SINCE_CONNECTED,
            "sla_frt": _DUE_NOW,
            "sla_resolution": _DUE_NOW,
        },
        work=truth_of_work.tracked,
    ),
    "intercom": StandIn(
        unlike={
            "sla_frt": _MISSED_LATE,
            "sla_resolution": _MISSED_LATE,
        },
        lag_seconds=180,  # its searches find changes minutes later
        calls=(70, 140),  # it has no step that closes for good, and no part of it to ask for
    ),
    "pylon": StandIn(
        unlike={
            "first_resolution": _SINCE_CONNECTED,
            "reopen": _SINCE_CONNECTED,
            "sla_frt": "what Pylon calls its first response, which may be an AI agent's",
        },
        calls=(60, 140),  # it shows no surveys that are sent, and closes nothing that is solved
    ),
    "salesforce": StandIn(
        unlike={"sla_frt": "milestones, which are due to the minute"},
        calls=(20, 45),
    ),
}


@dataclass
class Desk:
    """A stand-in that runs, with what has been asked of it. `clock` is moved by the test.

    It is read back to so many `days` before the end of the year.
    """

    vendor: str
    year: Year
    address: str
    clock: list[float]
    calls: Counter[str]
    days: int = 400

    @contextmanager
    def connected(self) -> Iterator[Helpdesk]:
        """The helpdesk as the settings open it."""
        vendor = HELPDESKS[self.vendor]
        settings = vendor.settings.model_validate(DESKS[self.vendor].settings(self.address))
        with closing(httpx.HTTPTransport()) as transport:
            yield vendor.connect(settings, Keeping(), Surroundings(transport=transport))

    def sync(self, store: Store, *, full: bool = False) -> Outcome:
        """Read all that is new."""
        with self.connected() as helpdesk:
            sync = Sync(
                store=store,
                helpdesk=helpdesk,
                since_at=self.year.ends_at - 86_400 * self.days,
                clock=lambda: int(self.clock[0]),
            )
            return sync.run(full=full)


class _Counted:
    """Counts the requests by path, names of things left out."""

    def __init__(self, app: ASGIApp, calls: Counter[str]) -> None:
        self._app = app
        self._calls = calls

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = "/".join(
            "N" if p.isdecimal() or len(p) == UUID else p for p in scope.get("path", "").split("/")
        )
        self._calls[path] += 1
        await self._app(scope, receive, send)


@contextmanager
def running(vendor: str, year: Year, now: int) -> Iterator[Desk]:
    """A vendor's stand-in of a year, whose clock stands at `now` until somebody moves it."""
    clock, calls = [float(now)], Counter[str]()
    app = DESKS[vendor].app(year, lambda: clock[0])
    app.add_middleware(_Counted, calls=calls)
    with served(app) as address:
        yield Desk(vendor, year, address, clock, calls)


@contextmanager
def opened(path: Path) -> Iterator[Store]:
    """A database with all tables."""
    with closing(empty.opened(path)) as store:
        yield store


Pairs = list[tuple[int, int]]
TIMES: dict[str, Callable[[Year, Asked], Pairs]] = {
    "frt": truth.frt,
    "next_reply": truth.next_reply,
    "art": truth.art,
    "resolution": truth.resolution,
    "first_resolution": truth.first_resolution,
}
SHARES: dict[str, Callable[[Year, Asked], tuple[int, int]]] = {
    "reopen": truth.reopen,
    "csat": truth.csat,
    "sla_frt": lambda year, asked: truth.sla(truth.promised(year, asked.now), asked, "frt"),
    "sla_resolution": lambda year, asked: truth.sla(
        truth.promised(year, asked.now), asked, "resolution"
    ),
}
METRICS = (*TIMES, *SHARES, "volume", "solved", "backlog", "aging")
WORK = "aht"
"""Asked only of those that tell how long people worked."""


@dataclass(frozen=True)
class Line:
    """A line of the table: what is true, what is answered, and what the answer says of itself."""

    metric: str
    period: str
    true: str
    told: str
    says: str

    @property
    def equal(self) -> bool:
        """Whether it is the truth."""
        return self.true == self.told

    def __str__(self) -> str:
        figures = f"{self.metric:<17}| {self.period:<13}| {self.true:<16}| {self.told:<16}"
        return f"{figures}| {'equal' if self.equal else self.says[:WIDE]}"


def line(asker: Asker, desk: Desk, metric: str, words: str, now: int) -> Line:
    """Ask for a measure of a period, and work out what is true."""
    unlike = STAND_INS[desk.vendor].unlike.get(metric, "")
    period = Period.of(words)
    try:
        result = asker.answer(Query(metric=metric, period=period), now)
    except AskError as error:
        window = asker.answer(Query(metric="volume", period=period), now).window
        asked = Asked(start=window.start, end=window.end, now=now)
        return Line(metric, words, _true(desk, metric, asked), "-", str(error))
    asked = Asked(start=result.window.start, end=result.window.end, now=now)
    says = (*(each.how for each in result.coverage.nearly), *dict(result.excluded))
    own_up_first = sorted(says, key=lambda each: unlike not in each)
    return Line(metric, words, _true(desk, metric, asked), _told(result), " / ".join(own_up_first))


def _true(desk: Desk, metric: str, asked: Asked) -> str:
    year, work = desk.year, STAND_INS[desk.vendor].work
    if work is not None and metric == WORK:
        spent = work(year, asked)
        return f"{np.mean(spent):.0f} s of {len(spent)}" if spent else "none"
    if metric in TIMES:
        spent = [end - start for start, end in TIMES[metric](year, asked)]
        return f"{np.median(spent):.0f} s of {len(spent)}" if spent else "none"
    if metric in SHARES:
        return "{} of {}".format(*SHARES[metric](year, asked))
    if metric == "volume":
        return str(truth.volume(year, asked))
    if metric == "solved":
        plans = truth.counted(year, asked.now)
        return str(sum(any(asked.holds(solve.at) for solve in plan.solves) for plan in plans))
    ages = truth.ages(year, min(asked.end, asked.now), asked)
    return str(len(ages)) if metric == "backlog" else f"{np.median(ages):.0f} s of {len(ages)}"


def _told(result: Result) -> str:
    figure: Any = result.figure
    if result.metric.key in {*TIMES, "aging", WORK}:
        return f"{figure.value:.0f} s of {figure.n}" if figure.n else "none"
    if result.metric.key in SHARES:
        return f"{figure.hits} of {figure.n}"
    return str(figure.n)
