"""The choices of an alert that is put together by choosing, and which do not go together."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from bot.alerts.kinds import KINDS
from bot.alerts.kinds.kind import AlertPlan
from bot.alerts.phrases import AlertContext, plan_of, read_alert
from bot.cards.forms import alert as cards
from bot.cards.forms.alert import FIELDS, AlertForm
from bot.commands.forms.teams import team_offers
from bot.grammar import parse
from bot.grammar.alert_clauses import USUAL, care_words, quiet_words
from bot.grammar.ticket_filters import where_words
from bot.services import Services
from metrics.catalogue import measure
from metrics.catalogue.metric import Age, Better, Level, Unit
from metrics.errors import AskError
from metrics.goals.targets import in_words
from metrics.question.query import Clock, Directory, Query
from metrics.tickets.records import Channel, Dimension

UTC = ZoneInfo("UTC")
_ANY = AlertContext(here="C0", zone=UTC, directory=Directory(teams={"1": "1"}))
"""Stands for where it is said: whether the choices go together needs no names."""
_FIELDS = ("value", "source", "team", "quiet", "more")
_WHAT = ("metric", "side", "value", "period")


def words(values: Mapping[str, str]) -> str:
    """The phrase of what was chosen, by the name of the field."""
    parts = dict(values)
    if parts.get("metric") in KINDS:
        parts |= {"side": "", "period": ""}
    if parts.get("side") in KINDS:
        parts["period"] = ""
    for name, before in (("channel", "in #"), ("every", "every "), ("quiet", "quiet ")):
        if parts.get(name):
            parts[name] = f"{before}{parts[name]}"
    return " ".join(parts[name] for name in FIELDS if parts.get(name))


def misfits(values: Mapping[str, str]) -> dict[str, str]:
    """What is wrong with the choices, by the name of the field.

    It reads no store: Slack waits for it.
    """
    values = {**values, **({"team": "team 1"} if values.get("team") else {})}
    for name in _FIELDS:
        try:
            read_alert(words({each: values.get(each, "") for each in (*_WHAT, name)}), _ANY)
        except AskError as error:
            return {name: str(error)}
    return {}


def modal(services: Services, place: str) -> Mapping[str, Any]:
    """The modal for a place; with the id of an alert at its end, the one that changes it.

    With that of a card's receipt it begins with what that card is about.
    """
    channel, _, rest = place.partition(" ")
    directory = services.asker.directory()
    form = AlertForm(
        place=place,
        kinds=[(kind.title, kind.key) for kind in KINDS.values() if kind.title],
        sides=[(kind.side, kind.key) for kind in KINDS.values() if kind.side],
        values="; ".join(kind.hint for kind in KINDS.values() if kind.hint),
        teams=team_offers(directory),
        channel=channel,
    )
    id = rest.rpartition(" ")[2]
    record = services.alerts.get(id)
    if record is None:
        receipt = services.posts.receipt(id) if id else None
        if receipt is None:
            return cards.modal(form)
        choices = _begun(receipt.phrase, services, {team for _, team in form.teams})
        return cards.modal(replace(form, place=place.removesuffix(id).strip(), choices=choices))
    form = replace(form, channel=record.alert.channel, changes=True)
    try:
        plan = plan_of(record.alert, directory)
    except AskError:
        return cards.modal(form)
    teams = {team for _, team in form.teams}
    return cards.modal(replace(form, choices=_choices(plan, directory, teams)))


def _begun(phrase: str, services: Services, teams: Collection[str]) -> dict[str, str]:
    """The choices with which an alert about a card's figure begins; its target is the value."""
    directory, now = services.asker.directory(), services.now()
    try:
        query = replace(parse(phrase, directory), split=())
    except AskError:
        return {}
    metric = measure(query.metric, query.variant)
    aim = services.asker.all_targets().find(query, now)
    return {
        **_tickets(query, directory, teams)[0],
        "metric": query.metric,
        "side": "below" if metric.better is Better.HIGHER else "above",
        "value": in_words(aim.value, metric.unit) if aim and aim.value is not None else "",
        "period": "today" if isinstance(metric, Level | Age) else "last 7 days",
    }


def _tickets(
    query: Query, directory: Directory, teams: Collection[str]
) -> tuple[dict[str, str], list[str]]:
    """The fields that say which tickets, and the words that no field can say."""
    fields, more = dict[str, str](), list[str]()
    for part in query.where:
        text = where_words((part,), directory)
        name = {Dimension.CHANNEL: "source", Dimension.TEAM: "team"}.get(part.dimension, "")
        if (name == "source" and text in set(Channel)) or (name == "team" and text in teams):
            fields[name] = text
        else:
            more.append(text)
    return fields, more


def _choices(plan: AlertPlan, directory: Directory, teams: Collection[str]) -> dict[str, str]:
    """The choices that say an alert; what no other field can say stands in the last."""
    query, care = plan.query, plan.care
    fields, of_tickets = _tickets(query, directory, teams)
    more = [query.variant, f"p{query.percentile}" if query.percentile else "", *of_tickets]
    clock = "business" if query.clock is Clock.BUSINESS else ""
    more += [clock, query.zone, plan.kind.bounds(plan)]
    more += care_words(replace(care, every_seconds=USUAL.every_seconds, quiet=None), UTC)
    return {
        **fields,
        **plan.kind.choices(plan),
        "every": in_words(care.every_seconds, Unit.SECONDS),
        "quiet": quiet_words(care.quiet) if care.quiet else "",
        "more": " ".join(filter(None, more)),
    }
