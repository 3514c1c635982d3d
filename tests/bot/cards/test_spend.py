"""The card of what support takes."""

from __future__ import annotations

from bot.cards.spend import FileMonths, spend_card
from metrics.sources.standing_cost import MonthlyCost
from metrics.sources.standing_hours import WeeklyHours
from sandbox.slack.rules import faults

NO_FILES = FileMonths()


def test_what_holds_is_told_with_what_can_be_done_about_it() -> None:
    reply = spend_card([MonthlyCost("2026-10", 1_200_050, "EUR")], [], NO_FILES)
    assert "12,000.50 EUR a month from 2026-10 on." in reply.text
    assert "how many hours a week are paid" in reply.text
    assert "'spend none'" in str(reply.tail)
    assert "'utilization'" not in str(reply.tail)


def test_hours_are_told_beside_a_cost_that_nobody_has_said() -> None:
    reply = spend_card([], [WeeklyHours("2026-10", 1_237.5, 900)], NO_FILES, "Set: something.")
    ended = spend_card([MonthlyCost("2026-01", 500, "EUR", "2026-03")], [], NO_FILES)
    assert "5.00 EUR a month from 2026-01 to 2026-03." in ended.text
    assert "1,237.5 paid hours a week, 900 of them for customers" in reply.text
    assert "Set: something." in reply.text
    assert "what it costs a month" in reply.text
    assert "'spend no hours'" in str(reply.tail)
    assert "'spend none'" not in str(reply.tail)
    assert faults({"text": reply.text, "blocks": [*reply.head, *reply.tail]}) == []


def test_many_changes_are_told_by_the_last() -> None:
    steps = [MonthlyCost(f"20{n:02}-01", n * 100, "EUR") for n in range(10, 40)]
    hours = [WeeklyHours(f"20{n:02}-01", n, n) for n in range(10, 40)]
    gaps = [f"20{n:02}-01" for n in range(10, 40)]
    reply = spend_card(steps, hours, FileMonths(gaps, gaps), "Set: one.", "Set: another.")
    assert "EUR a month from 2039-01" in str(reply.head)
    assert "39 paid hours a week, 39 of them for customers, from 2039-01" in str(reply.head)
    assert faults({"text": reply.text, "blocks": [*reply.head, *reply.tail]}) == []
    assert "tells of earlier ones, 2034-01, 2035-01" in reply.text


def test_of_which_months_files_tell_is_said_where_nobody_has_said_a_cost() -> None:
    reply = spend_card([], [], FileMonths(["2026-08", "2026-09", "2026-11"]))
    assert "Nobody has said what it costs a month. An imported file of costs" in reply.text
    assert "tells of 2026-08 to 2026-09 and 2026-11: there it alone counts." in reply.text
    assert "paid, so there is no utilization of it." in reply.text
    assert "'cost_ticket'" in str(reply.tail)
