from __future__ import annotations

from typing import Any

from metrics.helpdesks.intercom.merges import MOST_LINKS, candidates, removal
from metrics.tickets.records import Removal, Removed
from tests.metrics.helpdesks.intercom.examples import (
    CREATED,
    admin,
    linked,
    operator,
    part,
    whole,
)

TOOK_IN = part(133, "merged_primary_conversation", 600, operator())
CLOSE = part(7, "close", 590, admin(), state="closed")


def merged(**more: Any) -> dict[str, Any]:
    links = linked("conversation", "9")
    return whole(CLOSE, **{"state": "closed", "linked_objects": links, **more})


def test_one_that_was_merged_away_is_linked_with_what_took_it_in() -> None:
    raw = merged()
    assert candidates(raw) == ("9",)
    told = removal(raw, [whole(TOOK_IN)])
    assert told == Removed(id="1295", removal=Removal.MERGED, at=CREATED + 590)


def test_one_that_took_another_in_stays() -> None:
    links = linked("conversation", "9")
    assert candidates(whole(TOOK_IN, CLOSE, state="closed", linked_objects=links)) == ()


def test_one_that_took_another_in_and_went_into_a_third_goes() -> None:
    links = linked("conversation", "9")
    links["data"] = [*links["data"], *linked("conversation", "10")["data"]]
    raw = whole(TOOK_IN, CLOSE, state="closed", linked_objects=links)
    assert candidates(raw) == ("9", "10")
    assert removal(raw, [whole(), whole(TOOK_IN)])


def test_links_with_tickets_and_those_of_open_ones_say_nothing() -> None:
    assert candidates(merged(linked_objects=linked("ticket", "9", "Back-office"))) == ()
    assert candidates(merged(state="open")) == ()
    assert candidates(merged(linked_objects=None)) == ()


def test_nobody_was_merged_whom_nobody_took_in() -> None:
    assert removal(merged(), [whole()]) is None
    assert removal(merged(), []) is None


def test_without_a_close_it_was_then_that_it_last_changed() -> None:
    links = linked("conversation", "9")
    told = removal(whole(state="closed", linked_objects=links), [whole(TOOK_IN)])
    assert told
    assert told.at == CREATED + 3600


def test_one_that_says_itself_that_it_was_merged_away_needs_no_other() -> None:
    away = part(8, "merged_secondary_conversation", 595, operator())
    raw = whole(CLOSE, away, state="closed", linked_objects=linked("conversation", "9"))
    assert candidates(raw) == ()
    assert removal(raw, ()) == Removed(id="1295", removal=Removal.MERGED, at=CREATED + 595)
    assert removal({**raw, "state": "open"}, ()) is None


def test_of_many_links_those_are_looked_at_that_it_takes_to_find_what_took_it_in() -> None:
    taken_in = [part(n, "merged_primary_conversation", n, operator()) for n in range(20, 25)]
    links = [each for n in range(1, 7) for each in linked("conversation", str(n))["data"]]
    raw = whole(*taken_in, CLOSE, state="closed", linked_objects={"data": links})
    assert candidates(raw) == ("1", "2", "3", "4", "5", "6")
    others = iter([*[whole()] * 5, whole(TOOK_IN), whole()])
    assert removal(raw, others)
    assert len(list(others)) == 1, "the last was not asked for"


def test_no_more_links_are_looked_at_than_intercom_gives() -> None:
    links = {"data": linked("conversation", "9")["data"] * (MOST_LINKS + 1)}
    assert len(candidates(merged(linked_objects=links))) == MOST_LINKS


def test_nobody_was_merged_whom_a_linked_one_did_not_take_in_as_it_closed() -> None:
    another = part(133, "merged_primary_conversation", 9000, operator())
    assert removal(merged(), [whole(another)]) is None
    assert removal(merged(), [whole(another, TOOK_IN)])
