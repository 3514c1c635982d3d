"""What a figure must be read together with: no speed, volume or cost is ever better alone."""

from metrics.guards.conditions import Beside
from metrics.guards.guard import Guard, warnings
from metrics.guards.levers import lever
from metrics.guards.table import GUARDS

__all__ = ["GUARDS", "Beside", "Guard", "lever", "warnings"]
