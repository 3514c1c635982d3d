"""Days that pass within minutes keep their order, and a night without a change follows."""

from __future__ import annotations

import pytest

from tests.soak.size import TICKETS_A_MINUTE, VENDORS, Size
from tests.soak.squeeze import DAY, Squeeze, planned

NOW = 1_795_600_800
SECONDS, DAYS = 600.0, 5.0


def test_what_is_past_stays_and_days_become_minutes() -> None:
    squeeze = Squeeze(NOW, SECONDS, DAYS)
    assert squeeze.at(NOW - 5) == NOW - 5
    assert squeeze.at(NOW + DAY) == NOW + 120
    assert squeeze.at(NOW + 5 * DAY) == squeeze.ends_at == NOW + 600


def test_after_the_last_change_nothing_happens_for_a_day() -> None:
    squeeze = Squeeze(NOW, SECONDS, DAYS)
    assert squeeze.at(NOW + 5 * DAY + 1) == NOW + 600 + DAY + 1


def test_whole_lives_are_squeezed_in_their_order() -> None:
    year = planned(NOW, SECONDS, DAYS, 20, 7)
    ends_at = Squeeze(NOW, SECONDS, DAYS).ends_at
    young = [plan for plan in year.plans if NOW < plan.created_at <= ends_at]
    assert any(plan.solves and plan.solves[0].at <= ends_at for plan in young)
    for plan in year.plans:
        stamps = [step.at for step in plan.steps]
        assert stamps == sorted(stamps)
        assert plan.created_at <= stamps[0]
        assert not [at for at in stamps if ends_at < at <= ends_at + DAY]


@pytest.mark.thorough
def test_about_as_many_tickets_come_as_ten_large_teams_have() -> None:
    size = Size(30)
    years = [
        planned(NOW, size.seconds, size.days, size.tickets_per_weekday, seed)
        for seed, _ in enumerate(VENDORS)
    ]
    ends_at = Squeeze(NOW, size.seconds, size.days).ends_at
    came = [plan for year in years for plan in year.plans if NOW < plan.created_at <= ends_at]
    assert 0.8 < len(came) / size.minutes / TICKETS_A_MINUTE < 1.25
