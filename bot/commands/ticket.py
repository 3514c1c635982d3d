"""One ticket by its number: how it stands, taken or given back. No helpdesk is written to."""

from __future__ import annotations

from collections.abc import Sequence

from bot import words
from bot.access import Verdict, What, policy
from bot.admission import figures_only
from bot.cards import blocks
from bot.cards.bad_rating import bad_rating_card
from bot.cards.takes import SHOWN_ON
from bot.cards.ticket import ticket_card, which_card
from bot.commands.ask import seen_by
from bot.commands.gate import RefusedError
from bot.grammar.ticket_words import MOST_TICKETS, Act, TicketWords, is_year, read_tickets
from bot.services import Services
from bot.takers import rating_views, views
from bot.talk import Audience, Reply, Request
from metrics.ask.bad_ratings import unhappy
from metrics.ask.work import find_tickets, known_since, ticket_story
from metrics.errors import AskError
from metrics.question.ticket_state import TicketState
from metrics.question.unhappy import Unhappy
from metrics.sources.identity import ticket_label

UNKNOWN = (
    "I know no ticket {label}. I know tickets from {since} on and those that were unsolved then, "
    "as the helpdesk told them until {until}."
)
RECENT_SECONDS = 30 * 86400
"""A bad rating is followed up within so long: then a ticket that is solved may be taken too."""
NOT_OPEN = (
    "{label} is {status}: there is nothing left to take. If it is opened again, take it then."
)


def ticket_words(request: Request, services: Services) -> tuple[TicketWords, ...]:
    """What the words want of which tickets; empty where they are about none.

    A bare "2025" is a year, unless there is a ticket of that number.
    """
    text, _ = act_and_message(request)
    if not any(map(str.isdecimal, text)):
        return ()
    asker = services.asker
    wishes = read_tickets(text, asker.directory().sources, lambda id: bool(asker.keys(id)))
    if len(wishes) != 1 or not wishes[0].bare or not is_year(wishes[0].id):
        return wishes
    return wishes if find_tickets(services.asker.still(), wishes[0].id, services.now()) else ()


def act_and_message(request: Request) -> tuple[str, str]:
    """What is wanted, and the words that draw the message on whose control it was clicked.

    Whoever types has no such message, so there all words say what is wanted.
    """
    act, _, shown_on = request.words.partition(SHOWN_ON)
    return (act, shown_on) if request.pressed else (request.words, "")


def about_tickets(request: Request, wishes: Sequence[TicketWords], services: Services) -> Reply:
    """Do what is wanted of each of these tickets, and show how they stand. Raises AskError."""
    if len(wishes) == 1:
        return about_ticket(request, wishes[0], services)
    if len(wishes) > MOST_TICKETS:
        raise AskError(f"I tell of up to {MOST_TICKETS} tickets at once.")
    replies = [_one_of(request, wish, services) for wish in wishes]
    audiences = {reply.audience for reply in replies}
    return Reply(
        text=blocks.fallback(" ".join(reply.text for reply in replies)),
        head=tuple(block for reply in replies for block in (*reply.head, *reply.tail)),
        audience=Audience.ME if Audience.ME in audiences else replies[0].audience,
    )


def _one_of(request: Request, wish: TicketWords, services: Services) -> Reply:
    """What becomes of one of several tickets, also where that is nothing."""
    try:
        return about_ticket(request, wish, services)
    except AskError as error:
        audience = seen_by(request, services.settings.answers)
        return Reply(text=str(error), head=(blocks.section(str(error)),), audience=audience)


def about_ticket(request: Request, wish: TicketWords, services: Services) -> Reply:
    """Do what is wanted of a ticket, and show how it stands then. Raises AskError."""
    figures_only(request)
    services.asker.require_ready()
    states = find(wish, services)
    if len(states) > 1:
        return which_card(views(states, services), wish.act, services.ticket_url)
    (state,) = states
    if wish.act is Act.TAKE:
        take(state, request, services)
    elif wish.act is Act.GIVE_BACK:
        services.takes.give_back(state.id, request.person, services.now())
    if wish.act is Act.RATING:
        return show_rating(state, request, services)
    return show(state, request, services)


def take(state: TicketState, request: Request, services: Services) -> None:
    """Let who asks go on with a ticket; who has it already keeps it. Raises AskError."""
    if not state.unsolved and not rated_badly(state, services, RECENT_SECONDS):
        label = ticket_label(state.number, state.helpdesk)
        raise RefusedError(NOT_OPEN.format(label=label, status=state.removal or state.status))
    services.takes.take(state.id, request.person, services.now())


def show(state: TicketState, request: Request, services: Services) -> Reply:
    """How a ticket stands: open work for all who read along, what is done for who asks."""
    what = What.WORK if state.unsolved else What.LIST
    audience = seen_by(request, services.settings.answers)
    rules = policy(services)
    role, place = rules.role(request.person), rules.place(request.channel)
    if rules.verdict(role, place, what) is not Verdict.HERE:
        audience = Audience.ME
    (view,) = views([state], services)
    story = ticket_story(services.asker, state.id)
    return ticket_card(view, audience, services.ticket_url, story)


def rated_badly(state: TicketState, services: Services, within: int | None = None) -> list[Unhappy]:
    """The bad rating that stands of a ticket, given within so many seconds; else none.

    Raises AskError.
    """
    now = services.now()
    since_at = 0 if within is None else now - within
    return unhappy(services.asker.still(), (), since_at, now, state.id)


def show_rating(state: TicketState, request: Request, services: Services) -> Reply:
    """The bad rating of a ticket: in its post for all who read that, else for who asks."""
    bad = rated_badly(state, services)
    if not bad:
        label = ticket_label(state.number, state.helpdesk)
        raise AskError(f"{label} has no bad rating that I know of.", (f"ticket {state.number}",))
    audience = Audience.CHANNEL if request.pressed else Audience.ME
    return bad_rating_card(rating_views(bad, services)[-1], services.ticket_url, audience)


def find(wish: TicketWords, services: Services) -> list[TicketState]:
    """The tickets of that number, one of each helpdesk. Raises AskError where there is none."""
    asker, now = services.asker.still(), services.now()
    candidates = find_tickets(asker, wish.id, now)
    meant = [each for each in candidates if wish.source in {"", each.id.source}]
    if wish.source:  # so it is written on buttons, by its id
        meant = [each for each in meant if each.id.id == wish.id] or meant
    if meant:
        return meant
    zone, until = str(asker.calendar.zone), asker.fresh_until()
    label = ticket_label(wish.id, asker.directory().helpdesk(wish.source) if wish.source else "")
    since = words.moment(known_since(asker, now), zone, year=True)
    raise AskError(
        UNKNOWN.format(label=label, since=since, until=words.lately(until or now, now, zone))
    )
