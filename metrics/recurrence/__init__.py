"""When something regular is due: a rule in local time, and the instants it stands for."""

from metrics.recurrence.rule import Cadence, Rule, next_slots, slots

__all__ = ["Cadence", "Rule", "next_slots", "slots"]
