from __future__ import annotations

from metrics.helpdesks.pace import Allowance, Limit, Pace

EXPORTS = Limit(prefix="/incremental/", per_minute=3)
USERS = Limit(prefix="/incremental/users/", per_minute=5)


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
    pace.learn("/incremental/tickets", Allowance(per_minute=30, remaining=29, resets_seconds=60))
    assert [pace.reserve("/incremental/tickets") for _ in range(30)] == [0] * 30
    assert pace.reserve("/incremental/tickets") > 0


def test_an_allowance_used_up_by_others_closes_the_family_until_it_resets() -> None:
    now = Now()
    pace = Pace([EXPORTS], now)
    pace.learn("/incremental/tickets", Allowance(per_minute=3, remaining=0, resets_seconds=12))
    assert pace.reserve("/incremental/ticket_events") == 12
    now.at += 12
    assert pace.reserve("/incremental/ticket_events") == 0
