"""What all forms have in common: the modal itself, its fields, and the menus in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bot.cards import blocks
from bot.cards.controls import Offer
from bot.cards.facts import capital
from bot.talk import Block
from metrics.tickets.records import Channel

CHOICE = "choice"
"""The action of every element: what is chosen comes back under it, in its field."""


def view(
    form: str, place: str, fields: Iterable[Block], *, title: str, submit: str
) -> Mapping[str, Any]:
    """A modal. `form` says which one comes back, `place` what it brings back."""
    return {
        "type": "modal",
        "callback_id": form,
        "private_metadata": place,
        "title": label(title),
        "submit": label(submit),
        "close": label("Cancel"),
        "blocks": [dict(block) for block in fields],
    }


def input_field(
    name: str, title: str, element: Mapping[str, Any], *, optional: bool = False, hint: str = ""
) -> Block:
    """A field of a modal, whose choice comes back under its name; a hint stands below it."""
    field = {
        "type": "input",
        "block_id": name,
        "label": label(title),
        "element": dict(element),
        "optional": optional,
    }
    return {**field, "hint": label(hint)} if hint else field


def label(text: str) -> dict[str, Any]:
    """Words of a modal."""
    return {"type": "plain_text", "text": text, "emoji": False}


def text_input(value: str, example: str = "") -> dict[str, Any]:
    """A field to type in."""
    element: dict[str, Any] = {"type": "plain_text_input", "action_id": CHOICE}
    if example:
        element["placeholder"] = label(example)
    return {**element, "initial_value": value} if value else element


def conversations(channel: str) -> dict[str, Any]:
    """A menu of the channels that a person is in; it begins with `channel` where that is one."""
    element: dict[str, Any] = {
        "type": "conversations_select",
        "action_id": CHOICE,
        "placeholder": label("A channel"),
        "filter": {"include": ["public", "private"], "exclude_bot_users": True},
    }
    return {**element, "initial_conversation": channel} if channel[:1] in {"C", "G"} else element


def channel_offers() -> list[Offer]:
    """The channels that tickets come by."""
    return [(capital(channel), channel.value) for channel in Channel]


def channel_field(name: str, title: str) -> Block:
    """The field for the channel that tickets came by."""
    return input_field(
        name, title, blocks.menu("All channels", CHOICE, channel_offers()), optional=True
    )


def fitting(teams: Sequence[Offer], before: str = "") -> list[Offer]:
    """The teams whose words have room in a menu."""
    return [team for team in teams if len(before + team[1]) <= blocks.OPTION_VALUE_LIMIT]


def team_field(teams: Sequence[Offer], title: str) -> list[Block]:
    """The field for a team, where there are any."""
    offers = fitting(teams)
    if not offers:
        return []
    return [input_field("team", title, blocks.menu("All teams", CHOICE, offers), optional=True)]
