"""Workspaces that are odd as Intercom's may be, read through the client into the store."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select

from metrics.helpdesks.intercom import Intercom, connect
from metrics.helpdesks.intercom.settings import IntercomSettings
from metrics.helpdesks.settings import Keeping
from metrics.helpdesks.web import Surroundings
from metrics.store.database.engine import Store
from metrics.store.tables.ledger import UnreadableRow
from metrics.store.tables.tickets import EventRow, table
from metrics.sync.progress import Outcome
from metrics.sync.sync import Sync
from sandbox.helpdesks.intercom import TOKEN, WORKSPACE, Quirks, intercom_app
from sandbox.year import Year
from tests.empty import opened
from tests.sandbox.serving import served
from tests.truth import quiet_moment

ENDS = 1795564800
DAYS = 30
FEW_PARTS = 6


@pytest.fixture(scope="module")
def year() -> Year:
    return Year.plan_until(ENDS, tickets_per_weekday=2)


@contextmanager
def connected(year: Year, quirks: Quirks, page_limit: int = 7) -> Iterator[Intercom]:
    """The workspace as the settings open it; the client waits for nothing."""
    now = float(quiet_moment(year, ENDS))
    app = intercom_app(
        year, clock=lambda: now, quirks=quirks, page_limit=page_limit, requests_per_window=100_000
    )
    with served(app) as address, closing(httpx.HTTPTransport()) as transport:
        settings = IntercomSettings.model_validate(
            {
                "INTERCOM_URL": address,
                "INTERCOM_TOKEN": TOKEN,
                "INTERCOM_WORKSPACE": WORKSPACE,
                "DESKPULSE_INTERCOM_CALLS_PER_MINUTE": "1000000",
            }
        )
        around = Surroundings(transport=transport, wait=lambda _: None)
        yield connect(settings, Keeping(), around)


@contextmanager
def read(year: Year, path: Path, quirks: Quirks) -> Iterator[tuple[Store, Outcome]]:
    """A store with the last month in it."""
    with connected(year, quirks) as desk, closing(opened(path)) as store:
        since_at = ENDS - DAYS * 86_400
        sync = Sync(store=store, helpdesk=desk, since_at=since_at, clock=lambda: ENDS)
        yield store, sync.run()


def events(store: Store) -> list[tuple[str, int]]:
    event = table(EventRow)
    with store.read() as connection:
        rows = connection.execute(select(event.c.id, event.c.at).order_by(event.c.id))
        return [(row.id, row.at) for row in rows]


def reasons(store: Store) -> set[str]:
    with store.read() as connection:
        return set(connection.execute(select(table(UnreadableRow).c.reason)).scalars())


def test_faults_in_between_change_nothing(year: Year, tmp_path: Path) -> None:
    faults = Quirks(faults={2: 503, 5: 500, 6: 500, 9: 429, 30: 502, 31: 504})
    with read(year, tmp_path / "calm.db", Quirks()) as (calm, outcome):
        assert outcome.finished, outcome
        known = events(calm)
    with read(year, tmp_path / "rough.db", faults) as (rough, outcome):
        assert outcome.finished, outcome
        assert events(rough) == known
        assert not reasons(rough)


def test_what_the_token_may_not_read_is_withheld_and_the_rest_is_there(
    year: Year, tmp_path: Path
) -> None:
    quirks = Quirks(lacking=("/office_hours_schedules",))
    with read(year, tmp_path / "own.db", quirks) as (store, outcome):
        assert outcome.finished
        assert list(outcome.withheld) == ["office_hours"]
        assert "tick the right" in outcome.withheld["office_hours"]
        assert events(store)
    with read(year, tmp_path / "poor.db", Quirks(lacking=("/tickets",))) as (_, outcome):
        assert not outcome.finished
        assert set(outcome.unavailable) == {"tickets", "unsolved_tickets"}


def test_of_long_conversations_the_earliest_parts_are_owned_up_to(
    year: Year, tmp_path: Path
) -> None:
    with read(year, tmp_path / "whole.db", Quirks()) as (whole, _):
        known = {ident for ident, _ in events(whole)}
    with read(year, tmp_path / "cut.db", Quirks(parts=FEW_PARTS)) as (cut, outcome):
        assert outcome.finished
        (reason,) = reasons(cut)
        assert "more parts than Intercom gives" in reason
        parts = {ident for ident, _ in events(cut)}
        assert len(parts) < len(known)
        assert {ident for ident in parts if ":" not in ident} < known
