"""An alert put together by choosing: the modal, whose choices are words of the language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.cards import blocks
from bot.cards.controls import WATCH, Offer
from bot.cards.forms.question import CHOICE, capital, fitting, label, metrics
from bot.cards.forms.question import field as entry
from bot.cards.forms.schedule import conversations
from bot.talk import Block
from metrics.tickets.records import Channel

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
class Form:
    """What the modal begins with. `place` comes back with what was chosen.

    `kinds` are what is watched without a period and above no value, `sides` what a figure can be
    but above or below, and `values` how values are said. `teams` are names with the words for them,
    `chosen` the value of each field that has one.
    """

    place: str
    kinds: Sequence[Offer]
    sides: Sequence[Offer]
    values: str
    teams: Sequence[Offer]
    channel: str
    chosen: Mapping[str, str] = field(default_factory=dict)
    changes: bool = False


def watcher(form: Form) -> Mapping[str, Any]:
    """The modal."""
    return {
        "type": "modal",
        "callback_id": WATCH,
        "private_metadata": form.place,
        "title": label("Change the alert" if form.changes else "Make an alert"),
        "submit": label("Change" if form.changes else "Watch"),
        "close": label("Cancel"),
        "blocks": [dict(block) for block in (*_watched(form), *_told(form))],
    }


def _watched(form: Form) -> list[Block]:
    """The fields that say what is watched."""
    sources = [(capital(channel), channel.value) for channel in Channel]
    shown = [
        entry("metric", "What to watch", metrics(form.chosen.get("metric"), form.kinds)),
        _menu(form, "side", "It speaks up when that is", (*SIDES, *form.sides), "above"),
        entry(
            "value",
            "This value",
            _text(form, "value", form.values),
            optional=True,
        ),
        _menu(form, "period", "Taken over", [(capital(p), p) for p in PERIODS], "today"),
    ]
    if teams := fitting(form.teams):
        shown.append(_menu(form, "team", "Tickets of", teams))
    return [*shown, _menu(form, "source", "Tickets that came by", sources)]


def _told(form: Form) -> list[Block]:
    """The fields that say where and how readily it is told."""
    quiet = _text(form, "quiet", "22:00-07:00")
    more = _text(form, "more", "min 20 for 3 checks remind never clear 3h30m")
    return [
        entry("channel", "Channel to tell", conversations(form.channel)),
        _menu(form, "every", "Checked", EVERY, "5m"),
        entry("quiet", "Quiet hours", quiet, optional=True),
        entry("more", "Further words", more, optional=True),
    ]


def _menu(form: Form, name: str, title: str, offers: Sequence[Offer], usual: str = "") -> Block:
    """A field with a menu; without a usual choice none need be made."""
    chosen = form.chosen.get(name, usual)
    own = [(capital(chosen), chosen)] if chosen and chosen not in {v for _, v in offers} else []
    menu = blocks.menu("All" if not usual else title, CHOICE, [*own, *offers], chosen)
    return entry(name, title, menu, optional=not usual)


def _text(form: Form, name: str, example: str) -> dict[str, Any]:
    made = {"type": "plain_text_input", "action_id": CHOICE, "placeholder": label(example)}
    return {**made, "initial_value": form.chosen[name]} if form.chosen.get(name) else made
