from __future__ import annotations

from typing import Any

import pytest

from metrics.store.tickets.observed import observed_changes

CONNECTED = 1_000


def version(changed_at: int, **more: Any) -> dict[str, Any]:
    held = {"team": None, "agent": None, "priority": "low"}
    own = {"source": "freshdesk:acme", "id": "7", "created_at": 500, "changed_at": changed_at}
    return {**own, **held, **more}


def seen(before: dict[str, Any] | None, after: dict[str, Any]) -> list[tuple[Any, ...]]:
    rows = observed_changes([(before, after)], CONNECTED)
    return [(row["at"], row["field"], row["old"], row["new"]) for row in rows]


def test_what_differs_is_a_change_of_the_newer_version() -> None:
    before, after = version(1_100), version(1_200, team="31", agent="501")
    assert seen(before, after) == [(1_200, "team", None, "31"), (1_200, "agent", None, "501")]
    assert seen(after, version(1_300, team="31")) == [(1_300, "agent", "501", None)]
    assert seen(after, {**after, "changed_at": 1_400}) == []


def test_what_holds_when_an_older_ticket_is_read_first_is_no_change() -> None:
    assert seen(None, version(1_200, agent="501")) == []


@pytest.mark.parametrize("changed_at", [1_500, 1_700])
def test_a_ticket_that_came_later_had_nobody_before_its_first_version(changed_at: int) -> None:
    own = version(changed_at, created_at=1_500, agent="501")
    assert (changed_at, "agent", None, "501") in seen(None, own)


def test_ids_are_made_of_the_version() -> None:
    pair = (version(1_100), version(1_200, team="31", priority="high"))
    ids = [row["id"] for row in observed_changes([pair], CONNECTED)]
    assert ids == ["7:team:1200", "7:priority:1200"]
