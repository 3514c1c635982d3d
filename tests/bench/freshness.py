"""How long after a change in a helpdesk the answers have it, with webhooks and without.

python -m tests.bench.freshness        or: make bench ARGS=freshness

A running bot reads all helpdesks side by side. In each a ticket is created at the same instant;
where webhooks are on, the helpdesk calls at once, as the vendor signs it.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final

import httpx
from sqlalchemy import select

from metrics.helpdesks.vendors import HELPDESKS
from metrics.store.database.engine import Store
from metrics.store.syncs import ledger
from metrics.store.tables.tickets import TicketRow, TimelineRow, table
from sandbox.demo import COMMAND, settings
from sandbox.desks import DESKS, LOOPBACK
from sandbox.slack.server import Running
from sandbox.slack.workspace import Workspace
from sandbox.year import Year
from tests.scenarios.connectors import later, with_plans

SECRET: Final = "a-long-random-word"
PATIENCE_SECONDS: Final = 900.0
AHEAD_SECONDS: Final = 120
"""The ticket comes so long after the start: by then all that was there before is read."""
NEW: Final = 99_999
BODY: Final = b"{}"
Headers = Mapping[str, str]


def _by_zendesk() -> Headers:
    stamp = "2026-11-30T10:00:00Z"
    digest = hmac.digest(SECRET.encode(), stamp.encode() + BODY, hashlib.sha256)
    return {
        "X-Zendesk-Webhook-Signature": base64.b64encode(digest).decode(),
        "X-Zendesk-Webhook-Signature-Timestamp": stamp,
    }


def _by_word() -> Headers:
    return {"X-Deskpulse-Secret": SECRET}


def _by_intercom() -> Headers:
    return {"X-Hub-Signature": f"sha1={hmac.digest(SECRET.encode(), BODY, hashlib.sha1).hex()}"}


def _by_pylon() -> Headers:
    digest = hmac.digest(SECRET.encode(), b"1795000000." + BODY, hashlib.sha256).hex()
    return {"Pylon-Webhook-Signature": f"hs256={digest}", "Pylon-Webhook-Timestamp": "1795000000"}


CALLS: Final[Mapping[str, Callable[[], Headers]]] = {
    "zendesk": _by_zendesk,
    "freshdesk": _by_word,
    "intercom": _by_intercom,
    "salesforce": _by_word,
    "pylon": _by_pylon,
}


def freshness() -> str:
    """Measure; what came of it, in words."""
    with_calls, without = _measured(calls=True), _measured(calls=False)
    lines = [
        f"{DESKS[vendor].title}: {with_calls[vendor]:.0f} s with its webhook, "
        f"{without[vendor]:.0f} s without"
        for vendor in DESKS
    ]
    minutes = "the default of 5 minutes between syncs"
    return "\n".join((f"From a new ticket to its timeline, {minutes}:", *lines))


def _measured(*, calls: bool) -> Mapping[str, float]:
    """Seconds by vendor. The bot looks by itself every five minutes."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        year, change_at = _year(int(time.time()))
        addresses = {name: stack.enter_context(_stand_in(name, year)) for name in DESKS}
        slack = stack.enter_context(Running(Workspace()))
        port = _free_port()
        secrets = {
            vendor.settings.variable("webhook_secret"): SECRET for vendor in HELPDESKS.values()
        }
        environment = {
            **settings(folder, addresses, slack),
            **(secrets if calls else {}),
            "DESKPULSE_SYNC_MINUTES": "5",
            "DESKPULSE_SINCE": "20 days",
            "DESKPULSE_PORT": str(port),
            "DESKPULSE_LOG_LEVEL": "ERROR",
        }
        store = stack.enter_context(closing(Store.open(environment["DATABASE_URL"])))
        process = subprocess.Popen([*COMMAND, "serve"], env={**os.environ, **environment})
        stack.callback(process.wait, 60)
        stack.callback(process.terminate)
        time.sleep(max(0.0, change_at - time.time()))
        with store.read() as connection:
            sources = [each.name for each in ledger.sources(connection)]
        for source in sources if calls else ():
            url = f"http://{LOOPBACK}:{port}/helpdesk/{source}"
            headers = CALLS[source.partition(":")[0]]()
            httpx.post(url, content=BODY, headers=headers).raise_for_status()
        return _seconds_until_built(store, len(sources), change_at)


def _year(now: int) -> tuple[Year, int]:
    """A small year in which nothing happens for a while but one new ticket, and when it comes."""
    year, change_at = Year.plan_until(now, tickets_per_weekday=1), now + AHEAD_SECONDS
    past = [plan for plan in year.plans if plan.steps[-1].at < now]
    model = next(plan for plan in reversed(past) if plan.channel == "email" and plan.replies)
    new = later(replace(model, id=NEW), change_at - model.created_at)
    return with_plans(year, [*past, new]), change_at


@contextmanager
def _stand_in(vendor: str, year: Year) -> Iterator[str]:
    """The address of a helpdesk that goes on living."""
    door = DESKS[vendor].door(year, time.time)
    door.start()
    try:
        yield f"http://{LOOPBACK}:{door.port}"
    finally:
        door.stop()


def _seconds_until_built(store: Store, helpdesks: int, change_at: int) -> Mapping[str, float]:
    """By vendor, how long it took until the new ticket's timeline stood."""
    ticket, timeline = table(TicketRow), table(TimelineRow)
    query = (
        select(ticket.c.source)
        .join(timeline, timeline.c.ticket == ticket.c.key)
        .where(ticket.c.created_at == change_at)
    )
    found: dict[str, float] = {}
    while len(found) < helpdesks and time.time() < change_at + PATIENCE_SECONDS:
        with store.read() as connection:
            for (source,) in connection.execute(query):
                found.setdefault(source.partition(":")[0], time.time() - change_at)
        time.sleep(0.25)
    return found


def _free_port() -> int:
    with closing(socket.create_server((LOOPBACK, 0))) as server:
        return int(server.getsockname()[1])
