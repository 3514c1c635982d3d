"""A schedule put together by choosing: the modal, whose choices are words of the language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.cards import blocks
from bot.cards.controls import PLAN, Offer
from bot.cards.forms.question import CHOICE, capital, field, label
from bot.cards.schedules import days
from bot.talk import Block
from metrics.errors import AskError
from metrics.recurrence import Rule
from metrics.tickets.records import Channel

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
class Form:
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


def planner(form: Form) -> Mapping[str, Any]:
    """The modal."""
    moves = form.rule is not None
    shown = [
        *([] if moves else [_digest(form)]),
        field("channel", "Channel to post to", conversations(form.channel)),
        field("days", "When", _days(form.rule)),
        field("time", "Time of day", _time(form.time)),
        field("zone", "Time zone", _text(form.zone)),
        *([] if moves else _tickets(form)),
    ]
    return {
        "type": "modal",
        "callback_id": PLAN,
        "private_metadata": form.place,
        "title": label("Move the schedule" if moves else "Schedule a digest"),
        "submit": label("Move" if moves else "Schedule"),
        "close": label("Cancel"),
        "blocks": [dict(block) for block in shown],
    }


def plan_words(values: Mapping[str, str]) -> str:
    """The phrase of what was chosen, by the name of the field."""
    said = {**values, "channel": f"#{values['channel']}"} if values.get("channel") else values
    return " ".join(said[name] for name in FIELDS if said.get(name, USUAL) != USUAL)


def plan_misfits(values: Mapping[str, str]) -> dict[str, str]:
    """What is wrong with the time zone, at its field. It reads no store: Slack waits for it."""
    try:
        Rule.parse(f"daily {values.get('zone', '')}")
    except AskError as error:
        return {"zone": f"{error} Write it like Europe/Berlin."[: blocks.HEADER_LIMIT]}
    return {}


def _digest(form: Form) -> Block:
    offers = [(f"{key.title()} digest", key) for key in form.digests]
    usual = "weekly" if "weekly" in form.digests else ""
    return field("digest", "What to post", blocks.menu("A digest", CHOICE, offers, usual))


def conversations(chosen: str) -> dict[str, Any]:
    """A menu of the channels that a person is in."""
    made: dict[str, Any] = {
        "type": "conversations_select",
        "action_id": CHOICE,
        "placeholder": label("A channel"),
        "filter": {"include": ["public", "private"], "exclude_bot_users": True},
    }
    return {**made, "initial_conversation": chosen} if chosen[:1] in {"C", "G"} else made


def _days(rule: Rule | None) -> dict[str, Any]:
    if rule is None:
        return blocks.menu("Days", CHOICE, DAYS, USUAL)
    held = str(rule).rpartition(" ")[0].rpartition(" ")[0]
    own = () if held in {value for _, value in DAYS} else ((capital(days(rule)), held),)
    return blocks.menu("Days", CHOICE, (*own, *DAYS[1:]), held)


def _time(chosen: str) -> dict[str, Any]:
    return {"type": "timepicker", "action_id": CHOICE, "initial_time": chosen}


def _text(chosen: str) -> dict[str, Any]:
    return {"type": "plain_text_input", "action_id": CHOICE, "initial_value": chosen}


def _tickets(form: Form) -> list[Block]:
    """The fields that say about which tickets."""
    sources = [(capital(channel), channel.value) for channel in Channel]
    menu = blocks.menu("All channels", CHOICE, sources)
    about = field("source", "Tickets that came by", menu, optional=True)
    teams = [team for team in form.teams if len(team[1]) <= blocks.OPTION_VALUE_LIMIT]
    if not teams:
        return [about]
    chosen = blocks.menu("All teams", CHOICE, teams)
    return [field("team", "Tickets of", chosen, optional=True), about]
