"""Figures by the tier of those who ask: as files tell it, as it was when each ticket came."""

from __future__ import annotations

from io import BytesIO
from zoneinfo import ZoneInfo

import pytest

from metrics.ask import Asker
from metrics.errors import UnavailableError
from metrics.goals.targets import Targets
from metrics.importing import bring
from metrics.imports import KINDS, CellContext
from metrics.periods import Period
from metrics.question.query import Filter, Query
from metrics.store.database.engine import Store
from metrics.tickets.records import Dimension
from tests.metrics.desk import NOW, Told, ask, told

WEEK = Period.of("2026-W46")
GOLD = Filter(Dimension.TIER, ("gold",))
BY_TIER = (Dimension.TIER,)
HEAD = "customer,tier,since\n"


def stories() -> list[Told]:
    """Monday of cleo, Thursday of cleo, and one each of kim and of somebody who is in no file."""
    return [
        Told("1", hour=9).solved(10, 11),
        Told("2", hour=81).solved(84, 90),
        Told("3", hour=9, requester="kim").solved(14, 15),
        Told("4", hour=9, requester="noa").solved(16, 17),
    ]


def imported(asker: Asker, text: str) -> None:
    data, around = (HEAD + text).encode(), CellContext(ZoneInfo("UTC"), NOW)
    assert not bring(
        asker.store, KINDS["customer-tiers"], BytesIO(data), around, dry_run=False
    ).faults


def by_tier(asker: Asker, metric: str) -> dict[str, int]:
    result = asker.answer(Query(metric=metric, period=WEEK, split=BY_TIER), NOW)
    return {part.label: part.figure.n for part in result.parts}


def test_the_tier_when_a_ticket_came_holds(store: Store) -> None:
    asker = told(store, stories())
    imported(asker, "cleo,Free,\ncleo,GOLD,2026-11-12\nkim,gold,\n")
    assert by_tier(asker, "volume") == {"free": 1, "gold": 2, "(none)": 1}
    gold = Query(metric="frt", variant="mean", period=WEEK, where=(GOLD,))
    assert asker.answer(gold, NOW).figure.n == 2
    assert {line["ticket"] for line in asker.tickets(gold, NOW)} == {"2", "3"}
    assert {line["tier"] for line in asker.tickets(gold, NOW)} == {"gold"}


def test_a_backlog_of_a_tier_says_how_many_of_its_child_tickets_it_leaves_out(store: Store) -> None:
    child = Told("child", 30, child=True, requester="cleo", submitter="ann").said(30, "ann")
    asker = told(store, [child, Told("ours", 1)])
    imported(asker, "cleo,gold,\n")
    query = Query(metric="backlog", period=Period.of("2026-11-10"), where=(GOLD,))
    assert asker.answer(query, NOW).excluded == (("opened in a side conversation", 1),)


def test_every_new_file_is_seen_at_the_next_question(store: Store) -> None:
    asker = told(store, stories())
    imported(asker, "cleo,free,\n")
    assert by_tier(asker, "solved") == {"free": 2, "(none)": 2}
    imported(asker, "cleo,silver,\nnoa,silver,\n")
    assert by_tier(asker, "solved") == {"silver": 3, "(none)": 1}


def test_a_row_from_a_day_on_says_nothing_of_the_time_before(store: Store) -> None:
    asker = told(store, stories())
    imported(asker, "cleo,gold,2026-11-12\nstranger,free,\n")
    assert by_tier(asker, "volume") == {"gold": 1, "(none)": 3}
    assert asker.directory().tiers == ("free", "gold")


def test_without_a_file_it_is_said_how_to_have_tiers_and_all_else_is_answered(
    store: Store,
) -> None:
    asker = told(store, stories())
    for query in (
        Query(metric="volume", period=WEEK, split=BY_TIER),
        Query(metric="volume", period=WEEK, where=(Filter(Dimension.TIER, ("",)),)),
    ):
        with pytest.raises(UnavailableError, match=r"Tier is not available.*customer-tiers FILE"):
            asker.answer(query, NOW)
        with pytest.raises(UnavailableError):
            list(asker.tickets(query, NOW))
        with pytest.raises(UnavailableError):
            asker.why(query, NOW)
    with pytest.raises(UnavailableError):
        asker.why(Query(metric="volume", period=WEEK), NOW, Dimension.TIER)
    assert ask(asker, "volume").figure.n == 4


def test_before_the_first_ticket_a_file_alone_does_no_harm(store: Store) -> None:
    asker = told(store, [])
    imported(asker, "cleo,gold,\n")
    assert by_tier(asker, "volume") == {}


def test_the_target_that_says_most_judges_each_tier(store: Store) -> None:
    asker = told(store, stories())
    asker.targets = Targets.parse("frt 8h; frt tier gold 2h; frt tier gold email 1h")
    imported(asker, "cleo,gold,\nkim,free,\n")
    result = asker.answer(Query(metric="frt", period=WEEK, split=BY_TIER), NOW)
    aims = {part.label: part.target.value for part in result.parts if part.target}
    assert aims == {"gold": 7200, "free": 8 * 3600, "(none)": 8 * 3600}
    email = Filter(Dimension.CHANNEL, ("email",))
    narrowed = asker.answer(Query(metric="frt", period=WEEK, where=(email, GOLD)), NOW)
    assert narrowed.target is not None
    assert narrowed.target.value == 3600
