"""What to look at when a measure is poor (metric catalogue, 13).

Those of SLA compliance, resolution on first contact and reopens are the guards G21, G23 and G24.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from metrics.guards.conditions import movement
from metrics.question.result import Movement, Result

_AI = "guardrails, handover rules, tuning"

LEVERS: Mapping[str, str] = MappingProxyType(
    {
        "frt": "triage and routing by skill, language and type; staffing by hour; spikes",
        "csat": "a short survey at once, a follow-up to low scores, the categories that drag",
        "nps": "the reasons people give, by segment; a call to those who are unhappy",
        "aht": "training, templates, what stands in the way; never pressure",
        "backlog": "automatic tagging, a forecast from history, the growth rate, self-service",
        "ces": "the customer's way step by step, processes rather than people, searchable help",
        "resolution": "targets by segment, waits for the customer, outliers, training, authority",
        "escalation": "training by tier, a written guide, documentation, first-tier authority",
        "utilization": "scheduling, balance, burnout",
        "cost_resolution": "the dear types of case, repeats that could be automated, first contact",
        "deflection": "gaps in the articles, bots trained on your own content",
        "takeover": _AI,
        "ai_resolution": _AI,
    }
)


def lever(result: Result) -> str:
    """What to look at, where the figure clearly got worse; else empty."""
    return LEVERS.get(result.query.metric, "") if movement(result) is Movement.WORSE else ""
