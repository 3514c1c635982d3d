"""/kpi alert and /kpi alerts: what speaks up by itself, made, changed, taken on and put off."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, time, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from bot.access import What
from bot.alerts import changes
from bot.alerts.phrases import read_alert
from bot.cards import alerts as cards
from bot.commands.alert_view import alert_phrase, view_alert, view_alerts
from bot.commands.gate import may_change, may_know, may_post
from bot.grammar.alert_clauses import value_of
from bot.grammar.alerts import ALERT
from bot.services import Services
from bot.talk import Audience, Reply, Request
from bot.workspace import reader
from metrics.catalogue.metric import Unit
from metrics.errors import AskError
from metrics.periods.windows import first_at, local_date
from metrics.posting.alerts import Alert
from metrics.store.books.alerts import UnreadableAlert, WatchedAlert
from metrics.tickets.records import Instant

logger = logging.getLogger(__name__)

MORNING = time(9)
LEAST_SNOOZE, MOST_SNOOZE = 60, 7 * 86400
_ID = re.compile("[0-9a-f]{8}")
REPLIES = {"ack", "acknowledge", "snooze"}
"""Words that, said in the thread of an alert, are about it."""


def alerts(request: Request, services: Services) -> Reply:
    """All alerts, with how each stands; of those in direct messages one's own."""
    odd = [o.id for o in services.alerts.unreadable() if _may_see(o, request, services)]
    every = [w for w in services.alerts.all() if _may_see(w.alert, request, services)]
    return cards.alerts_card(view_alerts(every, services), odd)


def alert(request: Request, services: Services) -> Reply:
    """Do what the words say: show, take on, put off or change an alert, or make one."""
    words = request.words.strip()
    if not words:
        return cards.form_card()
    if _ID.fullmatch(words.casefold()):
        watch = _find(words, request, services)
        return cards.alert_card(view_alert(watch, services, closely=True), "Watching")
    first, _, rest = words.partition(" ")
    if act := ACTS.get(first.casefold()):
        id, _, more = rest.strip().partition(" ")
        if not _ID.fullmatch(id.casefold()):
            raise AskError("Which alert? See which there are.", ("alerts",))
        odd = changes.unreadable(id, services)
        if act is delete and odd and _may_see(odd, request, services):
            return _delete_unread(odd, request, services)
        return act(_find(id, request, services), more.strip(), request, services)
    return make(request, services)


def make(request: Request, services: Services) -> Reply:
    """Make what the words say. Raises AskError."""
    one = read_alert(request.words, changes.context(services, request.channel, request.channels))
    may_change(What.ALERT, request, services)
    one = replace(one, channel=may_post(one.channel, request, services))
    record, new = changes.make(one, request.person, services)
    if new:
        _log(record, "made", request)
    watch = changes.find(record.id, services)
    title = "Watching" if new else "This is watched already"
    return cards.alert_card(view_alert(watch, services, closely=True), title)


def acknowledge(watch: WatchedAlert, _words: str, request: Request, services: Services) -> Reply:
    """Take it on: no reminders until it is over."""
    after = changes.acknowledge(watch.alert.id, request.person, services)
    return cards.acknowledged_card(view_alert(after, services), request.person, _audience(request))


def snooze(watch: WatchedAlert, words: str, request: Request, services: Services) -> Reply:
    """Say nothing of it for a while."""
    until = _until(words.casefold(), services)
    after = changes.snooze(watch.alert.id, until, request.person, services)
    return cards.snoozed_card(view_alert(after, services), _audience(request))


def delete(watch: WatchedAlert, _words: str, request: Request, services: Services) -> Reply:
    """Watch it no more."""
    may_change(What.ALERT, request, services)
    if not watch.alert.owner:
        raise AskError(changes.OF_SETTINGS)
    words = alert_phrase(watch.alert, services)
    services.alerts.delete(watch.alert.id, services.now())
    _log(watch.alert, "deleted", request)
    return cards.gone_card(view_alert(watch, services), f"{ALERT} {words}")


def _delete_unread(odd: UnreadableAlert, request: Request, services: Services) -> Reply:
    """Delete what cannot be read."""
    may_change(What.ALERT, request, services)
    if not odd.owner:
        raise AskError(changes.OF_SETTINGS)
    services.alerts.delete(odd.id, services.now())
    _log(odd, "deleted", request)
    return cards.unread_gone_card(odd.phrase)


def change(watch: WatchedAlert, words: str, request: Request, services: Services) -> Reply:
    """Let other words stand in its place."""
    may_change(What.ALERT, request, services)
    if not watch.alert.owner:
        raise AskError(changes.OF_SETTINGS)
    here = reader(watch.alert.channel, watch.alert.owner) or watch.alert.channel
    one = read_alert(words, changes.context(services, here, request.channels))
    one = replace(one, channel=may_post(one.channel, request, services))
    record, new = changes.make(one, request.person, services)
    if record.id != watch.alert.id:
        services.alerts.delete(watch.alert.id, services.now())
    if new:
        _log(record, "changed", request)
    now = view_alert(changes.find(record.id, services), services, closely=True)
    return cards.alert_card(now, "Changed" if new else "This is watched already")


def about_thread(request: Request, services: Services) -> Reply | None:
    """What a reply under an alert's post does; None where it is about something else."""
    first, _, rest = request.words.strip().partition(" ")
    if first.casefold() not in REPLIES or not request.in_thread:
        return None
    watch = changes.under(request.channel, request.thread, services)
    return ACTS[first.casefold()](watch, rest, request, services) if watch else None


def answer_word(word: str) -> Callable[[Request, Services], Reply]:
    """Answers "ack" or "snooze 1h" without the word alert: in a thread, or with an id."""

    def answer(request: Request, services: Services) -> Reply:
        whole = replace(request, words=f"{word} {request.words}".strip())
        return about_thread(whole, services) or alert(whole, services)

    return answer


def _may_see(one: Alert | UnreadableAlert, request: Request, services: Services) -> bool:
    return may_know(one.channel, one.owner, request, services)


def _find(id: str, request: Request, services: Services) -> WatchedAlert:
    """The alert of that id. Raises AskError where there is none that this person may know of."""
    watch = changes.find(id, services)
    if not _may_see(watch.alert, request, services):
        raise AskError(changes.NONE_SUCH, ("alerts",))
    return watch


Act = Callable[[WatchedAlert, str, Request, Services], Reply]
ACTS: Mapping[str, Act] = MappingProxyType(
    {
        "ack": acknowledge,
        "acknowledge": acknowledge,
        "snooze": snooze,
        "delete": delete,
        "change": change,
    }
)
"""First words that do something with the alert whose id follows."""


def _until(text: str, services: Services) -> Instant:
    """The instant that "1h", "for 4 hours", "tomorrow" or "off" stands for. Raises AskError."""
    now, zone = services.now(), ZoneInfo(services.settings.timezone)
    text = text.removeprefix("for ").removeprefix("until ").strip() or "1h"
    if text in {"off", "never"}:
        return 0
    if text == "tomorrow":
        day = local_date(now, zone) + timedelta(days=1)
        return first_at(datetime.combine(day, MORNING), zone)
    seconds = round(value_of(text, Unit.SECONDS))
    if not LEAST_SNOOZE <= seconds <= MOST_SNOOZE:
        raise AskError("Between a minute and a week: snooze 1h, snooze 4h, snooze tomorrow.")
    return now + seconds


def _audience(request: Request) -> Audience:
    """In a thread all read who has it; elsewhere only the one who asks."""
    return Audience.THREAD if request.thread else Audience.ME


def _log(one: Alert | UnreadableAlert, what: str, request: Request) -> None:
    logger.info("Alert %s (%s) %s by %s", one.id, one.phrase, what, request.person)
