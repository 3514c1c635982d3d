"""The choices of a schedule that is put together by choosing, and which do not fit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.cards import blocks
from bot.cards.forms import schedule as cards
from bot.cards.forms.schedule import FIELDS, USUAL, ScheduleForm
from bot.commands.forms.teams import team_offers
from bot.deliveries.schedules import USUALLY
from bot.services import Services
from metrics.errors import AskError
from metrics.recurrence import Rule


def words(values: Mapping[str, str]) -> str:
    """The phrase of what was chosen, by the name of the field."""
    parts = {**values, "channel": f"#{values['channel']}"} if values.get("channel") else values
    return " ".join(parts[name] for name in FIELDS if parts.get(name, USUAL) != USUAL)


def misfits(values: Mapping[str, str]) -> dict[str, str]:
    """What is wrong with the time zone, at its field. It reads no store: Slack waits for it."""
    try:
        Rule.parse(f"daily {values.get('zone', '')}")
    except AskError as error:
        return {"zone": f"{error} Write it like Europe/Berlin."[: blocks.HEADER_LIMIT]}
    return {}


def modal(services: Services, place: str) -> Mapping[str, Any]:
    """The modal for a place; with the id of a schedule at its end, the one that moves it."""
    channel, _, rest = place.partition(" ")
    schedule = services.schedules.get(rest.rpartition(" ")[2])
    if schedule is None:
        form = ScheduleForm(
            place=place,
            digests=list(USUALLY),
            teams=team_offers(services.asker.directory()),
            channel=channel,
            zone=services.settings.timezone,
        )
        return cards.modal(form)
    rule = Rule.parse(schedule.rule)
    form = ScheduleForm(
        place=place,
        digests=(),
        teams=(),
        channel=schedule.channel,
        zone=str(rule.zone),
        time=f"{rule.wall:%H:%M}",
        rule=rule,
    )
    return cards.modal(form)
