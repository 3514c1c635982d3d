"""A small team's year, for all that asks a stand-in: to plan it takes half a second."""

from __future__ import annotations

from sandbox.year import Year
from tests import truth

ENDS = 1795564800
YEAR = Year.plan_until(ENDS, tickets_per_weekday=4)
NOW = truth.quiet_moment(YEAR, ENDS)
