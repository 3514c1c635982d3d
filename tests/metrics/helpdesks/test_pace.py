from __future__ import annotations

from metrics.helpdesks.pace import Allowance, Limit, Pace

EXPORTS = Limit(prefix="/incremental/", calls=3, but=("/incremental/users/",))
USERS = Limit(prefix="/incremental/users/", calls=5)


class Now:
    def __init__(self) -> None:
        self.at = 1000.0

    def __call__(self) -> float:
        return self.at


def test_requests_within_the_limit_go_at_once_and_the_next_waits_for_the_minute() -> None:
    now = Now()
    pace = Pace([EXPORTS], now)
    waits = []
    for _ in range(3):
        waits.append(pace.reserve("/incremental/tickets/cursor"))
        now.at += 10
    assert waits == [0, 0, 0]
    assert pace.reserve("/incremental/ticket_events") == 30
    now.at += 30
    assert pace.reserve("/incremental/ticket_events") == 0


def test_a_request_that_must_wait_takes_no_place() -> None:
    now = Now()
    pace = Pace([EXPORTS], now)
    for _ in range(3):
        pace.reserve("/incremental/tickets")
    for _ in range(5):
        assert pace.reserve("/incremental/tickets") > 0
    now.at += 60
    assert [pace.reserve("/incremental/tickets") for _ in range(3)] == [0, 0, 0]


def test_the_longest_prefix_has_its_own_budget() -> None:
    pace = Pace([EXPORTS, USERS], Now())
    assert [pace.reserve("/incremental/users/cursor") for _ in range(5)] == [0] * 5
    assert pace.reserve("/incremental/users/cursor") > 0
    assert pace.reserve("/incremental/tickets") == 0


def test_paths_without_a_limit_never_wait() -> None:
    pace = Pace([EXPORTS], Now())
    assert {pace.reserve("/groups") for _ in range(1000)} == {0.0}


def test_a_larger_allowance_is_learnt() -> None:
    pace = Pace([EXPORTS], Now())
    pace.learn("/incremental/tickets", Allowance(calls=30, remaining=29, resets_seconds=60))
    assert [pace.reserve("/incremental/tickets") for _ in range(30)] == [0] * 30
    assert pace.reserve("/incremental/tickets") > 0


def test_an_allowance_used_up_by_others_closes_the_family_until_it_resets() -> None:
    now = Now()
    pace = Pace([EXPORTS], now)
    pace.learn("/incremental/tickets", Allowance(calls=3, remaining=0, resets_seconds=12))
    assert pace.reserve("/incremental/ticket_events") == 12
    now.at += 12
    assert pace.reserve("/incremental/ticket_events") == 0


def test_a_request_that_costs_more_takes_more() -> None:
    now = Now()
    pace = Pace([Limit(prefix="/", calls=5)], now)
    assert pace.reserve("/tickets", cost=3) == 0
    now.at += 1
    assert pace.reserve("/tickets", cost=3) == 59
    assert pace.reserve("/tickets", cost=2) == 0
    now.at += 59
    assert pace.reserve("/tickets", cost=3) == 0


def test_one_that_costs_more_than_all_goes_when_nothing_else_does() -> None:
    now = Now()
    pace = Pace([Limit(prefix="/", calls=5)], now)
    assert pace.reserve("/tickets", cost=9) == 0
    assert pace.reserve("/tickets", cost=9) == 60
    now.at += 60
    assert pace.reserve("/tickets", cost=9) == 0


def test_all_limits_that_hold_for_a_path_hold_and_a_day_is_one_of_them() -> None:
    now = Now()
    limits = [
        Limit(prefix="/", calls=10),
        Limit(prefix="/tickets", calls=4),
        Limit(prefix="/", calls=12, seconds=86_400),
    ]
    pace = Pace(limits, now)
    assert [pace.reserve("/tickets") for _ in range(4)] == [0] * 4
    assert pace.reserve("/tickets") == 60
    assert [pace.reserve("/agents") for _ in range(6)] == [0] * 6
    assert pace.reserve("/agents") == 60
    now.at += 60
    assert [pace.reserve("/agents") for _ in range(2)] == [0] * 2
    assert pace.reserve("/agents") > 80_000


def test_requests_without_end_leave_the_window_as_they_grow_old() -> None:
    now = Now()
    pace = Pace([Limit(prefix="/", calls=100)], now)
    waited = 0
    for _ in range(1000):
        while pace.reserve("/tickets") > 0:
            waited += 1
            now.at += 0.05
        now.at += 0.05
    assert waited > 0
    assert now.at - 1000 < 60 * 11


def test_what_is_learnt_concerns_the_limit_of_the_fewest_paths_and_the_shortest_time() -> None:
    limits = [
        Limit(prefix="/", calls=100),
        Limit(prefix="/", calls=1000, seconds=86_400),
        Limit(prefix="/tickets", calls=2),
    ]
    pace = Pace(limits, Now())
    pace.learn("/tickets", Allowance(calls=3, remaining=2, resets_seconds=60))
    pace.learn("/agents", Allowance(remaining=0, resets_seconds=7))
    assert pace.reserve("/agents") == 7
