"""The helpdesk's own hours: kept in versions, and given to the tickets that have them."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import insert

from metrics.helpdesks.contract import Page
from metrics.office import DeskSchedule, ScheduleChoice
from metrics.records import Record
from metrics.schedules import ALWAYS_BEFORE, DeskHours
from metrics.store.engine import Store
from metrics.store.hours import SCHEDULE
from metrics.store.reading import Reader
from metrics.store.writing import save_page
from metrics.sync import Sync
from tests.metrics.scripted import NOW, Script, rows, story
from tests.metrics.small import ints

USUAL = DeskSchedule(
    id="36",
    name="Support",
    zone="Europe/Berlin",
    hours="Mon-Fri 08:00-18:00",
    holidays="2026-12-25",
    default=True,
    since_at=1_000,
)
NIGHT = replace(USUAL, id="37", name="Night", hours="Mon 22:00-24:00", default=False)


def sync(store: Store, *told: Record) -> None:
    records = {**story(), "schedules": list(told)}
    Sync(store=store, helpdesk=Script(records), since_at=0, clock=lambda: NOW).run(full=True)


def save(store: Store, *told: Record) -> None:
    with store.write() as connection:
        save_page(connection, "zendesk:acme", "schedules", Page(records=told, **PAGE))  # type: ignore[arg-type]


PAGE = {"cursor": "", "caught_up": True, "through_at": NOW, "unknown": {}}


def words(hours: DeskHours) -> list[list[tuple[int, str]]]:
    return [[(v.since_at, v.calendar.words()) for v in history] for history in hours.histories]


def test_a_schedule_seen_first_holds_for_all_time_before(store: Store) -> None:
    sync(store, USUAL, NIGHT)
    default = [(ALWAYS_BEFORE, "Mon-Fri 08:00-18:00, Europe/Berlin")]
    night = [(ALWAYS_BEFORE, "Mon 22:00-24:00, Europe/Berlin")]
    hours = Reader(store).snapshot().hours
    assert words(hours) == [default, default, night]
    assert [day.isoformat() for day in hours.histories[0][0].calendar.holidays] == ["2026-12-25"]


def test_what_is_seen_again_unchanged_is_no_new_version(store: Store) -> None:
    sync(store, USUAL)
    reader = Reader(store)
    before = reader.snapshot()
    save(store, replace(USUAL, since_at=2_000))
    assert len(rows(store, SCHEDULE)) == 1
    assert reader.snapshot() is before


def test_a_change_holds_from_when_it_was_seen_and_the_past_stays(store: Store) -> None:
    sync(store, USUAL)
    reader = Reader(store)
    reader.snapshot()
    save(store, replace(USUAL, hours="Mon-Thu 09:00-17:00", since_at=2_000))
    changed = [
        (ALWAYS_BEFORE, "Mon-Fri 08:00-18:00, Europe/Berlin"),
        (2_000, "Mon-Thu 09:00-17:00, Europe/Berlin"),
    ]
    assert words(reader.snapshot().hours) == [changed, changed]


def test_another_default_takes_over_from_when_it_was_seen(store: Store) -> None:
    sync(store, USUAL, NIGHT)
    given_up = replace(USUAL, default=False, since_at=2_000)
    save(store, given_up, replace(NIGHT, default=True, since_at=2_000))
    default, *_ = words(Reader(store).snapshot().hours)
    assert default == [
        (ALWAYS_BEFORE, "Mon-Fri 08:00-18:00, Europe/Berlin"),
        (2_000, "Mon 22:00-24:00, Europe/Berlin"),
    ]


def test_a_ticket_has_the_schedule_it_was_given_until_it_is_given_another(store: Store) -> None:
    sync(
        store,
        USUAL,
        NIGHT,
        ScheduleChoice(id="1", ticket="t2", at=500, schedule="37"),
        ScheduleChoice(id="2", ticket="t2", at=900, schedule=None),
        ScheduleChoice(id="3", ticket="t1", at=300, schedule="gone"),
        ScheduleChoice(id="4", ticket="nowhere", at=300, schedule="37"),
    )
    reader = Reader(store)
    hours, keys = reader.snapshot().hours, reader.snapshot().tickets.key
    ids = {reader.lines(keys.tolist())[key].id: key for key in keys.tolist()}
    asked = ints([ids["t2"]] * 4 + [ids["t1"], ids["t3"]])
    at = ints([499, 500, 899, 900, 400, 400])
    assert hours.numbers(asked, at).tolist() == [0, 2, 2, 0, 0, 0]


def test_of_two_helpdesks_nobody_knows_which_default_holds(store: Store) -> None:
    sync(store, USUAL)
    row = {**rows(store, SCHEDULE)[0], "source": "other"}
    with store.write() as connection:
        connection.execute(insert(SCHEDULE), [row])
        connection.exec_driver_sql("UPDATE source SET revision = revision + 1")
    default, *own = words(Reader(store).snapshot().hours)
    assert (default, len(own)) == ([], 2)
