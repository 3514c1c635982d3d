"""The choices of an alert that is put together by choosing, and which do not go together."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from bot.alerts.kinds import KINDS
from bot.alerts.kinds.kind import AlertPlan
from bot.alerts.phrases import AlertContext, plan_of, read_alert
from bot.cards.forms.alert import FIELDS, Form, watcher
from bot.commands.forms.question import teams
from bot.grammar.alert_clauses import USUAL, care_words, quiet_words
from bot.grammar.ticket_filters import where_words
from bot.services import Services
from metrics.catalogue.metric import Unit
from metrics.errors import AskError
from metrics.goals.targets import written
from metrics.question.query import Clock, Directory
from metrics.tickets.records import Channel, Dimension

UTC = ZoneInfo("UTC")
_ANY = AlertContext(here="C0", zone=UTC, directory=Directory(teams={"1": "1"}))
"""Stands for where it is said: whether the choices go together needs no names."""
_JUDGED = ("value", "source", "team", "quiet", "more")
_WHAT = ("metric", "side", "value", "period")


def alert_words(values: Mapping[str, str]) -> str:
    """The phrase of what was chosen, by the name of the field."""
    said = dict(values)
    if said.get("metric") in KINDS:
        said |= {"side": "", "period": ""}
    if said.get("side") in KINDS:
        said["period"] = ""
    for name, before in (("channel", "in #"), ("every", "every "), ("quiet", "quiet ")):
        if said.get(name):
            said[name] = f"{before}{said[name]}"
    return " ".join(said[name] for name in FIELDS if said.get(name))


def misfits(chosen: Mapping[str, str]) -> dict[str, str]:
    """What is wrong with the choices, by the name of the field.

    It reads no store: Slack waits for it.
    """
    values = {**chosen, **({"team": "team 1"} if chosen.get("team") else {})}
    for name in _JUDGED:
        try:
            read_alert(alert_words({each: values.get(each, "") for each in (*_WHAT, name)}), _ANY)
        except AskError as error:
            return {name: str(error)}
    return {}


def modal(services: Services, place: str) -> Mapping[str, Any]:
    """The modal for a place; with the id of an alert at its end, the one that changes it."""
    channel, _, rest = place.partition(" ")
    directory = services.asker.directory()
    form = Form(
        place=place,
        kinds=[(kind.title, kind.key) for kind in KINDS.values() if kind.title],
        sides=[(kind.side, kind.key) for kind in KINDS.values() if kind.side],
        values="; ".join(kind.hint for kind in KINDS.values() if kind.hint),
        teams=teams(directory),
        channel=channel,
    )
    watched = services.alerts.get(rest.rpartition(" ")[2])
    if watched is None:
        return watcher(form)
    changed = replace(form, channel=watched.alert.channel, changes=True)
    try:
        one = plan_of(watched.alert, directory)
    except AskError:
        return watcher(changed)
    offered = {words for _, words in form.teams}
    return watcher(replace(changed, chosen=_chosen(one, directory, offered)))


def _chosen(one: AlertPlan, directory: Directory, offered: Collection[str]) -> dict[str, str]:
    """The choices that say an alert; what no other field can say stands in the last."""
    query, care = one.query, one.care
    fields, more = {}, [query.variant, f"p{query.percentile}" if query.percentile else ""]
    for narrowed in query.where:
        said = where_words((narrowed,), directory)
        name = {Dimension.CHANNEL: "source", Dimension.TEAM: "team"}.get(narrowed.dimension, "")
        if (name == "source" and said in set(Channel)) or (name == "team" and said in offered):
            fields[name] = said
        else:
            more.append(said)
    more += ["business" if query.clock is Clock.BUSINESS else "", query.zone, one.kind.bounds(one)]
    more += care_words(replace(care, every_seconds=USUAL.every_seconds, quiet=None), UTC)
    return {
        **fields,
        **one.kind.choices(one),
        "every": written(care.every_seconds, Unit.SECONDS),
        "quiet": quiet_words(care.quiet) if care.quiet else "",
        "more": " ".join(filter(None, more)),
    }
