"""The stand-ins of helpdesks that a demo can run, each with the settings that open it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Final

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route

from bot.web import Door
from sandbox.helpdesks import freshdesk, intercom, pylon, salesforce, zendesk
from sandbox.helpdesks.intercom.people import contact_id
from sandbox.helpdesks.pylon.ids import contact_id as pylon_contact
from sandbox.helpdesks.pylon.ids import user_id
from sandbox.helpdesks.salesforce.ids import CONTACT, case_id, ident, user
from sandbox.helpdesks.ticket_page import ticket_page
from sandbox.year import Year, cast
from sandbox.year.samples import Samples

LOOPBACK: Final = "127.0.0.1"
MANY: Final = 1_000_000
"""A limit that is never reached, of calls or of what a plan counts in their place."""
ALL: Final = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """A vendor's stand-in: its `app` of a year and a clock, and the `settings` by its address.

    `agent`, `customer` and `ticket` tell the ids that somebody and something of the year have
    there; without a `telephone` what was called comes as a file. `page` is the path that links to
    tickets lead to, "" where the stand-in has it itself. `team` is who works with it where all run
    at once, and `members` are the places of that team's people in the cast.
    """

    title: str
    app: Callable[[Year, Callable[[], float]], Starlette]
    settings: Callable[[str], Mapping[str, str]]
    team: str
    members: tuple[int, ...]
    agent: Callable[[int], str] = str
    customer: Callable[[int], str] = str
    ticket: Callable[[int], str] = str
    telephone: bool = False
    page: str = ""
    tickets_per_weekday: int = 15

    def door(self, year: Year, clock: Callable[[], float]) -> Door:
        """The stand-in on a free port of this machine, with the pages that links lead to."""
        app = self.app(year, clock)
        if not self.page:
            return Door(app, LOOPBACK, 0)
        plans = {self.ticket(plan.id): plan for plan in year.plans}

        def answer(request: Request) -> Response:
            ident = request.path_params.get("ticket") or request.query_params.get("issueNumber")
            return ticket_page(plans.get(ident or ""))

        return Door(Starlette(routes=[Route(self.page, answer), Mount("/", app)]), LOOPBACK, 0)


def _zendesk(year: Year, clock: Callable[[], float]) -> Starlette:
    return zendesk.zendesk_app(year, clock=clock, exports_per_minute=6000)


def _freshdesk(year: Year, clock: Callable[[], float]) -> Starlette:
    return freshdesk.freshdesk_app(year, clock=clock, credits_per_minute=MANY)


def _intercom(year: Year, clock: Callable[[], float]) -> Starlette:
    return intercom.intercom_app(year, clock=clock, requests_per_window=MANY)


def _salesforce(year: Year, clock: Callable[[], float]) -> Starlette:
    return salesforce.salesforce_app(year, clock=clock, calls_per_day=MANY)


def _pylon(year: Year, clock: Callable[[], float]) -> Starlette:
    limits = pylon.Limits(windows=MANY, statuses=MANY, searches=MANY, messages=MANY, others=MANY)
    return pylon.pylon_app(year, clock=clock, limits=limits)


DESKS: Final[Mapping[str, Desk]] = {
    "zendesk": Desk(
        title="Zendesk",
        app=_zendesk,
        settings=lambda address: {
            "ZENDESK_URL": address,
            "ZENDESK_EMAIL": zendesk.EMAIL,
            "ZENDESK_API_TOKEN": zendesk.TOKEN,
            "DESKPULSE_ZENDESK_CATEGORY_FIELD": str(zendesk.CATEGORY_FIELD),
            "DESKPULSE_ZENDESK_TAGS": "refund, vip",
            "DESKPULSE_ZENDESK_FIELDS": f"{zendesk.AREA_FIELD} = product area",
            "DESKPULSE_ZENDESK_BOTS": cast.ASSISTANT.name,
            "DESKPULSE_ZENDESK_EXPORTS_PER_MINUTE": "6000",
        },
        team="Consumers",
        telephone=True,
        members=(0, 1, 9),
        tickets_per_weekday=45,
    ),
    "freshdesk": Desk(
        title="Freshdesk",
        app=_freshdesk,
        settings=lambda address: {
            "FRESHDESK_URL": address,
            "FRESHDESK_API_KEY": freshdesk.KEY,
            "DESKPULSE_FRESHDESK_BOTS": cast.ASSISTANT.name,
            "DESKPULSE_FRESHDESK_CATEGORY_FIELD": freshdesk.CATEGORY_FIELD,
            "DESKPULSE_FRESHDESK_CREDITS_PER_MINUTE": str(MANY),
        },
        team="Shops",
        members=(2, 3),
    ),
    "intercom": Desk(
        title="Intercom",
        app=_intercom,
        settings=lambda address: {
            "INTERCOM_URL": address,
            "INTERCOM_TOKEN": intercom.TOKEN,
            "INTERCOM_WORKSPACE": intercom.WORKSPACE,
            "DESKPULSE_INTERCOM_CATEGORY_FIELD": intercom.CATEGORY_ATTRIBUTE,
            "DESKPULSE_INTERCOM_TAGS": "refund, outage",
            "DESKPULSE_INTERCOM_CALLS_PER_MINUTE": str(MANY),
        },
        team="Apps",
        page="/a/inbox/{workspace}/inbox/conversation/{ticket}",
        customer=contact_id,
        members=(4, 5),
    ),
    "salesforce": Desk(
        title="Salesforce",
        app=_salesforce,
        settings=lambda address: {
            "SALESFORCE_URL": address,
            "SALESFORCE_CLIENT_ID": salesforce.CLIENT_ID,
            "SALESFORCE_CLIENT_SECRET": salesforce.CLIENT_SECRET,
            "DESKPULSE_SALESFORCE_BOTS": cast.ASSISTANT.name,
            "DESKPULSE_SALESFORCE_SYSTEM_USERS": cast.ADMIN.name,
            "DESKPULSE_SALESFORCE_INTERNAL_RECORD_TYPES": "Internal",
            "DESKPULSE_SALESFORCE_CATEGORY_FIELD": salesforce.CATEGORY_FIELD,
        },
        team="Enterprise",
        page="/lightning/r/Case/{ticket}/view",
        ticket=case_id,
        customer=partial(ident, CONTACT),
        members=(6, 10),
        agent=user,
    ),
    "pylon": Desk(
        title="Pylon",
        app=_pylon,
        settings=lambda address: {
            "PYLON_URL": address,
            "DESKPULSE_PYLON_APP_URL": f"{address}/app",
            "PYLON_API_TOKEN": pylon.TOKEN,
            "PYLON_ACCOUNT": pylon.ORGANIZATION,
            "DESKPULSE_PYLON_BOTS": cast.ASSISTANT.name,
            "DESKPULSE_PYLON_CATEGORY_FIELD": pylon.CATEGORY_FIELD,
            "DESKPULSE_PYLON_LEFT_OUT_TAGS": "closed_by_merge",
            "DESKPULSE_PYLON_CALLS_PER_MINUTE": str(MANY),
        },
        team="Partners",
        page="/app/issues",
        members=(7, 8),
        agent=user_id,
        customer=pylon_contact,
    ),
}
TICKETS_OF_EACH: Final = 6
"""On a weekday, where all run at once."""
SEED: Final = 7


def vendors_of(word: str) -> tuple[str, ...]:
    """The vendors that a word stands for, the first without one. Raises ValueError with all."""
    word = word or next(iter(DESKS))
    if word == ALL:
        return tuple(DESKS)
    if word not in DESKS:
        raise ValueError(f"There is no {word!r} to show; there are {', '.join(DESKS)} and {ALL}.")
    return (word,)


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningDesk:
    """A stand-in that runs: its address, and the year that is in it."""

    desk: Desk
    address: str
    year: Year

    def samples(self, *, alone: bool) -> Samples:
        """What its company knows beside it; where it is not `alone` all bears its name."""
        before = "" if alone else f"{self.desk.title}/"
        return Samples(
            year=self.year,
            ticket=lambda id: before + self.desk.ticket(id),
            customer=lambda id: before + self.desk.customer(id),
            of="" if alone else self.desk.team,
            telephone=not self.desk.telephone,
        )


@contextmanager
def running(
    vendors: Iterable[str], clock: Callable[[], float], tickets_per_weekday: int | None = None
) -> Iterator[Mapping[str, RunningDesk]]:
    """Stand-ins that go on living, by vendor.

    One has the whole team of the year. Of several each has a team and a year of its own.
    """
    names, ends_at = tuple(vendors), int(clock())
    with ExitStack() as stack:
        running_desks = {}
        for number, name in enumerate(names):
            desk = DESKS[name]
            usual = TICKETS_OF_EACH if len(names) > 1 else desk.tickets_per_weekday
            year = Year.plan_until(
                ends_at, seed=SEED + number, tickets_per_weekday=tickets_per_weekday or usual
            )
            if len(names) > 1:
                year = year.of_one_team(desk.team, [cast.AGENTS[n] for n in desk.members])
            door = desk.door(year, clock)
            door.start()
            stack.callback(door.stop)
            address = f"http://{LOOPBACK}:{door.port}"
            running_desks[name] = RunningDesk(desk=desk, address=address, year=year)
        yield running_desks
