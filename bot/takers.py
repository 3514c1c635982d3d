"""Who goes on with which tickets, and tickets as they are shown: for whatever card has any.

Put `bot.cards.takes.take_controls` beside them, so that people can take them there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from bot.access import EVERYBODY, policy
from bot.cards.bad_rating import BadRatingView
from bot.cards.takes import Taker
from bot.cards.ticket import TicketView
from bot.services import Services
from metrics.question.ticket_state import TicketState
from metrics.question.unhappy import Unhappy
from metrics.store.books.takes import Take
from metrics.tickets.records import Dimension, TicketId


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


def views(states: Sequence[TicketState], services: Services) -> list[TicketView]:
    """Tickets as they are shown: with the owners of open work alone, and with who takes them."""
    asker, now = services.asker, services.now()
    standing = takers([state.id for state in states], services)
    return [
        TicketView(
            state=state,
            owner=_owner(state),
            taker=standing.get(state.id),
            now=now,
            fresh_until=asker.fresh_until(),
            zone=str(asker.calendar.zone),
        )
        for state in states
    ]


def _owner(state: TicketState) -> str:
    """Who has a ticket, where that is for all to know: it is open."""
    named = EVERYBODY.row({"agent": state.owner}) if state.unsolved else {}
    return str(named.get("agent") or "")


def rating_views(found: Sequence[Unhappy], services: Services) -> list[BadRatingView]:
    """These as they are shown now."""
    standing = takers([each.rating.ticket for each in found], services)
    now, zone = services.now(), str(services.asker.calendar.zone)
    return [
        BadRatingView(unhappy=each, taker=standing.get(each.rating.ticket), now=now, zone=zone)
        for each in found
    ]
