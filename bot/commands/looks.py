"""The one gate: what may be answered, and where; each look at people's figures is kept."""

from __future__ import annotations

from bot.access import PEOPLE, REFUSALS, WHO_HOLDS, Verdict, What, policy
from bot.cards.tickets import Address
from bot.grammar import Output, render
from bot.services import Services
from bot.talk import Audience, Request
from metrics.errors import AskError
from metrics.looks import Look
from metrics.query import Query

_UNSHARED = "Figures of single people are for the one who asks: I do not share them."


def allowed(
    query: Query, request: Request, services: Services, output: Output = Output.FIGURE
) -> Verdict:
    """Where the answer may be seen. Raises AskError where it is refused, StoreError unkept."""
    rules = policy(services)
    role, place = rules.role(request.person), rules.place(request.channel)
    whose = rules.people(query, request.person)
    verdicts = {rules.verdict(role, place, what) for what in (whose, _form(query, output))}
    refused = Verdict.REFUSED in verdicts
    if whose in PEOPLE:
        _keep(query, request, services, allowed=not refused)
    if refused:
        raise AskError(REFUSALS[whose])
    return Verdict.PRIVATELY if Verdict.PRIVATELY in verdicts else Verdict.HERE


def _form(query: Query, output: Output) -> What:
    """Whether single tickets are told, and with them who holds which."""
    if output is Output.CSV:
        return What.FILE
    told = output in {Output.LIST, Output.EXPLAIN} or query.metric in WHO_HOLDS
    return What.LIST if told else What.METRIC


def links(request: Request, audience: Audience, services: Services) -> Address | None:
    """What makes links of ticket numbers; None where lists of tickets may not be shown."""
    alone = audience is Audience.ME
    shown = policy(services).lists(request.person, request.channel, alone=alone)
    return services.ticket_url if shown else None


def sharable(query: Query, request: Request, services: Services) -> None:
    """Refuse what may not be shown to all in the channel. Raises AskError."""
    if allowed(query, request, services) is not Verdict.HERE:
        raise AskError(_UNSHARED)


def may_change(what: What, request: Request, services: Services) -> None:
    """Refuse a change by somebody who may not make any. Raises AskError."""
    rules = policy(services)
    role, place = rules.role(request.person), rules.place(request.channel)
    if rules.verdict(role, place, what) is Verdict.REFUSED:
        raise AskError(REFUSALS[what])


def _keep(query: Query, request: Request, services: Services, *, allowed: bool) -> None:
    services.looks.keep(
        Look(
            at=services.now(),
            person=request.person,
            channel=request.channel,
            phrase=render(query, services.asker.directory()),
            allowed=allowed,
        )
    )
