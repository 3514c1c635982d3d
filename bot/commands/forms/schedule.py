"""The choices of a schedule that is put together by choosing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.cards.forms.schedule import Form, planner
from bot.commands.forms.question import teams
from bot.deliveries.schedules import USUALLY
from bot.services import Services
from metrics.recurrence import Rule


def modal(services: Services, place: str) -> Mapping[str, Any]:
    """The modal for a place; with the id of a schedule at its end, the one that moves it."""
    channel, _, rest = place.partition(" ")
    one = services.schedules.get(rest.rpartition(" ")[2])
    if one is None:
        return planner(
            Form(
                place=place,
                digests=list(USUALLY),
                teams=teams(services.asker.directory()),
                channel=channel,
                zone=services.settings.timezone,
            )
        )
    rule = Rule.parse(one.rule)
    return planner(
        Form(
            place=place,
            digests=(),
            teams=(),
            channel=one.channel,
            zone=str(rule.zone),
            time=f"{rule.wall:%H:%M}",
            rule=rule,
        )
    )
