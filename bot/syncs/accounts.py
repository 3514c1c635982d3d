"""The helpdesk accounts of the settings, and the sync of each."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event
from typing import TypeAlias

from bot.config import HelpdeskSettings, Settings
from bot.shared_clock import shared_clock
from metrics.errors import HelpdeskError
from metrics.helpdesks.contract import Helpdesk
from metrics.helpdesks.vendors import HELPDESKS
from metrics.helpdesks.web import Surroundings
from metrics.store.database.engine import Store
from metrics.store.syncs.ledger import key
from metrics.sync.sync import Sync
from metrics.tickets.records import Instant

Clock: TypeAlias = Callable[[], Instant]
Wait: TypeAlias = Callable[[float], None]


def until(stopping: Event) -> Wait:
    """A wait for the helpdesk that is broken off when `stopping` is set."""

    def wait(seconds: float) -> None:
        if stopping.wait(seconds):
            raise HelpdeskError("Stopped while waiting for the helpdesk.")

    return wait


def helpdesk(source: HelpdeskSettings, wait: Wait, now: Clock | None = None) -> Helpdesk:
    """The account that these settings open; with `now` its clock is held to ours."""
    vendor = HELPDESKS[source.vendor]
    return vendor.connect(source.own, source.keeping, Surroundings(wait=wait, now=now))


def source_of(desk: Helpdesk) -> str:
    """The key of the source that an account is."""
    return key(desk.vendor, desk.account)


def make_syncs(settings: Settings, store: Store, now: Clock, stopping: Event) -> tuple[Sync, ...]:
    """What brings the data of each helpdesk into `store`, until `stopping` is set.

    Raises SettingsError where no account is set, or one lacks something.
    """
    return tuple(
        Sync(
            store=store,
            helpdesk=helpdesk(source, until(stopping), now),
            title=source.title,
            settings=source.reading(),
            since_at=settings.since_at(now(), source.since),
            clock=now,
            lease_clock=shared_clock(store, now),
            keep_days=settings.keep_tickets_days,
        )
        for source in settings.required_helpdesks()
    )
