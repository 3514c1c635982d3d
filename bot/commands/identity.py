"""Who in Slack is which agent of the helpdesk: said by that person, confirmed by another."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from bot.access import Policy, Role, What, policy
from bot.admission import figures_only
from bot.cards import identity as cards
from bot.commands.gate import keep_look, may_change
from bot.deliveries.notices import notice
from bot.grammar.tokens import echo
from bot.services import Services
from bot.talk import Reply, Request
from bot.workspace import is_person
from metrics.errors import AskError
from metrics.near import near
from metrics.sources.claims import Claim, Decision, claim_id

MOST_ASKED = 5
"""So many at most are asked to confirm."""
_SAID = re.compile(r"\s*(?:i\s+am|i['\u2019]m)\s+(?:agent\s+)?(?P<who>\S.*)", re.IGNORECASE)
_DECIDED = re.compile(
    r"\s*(?P<what>confirm|refuse)\s+agent\s+(?P<id>[0-9a-f]{8})\s*", re.IGNORECASE
)
NOBODY = frozenset({"nobody", "no agent", "none", "not an agent"})
OF_SETTINGS = (
    "The settings say already which agent you are, and they come first: whoever runs me changes "
    "that in DESKPULSE_AGENT_IDS."
)
NO_CONFIRMER = (
    "There is nobody else who could confirm it. Whoever runs me names leads and administrators in "
    "DESKPULSE_LEADS and DESKPULSE_ADMINS."
)
NOT_ONESELF = "Somebody else has to confirm which agent you are."

Answer = Callable[[Request, Services], Reply]


def answer_for(words: str) -> Answer | None:
    """Who answers words about who is which agent; None where they are about something else."""
    if _SAID.fullmatch(words):
        return claim_identity
    return decide if _DECIDED.fullmatch(words) else None


def claim_identity(request: Request, services: Services) -> Reply:
    """Somebody says which agent they are: kept, and others are asked. Raises AskError."""
    figures_only(request)
    match = _SAID.fullmatch(request.words)
    who = match["who"].strip().strip('"') if match else ""
    person, now = request.person, services.now()
    if person in services.agents():
        raise AskError(OF_SETTINGS)
    if who.casefold().rstrip(".") in NOBODY:
        success = services.claims.withdraw(person, now)
        return cards.withdrawn_card() if success else cards.nobody_card()
    agent = _agent(who, services)
    name, rules = services.asker.directory().agents[agent], policy(services)
    if rules.agents.get(person) == agent:
        return cards.known_card(name)
    people = confirmers(person, rules, services)
    id = claim_id(person, agent, now)
    claim = Claim(id=id, person=person, agent=agent, asked_at=now, asked=people)
    if rules.role(person) is Role.LEAD:  # who may see everybody's figures gains none by it
        services.claims.make(claim)
        return _confirm(claim, name, request, services)
    if not people:
        raise AskError(NO_CONFIRMER)
    services.claims.make(claim)
    holder = _holder(agent, person, rules)
    question = cards.question(claim, name, holder)
    services.outbox.put(
        [notice(f"claim:{id}:{to}", question, to, now, slot=now) for to in people], now
    )
    return cards.waiting_card(name, people)


def decide(request: Request, services: Services) -> Reply:
    """A lead or an administrator says whether it is so. Raises AskError."""
    match = _DECIDED.fullmatch(request.words)
    claim = services.claims.get(match["id"].casefold()) if match else None
    if claim is None:
        raise AskError("I know nobody who says that. Perhaps they have taken it back.")
    rules = policy(services)
    may_change(What.IDENTITY, request, services)
    if request.person == claim.person and rules.role(request.person) is not Role.LEAD:
        raise AskError(NOT_ONESELF)
    name = services.asker.directory().agents.get(claim.agent)
    if name is None:
        raise AskError("The helpdesk does not have that agent any more.")
    if claim.decision is not Decision.OPEN:
        return cards.decided_card(claim, name)
    if match and match["what"].casefold() == "confirm":
        return _confirm(claim, name, request, services)
    return _settle(claim, Decision.REFUSED, name, request, services)


def _confirm(claim: Claim, name: str, request: Request, services: Services) -> Reply:
    settings = services.agents()
    if claim.agent in settings.values() or claim.person in settings:
        raise AskError(
            f"The settings say who {name} is, and they come first: whoever runs me changes that in "
            "DESKPULSE_AGENT_IDS."
        )
    return _settle(claim, Decision.CONFIRMED, name, request, services)


def _settle(
    claim: Claim, decision: Decision, name: str, request: Request, services: Services
) -> Reply:
    """Keep who decided, then what; then the person hears of it. Raises StoreError."""
    now, by = services.now(), request.person
    outcome = replace(claim, decision=decision, decided_by=by, decided_at=now)
    yes = decision is Decision.CONFIRMED
    keep_look(f"{claim.person} is agent {name}", request, services, allowed=yes)
    if not services.claims.decide(outcome):
        return cards.decided_card(services.claims.get(claim.id) or claim, name)
    if by != claim.person:
        message = cards.decision_notice(outcome, name)
        about = f"claim:{claim.id}:{decision}"
        services.outbox.put([notice(about, message, claim.person, now, slot=now)], now)
    return cards.decided_card(outcome, name)


def confirmers(person: str, rules: Policy, services: Services) -> tuple[str, ...]:
    """Who is asked to confirm: named administrators, else leads, else those of the workspace."""
    for group in (rules.admins, rules.leads):
        if others := sorted(id for id in group - {person} if is_person(id)):
            return tuple(others[:MOST_ASKED])
    if rules.names_anybody:
        return ()
    return tuple(sorted(services.workspace.administrators() - {person})[:MOST_ASKED])


def _holder(agent: str, person: str, rules: Policy) -> str:
    """Who else is that agent by now; empty where nobody is."""
    return next((id for id, a in rules.agents.items() if a == agent and id != person), "")


def _agent(who: str, services: Services) -> str:
    """The id of the agent of that name or id. Raises AskError."""
    agents = services.asker.directory().agents
    if who in agents:
        return who
    ids = [id for id, name in agents.items() if name.casefold() == who.casefold()]
    if len(ids) == 1:
        return ids[0]
    if ids:
        same = tuple(f"i am agent {id}" for id in ids[:MOST_ASKED])
        raise AskError(f"Several agents are called {echo(who)}. Which one are you, by id?", same)
    names = {name.casefold(): name for name in agents.values()}
    close = near(who.casefold(), names, 3, 0.6)
    parts = [key for key in names if who.casefold() in key.split()]
    offers = tuple(f"i am {names[key]}" for key in dict.fromkeys((*parts[:3], *close)))
    raise AskError(f"The helpdesk has no agent called {echo(who)}.", offers[:MOST_ASKED])
