from __future__ import annotations

from bot.cli.backups import summary
from metrics.store.database.backup import CopyResult

ROWS = {"target": 1, "alert": 2, "ticket": 1204, "span": 1, "alembic_version": 1}


def test_what_people_made_is_counted_by_name() -> None:
    assert summary(CopyResult(ROWS), "Copied") == (
        "Copied: 1,209 rows, among them 1 target, 0 schedules, 2 alerts, 0 notes, 0 receipts, "
        "1,204 tickets."
    )


def test_posts_of_which_nobody_can_tell_are_named() -> None:
    assert (
        summary(CopyResult(ROWS, unsure=2), "Restored")
        .splitlines()[1]
        .startswith("2 posts had not")
    )
    assert "does not post them again" in summary(CopyResult(ROWS, unsure=1), "Restored")
