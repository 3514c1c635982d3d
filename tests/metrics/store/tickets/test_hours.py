"""The helpdesk's own hours: kept in versions, and given to the tickets that have them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from zoneinfo import ZoneInfo

from metrics.helpdesks.contract import Page
from metrics.office_hours.calendar import Calendar, parse_hours
from metrics.office_hours.schedules import ALWAYS_BEFORE, DeskHours
from metrics.store.database.engine import Store
from metrics.store.tickets.hours import SCHEDULE
from metrics.store.tickets.pages import save_page
from metrics.store.tickets.snapshots import SnapshotReader
from metrics.sync.sync import Sync
from metrics.tickets.office import DeskSchedule, ScheduleChoice
from metrics.tickets.records import Record
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
    hours = SnapshotReader(store).snapshot().hours
    assert words(hours) == [default, default, night]
    assert [day.isoformat() for day in hours.histories[0][0].calendar.holidays] == ["2026-12-25"]


def test_what_is_seen_again_unchanged_is_no_new_version(store: Store) -> None:
    sync(store, USUAL)
    reader = SnapshotReader(store)
    before = reader.snapshot()
    save(store, replace(USUAL, since_at=2_000))
    assert len(rows(store, SCHEDULE)) == 1
    assert reader.snapshot() is before


def test_a_change_holds_from_when_it_was_seen_and_the_past_stays(store: Store) -> None:
    sync(store, USUAL)
    reader = SnapshotReader(store)
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
    default, *_ = words(SnapshotReader(store).snapshot().hours)
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
    reader = SnapshotReader(store)
    hours, keys = reader.snapshot().hours, reader.snapshot().tickets.key
    ids = {reader.lines(keys.tolist())[key].id: key for key in keys.tolist()}
    asked = ints([ids["t2"]] * 4 + [ids["t1"], ids["t3"]])
    at = ints([499, 500, 899, 900, 400, 400])
    assert hours.numbers(asked, at).tolist() == [0, 2, 2, 0, 0, 0]


def two(store: Store) -> tuple[DeskHours, Mapping[str, int]]:
    """The hours of two helpdesks with equal ids, and the keys of a ticket of each."""
    sync(store, USUAL)
    night = replace(USUAL, name="Night", hours="Mon 22:00-24:00", zone="America/New_York")
    records: dict[str, list[Record]] = {**story(), "schedules": [night]}
    other = Script(records, account="other")
    Sync(store=store, helpdesk=other, since_at=0, clock=lambda: NOW).run()
    reader = SnapshotReader(store)
    snapshot = reader.snapshot()
    lines = reader.lines(snapshot.tickets.key.tolist())
    return snapshot.hours, {line.source: key for key, line in lines.items() if line.id == "t1"}


def test_the_default_of_one_helpdesk_reaches_no_ticket_of_another(store: Store) -> None:
    hours, keys = two(store)
    numbers = hours.numbers(ints([keys["zendesk:acme"], keys["zendesk:other"]]), ints([500, 500]))
    told = [words(hours)[number][0][1] for number in numbers]
    assert told == ["Mon-Fri 08:00-18:00, Europe/Berlin", "Mon 22:00-24:00, America/New_York"]
    assert hours.histories[0] == ()


def test_hours_of_the_settings_take_the_place_of_the_default_of_their_helpdesk(
    store: Store,
) -> None:
    hours, keys = two(store)
    always = Calendar(ZoneInfo("UTC"), parse_hours("mon-fri 01:00-02:00"))
    for given in (hours, hours.defaults_only()):
        own = given.with_own({"zendesk:other": always, "zendesk:gone": always})
        (number,) = own.numbers(ints([keys["zendesk:other"]]), ints([500]))
        assert words(own)[number][0][1] == "Mon-Fri 01:00-02:00, UTC"
        (number,) = own.numbers(ints([keys["zendesk:acme"]]), ints([500]))
        assert number == hours.homes["zendesk:acme"] * (given is hours)
