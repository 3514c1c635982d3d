"""The one gate: what may be answered, and where; each look at people's figures is kept."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.access import (
    EVERYBODY,
    PEOPLE,
    ReadableNames,
    Verdict,
    What,
    open_work,
    policy,
)
from bot.admission import SHARED_WITH, figures_only, reach
from bot.cards.tickets import Address
from bot.grammar import Inquiry, Output, render
from bot.outward import impersonal, names_tickets
from bot.services import Services
from bot.talk import Audience, Reach, Request
from bot.workspace import CannotCheckError, is_direct, is_person, reader
from metrics.catalogue import measure
from metrics.errors import AskError
from metrics.posting.audit import Look
from metrics.question.query import Against, Filter, Query
from metrics.tickets.records import Dimension

NOT_THEIRS = (
    "I write to somebody only where they asked me to: have them say it in their own conversation "
    "with me."
)
_UNSHARED = "Figures of single people are for the one who asks: I do not share them."


class RefusedError(AskError):
    """What is wanted is understood and refused, also where nobody addressed it to the bot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clearance:
    """What somebody may see of an answer, and where.

    `services` answer about single people only where that was allowed; `names` are those of the
    owners that may stand in a list.
    """

    verdict: Verdict
    services: Services
    names: ReadableNames


def clearance(inquiry: Inquiry, request: Request, services: Services) -> Clearance:
    """What may be seen of what is asked. Raises AskError where it is refused, StoreError unkept."""
    rules, query = policy(services), inquiry.query
    role, place = rules.role(request.person), rules.place(request.channel)
    whose, form = rules.people(query, request.person), _form(inquiry)
    if whose in PEOPLE or form is not What.METRIC:
        figures_only(request)
    verdicts = {rules.verdict(role, place, what) for what in (whose, form)}
    names = _names(inquiry, whose, rules.names(request.person), services)
    refusal = Verdict.REFUSED in verdicts
    if whose in PEOPLE or (_lists(inquiry) and names and not _open(inquiry, services)):
        _keep(inquiry, request, services, allowed=not refusal)
    if refusal:
        phrases = (of_groups(query, services),) if whose in PEOPLE else ()
        raise RefusedError(rules.refusal(whose), phrases)
    asker = services.asker
    if whose in PEOPLE:
        asker = asker.of_people()
    if _single(inquiry) and names.everybody:
        asker = asker.in_full()
    services = replace(services, asker=asker)
    privately = Verdict.PRIVATELY in verdicts
    verdict = Verdict.PRIVATELY if privately else Verdict.HERE
    return Clearance(verdict=verdict, services=services, names=names)


def of_groups(query: Query, services: Services) -> str:
    """The phrase that asks of teams what was asked of people."""
    where = tuple(part for part in query.where if part.dimension is not Dimension.AGENT)
    split = tuple(dict.fromkeys(Dimension.TEAM if d is Dimension.AGENT else d for d in query.split))
    against = query.against
    if isinstance(against, Filter) and against.dimension is Dimension.AGENT:
        against = Against.BEFORE
    split = split or (() if query.over else (Dimension.TEAM,))
    can_cut = Dimension.TEAM in measure(query.metric, query.variant).dimensions
    asked = replace(query, where=where, split=split if can_cut else (), against=against)
    return render(asked, services.asker.directory())


def _names(inquiry: Inquiry, whose: What, may: ReadableNames, services: Services) -> ReadableNames:
    """Whose names stand in the rows: of open work everybody's, of one's own figures one's own."""
    return EVERYBODY if whose is What.OWN or _open(inquiry, services) else may


def _open(inquiry: Inquiry, services: Services) -> bool:
    """Whether it lists tickets that are open now, and none of another time beside them."""
    zone = services.asker.calendar.zone
    return not inquiry.both and open_work(inquiry.query, services.now(), zone)


def _lists(inquiry: Inquiry) -> bool:
    return inquiry.output in {Output.LIST, Output.CSV}


def _form(inquiry: Inquiry) -> What:
    """Whether single tickets are told."""
    if inquiry.output is Output.CSV:
        return What.FILE
    return What.LIST if _single(inquiry) or names_tickets(inquiry.query) else What.METRIC


def _single(inquiry: Inquiry) -> bool:
    """Whether all that is told are single tickets: a split, or why a figure moved, is of groups."""
    if inquiry.output in {Output.FIGURE, Output.HOW}:
        return names_tickets(inquiry.query) and not inquiry.query.split
    return inquiry.output is not Output.WHY


def links(request: Request, audience: Audience, services: Services) -> Address | None:
    """What makes links of ticket numbers; None where lists of tickets may not be shown."""
    alone = audience is Audience.ME
    may_list = policy(services).lists(request.person, request.channel, alone=alone)
    return services.ticket_url if may_list else None


def sharable(query: Query, request: Request, services: Services) -> Clearance:
    """What all in the channel may be shown. Raises AskError where that is nothing."""
    figures_only(request)
    permit = clearance(Inquiry(query=query), request, services)
    if request.reach is Reach.ALONE:
        raise AskError(SHARED_WITH)
    everything = request.reach is Reach.ALL or impersonal(query)
    if permit.verdict is not Verdict.HERE or not everything:
        raise AskError(_UNSHARED)
    return permit


def may_post(channel: str, request: Request, services: Services) -> str:
    """The place to post unasked: of a direct message the person, so that it is known who reads it.

    Refuses where another company reads. Raises AskError.
    """
    if not is_person(channel) and is_direct(channel):
        if channel != request.channel:
            raise AskError(NOT_THEIRS)
        channel = request.person
    if reach(channel, services) is Reach.ALONE:
        raise AskError(SHARED_WITH)
    return channel


def may_change(what: What, request: Request, services: Services) -> None:
    """Refuse a change by somebody who may not make any. Raises AskError.

    Slack is asked who administers the workspace only while the settings name nobody.
    """
    figures_only(request)
    rules = policy(services)
    administrator = (
        not rules.names_anybody and services.workspace.person(request.person).administrator
    )
    role = rules.role(request.person, administrator=administrator)
    if rules.verdict(role, rules.place(request.channel), what) is Verdict.REFUSED:
        raise RefusedError(rules.refusal(what))


def administers(request: Request, services: Services) -> bool:
    """Whether somebody looks after all of it, as far as that can be told now."""
    rules = policy(services)
    try:
        administrator = (
            not rules.names_anybody and services.workspace.person(request.person).administrator
        )
    except CannotCheckError:
        return False
    return rules.administers(request.person, administrator=administrator)


def may_know(channel: str, owner: str, request: Request, services: Services) -> bool:
    """Whether somebody may know of what is posted there: of a direct message whose it is may."""
    own = {owner, reader(channel, owner)} - {""}
    return not is_direct(channel) or request.person in own or administers(request, services)


def can_change(what: What, request: Request, services: Services) -> bool:
    """Whether somebody may make a change, as far as that can be told now."""
    try:
        may_change(what, request, services)
    except AskError:
        return False
    return True


def keep_look(words: str, request: Request, services: Services, *, allowed: bool) -> None:
    """Keep who wished for figures of people, or said who may see them. Raises StoreError."""
    services.looks.keep(look_of(words, request, services, allowed=allowed))


def look_of(words: str, request: Request, services: Services, *, allowed: bool) -> Look:
    """What is kept of it."""
    return Look(
        at=services.now(),
        person=request.person,
        channel=request.channel,
        phrase=words,
        allowed=allowed,
    )


def _keep(inquiry: Inquiry, request: Request, services: Services, *, allowed: bool) -> None:
    phrase = inquiry.phrase(services.asker.directory())
    keep_look(phrase, request, services, allowed=allowed)
