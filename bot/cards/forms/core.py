"""The core set put together by choosing: one field, in which five to seven measures are picked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.cards.controls import CORE_SET
from bot.cards.forms.fields import CHOICE, input_field, label, view
from bot.cards.forms.question import metric_groups
from metrics.goals.core import FEWEST, MOST

FIELD = "metrics"
"""The one field, whose choice is the keys of measures, in the order in which they were picked."""


def modal(place: str, chosen: Sequence[str]) -> Mapping[str, Any]:
    """The modal; `place` comes back with what was chosen, `chosen` are picked at first."""
    groups = metric_groups()
    options = {each["value"]: each for group in groups for each in group["options"]}
    picked = [options[key] for key in chosen if key in options]
    element: dict[str, Any] = {
        "type": "multi_static_select",
        "action_id": CHOICE,
        "placeholder": label("Measures"),
        "option_groups": groups,
        **({"initial_options": picked} if picked else {}),
    }
    title = f"{FEWEST} to {MOST} measures, the most important first"
    fields = [input_field(FIELD, title, element)]
    return view(CORE_SET, place, fields, title="Choose the core set", submit="Choose")
