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
from metrics.goals.targets import in_words
from metrics.question.query import Clock, Directory
from metrics.tickets.records import Channel, Dimension

UTC = ZoneInfo("UTC")
_ANY = AlertContext(here="C0", zone=UTC, directory=Directory(teams={"1": "1"}))
"""Stands for where it is said: whether the choices go together needs no names."""
_JUDGED = ("value", "source", "team", "quiet", "more")
_WHAT = ("metric", "side", "value", "period")


def alert_words(values: Mapping[str, str]) -> str:
    """The phrase of what was chosen, by the name of the field."""
    fields = dict(values)
    if fields.get("metric") in KINDS:
        fields |= {"side": "", "period": ""}
    if fields.get("side") in KINDS:
        fields["period"] = ""
    for name, before in (("channel", "in #"), ("every", "every "), ("quiet", "quiet ")):
        if fields.get(name):
            fields[name] = f"{before}{fields[name]}"
    return " ".join(fields[name] for name in FIELDS if fields.get(name))


def misfits(choices: Mapping[str, str]) -> dict[str, str]:
    """What is wrong with the choices, by the name of the field.

    It reads no store: Slack waits for it.
    """
    values = {**choices, **({"team": "team 1"} if choices.get("team") else {})}
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
    watch = services.alerts.get(rest.rpartition(" ")[2])
    if watch is None:
        return watcher(form)
    change = replace(form, channel=watch.alert.channel, changes=True)
    try:
        one = plan_of(watch.alert, directory)
    except AskError:
        return watcher(change)
    team_words = {words for _, words in form.teams}
    return watcher(replace(change, chosen=_choices(one, directory, team_words)))


def _choices(one: AlertPlan, directory: Directory, team_words: Collection[str]) -> dict[str, str]:
    """The choices that say an alert; what no other field can say stands in the last."""
    query, care = one.query, one.care
    fields, more = {}, [query.variant, f"p{query.percentile}" if query.percentile else ""]
    for part in query.where:
        words = where_words((part,), directory)
        name = {Dimension.CHANNEL: "source", Dimension.TEAM: "team"}.get(part.dimension, "")
        if (name == "source" and words in set(Channel)) or (name == "team" and words in team_words):
            fields[name] = words
        else:
            more.append(words)
    more += ["business" if query.clock is Clock.BUSINESS else "", query.zone, one.kind.bounds(one)]
    more += care_words(replace(care, every_seconds=USUAL.every_seconds, quiet=None), UTC)
    return {
        **fields,
        **one.kind.choices(one),
        "every": in_words(care.every_seconds, Unit.SECONDS),
        "quiet": quiet_words(care.quiet) if care.quiet else "",
        "more": " ".join(filter(None, more)),
    }
