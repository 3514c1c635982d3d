"""What a level leaves out is told beside it, and counted by its own variant."""

from __future__ import annotations

import pytest

from metrics.store.database.engine import Store
from tests.metrics.desk import Told, ask, told

CHILD = "opened in a side conversation"


@pytest.mark.parametrize(("period", "left_out"), [("2026-11-08", {}), ("2026-11-10", {CHILD: 1})])
def test_a_backlog_says_how_many_child_tickets_it_leaves_out(
    store: Store, period: str, left_out: dict[str, int]
) -> None:
    child = Told("child", 30, child=True, requester="ann", submitter="ann").said(30, "ann")
    asker = told(store, [child, Told("ours", 1)])
    assert dict(ask(asker, "backlog", period=period).excluded) == left_out
    assert ask(asker, "backlog", "children", period).excluded == ()
