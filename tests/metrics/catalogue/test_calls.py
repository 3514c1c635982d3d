"""Calls and the work on contacts: from a file, from a helpdesk that tells them, or not at all."""

from __future__ import annotations

from io import BytesIO

import pytest

from metrics.ask import Asker
from metrics.ask.known_period import UnknownError
from metrics.errors import NotReadyError, UnavailableError
from metrics.helpdesks.contract import Page
from metrics.importing import bring
from metrics.imports import KINDS, CellContext
from metrics.periods import Period
from metrics.question.query import Filter, Query
from metrics.sources.needs import OF_HELPDESKS, Need, Provision
from metrics.store.database.engine import Store
from metrics.store.syncs import ledger
from metrics.store.syncs.backfill import begin
from metrics.store.syncs.knowledge import note_supplies, publish
from metrics.store.tickets.pages import save_page
from metrics.tickets.records import Call, Channel, Dimension, Handling, Record, Team
from tests.metrics.desk import DAY, MONDAY, NOW, Told, ask, at, told

LOG = b"""queued_at,answered_at,abandoned_at
2026-11-10T10:00:00,2026-11-10T10:00:18,
2026-11-10T10:05:00,2026-11-10T10:05:40,
2026-11-10T10:06:00,,2026-11-10T10:08:00
2026-11-11T09:00:00,2026-11-11T09:00:20,
"""


def test_calls_are_answered_as_fast_as_the_log_says(store: Store) -> None:
    asker = told(store, [Told("1")])
    around = CellContext(zone=asker.calendar.zone, now=NOW)
    assert not bring(store, KINDS["calls"], BytesIO(LOG), around, dry_run=False).faults
    result = ask(asker, "asa")
    assert (result.figure.value, result.figure.n) == (20, 3)
    assert dict(result.excluded) == {"given up by the caller": 1}
    assert ask(asker, "asa", "mean").figure.value == 26
    lines = asker.tickets(Query(metric="asa", period=Period.of("2026-W46")), NOW)
    assert sorted(int(str(line["calendar_seconds"] or 0)) for line in lines) == [18, 20, 40]


def test_without_a_log_it_is_not_available_and_never_zero(store: Store) -> None:
    with pytest.raises(UnavailableError, match="Speed of answer is not available from Zendesk"):
        ask(told(store, [Told("1")]), "asa")


SOURCE = "zendesk:acme"
TUESDAY = 34
"""Ten in the morning of the second day, in hours."""
CALLS = (
    Call(id="1", ticket="1", queued_at=at(TUESDAY), ended_at=at(TUESDAY) + 18, answered=True),
    Call(id="2", queued_at=at(TUESDAY), ended_at=at(TUESDAY) + 44, answered=True, team="7"),
    Call(id="3", queued_at=at(TUESDAY), ended_at=at(TUESDAY) + 90, answered=False),
)
WORK = (
    Handling(id="1", ended_at=at(TUESDAY), talk_seconds=200, hold_seconds=20, wrap_seconds=80),
    Handling(id="2", contact="9", ended_at=at(TUESDAY), talk_seconds=60, ticket="1"),
    Handling(id="3", contact="9", ended_at=at(TUESDAY + 1), talk_seconds=40, ticket="1"),
)


def telling(store: Store, *records: Record, since_at: int = MONDAY - 9 * DAY) -> Asker:
    """The one who answers where a helpdesk tells of calls and of work from an instant on."""
    asker = told(store, [Told("1", channel=Channel.PHONE)], Team(id="7", name="Billing"))
    _supply(store)
    page = Page(records=records, cursor="c", caught_up=True, through_at=NOW, unknown={})
    with store.write() as connection:
        save_page(connection, SOURCE, "calls", page)
        begin(connection, SOURCE, "calls", since_at)
        publish(connection, SOURCE)
    return asker


def _supply(store: Store) -> None:
    supplies = dict.fromkeys(OF_HELPDESKS, Provision(streams=("tickets",)))
    supplies |= dict.fromkeys((Need.CALLS, Need.HANDLING), Provision(streams=("calls",)))
    with store.write() as connection:
        note_supplies(connection, SOURCE, supplies)
        publish(connection, SOURCE)


def imported(store: Store, kind: str, content: bytes, asker: Asker) -> None:
    around = CellContext(zone=asker.calendar.zone, now=NOW)
    assert not bring(store, KINDS[kind], BytesIO(content), around, dry_run=False).faults


def test_calls_that_a_helpdesk_tells_of_are_answered_as_fast_as_it_says(store: Store) -> None:
    asker = telling(store, *CALLS)
    result = ask(asker, "asa")
    assert (result.figure.value, result.figure.n) == (31, 2)
    assert dict(result.excluded) == {"given up by the caller": 1}
    assert result.coverage.sources == (SOURCE,)
    billing = (Filter(Dimension.TEAM, ("7",)),)
    query = Query(metric="asa", period=Period.of("2026-W46"), where=billing)
    assert asker.answer(query, NOW).figure.value == 44
    here = (Filter(Dimension.SOURCE, (SOURCE,)),)
    assert asker.answer(Query(metric="asa", period=query.period, where=here), NOW).figure.n == 2


def test_all_work_on_a_contact_counts_once_when_it_ended(store: Store) -> None:
    result = ask(telling(store, *WORK), "aht")
    assert (result.figure.value, result.figure.n) == (200, 2)
    assert result.figure.hits is None


def test_a_call_told_again_is_what_it_was_told_last(store: Store) -> None:
    asker = telling(store, *CALLS)
    later = Call(id="1", ticket="1", queued_at=at(34), ended_at=at(34) + 10, answered=True)
    page = Page(records=(later,), cursor="d", caught_up=True, through_at=NOW, unknown={})
    with store.write() as connection:
        save_page(connection, SOURCE, "calls", page)
    assert ask(asker, "asa", "mean").figure.value == 27


def test_a_file_counts_beside_a_helpdesk_and_the_same_call_once(store: Store) -> None:
    asker = telling(store, *CALLS)
    log = b"""queued_at,answered_at,abandoned_at,ticket
2026-11-10T10:00:00,2026-11-10T10:00:18,,1
2026-11-10T10:00:00,2026-11-10T10:00:19,,1
2026-11-10T10:00:00,2026-11-10T10:00:44,,
"""
    imported(store, "calls", log, asker)
    result = ask(asker, "asa")
    assert (result.figure.n, result.figure.value) == (4, 31.5)
    assert result.coverage.until_at == NOW


def test_a_call_of_a_ticket_that_was_thrown_away_does_not_count(store: Store) -> None:
    asker = telling(store, *CALLS)
    with store.write() as connection:
        connection.exec_driver_sql("update timeline set removal = 'spam', revision = 9")
        ledger.next_revision(connection, SOURCE)
    assert ask(asker, "asa").figure.n == 1


def test_before_a_helpdesk_was_read_its_calls_are_unknown_whatever_a_file_says(
    store: Store,
) -> None:
    asker = telling(store, *CALLS, since_at=at(40))
    imported(store, "calls", LOG, asker)
    with pytest.raises(UnknownError, match="My data begin on 10 Nov 2026"):
        ask(asker, "asa")


def test_a_helpdesk_that_had_no_call_says_so_and_is_not_called_unavailable(store: Store) -> None:
    result = ask(telling(store), "asa")
    assert (result.figure.value, result.figure.n) == (None, 0)


def test_while_calls_are_being_read_there_is_no_figure_yet(store: Store) -> None:
    asker = told(store, [Told("1")])
    _supply(store)
    with pytest.raises(NotReadyError):
        ask(asker, "asa")


def test_a_helpdesk_that_never_gave_calls_leaves_it_to_the_file(store: Store) -> None:
    asker = told(store, [Told("1")])
    _supply(store)
    with store.write() as connection:
        ledger.refuse(connection, SOURCE, "calls", "not in the plan")
    with pytest.raises(UnavailableError, match="deskpulse import calls FILE"):
        ask(asker, "asa")
    assert "calls" in {file for dark in asker.overview().dark for file in dark.files}
    imported(store, "calls", LOG, asker)
    result = ask(asker, "asa")
    assert (result.figure.n, result.coverage.gaps) == (3, ())


def test_a_helpdesk_that_gives_calls_no_more_says_up_to_when_it_did(store: Store) -> None:
    asker = telling(store, *CALLS)
    with store.write() as connection:
        ledger.refuse(connection, SOURCE, "calls", "not in the plan any more")
    result = ask(asker, "asa")
    assert result.figure.n == 2
    assert "not in the plan any more." in result.coverage.gaps[0].why
