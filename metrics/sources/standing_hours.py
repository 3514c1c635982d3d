"""How many hours a week the team is paid for, and how many go to customers, as somebody said it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

STANDING_HOURS: Final = "every week"
"""The agent of hours that stand until somebody changes them: of all people, and in no file."""


@dataclass(frozen=True, slots=True)
class WeeklyHours:
    """The hours of a week from `month` on, such as "2026-11", of all people together.

    `for_customers` are those of the `paid` ones that went into work for customers. `until` is their
    last month; "" where they go on, or others follow at once.
    """

    month: str
    paid: float
    for_customers: float
    until: str = ""
