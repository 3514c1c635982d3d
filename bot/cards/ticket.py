"""One ticket: how it stands, what it waits for, what was promised, and who goes on with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bot import words
from bot.cards import blocks
from bot.cards.dues import WHAT
from bot.cards.facts import DOT, capital
from bot.cards.takes import Takeable, Taker, take_controls
from bot.cards.tickets import Address, state_piece, ticket_piece
from bot.talk import Audience, Block, Reply
from metrics.question.ticket_state import (
    NamedTicket,
    Outcome,
    Promised,
    TicketState,
    TicketStory,
    WaitsFor,
)
from metrics.sources.identity import ticket_label
from metrics.tickets.records import Instant

REMOVED = "it was {removal} in the helpdesk{when}, so it counts nowhere"
ONLY_OPEN = "Who has it is told of open tickets only."


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketView:
    """A ticket as it is shown. `owner` is its owner's name, "" where nobody has it.

    `taker` goes on with it. All instants are told in `zone`, seen from `now`; `fresh_until` is up
    to when the data reach.
    """

    state: TicketState
    owner: str
    taker: Taker | None
    now: Instant
    fresh_until: Instant | None
    zone: str

    @property
    def label(self) -> str:
        """Its number in words."""
        return ticket_label(self.state.number, self.state.helpdesk)

    @property
    def phrase(self) -> str:
        """The words that show it, of whichever helpdesk it is."""
        return f"ticket {self.state.id.source}/{self.state.id.id}"


def ticket_card(
    view: TicketView, audience: Audience, address: Address | None, story: TicketStory
) -> Reply:
    """The ticket, for all who read along or for the one who asks."""
    lines = sentences(view, story)
    kin = _kin(view, story, address)
    title = [
        {**state_piece(view.state, address)},
        *([blocks.piece(f"{DOT}{view.state.subject}")] if view.state.subject else []),
    ]
    open_work = view.state.unsolved
    takeable = Takeable(id=view.state.id, label=view.label, taker=view.taker)
    # What is solved was taken since: somebody follows up its bad rating.
    can_move = open_work or view.taker
    controls = [blocks.actions(take_controls([takeable], view.phrase))] if can_move else []
    taken = [blocks.section(view.taker.line)] if view.taker else []
    foot = "" if open_work else ONLY_OPEN
    head: list[Block] = [
        blocks.prose([{**piece, "style": {"bold": True}} for piece in title]),
        blocks.section(*lines),
        *([blocks.prose(kin)] if kin else []),
        *taken,
        *controls,
        blocks.context([_freshness(view), foot]),
    ]
    said = "".join(each["text"] for each in kin)
    taken_by = view.taker.words if view.taker else ""
    speech = [view.label, *lines, *filter(None, (said, taken_by))]
    return Reply(
        text=blocks.fallback(". ".join(line.rstrip(".") for line in speech)),
        head=tuple(head),
        audience=audience,
    )


def sentences(view: TicketView, story: TicketStory) -> list[str]:
    """What there is to say of it, a line each."""
    return [
        _state(view, story.channel_word),
        f"{capital(_wait(view, story.removed_at))}.",
        *_promises(view),
        *_replies(story),
    ]


def _replies(story: TicketStory) -> Iterator[str]:
    """Who replied how often, where an AI agent or a rule did: else the rest says enough."""
    if not story.ai_replies + story.automatic_replies:
        return
    by = {
        "people": story.human_replies,
        "AI agents": story.ai_replies,
        "rules": story.automatic_replies,
    }
    parts = (f"{words.count(n)} by {who}" for who, n in by.items() if n or who == "people")
    yield f"Replies that I read: {', '.join(parts)}."


def _kin(view: TicketView, story: TicketStory, address: Address | None) -> list[dict[str, Any]]:
    """The tickets that it belongs to, each with its number as a link."""

    def sentence(begins: str, ticket: NamedTicket) -> list[dict[str, Any]]:
        number = ticket_piece(ticket.id, ticket.source, address, view.state.helpdesk, ticket.number)
        return [blocks.piece(begins), number, blocks.piece(".")]

    pieces: list[dict[str, Any]] = []
    if story.parent:
        pieces += sentence("It is work on " if story.child else "It belongs to ", story.parent)
    if story.problem:
        pieces += sentence(f"{' ' if pieces else ''}Its cause is ", story.problem)
    return pieces


def _state(view: TicketView, channel_word: str = "") -> str:
    state = view.state
    owner = (view.owner or "nobody's") if state.unsolved else ""
    channel = f"{state.channel} ({channel_word})" if channel_word else state.channel
    parts = (state.status, state.priority, channel, state.team, owner)
    return DOT.join(filter(None, (capital(parts[0]), *parts[1:])))


def _wait(view: TicketView, removed_at: Instant | None) -> str:
    """Whom it waits for and since when."""
    state, since = view.state, view.state.since_at
    if state.removal:
        when = "" if removed_at is None else f" by {_when(view, removed_at)}"
        return REMOVED.format(removal=state.removal, when=when)
    at = f" since {_when(view, since)} ({_long(view, since)})" if since is not None else ""
    if not state.unsolved:
        return f"{state.status}{at}, opened {_when(view, state.created_at)}"
    if state.waits_for is WaitsFor.US:
        return f"the customer has waited for us{at}"
    if state.waits_for is None:
        return f"no customer waits for a reply; {state.status}{at}"
    return f"waiting for {state.waits_for}{at}"


def _promises(view: TicketView) -> Iterator[str]:
    if not view.state.promises:
        yield "Nothing is promised for it, as far as I know."
        return
    yield f"{capital('; '.join(promise(one, view.now, view.zone) for one in view.state.promises))}."


def promise(one: Promised, now: Instant, zone: str) -> str:
    """A promise and how it stands: "next reply broken, was due Mon 16 Nov 15:40 (2d 3h late)"."""
    what = WHAT[one.measure]
    if one.outcome is Outcome.MET:
        return f"{what} in time"  # when it would have been due nobody needs to know
    when = words.lately(one.due_at, now, zone)
    match one.outcome:
        case Outcome.LATE:
            return f"{what} too late (it was due {when})"
        case Outcome.BREACHED:
            return f"{what} overdue since {when} ({words.rough(now - one.due_at)})"
        case _:
            return f"{what} due {when} (in {words.rough(one.due_at - now)})"


def _when(view: TicketView, at: Instant) -> str:
    return words.lately(at, view.now, view.zone)


def _long(view: TicketView, at: Instant) -> str:
    return words.rough(max(0, view.now - at))


def _freshness(view: TicketView) -> str:
    if view.fresh_until is None:
        return "The first sync is not complete yet."
    return f"Data until {_when(view, min(view.fresh_until, view.now))}"


def which_card(views: Sequence[TicketView], verb: str, address: Address | None) -> Reply:
    """Several helpdesks have a ticket of that number: which is meant."""
    number = views[0].state.number
    sentence = f"{len(views)} helpdesks have a ticket #{number}. Which one?"
    offers = [
        blocks.button(
            each.label, f"card:which:{n}", f"{verb} {each.state.id.source}/{each.state.id.id}"
        )
        for n, each in enumerate(views)
    ]
    lines = [
        blocks.prose(
            [
                state_piece(each.state, address),
                blocks.piece(f" {_state(each)}"),
            ]
        )
        for each in views
    ]
    return Reply(
        text=blocks.fallback(sentence),
        head=(blocks.section(sentence), *lines, blocks.actions(offers)),
        audience=Audience.ME,
    )
