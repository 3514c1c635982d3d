"""The helpdesk's own times, read by period and by ticket."""

from __future__ import annotations

from metrics.store.database.engine import Store
from metrics.store.tickets.vendor_figures import VendorTimes, vendor_times
from metrics.tickets.vendor_figures import VendorFigures, VendorTime
from tests.metrics.desk import Told, at, told

STORIES = (
    Told("early", 0, vendor=VendorFigures(reply_minutes=59, reply_business_minutes=10)),
    Told("within", 0, vendor=VendorFigures(reply_minutes=60, resolution_minutes=90)),
    Told("late", 0, vendor=VendorFigures(reply_minutes=120)),
    Told("bare", 0),
)
BARE, EARLY, LATE, WITHIN = 1, 2, 3, 4
"""Their keys: tickets are stored in the order of their ids."""


def read(store: Store, which: VendorTime, *keys: int) -> list[tuple[int, int, int]]:
    found: VendorTimes = vendor_times(store, which, (at(1), at(2)), keys)
    columns = found.ticket.tolist(), found.calendar.tolist(), found.business.tolist()
    return list(zip(*columns, strict=True))


def test_times_come_by_the_instant_they_end_at_and_by_ticket(store: Store) -> None:
    told(store, STORIES)
    assert read(store, VendorTime.REPLY) == [(WITHIN, 3600, -1)]
    found = read(store, VendorTime.REPLY, BARE, EARLY)
    assert found == [(EARLY, 3540, 600), (WITHIN, 3600, -1)]
    assert read(store, VendorTime.RESOLUTION, *range(1, 2000)) == [(WITHIN, 5400, -1)]
    assert read(store, VendorTime.FIRST_RESOLUTION) == []
