"""The executive digest: the few trend lines that say whether support scales."""

from __future__ import annotations

from bot.digests.digest import Digest
from metrics.periods import PeriodKind

EXECUTIVE = Digest(
    key="executive",
    title="How support scales",
    question="Are we scaling without sacrificing service?",
    trends=True,
    period=PeriodKind.MONTH,
    metrics=("backlog", "sla", "csat", "ai_automation", "frt", "cost_ticket", "deflection"),
)
