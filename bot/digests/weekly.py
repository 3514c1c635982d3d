"""The weekly digest: speed and backlog, with one measure of quality beside them."""

from __future__ import annotations

from bot.digests.digest import Digest
from metrics.periods import PeriodKind

WEEKLY = Digest(
    key="weekly",
    title="Your week in support",
    question="Are customers answered in time, and does the queue keep up?",
    period=PeriodKind.WEEK,
    metrics=("frt", "sla", "next_reply", "resolution", "backlog", "aging", "csat"),
    backlog=True,
)
