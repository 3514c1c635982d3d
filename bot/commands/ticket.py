"""One ticket by its number: how it stands, taken or given back. Nothing is written to a helpdesk.

`takers` says who goes on with tickets, for whatever card shows them beside `take_controls`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot import words
from bot.access import EVERYBODY, Verdict, What, policy
from bot.admission import figures_only
from bot.cards.takes import SHOWN_ON, Taker
from bot.cards.ticket import TicketView, ticket_card, which_card
from bot.commands.ask import seen_by
from bot.grammar.ticket_words import Act, TicketWords, read_ticket_words
from bot.services import Services
from bot.talk import Audience, Reply, Request
from metrics.ask.work import find_tickets, known_since
from metrics.errors import AskError
from metrics.question.ticket_state import TicketState
from metrics.sources.identity import ticket_label
from metrics.store.books.takes import Take
from metrics.tickets.records import Dimension, TicketId

UNKNOWN = (
    "I know no ticket {label}. I know tickets from {since} on and those that were unsolved then, "
    "as the helpdesk told them until {until}."
)
NOT_OPEN = (
    "{label} is {status}: there is nothing left to take. If it is opened again, take it then."
)


def takers(tickets: Iterable[TicketId], services: Services) -> Mapping[TicketId, Taker]:
    """Who goes on with these tickets, of those that somebody has taken. Raises StoreError."""
    standing = services.takes.standing(tickets)
    if not standing:
        return {}
    agents, label = policy(services).agents, services.asker.directory().label

    def taker(take: Take) -> Taker:
        agent = agents.get(take.person, "")
        name = label(Dimension.AGENT, agent) if agent else ""
        return Taker(person=take.person, since_at=take.taken_at, name=name)

    return {ticket: taker(take) for ticket, take in standing.items()}


def ticket_words(request: Request, services: Services) -> TicketWords | None:
    """What the words want of a ticket; None where they are about none."""
    text, _, _ = request.words.partition(SHOWN_ON)
    if not any(map(str.isdecimal, text)):
        return None
    return read_ticket_words(text, services.asker.directory().sources)


def about_ticket(request: Request, wish: TicketWords, services: Services) -> Reply:
    """Do what is wanted of a ticket, and show how it stands then. Raises AskError."""
    figures_only(request)
    services.asker.require_ready()
    found = find(wish, services)
    if len(found) > 1:
        views = [view(each, services) for each in found]
        return which_card(views, wish.act, services.ticket_url)
    (state,) = found
    if wish.act is Act.TAKE:
        take(state, request, services)
    elif wish.act is Act.GIVE_BACK:
        services.takes.give_back(state.id, request.person, services.now())
    return show(state, request, services)


def take(state: TicketState, request: Request, services: Services) -> None:
    """Let who asks go on with a ticket; who has it already keeps it. Raises AskError."""
    if not state.unsolved:
        label = ticket_label(state.id.id, state.helpdesk)
        raise AskError(NOT_OPEN.format(label=label, status=state.removal or state.status))
    services.takes.take(state.id, request.person, services.now())


def show(state: TicketState, request: Request, services: Services) -> Reply:
    """How a ticket stands: open work for all who read along, what is done for who asks."""
    what = What.WORK if state.unsolved else What.LIST
    audience = seen_by(request, services.settings.answers)
    rules = policy(services)
    role, place = rules.role(request.person), rules.place(request.channel)
    if rules.verdict(role, place, what) is not Verdict.HERE:
        audience = Audience.ME
    return ticket_card(view(state, services), audience, services.ticket_url)


def find(wish: TicketWords, services: Services) -> list[TicketState]:
    """The tickets of that number, one of each helpdesk. Raises AskError where there is none."""
    asker, now = services.asker.still(), services.now()
    found = find_tickets(asker, wish.id, now)
    meant = [each for each in found if wish.source in {"", each.id.source}]
    if meant:
        return meant
    zone, until = str(asker.calendar.zone), asker.fresh_until()
    label = ticket_label(wish.id, asker.directory().helpdesk(wish.source) if wish.source else "")
    since = words.moment(known_since(asker, now), zone, year=True)
    raise AskError(
        UNKNOWN.format(label=label, since=since, until=words.lately(until or now, now, zone))
    )


def view(state: TicketState, services: Services) -> TicketView:
    """A ticket as it is shown: with its owner where it is open work, and with who takes it."""
    asker = services.asker
    owner = str(EVERYBODY.row({"agent": state.owner})["agent"] or "") if state.unsolved else ""
    return TicketView(
        state=state,
        owner=owner,
        taker=takers([state.id], services).get(state.id),
        now=services.now(),
        fresh_until=asker.fresh_until(),
        zone=str(asker.calendar.zone),
    )
