"""The quarterly digest: loyalty, cost and demand."""

from __future__ import annotations

from bot.digests.digest import Digest
from metrics.periods import PeriodKind

QUARTERLY = Digest(
    key="quarterly",
    title="Your quarter in support",
    question="Does support keep customers, at what cost, and how does demand grow?",
    period=PeriodKind.QUARTER,
    metrics=("nps", "churn", "csat", "cost_ticket", "deflection", "volume", "contact_rate"),
)
