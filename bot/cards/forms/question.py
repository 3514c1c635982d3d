"""A question put together by choosing: the modal, whose choices are words of the language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.cards import blocks
from bot.cards.controls import BUILD, Offer
from bot.cards.facts import capital
from bot.cards.forms.fields import (
    CHOICE,
    channel_field,
    fitting,
    input_field,
    label,
    team_field,
    view,
)
from bot.cards.guide import FAMILIES
from metrics.catalogue import CATALOGUE
from metrics.question.query import Against
from metrics.tickets.records import Channel, Dimension

FIELDS = ("metric", "channel", "team", "period", "split", "against")
"""What is chosen, in the order in which it is said."""

PERIODS = (
    *("today", "yesterday", "last 7 days", "this week", "last week", "last 30 days"),
    *("this month", "last month", "this quarter", "last quarter"),
)
_AGAINST = (Against.YEAR, Against.TARGET, Against.BASELINE)
USUAL = "The period before"
USUAL_METRIC, USUAL_PERIOD = "frt", "last 7 days"
SPLITS = (
    *(Dimension.CHANNEL, Dimension.TEAM, Dimension.PRIORITY),
    *(Dimension.CATEGORY, Dimension.TIER, Dimension.AGENT),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionForm:
    """What the modal begins with. `place` comes back with what was chosen.

    `teams` are names with the words for them.
    """

    place: str
    teams: Sequence[Offer]


def modal(form: QuestionForm) -> Mapping[str, Any]:
    """The modal."""
    periods = [(capital(period), period) for period in PERIODS]
    splits = [(capital(f"by {cut}"), f"by {cut}") for cut in SPLITS]
    rivals = [(capital(rival), f"vs {rival}") for rival in (*_AGAINST, *Channel)]
    rivals += [(name, f"vs {words}") for name, words in fitting(form.teams, "vs ")]
    fields = [
        input_field("metric", "What do you want to know?", metrics()),
        channel_field("channel", "Channel"),
        *team_field(form.teams, "Team"),
        input_field("period", "When", blocks.menu("Period", CHOICE, periods, USUAL_PERIOD)),
        input_field("split", "Cut by", blocks.menu("Not at all", CHOICE, splits), optional=True),
        input_field("against", "Compared with", blocks.menu(USUAL, CHOICE, rivals), optional=True),
    ]
    return view(BUILD, form.place, fields, title="Choose a question", submit="Ask")


def metrics(key: str | None = None, more: Sequence[Offer] = ()) -> dict[str, Any]:
    """A menu of all metrics by their question, in which Slack lets people search.

    `more` can be chosen beside them.
    """
    groups = metric_groups()
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
        "option_groups": groups,
        "initial_option": usual,
    }


def metric_groups() -> list[dict[str, Any]]:
    """All metrics as the options of a menu, by their question."""
    groups: list[dict[str, Any]] = [
        {
            "label": label(question),
            "options": [
                blocks.option(m.title, m.key) for m in CATALOGUE.values() if m.family is family
            ][: blocks.MOST_OPTIONS],
        }
        for family, question in FAMILIES.items()
    ]
    return [group for group in groups if group["options"]]
