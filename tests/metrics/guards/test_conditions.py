"""What can be said of answers side by side."""

from __future__ import annotations

from metrics.guards.conditions import rose, stands, turn
from metrics.guards.guard import Guard, warnings
from metrics.guards.levers import LEVERS, lever
from metrics.question.query import Filter
from metrics.tickets.records import Dimension
from tests.metrics.guards.desk import desk, result

LATER = 2_000_000_000


def test_some_shares_can_only_get_worse_while_they_ripen() -> None:
    assert not stands(result("csat_response", -0.1, provisional_until=LATER))
    assert stands(result("reopen", 0.1, provisional_until=LATER))
    assert not stands(result("reopen", -0.1, provisional_until=LATER))
    assert turn(result("reopen", provisional_until=LATER)) is None


def test_a_state_is_whole_at_any_instant() -> None:
    assert turn(result("backlog", 0.1, complete=False)) == 1
    assert turn(result("frt", 0.1, complete=False)) is None


def test_what_has_no_change_has_not_moved() -> None:
    assert turn(result("frt", change=None)) is None


def test_the_headline_is_looked_at_before_anything_else_is_asked() -> None:
    guard = Guard(id="G0", about=("csat",), when=(rose("frt"), rose("csat")), says="x")
    stood = desk(result("frt", 0.1), result("csat"))
    assert warnings([guard], result("csat"), stood) == ()
    assert stood.asked == ["csat"]


def test_single_people_are_left_in_peace() -> None:
    guard = Guard(id="G0", about=("frt",), when=(rose("frt"),), says="x")
    whole = result("frt", 0.1)
    assert warnings([guard], whole, desk(whole)) == ("Frt rose: x.",)
    query = type(whole.query)(
        metric="frt", period=whole.query.period, where=(Filter(Dimension.AGENT, ("a1",)),)
    )
    assert warnings([guard], result("frt", 0.1, query=query), desk(whole)) == ()


def test_a_lever_is_named_only_where_the_figure_clearly_got_worse() -> None:
    assert lever(result("frt", 0.1)) == LEVERS["frt"]
    assert lever(result("frt", -0.1)) == ""
    assert lever(result("frt")) == ""
    assert lever(result("frt", 0.1, complete=False)) == ""
    assert lever(result("next_reply", 0.1)) == ""
