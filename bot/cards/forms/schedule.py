"""A schedule put together by choosing: the modal, whose choices are words of the language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.cards import blocks
from bot.cards.controls import PLAN, Offer
from bot.cards.facts import capital
from bot.cards.forms.fields import (
    CHOICE,
    channel_field,
    conversations,
    input_field,
    team_field,
    text_input,
    view,
)
from bot.cards.schedules import days
from bot.talk import Block
from metrics.recurrence import Rule

USUAL = "usual"
FIELDS = ("digest", "channel", "days", "time", "zone", "team", "source")
"""What is chosen, in the order in which it is said."""

DAYS = (
    ("As usual for the digest", USUAL),
    ("Every Monday", "weekly monday"),
    ("Every Tuesday", "weekly tuesday"),
    ("Every Wednesday", "weekly wednesday"),
    ("Every Thursday", "weekly thursday"),
    ("Every Friday", "weekly friday"),
    ("Monday to Friday", "daily mon-fri"),
    ("Every day", "daily"),
    ("On the 1st of each month", "monthly 1"),
    ("On the last day of each month", "monthly last"),
    ("On the 1st of each quarter", "quarterly 1"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleForm:
    """What the modal begins with. `place` comes back with what was chosen.

    `teams` are names with the words for them. With `rule` a schedule is moved: what it posts and
    about which tickets then stays.
    """

    place: str
    digests: Sequence[str]
    teams: Sequence[Offer]
    channel: str
    zone: str
    time: str = "09:00"
    rule: Rule | None = None


def modal(form: ScheduleForm) -> Mapping[str, Any]:
    """The modal."""
    moves = form.rule is not None
    fields = [
        *([] if moves else [_digest(form)]),
        input_field("channel", "Channel to post to", conversations(form.channel)),
        input_field("days", "When", _days(form.rule)),
        input_field("time", "Time of day", _time(form.time)),
        input_field("zone", "Time zone", text_input(form.zone)),
        *([] if moves else _tickets(form)),
    ]
    title = "Move the schedule" if moves else "Schedule a digest"
    return view(PLAN, form.place, fields, title=title, submit="Move" if moves else "Schedule")


def _digest(form: ScheduleForm) -> Block:
    offers = [(f"{key.title()} digest", key) for key in form.digests]
    usual = "weekly" if "weekly" in form.digests else ""
    return input_field("digest", "What to post", blocks.menu("A digest", CHOICE, offers, usual))


def _days(rule: Rule | None) -> dict[str, Any]:
    if rule is None:
        return blocks.menu("Days", CHOICE, DAYS, USUAL)
    now = str(rule).rpartition(" ")[0].rpartition(" ")[0]
    own = () if now in {value for _, value in DAYS} else ((capital(days(rule)), now),)
    return blocks.menu("Days", CHOICE, (*own, *DAYS[1:]), now)


def _time(time: str) -> dict[str, Any]:
    return {"type": "timepicker", "action_id": CHOICE, "initial_time": time}


def _tickets(form: ScheduleForm) -> list[Block]:
    """The fields that say about which tickets."""
    return [*team_field(form.teams, "Tickets of"), channel_field("source", "Tickets that came by")]
