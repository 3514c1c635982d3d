"""An alert put together by choosing: the modal, whose choices are words of the language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.cards import blocks
from bot.cards.controls import WATCH, Offer
from bot.cards.facts import capital
from bot.cards.forms.fields import (
    CHOICE,
    channel_offers,
    conversations,
    fitting,
    input_field,
    text_input,
    view,
)
from bot.cards.forms.question import metrics
from bot.talk import Block

FIELDS = (
    "metric",
    "side",
    "value",
    "source",
    "team",
    "period",
    "channel",
    "every",
    "quiet",
    "more",
)
"""What is chosen, in the order in which it is said."""

PERIODS = ("today", "yesterday", "this week", "last 7 days", "last 30 days", "this month")
SIDES = (("Above", "above"), ("Below", "below"))
EVERY = (
    ("Every 5 minutes", "5m"),
    ("Every 15 minutes", "15m"),
    ("Every hour", "1h"),
    ("Once a day", "1d"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertForm:
    """What the modal begins with. `place` comes back with what was chosen.

    `kinds` are what is watched without a period and above no value, `sides` what a figure can be
    but above or below, and `values` how values are said. `teams` are names with the words for them,
    `choices` the value of each field that has one.
    """

    place: str
    kinds: Sequence[Offer]
    sides: Sequence[Offer]
    values: str
    teams: Sequence[Offer]
    channel: str
    choices: Mapping[str, str] = field(default_factory=dict)
    changes: bool = False


def modal(form: AlertForm) -> Mapping[str, Any]:
    """The modal."""
    fields = (*_condition_fields(form), *_delivery_fields(form))
    title = "Change the alert" if form.changes else "Make an alert"
    return view(
        WATCH, form.place, fields, title=title, submit="Change" if form.changes else "Watch"
    )


def _condition_fields(form: AlertForm) -> list[Block]:
    """The fields that say what is watched."""
    # An example within the field has room for few letters on a phone.
    value, hint = _text(form, "value", "4h"), f"For example {form.values}"
    fields = [
        input_field("metric", "What to watch", metrics(form.choices.get("metric"), form.kinds)),
        _menu(form, "side", "It speaks up when that is", (*SIDES, *form.sides), "above"),
        input_field("value", "This value", value, optional=True, hint=hint),
        _menu(form, "period", "Taken over", [(capital(p), p) for p in PERIODS], "today"),
    ]
    if teams := fitting(form.teams):
        fields.append(_menu(form, "team", "Tickets of", teams))
    return [*fields, _menu(form, "source", "Tickets that came by", channel_offers())]


def _delivery_fields(form: AlertForm) -> list[Block]:
    """The fields that say where and how readily it is told."""
    quiet = _text(form, "quiet", "22:00-07:00")
    more = _text(form, "more", "min 20")
    hint = "For example min 20 for 3 checks remind never clear 3h30m"
    return [
        input_field("channel", "Channel to tell", conversations(form.channel)),
        _menu(form, "every", "Checked", EVERY, "5m"),
        input_field("quiet", "Quiet hours", quiet, optional=True),
        input_field("more", "Further words", more, optional=True, hint=hint),
    ]


def _menu(
    form: AlertForm, name: str, title: str, offers: Sequence[Offer], usual: str = ""
) -> Block:
    """A field with a menu; without a usual choice none need be made."""
    choice = form.choices.get(name, usual)
    own = [(capital(choice), choice)] if choice and choice not in {v for _, v in offers} else []
    menu = blocks.menu("All" if not usual else title, CHOICE, [*own, *offers], choice)
    return input_field(name, title, menu, optional=not usual)


def _text(form: AlertForm, name: str, example: str) -> dict[str, Any]:
    return text_input(form.choices.get(name, ""), example)
