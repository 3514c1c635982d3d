"""A bad rating: whose ticket it was, why as far as a reason was chosen, and how long it took.

What the customer wrote is not kept, and whom the rating is for is not told.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot import words
from bot.cards import blocks
from bot.cards.facts import DOT
from bot.cards.takes import Takeable, Taker, take_controls
from bot.cards.tickets import Address, ticket_piece
from bot.talk import Audience, Reply
from metrics.question.unhappy import Unhappy
from metrics.sources.identity import ticket_label
from metrics.tickets.records import Instant

BAD_RATING = "bad rating"


@dataclass(frozen=True, slots=True, kw_only=True)
class BadRatingView:
    """A bad rating as it is shown: who follows it up, told in `zone` and seen from `now`."""

    unhappy: Unhappy
    taker: Taker | None
    now: Instant
    zone: str

    @property
    def label(self) -> str:
        """The ticket's number in words."""
        return ticket_label(
            self.unhappy.rating.number or self.unhappy.rating.ticket.id, self.unhappy.helpdesk
        )

    @property
    def phrase(self) -> str:
        """The words that show it."""
        source, id = self.unhappy.rating.ticket
        return f"{BAD_RATING} {source}/{id}"


def bad_rating_card(view: BadRatingView, address: Address | None, audience: Audience) -> Reply:
    """A bad rating with its ticket, and what takes it on."""
    rating = view.unhappy.rating
    source, id = rating.ticket
    ticket = ticket_piece(id, source, address, view.unhappy.helpdesk, rating.number)
    channel = f"{DOT}{view.unhappy.channel}" if view.unhappy.channel else ""
    lines = list(_lines(view))
    takeable = Takeable(id=rating.ticket, label=view.label, taker=view.taker)
    speech = [f"Bad rating: {view.label}{channel}", *lines]
    speech += [view.taker.words] if view.taker else []
    return Reply(
        text=blocks.fallback(f"{'. '.join(speech)}.".replace(DOT, ", ")),
        head=(
            blocks.prose(
                [blocks.piece("Bad rating: ", bold=True), ticket, blocks.piece(channel)]
                if channel
                else [blocks.piece("Bad rating: ", bold=True), ticket]
            ),
            blocks.section(f"{'. '.join(lines)}."),
            *([blocks.section(view.taker.line)] if view.taker else []),
        ),
        tail=(blocks.actions(take_controls([takeable], view.phrase)),),
        audience=audience,
    )


def _lines(view: BadRatingView) -> Iterator[str]:
    """The reason that was chosen, how long it took, and when it was rated."""
    unhappy, took = view.unhappy, list[str]()
    if unhappy.rating.reason:
        yield f"Reason: {blocks.one_line(unhappy.rating.reason)}"
    if unhappy.first_reply is not None:
        took.append(f"first reply after {words.rough(unhappy.first_reply)}")
    if unhappy.resolution is not None:
        took.append(f"solved after {words.rough(unhappy.resolution)}")
    if took:
        text = ", ".join(took)
        yield f"{text[:1].upper()}{text[1:]}"
    yield f"Rated {words.lately(unhappy.rating.at, view.now, view.zone)}"
