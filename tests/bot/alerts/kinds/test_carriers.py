"""What carries what fired: the open tickets, their owners, and one thing to do that follows."""

from __future__ import annotations

from typing import Any

import pytest

from bot.alerts import messages
from tests.bot.alerts.desk import alert
from tests.bot.alerts.kinds.conftest import Look
from tests.metrics.desk import NOW, Told


def tickets(n: int, category: str, *, owned: bool = False, hour: float = 10) -> list[Told]:
    made = [Told(f"{category}{k}", hour + k, category=category) for k in range(n)]
    return [each.agent(hour + 50, "ann") if owned else each for each in made]


def watched(watch: str) -> Any:
    return alert(watch=watch, value=0.0, clear=0.0)


def test_the_three_oldest_are_named_with_their_owners_while_they_are_open(look: Look) -> None:
    stories = [*tickets(3, "billing", hour=100), Told("old", 1).agent(2, "ann")]
    sight = look(stories, watched("backlog"))
    reply = messages.alert_post(alert(), sight, sight.story(), lambda _, id: f"https://x/{id}")
    lines = str(reply.head)
    assert [lines.index(f"https://x/{id}") for id in ("old", "billing0", "billing1")]
    assert "https://x/billing2" not in lines
    assert "ann" in lines
    assert "#old 14d 23h old" in reply.text


def test_of_what_was_measured_no_ticket_and_nobody_is_named(look: Look) -> None:
    stories = [
        Told(f"{k}", 33, category="ab"[k % 2]).said(39 + k % 2 * 8, "ann") for k in range(12)
    ]
    sight = look(stories, alert(watch="frt 2026-W46"))
    reply = messages.alert_post(alert(), sight, sight.story(), lambda _, id: f"https://x/{id}")
    assert "https://x/" not in str(reply.head)
    assert "ann" not in str(reply.head)


def test_a_median_tells_the_part_that_carries_its_rise(look: Look) -> None:
    def answered(week: int, billing: float) -> list[Told]:
        hours = {"billing": billing, "other": 1.0}
        return [
            Told(f"{week}{name}{k}", 168 * week + 33, category=name).said(
                168 * week + 33 + took, "ann"
            )
            for name, took in hours.items()
            for k in range(60 if name == "billing" else 20)
        ]

    stories = [*answered(-1, 1.0), *answered(0, 12.0)]
    story = look(stories, alert(watch="frt 2026-W46", value=3600.0, clear=3600.0)).story()
    assert story.lines[0].startswith("11h slower than the week before (1h 0m)")
    assert any("By category, most of it is billing" in line for line in story.lines)
    better = look([], alert(watch="frt 2026-W45", above=False, value=1e6, clear=1e6), NOW)
    assert better.story().lines == ()


@pytest.mark.parametrize(
    ("watch", "stories", "advice"),
    [
        (
            "backlog",
            [*tickets(3, "billing"), *tickets(3, "billin", owned=True), *tickets(2, "other")],
            "5 of 8 have no owner: assign them.",
        ),
        (
            "backlog",
            [*tickets(5, "billing"), *tickets(1, "billing2", owned=True), *tickets(2, "other")],
            "5 of 8 are in billing and 7 have no owner: assign them.",
        ),
        (
            "backlog",
            [*tickets(6, "billing", owned=True), *tickets(2, "other", owned=True)],
            "6 of 8 are in billing: begin there.",
        ),
        (
            "unassigned",
            [*tickets(6, "billing"), *tickets(2, "other"), *tickets(9, "third", owned=True)],
            "6 of 8 are in billing: assign those first.",
        ),
        ("unassigned", [*tickets(4, "a"), *tickets(4, "b"), *tickets(4, "c")], ""),
        ("unassigned", tickets(3, "billing"), ""),
        (
            "unassigned",
            [*tickets(4, "billing"), *tickets(12, "bill", owned=True)],
            "All 4 are in billing: assign them.",
        ),
    ],
)
def test_one_thing_to_do_follows_from_the_data_or_none(
    look: Look, watch: str, stories: list[Told], advice: str
) -> None:
    assert look(stories, watched(watch)).story().advice == advice


def test_a_rush_is_told_with_its_hours(look: Look) -> None:
    stories = [Told(f"r{k}", 9.1 + k / 10) for k in range(12)]
    stories += [Told(f"q{k}", 14 + k) for k in range(4)]
    sight = look(stories, watched("volume 2026-11-09"))
    assert sight.story().advice == "12 of 16 came between 9:00 and 11:00."
