"""A question put together by choosing: the modal, whose choices are words of the language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.cards import blocks
from bot.cards.controls import BUILD, Offer
from bot.cards.guide import FAMILIES
from bot.talk import Block
from metrics.catalogue import CATALOGUE
from metrics.question.query import Against
from metrics.tickets.records import Channel, Dimension

CHOICE = "choice"
FIELDS = ("metric", "channel", "team", "period", "split", "against")
"""What is chosen, in the order in which it is said."""

PERIODS = (
    *("today", "yesterday", "this week", "last week", "last 30 days"),
    *("this month", "last month", "this quarter", "last quarter"),
)
_AGAINST = (Against.YEAR, Against.TARGET, Against.BASELINE)
USUAL = "The period before"
USUAL_METRIC, USUAL_PERIOD = "frt", "last week"
SPLITS = (
    *(Dimension.CHANNEL, Dimension.TEAM, Dimension.PRIORITY),
    *(Dimension.CATEGORY, Dimension.TIER, Dimension.AGENT),
)


def builder(teams: Sequence[Offer], place: str) -> Mapping[str, Any]:
    """The modal. `teams` are their names with the words for them, `place` where the answer goes."""
    channels = [(capital(channel), channel.value) for channel in Channel]
    periods = [(capital(period), period) for period in PERIODS]
    splits = [(capital(f"by {cut}"), f"by {cut}") for cut in SPLITS]
    rivals = [(capital(rival), f"vs {rival}") for rival in (*_AGAINST, *Channel)]
    rivals += [(name, f"vs {words}") for name, words in fitting(teams, "vs ")]
    fields = [
        field("metric", "What do you want to know?", metrics()),
        field("channel", "Channel", blocks.menu("All channels", CHOICE, channels), optional=True),
        *_teams(teams),
        field("period", "When", blocks.menu("Period", CHOICE, periods, USUAL_PERIOD)),
        field("split", "Cut by", blocks.menu("Not at all", CHOICE, splits), optional=True),
        field("against", "Compared with", blocks.menu(USUAL, CHOICE, rivals), optional=True),
    ]
    return {
        "type": "modal",
        "callback_id": BUILD,
        "private_metadata": place,
        "title": label("Choose a question"),
        "submit": label("Ask"),
        "close": label("Cancel"),
        "blocks": [dict(field) for field in fields],
    }


def chosen(values: Mapping[str, str]) -> str:
    """The phrase of what was chosen, by the name of the field."""
    return " ".join(values[field] for field in FIELDS if values.get(field))


def metrics(key: str | None = None, more: Sequence[Offer] = ()) -> dict[str, Any]:
    """A menu of all metrics by their question, in which Slack lets people search.

    `more` can be chosen beside them.
    """
    groups: list[dict[str, Any]] = [
        {
            "label": label(question),
            "options": [
                blocks.option(m.title, m.key) for m in CATALOGUE.values() if m.family is family
            ][: blocks.MOST_OPTIONS],
        }
        for family, question in FAMILIES.items()
    ]
    if more:
        others = [blocks.option(*offer) for offer in more]
        groups.insert(0, {"label": label("Without a value"), "options": others})
    every = [option for group in groups for option in group["options"]]
    usual = next((o for o in every if o["value"] == key), None)
    usual = usual or blocks.option(CATALOGUE[USUAL_METRIC].title, USUAL_METRIC)
    return {
        "type": "static_select",
        "action_id": CHOICE,
        "placeholder": label("A metric"),
        "option_groups": [group for group in groups if group["options"]],
        "initial_option": usual,
    }


def fitting(teams: Sequence[Offer], before: str = "") -> list[Offer]:
    """The teams whose words have room in a menu."""
    return [team for team in teams if len(before + team[1]) <= blocks.OPTION_VALUE_LIMIT]


def _teams(teams: Sequence[Offer]) -> list[Block]:
    """The field for a team, where there are any."""
    offers = fitting(teams)
    if not offers:
        return []
    return [field("team", "Team", blocks.menu("All teams", CHOICE, offers), optional=True)]


def field(name: str, title: str, element: Mapping[str, Any], *, optional: bool = False) -> Block:
    """A field of a modal, whose choice comes back under its name."""
    return {
        "type": "input",
        "block_id": name,
        "label": label(title),
        "element": dict(element),
        "optional": optional,
    }


def label(text: str) -> dict[str, Any]:
    """Words of a modal."""
    return {"type": "plain_text", "text": text, "emoji": False}


def capital(text: str) -> str:
    """Text that begins with a capital letter."""
    return text[:1].upper() + text[1:]
