"""Whether AI agents answer at all, and which tickets."""

from __future__ import annotations

from metrics.catalogue.supply import Supply
from metrics.sources.needs import Need
from metrics.tickets.columns import Bools, Columns
from metrics.tickets.records import NEVER


def ai_known(columns: Columns) -> bool:
    """Whether any AI agent has ever answered."""
    return bool((columns.tickets.first_ai_reply_at < NEVER).any())


def took_part(columns: Columns) -> Bools:
    """Which tickets an AI agent answered."""
    mask: Bools = columns.tickets.first_ai_reply_at < NEVER
    return mask


def began(columns: Columns) -> Bools:
    """Which tickets an AI agent answered before any human touched them."""
    tickets = columns.tickets
    return took_part(columns) & (tickets.first_ai_reply_at <= tickets.first_touch_at)


AI = Supply(
    there=ai_known,
    because="no answer by an AI agent is known",
    how="",
    need=Need.AI,
)
