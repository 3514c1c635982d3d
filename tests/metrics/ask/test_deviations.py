"""A figure and its parts beside the windows before, from a store of many like weeks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from metrics.ask import Asker
from metrics.ask.deviations import deviations
from metrics.ask.question import Question
from metrics.periods import Period
from metrics.question.deviation import Deviation, Deviations
from metrics.question.query import Filter, Query
from metrics.store.database.engine import Store
from metrics.tickets.records import Channel, Dimension
from tests.metrics.desk import NOW, Told, told

WEEK_HOURS = 168
A_DAY, DAYS = 4, 5
"""So many tickets a working day."""


def stories(weeks: int, slow: str = "", lacking: str = "") -> Iterator[Told]:
    """Like weeks up to the last; in that, one channel is slow, or does not come at all."""
    for back in range(weeks):
        for number in range(A_DAY * DAYS * 2):
            channel = Channel.CHAT if number % 2 else Channel.EMAIL
            if back == 0 and channel == lacking:
                continue
            hour = -back * WEEK_HOURS + number // (2 * A_DAY) * 24 + 9 + number % A_DAY
            minutes = (5 if channel is Channel.CHAT else 60) * (1 + (number * 7 + back) % 10 / 20)
            times = 4 if back == 0 and channel == slow else 1
            story = Told(f"{back}-{number}", hour, channel=channel)
            yield story.said(hour, "cleo").said(hour + times * minutes / 60, "ann")


def question(asker: Asker, metric: str = "frt", *where: Filter) -> Question:
    return asker.question(Query(metric=metric, period=Period.of("2026-W46"), where=where), NOW)


def seen(store: Store, *where: Filter, weeks: int = 13, **more: str) -> Deviations | None:
    asker = told(store, stories(weeks, **more), days=7 * weeks + 6)
    return deviations(question(asker, "frt", *where))


def part(found: Deviations | None, dimension: str, key: str) -> Deviation:
    assert found is not None
    return next(p for p in found.parts if (p.dimension, p.key) == (dimension, key))


def test_weeks_that_are_alike_do_not_stand_out(store: Store) -> None:
    found = seen(store)
    assert found is not None
    assert found.whole.windows == 12
    assert found.whole.n == 2 * A_DAY * DAYS
    assert all(abs(each.score) < 2 for each in (found.whole, *found.parts))


def test_a_slow_part_stands_out_with_what_is_usual_and_its_slowest_tickets(store: Store) -> None:
    found = seen(store, slow="email")
    email, chat = (part(found, "channel", key) for key in ("email", "chat"))
    assert email.score > 4
    assert abs(chat.score) < 2
    assert email.value == pytest.approx(4 * email.usual, rel=0.1)
    assert email.usual == pytest.approx(3600 * 1.2, rel=0.15)
    assert {id.split("-")[0] for _, id, _ in email.tickets} == {"0"}
    assert len(email.tickets) == 3
    assert len(email.rows) == A_DAY * DAYS


def test_more_of_what_always_takes_long_is_no_slower_work(store: Store) -> None:
    found = seen(store, lacking="chat")
    assert found is not None
    assert abs(found.whole.score) < 2
    assert found.whole.value > found.whole.usual
    assert abs(part(found, "channel", "email").score) < 2


def test_of_how_many_came_a_part_stands_out_by_its_share_of_all(store: Store) -> None:
    asker = told(store, stories(13, lacking="chat"), days=7 * 13 + 6)
    chat = part(deviations(question(asker, "volume")), "channel", "chat")
    assert chat.score < -4
    assert (chat.value, chat.usual) == (0, A_DAY * DAYS)
    fewer_everywhere = [*stories(13)][A_DAY * DAYS :]
    asker = told(store, fewer_everywhere, days=7 * 13 + 6)
    found = deviations(question(asker, "volume"))
    assert found is not None
    assert found.whole.score < -1
    assert abs(part(found, "channel", "chat").score) < 2


@pytest.mark.parametrize("limit", ["beyond 4h", "within 4h"])
@pytest.mark.parametrize("late", [0, 2, 5])
def test_of_a_share_only_tickets_on_its_bad_side_are_named(
    store: Store, late: int, limit: str
) -> None:
    made = [*stories(12)][A_DAY * DAYS * 2 :]  # no ticket in the newest week but these
    for number in range(10):
        hour, wait = 9 + number % A_DAY, 5 if number < late else 1
        story = Told(f"new-{number}", hour).said(hour, "cleo")
        made.append(story.said(hour + wait, "ann"))
    asker = told(store, made, days=7 * 12 + 6)
    query = Query(metric="frt", variant=limit, period=Period.of("2026-W46"))
    found = deviations(asker.question(query, NOW))
    assert found is not None
    named = {id for _, id, _ in found.whole.tickets}
    assert named <= {f"new-{number}" for number in range(late)}
    assert len(named) == min(late, 3)


def test_what_was_asked_for_is_no_part_of_itself(store: Store) -> None:
    found = seen(store, Filter(Dimension.CHANNEL, ("email",)))
    assert found is not None
    assert "channel" not in {each.dimension for each in found.parts}


def test_of_too_few_windows_and_of_one_that_is_not_over_nothing_is_said(store: Store) -> None:
    asker = told(store, stories(5), days=35)
    assert deviations(question(asker)) is None
    running = Query(metric="frt", period=Period.of("2026-W48"))
    assert deviations(asker.question(running, NOW)) is None


def test_weeks_before_the_first_ticket_are_none_of_the_usual(store: Store) -> None:
    few = question(told(store, stories(6), days=7 * 13 + 6), "volume")
    assert deviations(few) is None
    found = deviations(question(told(store, stories(8), days=7 * 13 + 6), "volume"))
    assert found is not None
    assert (found.whole.windows, found.whole.usual) == (7, 2 * A_DAY * DAYS)


def test_what_is_no_sample_and_no_count_has_none(store: Store) -> None:
    asker = told(store, stories(13), days=97)
    assert deviations(question(asker, "backlog_growth")) is None
    backlog = deviations(question(asker, "backlog"))
    assert backlog is not None
    assert backlog.whole.n > 0


def test_four_weeks_together_show_what_one_does_not(store: Store) -> None:
    asker = told(store, stories(16, slow="email"), days=7 * 16 + 6)
    lasting = deviations(question(asker), 4)
    assert lasting is not None
    assert (lasting.whole.over, lasting.whole.windows) == (4, 12)
    assert lasting.whole.n == 4 * 2 * A_DAY * DAYS
    email = part(lasting, "channel", "email")
    assert {id.split("-")[0] for _, id, _ in email.tickets} == {"0"}
    assert deviations(question(asker, "backlog"), 4) is None
