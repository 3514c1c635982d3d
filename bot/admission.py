"""Is this one of us? Asked once of every request, whatever its way in; and what it may reach.

What Slack tells with a request decides at once. Else Slack is asked, so this is for workers only.
"""

from __future__ import annotations

import logging
from dataclasses import replace

from bot.cards import blocks
from bot.cards.help import suggestion
from bot.config import USER_GROUP
from bot.services import Services
from bot.talk import Audience, Kind, Origin, Reach, Reply, Request
from bot.workspace import CannotCheckError, OwnWorkspace, Standing
from metrics.errors import AskError, KpiError, StoreError
from metrics.posting.audit import Look
from metrics.sources.claims import ADDRESS, Claim, Decision, claim_id

logger = logging.getLogger(__name__)

NOT_FOR_YOU = "Sorry, I answer only members of the company that I work for. Please ask one of them."
SHARED = "Only you see this: people of another company are in this channel, or may be."
SHARED_WITH = (
    "I post nothing where people of another company read along, or may: whoever runs me can name "
    "the channel in DESKPULSE_OPEN_CHANNELS."
)
INSTALL_AGAIN = (
    "I lack permissions that I need by now, so until an administrator installs me again I answer "
    "with figures only, and only privately. The app's page in Slack offers it."
)
"""What is so where the scopes to tell one of us from others were never granted."""
ONLY_YOU = "Only you see this, until an administrator installs me again."
"""The same beside an answer."""
NO_FIGURES = (
    "I lack permissions that I need by now, so I show no figures here until an administrator "
    "installs me again. The app's page in Slack offers it."
)
"""The same where nothing says either that somebody is of the own team."""


def admit(
    request: Request, services: Services, *, addressed: bool = True
) -> Request | Reply | None:
    """The request with what it may reach; or all that is said instead; or None: say nothing.

    `addressed`: it was meant for the bot. What was not gets no word where it is not answered.
    Raises CannotCheckError where that cannot be told now of what was not.
    """
    try:
        standing = _standing(request, services)
        if standing is Standing.MEMBER:
            _groups(services)
            _match_agent(request, services)
            return replace(request, reach=reach(request.channel, services, request.origin))
        if standing is None:
            return _nothing() if addressed else None
    except CannotCheckError as error:
        if not addressed:
            raise
        return None if request.origin.bot else suggestion(error)
    polite = addressed and standing is not Standing.BOT
    return _turned_away() if polite and _due(request.person, services) else None


def unknown(request: Request, services: Services) -> bool:
    """Whether an installation without the scopes cannot tell who somebody is."""
    try:
        return _standing(request, services) is None
    except CannotCheckError:
        return False


def standing_from(origin: Origin, home: OwnWorkspace) -> Standing | None:
    """What somebody is by what came with the request; None where that does not say.

    A request for another app is like one of a bot: nobody has asked this one.
    """
    if origin.bot or (origin.app and home.app and origin.app != home.app):
        return Standing.BOT
    if not home.team or (origin.team and origin.team in {home.team, home.organisation}):
        return None
    if origin.organisation:
        return None if origin.organisation == home.organisation else Standing.OUTSIDER
    return Standing.OUTSIDER if origin.team and not home.organisation else None


def standing_by_team(origin: Origin, home: OwnWorkspace) -> Standing | None:
    """What somebody is to an installation that may not ask; None where that is not said.

    Only a team that is named as the person's own counts: an event as such is always for ours.
    """
    teams = {home.team, home.organisation} - {""}
    if not origin.named or not teams:
        return None
    own = bool(teams & {origin.team, origin.organisation})
    return Standing.MEMBER if own else Standing.OUTSIDER


def reach(channel: str, services: Services, origin: Origin | None = None) -> Reach:
    """What may be told in a channel. Raises CannotCheckError."""
    workspace = services.workspace
    if not workspace.complete:
        return Reach.FIGURES
    is_shared = origin is not None and origin.shared
    if not is_shared and not workspace.channel(channel).shared:
        return Reach.ALL
    is_open = channel in services.settings.open_channels()
    return Reach.OPEN if is_open else Reach.ALONE


def within(request: Request, reply: Reply) -> Reply:
    """The reply as its request's reach allows: for all to read, or for the asker with a reason."""
    if request.reach is Reach.ALL or reply.audience is Audience.ME:
        return reply
    if request.reach is Reach.OPEN and reply.figures:
        return reply
    why = ONLY_YOU if request.reach is Reach.FIGURES else SHARED
    head = (blocks.context([why]), *reply.head) if reply.head else ()
    return replace(reply, text=f"{reply.text} {why}", head=head, audience=Audience.ME)


def figures_only(request: Request) -> None:
    """Refuse what an installation without the scopes must not show or do. Raises AskError."""
    if request.reach is Reach.FIGURES:
        raise AskError(INSTALL_AGAIN)


def _standing(request: Request, services: Services) -> Standing | None:
    """What somebody is; None where an installation without the scopes cannot tell."""
    workspace, origin = services.workspace, request.origin
    home = workspace.home
    if standing := standing_from(origin, home):
        return standing
    if not request.person:
        return Standing.BOT
    if not workspace.complete:
        return standing_by_team(origin, home)
    return workspace.person(request.person).standing


def _groups(services: Services) -> None:
    """Know who is in the user groups that say who may do what. Raises CannotCheckError."""
    for group in services.settings.leads() | services.settings.admins():
        if group.startswith(USER_GROUP):
            services.members(group)


def _match_agent(request: Request, services: Services) -> None:
    """Know which agent somebody is by an address that helpdesk and Slack both tell.

    It holds as long as they do; what the person says of it and the settings come first.
    """
    person, ids = request.person, services.agents()
    try:
        address = services.workspace.person(person).address if services.workspace.complete else ""
        claim = services.claims.of(person) if person not in ids else None
        matched = claim is not None and claim.decided_by == ADDRESS
        if person in ids or (claim is not None and not matched) or not (address or matched):
            return
        agent = services.asker.identities().addresses.get(address)
        if claim is not None and claim.decision is Decision.CONFIRMED:
            if agent == claim.agent:
                return
            services.claims.end_match(claim, services.now())
        taken = {*ids.values(), *services.claims.agents().values()}
        if agent is not None and agent not in taken:
            _keep_match(request, agent, services)
    except KpiError:
        logger.exception("Which agent %s is could not be told by the address", person)


def _keep_match(request: Request, agent: str, services: Services) -> None:
    """First that it is looked at, then that it is so."""
    person, now = request.person, services.now()
    words = f"{person} is agent {agent}, by an equal e-mail address"
    services.looks.keep(
        Look(at=now, person=person, channel=request.channel, phrase=words, allowed=True)
    )
    services.claims.match(
        Claim(
            id=claim_id(person, agent, now),
            person=person,
            agent=agent,
            asked_at=now,
            decision=Decision.CONFIRMED,
            decided_by=ADDRESS,
            decided_at=now,
        )
    )


def _due(person: str, services: Services) -> bool:
    """Whether somebody is to be turned away with a word: once a day, by one copy of the bot."""
    try:
        return services.visitors.due(person, services.now())
    except StoreError:
        logger.exception("Whether %s was turned away today could not be told", person)
        return False


def _nothing() -> Reply:
    return Reply(text=NO_FIGURES, head=(blocks.section(NO_FIGURES),), audience=Audience.ME)


def _turned_away() -> Reply:
    head = (blocks.section(NOT_FOR_YOU),)
    return Reply(text=NOT_FOR_YOU, head=head, audience=Audience.ME, kind=Kind.STRANGER)
