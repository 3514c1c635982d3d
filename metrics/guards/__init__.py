"""What a figure must be read together with: no speed, volume or cost is ever better alone."""

from metrics.guards.conditions import Lookup
from metrics.guards.guard import Guard, warnings
from metrics.guards.levers import lever
from metrics.guards.table import GUARDS

__all__ = ["GUARDS", "Guard", "Lookup", "lever", "warnings"]
