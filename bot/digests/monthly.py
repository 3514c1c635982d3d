"""The monthly digest: quality and experience."""

from __future__ import annotations

from bot.digests.digest import Digest
from metrics.periods import PeriodKind

MONTHLY = Digest(
    key="monthly",
    title="Your month in support",
    question="Are problems solved the first time, and how do customers find it?",
    period=PeriodKind.MONTH,
    metrics=("csat", "fcr", "reopen", "escalation", "qa", "ces", "nps", "repeat", "csat_response"),
)
