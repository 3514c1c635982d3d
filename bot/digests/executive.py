"""The executive digest: the few trend lines that say whether support scales."""

from __future__ import annotations

from bot.digests.digest import Digest
from metrics.periods import PeriodKind

EXECUTIVE = Digest(
    key="executive",
    title="Executive: trends",
    question="Are we scaling without sacrificing service?",
    period=PeriodKind.MONTH,
    metrics=("backlog", "sla", "csat", "ai_automation", "frt", "cost_ticket", "deflection"),
)
