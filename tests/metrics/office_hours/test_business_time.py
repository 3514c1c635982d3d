"""Working time where each team has its own hours, in the three modes."""

from __future__ import annotations

from math import floor
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.office_hours.business_time import BusinessClock, due_at
from metrics.office_hours.calendar import Calendar, parse_hours
from metrics.office_hours.schedules import ALWAYS_BEFORE, DeskHours, Mode, Schedules, Version
from metrics.store.tickets.snapshot import Snapshot
from metrics.tickets.records import NEVER
from tests.metrics.office_hours.test_calendar import at
from tests.metrics.small import columns, ints, spans, tickets

DEFAULT = Calendar(ZoneInfo("Europe/Berlin"), parse_hours("mon-fri 09:00-17:00"))
LEVELS = (
    "Level 1 Chicago | teams: 1 | zone: America/Chicago | hours: mon-sun 07:00-21:00;;"
    "Level 2 San Francisco | teams: 2 | zone: America/Los_Angeles | hours: mon-fri 08:00-17:30"
)


def clock(text: str, made: Snapshot, mode: Mode = Mode.START) -> BusinessClock:
    schedules = Schedules.parse(text, DEFAULT, mode)
    return BusinessClock(default=DEFAULT, schedules=schedules, columns=made, team_names={})


def handed_on(created: int, moved: int) -> Snapshot:
    """One ticket that went from team 1 to team 2."""
    told = spans([(1, created, moved), (1, moved, NEVER)], team=[1, 2])
    return columns(tickets([created]), spans=told)


def minutes(mode: Mode, created: int, moved: int, answered: int) -> float:
    measured = clock(LEVELS, handed_on(created, moved), mode)
    seconds = measured.working_seconds(ints([1]), ints([created]), ints([answered]))
    return floor(int(seconds[0]) / 60 * 100) / 100


@pytest.mark.parametrize(("mode", "published"), [(Mode.PIECES, 959.46), (Mode.LAST, 689.46)])
def test_the_published_ticket_gives_the_published_minutes(mode: Mode, published: float) -> None:
    # Ticket 941606 of dbt_zendesk's decision log, at the minutes of the week with which the log
    # reckons: 3902, 5461.25 and 5461.46 (which is 19:01:27.6).
    created, moved = at("2020-09-29 17:02", "UTC"), at("2020-09-30 19:01:15", "UTC")
    assert minutes(mode, created, moved, at("2020-09-30 19:01:28", "UTC")) == published


@pytest.mark.parametrize(
    ("mode", "by_hand"), [(Mode.PIECES, 960.13), (Mode.LAST, 690.13), (Mode.START, 960.13)]
)
def test_the_published_ticket_at_its_very_seconds(mode: Mode, by_hand: float) -> None:
    # 17:01:38 to 02:00 and 12:00 to 19:01:46; San Francisco 17:01:38 to 00:30 and 15:00 to 19:01:46
    created, moved = at("2020-09-29 17:01:38", "UTC"), at("2020-09-30 19:01:25", "UTC")
    assert minutes(mode, created, moved, at("2020-09-30 19:01:46", "UTC")) == by_hand


def test_a_schedule_changed_later_leaves_what_began_before_as_it_was() -> None:
    text = "New | since: 2026-06-03 | hours: mon-fri 09:00-12:00"
    start, end = ints([at("2026-06-02 15:00")]), ints([at("2026-06-03 16:00")])
    made = columns(tickets([int(start[0])]))
    spent = {m: int(clock(text, made, m).working_seconds(ints([1]), start, end)[0]) for m in Mode}
    hour = 3600
    assert spent == {Mode.START: 9 * hour, Mode.LAST: 3 * hour, Mode.PIECES: 5 * hour}


@pytest.mark.parametrize("mode", Mode)
def test_the_pieces_of_a_span_add_up_to_it_across_a_changed_schedule(mode: Mode) -> None:
    text = "New | since: 2026-06-03 | hours: mon-fri 09:00-12:00"
    start, cut, end = (at(f"2026-06-0{day} 15:00") for day in (1, 3, 5))
    measured = clock(text, columns(tickets([start])), mode)
    whole = measured.working_seconds(ints([1]), ints([start]), ints([end]))
    span = ints([start] * 2), ints([end] * 2)
    pieces = measured.piece_seconds(ints([1, 1]), span, ints([start, cut]), ints([cut, end]))
    assert int(pieces.sum()) == int(whole[0])


def test_one_question_measures_each_ticket_by_its_own_team() -> None:
    monday = at("2026-06-01 00:00")
    made = columns(
        tickets([monday] * 3), spans=spans([(n, monday, NEVER) for n in (1, 2, 3)], team=[1, 2, 3])
    )
    text = "A | teams: 1 | hours: mon 9-10;;B | teams: 2 | hours: mon 9-12"
    day = ints([monday] * 3), ints([monday + 86_400] * 3)
    for mode in Mode:
        spent = clock(text, made, mode).working_seconds(ints([1, 2, 3]), *day)
        assert (spent // 3600).tolist() == [1, 3, 8]


def test_a_target_used_up_at_closing_time_is_kept_until_the_next_opening() -> None:
    friday, monday = at("2026-06-05 16:00"), at("2026-06-08 09:00")
    due = due_at(DEFAULT, ints([friday, friday]), ints([3600, 3601]))
    assert due.tolist() == [monday, monday + 1]


def test_where_no_opening_is_known_any_more_nothing_is_due() -> None:
    assert due_at(DEFAULT, ints([at("2045-12-29 12:00")]), ints([10**9])).tolist() == [NEVER]


WEEK = st.integers(at("2026-03-23 00:00"), at("2026-04-06 00:00"))


@given(start=WEEK, seconds=st.integers(0, 200_000))
@settings(max_examples=150, deadline=None)
def test_a_due_instant_is_the_last_that_keeps_the_target(start: int, seconds: int) -> None:
    due = int(due_at(DEFAULT, ints([start]), ints([seconds]))[0])
    assert DEFAULT.working_seconds(start, due) == seconds
    assert DEFAULT.working_seconds(start, due + 1) == seconds + 1


@given(moments=st.lists(WEEK, min_size=6, max_size=6))
@settings(max_examples=100, deadline=None)
def test_pieces_add_up_wherever_a_span_is_cut(moments: list[int]) -> None:
    created, *moved, start, middle, end = sorted(moments[:3]) + sorted(moments[3:])
    told = [(1, created, moved[0]), (1, moved[0], moved[1]), (1, moved[1], NEVER)]
    made = columns(tickets([created]), spans=spans(told, team=[1, 2, 3]))
    text = f"{LEVELS};;All | since: 2026-03-29 | hours: mon-sun 03:00-04:00"
    measure = clock(text, made, Mode.PIECES).working_seconds
    one = ints([1])
    whole = measure(one, ints([start]), ints([end]))
    first = measure(one, ints([start]), ints([middle]))
    second = measure(one, ints([middle]), ints([end]))
    assert whole == first + second
    assert 0 <= whole <= end - start


@given(rows=st.lists(st.tuples(st.integers(1, 3), WEEK, WEEK), min_size=1, max_size=8))
@settings(max_examples=60, deadline=None)
def test_modes_agree_where_the_schedule_never_changes(rows: list[tuple[int, int, int]]) -> None:
    created = at("2026-03-23 00:00")
    told = spans([(n, created, NEVER) for n in (1, 2, 3)], team=[1, 2, 3])
    made = columns(tickets([created] * 3), spans=told)
    ticket, start, end = (ints([row[n] for row in rows]) for n in range(3))
    spent = [clock(LEVELS, made, mode).working_seconds(ticket, start, end) for mode in Mode]
    assert (spent[0] == spent[1]).all()
    assert (spent[0] == spent[2]).all()


def test_without_schedules_only_the_default_is_asked() -> None:
    rows = ints([1, 2]), ints([0, at("2026-06-01 08:00")]), ints([0, at("2026-06-01 10:00")])
    alone = clock("", columns(tickets([])))
    assert np.array_equal(alone.working_seconds(*rows), [0, 3600])
    assert alone.words() == DEFAULT.words()
    assert "Level 2 San Francisco" in clock(LEVELS, columns(tickets([]))).words()


DAY = Calendar(DEFAULT.zone, parse_hours("mon-fri 08:00-18:00"), name="Day")
SHORT = Calendar(DEFAULT.zone, parse_hours("mon-fri 08:00-10:00"), name="Short")
NIGHT = Calendar(DEFAULT.zone, parse_hours("mon-fri 20:00-23:00"), name="Night")


def desk(text: str, made: Snapshot, hours: DeskHours, mode: Mode = Mode.START) -> BusinessClock:
    schedules = Schedules.parse(text, DEFAULT, mode)
    return BusinessClock(
        default=DEFAULT, schedules=schedules, columns=made, team_names={}, desk=hours
    )


def test_the_helpdesks_hours_stand_in_for_the_default_ones() -> None:
    monday = at("2026-06-01 00:00")
    made = columns(tickets([monday]))
    hours = DeskHours(histories=((Version(ALWAYS_BEFORE, DAY),),))
    measured = desk("", made, hours)
    assert measured.working_seconds(ints([1]), ints([monday]), ints([monday + 86_400])) == 10 * 3600
    assert measured.words() == "Mon-Fri 08:00-18:00, Europe/Berlin"
    assert measured.in_force(monday) == DAY
    assert desk("", made, DeskHours()).in_force(monday) == DEFAULT


def test_a_changed_schedule_of_the_helpdesk_does_not_rewrite_the_past() -> None:
    monday, tuesday = at("2026-06-01 00:00"), at("2026-06-02 00:00")
    made = columns(tickets([monday, tuesday]))
    changed = Version(ALWAYS_BEFORE, DAY), Version(tuesday, SHORT)
    hours = DeskHours(histories=(changed,))
    starts = ints([monday, tuesday])
    spent = desk("", made, hours).working_seconds(ints([1, 2]), starts, starts + 86_400)
    assert (spent // 3600).tolist() == [10, 2]


@pytest.mark.parametrize(("mode", "spent"), [(Mode.START, 10), (Mode.LAST, 3), (Mode.PIECES, 7)])
def test_a_ticket_is_measured_by_the_schedule_it_was_given(mode: Mode, spent: int) -> None:
    # On the day's hours from 00:00, on the night's from 12:00 on: 08-12, then 20-23.
    monday = at("2026-06-01 00:00")
    made = columns(tickets([monday, monday]), spans=spans([(1, monday, NEVER)]))
    hours = DeskHours(
        histories=((Version(ALWAYS_BEFORE, DAY),), (Version(ALWAYS_BEFORE, NIGHT),)),
        ticket=ints([1]),
        at=ints([monday + 12 * 3600]),
        number=ints([1]),
    )
    measured = desk("", made, hours, mode)
    start, end = ints([monday, monday]), ints([monday + 86_400] * 2)
    seconds = measured.working_seconds(ints([1, 2]), start, end)
    assert (seconds // 3600).tolist() == [spent, 10]
    assert "of each ticket's schedule (Day, Night)" in measured.words()
    later = start + 13 * 3600
    assert measured.due_at(ints([1, 2]), later, ints([3600, 3600])).tolist() == [
        monday + 21 * 3600,
        monday + 14 * 3600,
    ]


def test_a_teams_own_schedule_of_the_settings_comes_before_the_helpdesks() -> None:
    monday = at("2026-06-01 00:00")
    made = columns(
        tickets([monday] * 2), spans=spans([(n, monday, NEVER) for n in (1, 2)], team=[1, 2])
    )
    hours = DeskHours(
        histories=((Version(ALWAYS_BEFORE, DAY),), (Version(ALWAYS_BEFORE, NIGHT),)),
        ticket=ints([1, 2]),
        at=ints([monday, monday]),
        number=ints([1, 1]),
    )
    measured = desk("A | teams: 1 | hours: mon 9-10", made, hours)
    day = ints([monday] * 2), ints([monday + 86_400] * 2)
    assert (measured.working_seconds(ints([1, 2]), *day) // 3600).tolist() == [1, 3]
