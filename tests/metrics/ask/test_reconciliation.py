"""Our times beside the helpdesk's own, ticket by ticket."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from metrics.ask import reconciliation
from metrics.catalogue import exclusions
from metrics.periods import Period
from metrics.question.query import Clock, Filter, Query
from metrics.question.reconciliation import Comparison
from metrics.store.database.engine import Store
from metrics.tickets.records import Dimension, Removal
from metrics.tickets.vendor_figures import VendorFigures
from tests.metrics.desk import NOW, Told, told


def replied(minutes: int, business: int | None = None) -> VendorFigures:
    return VendorFigures(reply_minutes=minutes, reply_business_minutes=business, replies=1)


def compared(
    store: Store, stories: Sequence[Told], metric: str = "frt", **more: object
) -> Comparison:
    asked = {"metric": metric, "period": Period.of("2026-W46"), **more}
    return told(store, stories).reconcile(Query(**asked), NOW)  # type: ignore[arg-type]


def gaps(found: Comparison) -> list[tuple[str, float | None, float | None, str]]:
    return [(gap.ticket, gap.ours, gap.theirs, gap.reason) for gap in found.tickets]


def test_less_than_a_minute_is_no_gap(store: Store) -> None:
    stories = [Told(f"t{n}", n, vendor=replied(60)).said(n + 1 + n / 120, "ann") for n in range(2)]
    found = compared(store, stories)
    assert (found.alike, found.theirs_of_both.n, found.gap) == (2, 2, -15)
    assert (found.reasons, found.tickets, found.helpdesk) == ((), (), "Zendesk")


def test_the_reason_is_the_moment_that_the_helpdesk_took(store: Store) -> None:
    stories = [
        Told("bot", 0, vendor=replied(60)).said(1, "robot").said(9, "ann"),
        Told("second", 0, vendor=replied(300)).said(1, "ann").said(5, "ann"),
        Told("sooner", 0, vendor=replied(30)).said(2, "ann"),
        Told("later", 0, vendor=replied(180)).said(2, "ann"),
        Told("alike", 0, vendor=replied(120)).said(2, "ann"),
        Told("alone", 0).said(2, "ann"),
    ]
    found = compared(store, stories)
    assert gaps(found) == [
        ("bot", 9 * 3600, 3600, reconciliation.BOT),
        ("second", 3600, 5 * 3600, reconciliation.SECOND),
        ("sooner", 2 * 3600, 1800, reconciliation.EARLIER),
        ("later", 2 * 3600, 3 * 3600, reconciliation.LATER),
        ("alone", 2 * 3600, None, reconciliation.NO_FIGURE),
    ]
    assert (found.only_ours, found.only_theirs, found.alike) == (1, 0, 1)
    assert (found.result.figure.n, found.theirs.n, found.ours_of_both.n) == (6, 5, 5)
    assert (found.ours_of_both.value, found.theirs_of_both.value) == (2 * 3600, 2 * 3600)
    assert found.gap == 0


def test_what_only_the_helpdesk_counts_says_why_it_is_left_out_here(store: Store) -> None:
    stories = [
        Told("merged", 0, vendor=replied(60), removal=Removal.MERGED, removed_at=NOW).said(
            1, "ann"
        ),
        Told("ours", 0, vendor=replied(60), submitter="ann").said(1, "ann"),
        Told("bot", 0, vendor=replied(60)).said(1, "robot"),
        Told("silent", 0, vendor=replied(60)),
        Told("long", 0, vendor=replied(60)).said(200, "ann"),
    ]
    found = compared(store, stories)
    assert {gap.ticket: gap.reason for gap in found.tickets} == {
        "merged": reconciliation.GONE,
        "ours": "left out here: opened by an agent",
        "bot": reconciliation.BOT_ONLY,
        "silent": f"left out here: {exclusions.UNREAD_ANSWER}",
        "long": reconciliation.OTHER_PERIOD,
    }
    assert (found.only_theirs, found.theirs.n, found.gap) == (5, 5, None)


def test_a_time_cut_to_the_minute_does_not_move_a_ticket_into_another_week(store: Store) -> None:
    edge = Told("edge", 100 + 30 / 3600, vendor=replied(68 * 60 - 1)).said(168 + 20 / 3600, "ann")
    assert compared(store, [edge]).theirs.n == 0
    inside = Told("inside", -2 + 30 / 3600, vendor=replied(119)).said(20 / 3600, "ann")
    assert compared(store, [inside]).alike == 1


def test_a_filter_holds_on_both_sides(store: Store) -> None:
    stories = [
        Told("moved", 0, vendor=replied(60), team="1").team(0, "2").said(1, "ann").team(2, "1"),
        Told("other", 0, vendor=replied(60), team="2").team(0, "2").said(1, "ann"),
        Told("own", 0, vendor=replied(60), team="1").team(0, "1").said(1, "ann"),
    ]
    found = compared(store, stories, where=(Filter(Dimension.TEAM, ("1",)),))
    assert (found.alike, found.only_theirs) == (1, 1)
    assert gaps(found) == [("moved", None, 3600, reconciliation.ELSEWHERE)]


def test_office_hours_of_its_own_are_told_from_another_end(store: Store) -> None:
    stories = [
        Told("hours", 9, vendor=replied(120, 30)).said(11, "ann"),
        Told("alike", 9, vendor=replied(120, 120)).said(11, "ann"),
        Told("none", 9, vendor=replied(120)).said(11, "ann"),
    ]
    found = compared(store, stories, clock=Clock.BUSINESS)
    assert gaps(found) == [
        ("hours", 7200, 1800, reconciliation.HOURS),
        ("none", 7200, None, reconciliation.NO_FIGURE),
    ]


def test_solves_are_told_apart(store: Store) -> None:
    def solved(first: int, last: int) -> Told:
        figures = VendorFigures(first_resolution_minutes=first, resolution_minutes=last)
        told = Told(f"{first}-{last}", 0, vendor=figures).said(1, "ann").became(2, "solved")
        return told.became(3, "open").became(4, "solved")

    right, swapped = solved(120, 240), solved(240, 120)
    found = compared(store, [right, swapped], "resolution")
    assert gaps(found) == [("240-120", 4 * 3600, 2 * 3600, reconciliation.FIRST_SOLVE)]
    found = compared(store, [right, swapped], "first_resolution")
    assert gaps(found) == [("240-120", 2 * 3600, 4 * 3600, reconciliation.LAST_SOLVE)]


def test_only_the_ten_largest_gaps_are_named(store: Store) -> None:
    stories = [Told(f"t{n}", 0, vendor=replied(60 + 2 * n)).said(1, "ann") for n in range(30)]
    found = compared(store, stories)
    assert [gap.ticket for gap in found.tickets] == [f"t{n}" for n in range(29, 19, -1)]
    assert found.reasons == ((reconciliation.LATER, 29),)


def test_only_helpdesks_that_were_asked_and_keep_such_a_time_are_compared(store: Store) -> None:
    told(store, [Told("a", 0, vendor=replied(60)).said(1, "ann")], title="Acme")
    asker = told(store, [Told("b", 0).said(3, "ann")], account="none", title="Bare")
    query = Query(metric="frt", period=Period.of("2026-W46"))
    found = asker.reconcile(query, NOW)
    assert (found.helpdesk, found.only_ours, found.alike) == ("Acme", 0, 1)
    one = replace(query, where=(Filter(Dimension.SOURCE, ("zendesk:none",)),))
    found = asker.reconcile(one, NOW)
    assert (found.helpdesk, found.only_ours, found.theirs.n) == ("Bare", 1, 0)
