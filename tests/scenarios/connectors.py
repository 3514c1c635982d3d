"""What each vendor's connector is held to by the same questions, and who stands between the two.

A vendor is one line in `CONTRACTS`: its stand-in with pages as small and rows as late as is asked
for, and how it says by HTTP that it is busy or that a token may not read something.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, fields, is_dataclass, replace
from email.utils import formatdate
from typing import Any, Final, TypeVar

import httpx
from starlette.applications import Starlette

from metrics.helpdesks.contract import Helpdesk
from metrics.helpdesks.settings import Keeping
from metrics.helpdesks.vendors import HELPDESKS
from metrics.helpdesks.web import Surroundings
from metrics.store.database.engine import Store
from metrics.sync.progress import Outcome
from metrics.sync.sync import Sync
from sandbox.desks import DESKS, MANY
from sandbox.helpdesks import freshdesk, intercom, pylon, salesforce, zendesk
from sandbox.helpdesks.pylon.ids import issue_id
from sandbox.helpdesks.salesforce.ids import case_id
from sandbox.year import Year
from sandbox.year.plan import TicketPlan
from tests.sandbox.serving import served

Clock = Callable[[], float]
Late = Callable[[int], int]
Plan = TypeVar("Plan")
DAY: Final = 86_400
ELSEWHERE: Final = "elsewhere.example"
TIMES: Final = frozenset({"at", "created_at", "asked_at", "offered_at", "answered_at"})
MORE_TIMES: Final = frozenset({"removed_at", "reopened_at"})


def on_time(_: int) -> int:
    """No row comes late."""
    return 0


@dataclass(frozen=True, kw_only=True)
class Contract:
    """How the questions are put to one vendor.

    `app` makes the stand-in from a year, a clock, the most rows of a page and how late rows come by
    their tickets, at most `late_seconds` of which the connector is to bear. `busy` is the answer
    that asks for so many seconds of patience, `denied` the one that withholds; `withheld` tells the
    requests for something that a token may lack, and `stream` is what is not read then. `words` are
    the keys of its words, `keys` those without which a row cannot be read. `details` are how the
    paths of one ticket begin, None where nothing is asked a ticket at a time; `ticket` is the id of
    one. `waits` says how long is waited where the helpdesk does not say it.
    """

    app: Callable[[Year, Clock, int, Late], Starlette]
    busy: Callable[[int], httpx.Response]
    denied: Callable[[], httpx.Response]
    withheld: Callable[[httpx.Request], bool]
    stream: str
    words: frozenset[str]
    keys: frozenset[str]
    details: Callable[[TicketPlan], tuple[str, ...]] | None = None
    late_seconds: int = 0
    ticket: Callable[[int], str] = str
    waits: float | None = None


def _retry_after(seconds: int) -> httpx.Response:
    return httpx.Response(429, headers={"Retry-After": str(seconds)}, json={"error": "Too many"})


def _at(path: str) -> Callable[[httpx.Request], bool]:
    """Whether something at a path, or below it, is asked for."""
    return lambda request: request.url.path.startswith(path)


def _about(word: str) -> Callable[[httpx.Request], bool]:
    """Whether a word stands in the address."""
    return lambda request: word in str(request.url)


def _window(seconds: int) -> httpx.Response:
    """When the window ends, in seconds since 1970, by the helpdesk's own clock."""
    now = 1_795_000_000
    headers = {"X-RateLimit-Reset": str(now + seconds), "Date": formatdate(now, usegmt=True)}
    errors = [{"code": "rate_limit_exceeded", "message": "Exceeded rate limit"}]
    return httpx.Response(429, headers=headers, json={"type": "error.list", "errors": errors})


def _too_many_at_once(_: int) -> httpx.Response:
    message = "ConcurrentPerOrgLongTxn Limit exceeded: concurrent requests"
    error = {"errorCode": "REQUEST_LIMIT_EXCEEDED", "message": message}
    return httpx.Response(403, json=[error])


def _zendesk(year: Year, clock: Clock, most: int, late: Late) -> Starlette:
    del late  # its exports hide a minute, so that nothing comes late
    return zendesk.zendesk_app(year, clock=clock, exports_per_minute=MANY, page_limit=most)


def _freshdesk(year: Year, clock: Clock, most: int, late: Late) -> Starlette:
    quirks = freshdesk.Quirks(late=late)
    limits = {"credits_per_minute": MANY, "page_limit": most}
    return freshdesk.freshdesk_app(year, clock=clock, quirks=quirks, **limits)


def _intercom(year: Year, clock: Clock, most: int, late: Late) -> Starlette:
    quirks = intercom.Quirks(late=late)
    limits = {"requests_per_window": MANY, "page_limit": most}
    return intercom.intercom_app(year, clock=clock, quirks=quirks, **limits)


def _salesforce(year: Year, clock: Clock, most: int, late: Late) -> Starlette:
    quirks = salesforce.Quirks(late=late)
    limits = {"calls_per_day": MANY, "batch_size": most}
    return salesforce.salesforce_app(year, clock=clock, quirks=quirks, **limits)


def _pylon(year: Year, clock: Clock, most: int, late: Late) -> Starlette:
    quirks = pylon.Quirks(late=late)
    each = pylon.Limits(windows=MANY, statuses=MANY, searches=MANY, messages=MANY, others=MANY)
    return pylon.pylon_app(year, clock=clock, limits=each, page_limit=most, quirks=quirks)


CONTRACTS: Final[Mapping[str, Contract]] = {
    "zendesk": Contract(
        app=_zendesk,
        busy=_retry_after,
        denied=lambda: httpx.Response(403, json={"error": "Forbidden"}),
        withheld=_at("/api/v2/incremental/ticket_events"),
        stream="events",
        words=frozenset({"status", "channel", "priority"}),
        keys=frozenset({"created_at"}),
    ),
    "freshdesk": Contract(
        app=_freshdesk,
        busy=_retry_after,
        denied=lambda: httpx.Response(403, json={"code": "access_denied", "message": "No"}),
        withheld=_at("/api/v2/surveys/satisfaction_ratings"),
        stream="ratings",
        words=frozenset({"status", "source", "priority"}),
        keys=frozenset({"created_at"}),
        details=lambda plan: (f"/api/v2/tickets/{plan.id}/",),
        late_seconds=50,
    ),
    "intercom": Contract(
        app=_intercom,
        busy=_window,
        denied=lambda: httpx.Response(
            403,
            json={"type": "error.list", "errors": [{"code": "api_plan_restricted"}]},
        ),
        withheld=_at("/office_hours_schedules"),
        stream="office_hours",
        words=frozenset({"state", "priority"}),
        keys=frozenset({"created_at"}),
        details=lambda plan: (f"/conversations/{plan.id}",),
        late_seconds=150,
    ),
    "salesforce": Contract(
        app=_salesforce,
        busy=_too_many_at_once,
        waits=20,
        denied=lambda: httpx.Response(
            400, json=[{"errorCode": "INVALID_TYPE", "message": "sObject type is not supported"}]
        ),
        withheld=_about("CaseMilestone"),
        stream="milestones",
        words=frozenset({"Status", "Origin", "Priority"}),
        keys=frozenset({"CreatedDate"}),
        late_seconds=50,
        ticket=case_id,
    ),
    "pylon": Contract(
        app=_pylon,
        busy=lambda seconds: httpx.Response(429, headers={"X-Retry-After": str(seconds)}),
        denied=lambda: httpx.Response(403, json={"errors": ["no"], "request_id": "1"}),
        withheld=_at("/surveys"),
        stream="ratings",
        words=frozenset({"state", "source"}),
        keys=frozenset({"created_at"}),
        details=lambda plan: (f"/issues/{issue_id(plan.id)}", f"/issues/{plan.id}"),
        late_seconds=50,
    ),
}


def nothing(_: httpx.Request) -> httpx.Response | None:
    """Let a request through."""
    return None


def as_it_is(body: Any) -> Any:
    """Change nothing of an answer."""
    return body


@dataclass
class Between(httpx.BaseTransport):
    """Stands between connector and stand-in: may answer in its place, or change what it says.

    `asked` are the hosts and paths of all requests. `afterwards` is called after each answer. With
    `elsewhere` all links lead to another host.
    """

    instead: Callable[[httpx.Request], httpx.Response | None] = nothing
    change: Callable[[Any], Any] = as_it_is
    afterwards: Callable[[], None] = lambda: None
    elsewhere: bool = False
    asked: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._network = httpx.HTTPTransport()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """The answer, as it is to come."""
        self.asked.append((request.url.host, request.url.path))
        if request.url.host == ELSEWHERE:
            return httpx.Response(200, json={})
        if (instead := self.instead(request)) is not None:
            return instead
        response = self._network.handle_request(request)
        content = response.read()
        self.afterwards()
        headers = httpx.Headers(response.headers)
        if "json" in headers.get("content-type", "") and content:
            content = json.dumps(self.change(json.loads(content))).encode()
        if self.elsewhere:
            own = f"{request.url.scheme}://{request.url.netloc.decode()}"
            content = content.replace(own.encode(), f"https://{ELSEWHERE}".encode())
            pairs = [(k, v.replace(own, f"https://{ELSEWHERE}")) for k, v in headers.multi_items()]
            headers = httpx.Headers(pairs)
        headers.pop("content-length", None)
        return httpx.Response(response.status_code, headers=headers, content=content)

    def close(self) -> None:
        """Hang up."""
        self._network.close()


@dataclass
class Trial:
    """A connector and its stand-in, at an instant that the test moves, with who is between."""

    vendor: str
    year: Year
    address: str
    clock: list[float]
    between: Between = field(default_factory=Between)
    waits: list[float] = field(default_factory=list)
    days: int = 12

    @property
    def title(self) -> str:
        """What people call the vendor."""
        return HELPDESKS[self.vendor].title

    @contextmanager
    def connected(self) -> Iterator[Helpdesk]:
        """The helpdesk as the settings open it; waiting takes no time."""
        vendor = HELPDESKS[self.vendor]
        settings = vendor.settings.model_validate(DESKS[self.vendor].settings(self.address))
        around = Surroundings(
            transport=self.between, clock=lambda: sum(self.waits), wait=self.waits.append
        )
        yield vendor.connect(settings, Keeping(), around)

    def sync(self, store: Store, *, full: bool = False, behind: int = 0) -> Outcome:
        """Read all that is new; our own clock is so many seconds `behind`."""
        with self.connected() as helpdesk:
            since_at = self.year.ends_at - DAY * self.days
            sync = Sync(
                store=store,
                helpdesk=helpdesk,
                since_at=since_at,
                clock=lambda: int(self.clock[0]) - behind,
            )
            return sync.run(full=full)


@contextmanager
def on_trial(
    vendor: str, year: Year, now: float, most: int = 50, late: Late = on_time
) -> Iterator[Trial]:
    """A vendor's connector and stand-in."""
    clock = [now]
    app = CONTRACTS[vendor].app(year, lambda: clock[0], most, late)
    with served(app) as address, closing(Between()) as between:
        yield Trial(vendor, year, address, clock, between)


def later(plan: Plan, seconds: int) -> Plan:
    """The same plan, or what is planned in it, with all its instants so many seconds later."""
    changes: dict[str, Any] = {}
    for each in fields(plan):  # type: ignore[arg-type]
        value = getattr(plan, each.name)
        if each.name in TIMES | MORE_TIMES:
            is_many = isinstance(value, tuple)
            moved = tuple(at + seconds for at in value) if is_many else value and value + seconds
            changes[each.name] = moved
        elif isinstance(value, tuple):
            changes[each.name] = tuple(
                later(one, seconds) if is_dataclass(one) else one for one in value
            )
        elif is_dataclass(value):
            changes[each.name] = later(value, seconds)
    return replace(plan, **changes)  # type: ignore[type-var]


def with_plans(year: Year, plans: list[TicketPlan]) -> Year:
    """The same year with other tickets, in the order of their creation."""
    return replace(year, plans=tuple(sorted(plans, key=lambda plan: (plan.created_at, plan.id))))


def changed(words: Mapping[str, tuple[str, int]]) -> Callable[[Any], Any]:
    """Put another word, or another number, under each of these keys, wherever it is."""

    def walk(body: Any) -> Any:
        if isinstance(body, list):
            return [walk(each) for each in body]
        if isinstance(body, dict):
            return {
                key: words[key][isinstance(each, int)]
                if key in words and isinstance(each, str | int)
                else walk(each)
                for key, each in body.items()
            }
        return body

    return walk


def without(keys: frozenset[str]) -> Callable[[Any], Any]:
    """Leave out these keys, wherever they are."""

    def walk(body: Any) -> Any:
        if isinstance(body, list):
            return [walk(each) for each in body]
        if isinstance(body, dict):
            return {key: walk(each) for key, each in body.items() if key not in keys}
        return body

    return walk
