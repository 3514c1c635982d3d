"""/kpi schedule and /kpi schedules: digests that come by themselves, made, moved and stopped."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from bot.access import What
from bot.cards.each import each
from bot.cards.schedules import (
    ScheduleView,
    form_card,
    gone_card,
    plan_card,
    plans_card,
    schedule_sentence_card,
    unread_gone_card,
)
from bot.commands.gate import may_change, may_know, may_post
from bot.deliveries import schedules as plans
from bot.digests import find
from bot.grammar.schedules import read_schedule
from bot.grammar.ticket_filters import where_of, where_words
from bot.services import Services
from bot.talk import Reply, Request
from bot.workspace import reader
from metrics.ask.wording import scope
from metrics.errors import AskError
from metrics.periods import Period
from metrics.posting.deliveries import DigestSchedule
from metrics.question.query import Query
from metrics.recurrence import Rule, next_slots
from metrics.store.books.digest_schedules import DIGEST

logger = logging.getLogger(__name__)

SHOWN_SLOTS = 5
VOLUME = "volume"
_ID = re.compile("[0-9a-f]{8}")
OF_SETTINGS = "It stands in the setting DESKPULSE_DIGESTS: change it there."


def schedules(request: Request, services: Services) -> Reply:
    """All schedules, with what became of their posts; of those in direct messages one's own."""
    every = [one for one in services.schedules.all() if _may_see(one, request, services)]
    entries = each(every, lambda one: view_schedule(one, services), lambda one: one.id)
    odd = [one for one in entries if isinstance(one, str)]
    return plans_card([one for one in entries if isinstance(one, ScheduleView)], odd)


def schedule(request: Request, services: Services) -> Reply:
    """Do what the words say: show, stop or move a schedule, or make one. Raises AskError."""
    words = request.words.strip()
    first, _, rest = words.partition(" ")
    if not words:
        return form_card()
    if _ID.fullmatch(words.casefold()):
        return plan_card(view_schedule(_find(words, request, services), services), "Scheduled")
    id, _, more = rest.strip().partition(" ")
    if (act := ACTS.get(first.casefold())) and _ID.fullmatch(id.casefold()):
        may_change(What.SCHEDULE, request, services)
        return act(_find(id, request, services), more, request, services)
    if act and act is not post:  # "post the weekly digest ..." makes one
        raise AskError("Which schedule? See which there are.", ("schedules",))
    return make(request, services)


def make(request: Request, services: Services) -> Reply:
    """Make what the words plan. Raises AskError."""
    around = plans.around(services, request.channel, request.channels)
    try:
        plan = read_schedule(request.words, around)
    except AskError as error:
        error.names = {id: name for name, id in request.channels.items()}
        raise
    may_change(What.SCHEDULE, request, services)
    plan = replace(plan, channel=may_post(plan.channel, request, services))
    one, new = plans.make(plan, request.person, services)
    if new:
        _log(one, "made", request)
    return plan_card(
        view_schedule(one, services), "Scheduled" if new else "This is scheduled already"
    )


def view_schedule(one: DigestSchedule, services: Services) -> ScheduleView:
    """A schedule in words, with the posts that were and those that come."""
    directory = services.asker.directory()
    try:
        where = where_of(one.where, directory)
        words = where_words(where, directory)
        tickets = scope(
            Query(metric=VOLUME, period=Period.of("today"), where=where), directory, None
        )
    except AskError:  # a team that the helpdesk does not have any more
        tickets = words = one.where
    rule = _rule(one)
    return ScheduleView(
        id=one.id,
        digest=one.digest,
        channel=one.channel,
        rule=rule,
        tickets=tickets,
        about=find(one.digest).about,
        owner=one.owner,
        paused=one.paused,
        next_at=next_slots(rule, max(services.now(), one.next_due_at - 1), SHOWN_SLOTS),
        posts=services.outbox.of(f"{DIGEST}{one.id}"),
        test=f"digest {one.digest} {words}".strip(),
    )


def pause(one: DigestSchedule, _words: str, request: Request, services: Services) -> Reply:
    """Post nothing more until it is resumed."""
    services.schedules.pause(one.id, f"by {request.person}", services.now())
    return _card_of_change(one, "Paused", request, services)


def resume(one: DigestSchedule, _words: str, request: Request, services: Services) -> Reply:
    """Post again from the next slot on."""
    plans.resume(one, services)
    return _card_of_change(one, "Resumed", request, services)


def delete(one: DigestSchedule, _words: str, request: Request, services: Services) -> Reply:
    """Post nothing more."""
    if not one.owner:
        raise AskError(OF_SETTINGS)

    def card(one: DigestSchedule) -> Reply:
        again = plans.around(services, request.channel).phrase(plans.plan_of(one, services))
        return gone_card(view_schedule(one, services), f"schedule {again}")

    (reply,) = each([one], card, lambda one: unread_gone_card(one.id))
    services.schedules.delete(one.id, services.now())
    _log(one, "deleted", request)
    return reply


def move(one: DigestSchedule, words: str, request: Request, services: Services) -> Reply:
    """Let it come at another time or elsewhere; what is not said stays."""
    if not one.owner:
        raise AskError(OF_SETTINGS)
    rule = _rule(one)
    around = replace(
        plans.around(services, reader(one.channel, one.owner) or one.channel, request.channels),
        digests={one.digest: rule},
        zone=rule.zone,
    )
    try:
        plan = read_schedule(f"{one.digest} {words}", around)
    except AskError as error:  # the phrases it suggests would make another schedule
        raise type(error)(str(error)) from None
    where = plan.where or plans.plan_of(one, services).where
    there = may_post(plan.channel, request, services)
    plans.move(one, replace(plan, where=where, channel=there), services)
    return _card_of_change(one, "Moved", request, services)


def post(one: DigestSchedule, _words: str, request: Request, services: Services) -> Reply:
    """Let the newest one come, or one more."""
    if why := plans.post_now(one, services):
        return schedule_sentence_card(why, view_schedule(one, services))
    _log(one, "posted now", request)
    return schedule_sentence_card("It is on its way.", view_schedule(one, services))


Act = Callable[[DigestSchedule, str, Request, Services], Reply]
ACTS: Mapping[str, Act] = MappingProxyType(
    {"pause": pause, "resume": resume, "delete": delete, "move": move, "post": post}
)
"""First words that do something with the schedule whose id follows."""


def _rule(one: DigestSchedule) -> Rule:
    """When it comes. Raises AskError where that cannot be read."""
    try:
        return Rule.parse(one.rule)
    except AskError:
        raise AskError(
            f"Schedule {one.id} cannot be read, so it posts nothing. Delete it, and make it again.",
            (f"schedule delete {one.id}",),
        ) from None


def _may_see(one: DigestSchedule, request: Request, services: Services) -> bool:
    return may_know(one.channel, one.owner, request, services)


def _find(id: str, request: Request, services: Services) -> DigestSchedule:
    one = services.schedules.get(id.casefold())
    if one is None or not _may_see(one, request, services):
        raise AskError("I know no such schedule. See which there are.", ("schedules",))
    return one


def _card_of_change(one: DigestSchedule, what: str, request: Request, services: Services) -> Reply:
    _log(one, what.casefold(), request)
    return plan_card(view_schedule(_find(one.id, request, services), services), what)


def _log(one: DigestSchedule, what: str, request: Request) -> None:
    values = (one.id, one.digest, one.channel, what, request.person)
    logger.info("Schedule %s (%s in %s) %s by %s", *values)
