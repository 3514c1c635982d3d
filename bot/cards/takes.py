"""Who goes on with a ticket: how that is shown, and the controls to take one and to give it back.

Put `take_controls` into a row of buttons, and `taker_words` where the ticket is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bot.cards import blocks
from bot.cards.blocks import Line, PersonMention
from metrics.tickets.records import Instant, TicketId

TAKE, GIVE_BACK = "take", "give back"
"""The words with which a ticket is taken and given back."""
MOST_OF_NAME = 32
MOST_NAMED = 60
SHOWN_ON = " on "
"""Between an act and the words that draw the message on which it was clicked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taker:
    """Who goes on with a ticket since when. `person` is an id of Slack's.

    `name` is that of the agent that the person is known to be, "" where that is not known.
    """

    person: str
    since_at: Instant
    name: str = ""

    @property
    def words(self) -> str:
        """Who takes it, for those who hear it or read it in a table."""
        return f"{self.name or 'somebody'} takes it"

    @property
    def line(self) -> Line:
        """The same in a section. An agent by name is not called by a mention."""
        return (self.name or PersonMention(self.person), " takes it")

    def pieces(self) -> list[dict[str, Any]]:
        """The same in rich text."""
        return [*self.name_pieces(), blocks.piece(" takes it")]

    def name_pieces(self) -> list[dict[str, Any]]:
        """The name alone."""
        if not self.name:
            return [{"type": "user", "user_id": self.person}]
        return [blocks.piece(blocks.cut(blocks.one_line(self.name), MOST_OF_NAME))]


@dataclass(frozen=True, slots=True, kw_only=True)
class Takeable:
    """A ticket that can be taken: its number in words, and who has taken it already."""

    id: TicketId
    label: str
    taker: Taker | None = None


def take_controls(
    tickets: Sequence[Takeable], shown_on: str = "", *, always_menu: bool = False
) -> list[dict[str, Any]]:
    """What takes one of the tickets, and what gives one back: buttons of one, menus of several.

    `always_menu`: a menu of one too, where it should say which ticket that is. `shown_on` are the
    words that draw the message that they stand on. With them a click draws it anew in its place;
    without, and where they are too long for a control, it is answered below.
    """
    return list(_controls(tickets, shown_on, is_single=len(tickets) == 1 and not always_menu))


def _controls(
    tickets: Sequence[Takeable], shown_on: str, *, is_single: bool
) -> Iterator[dict[str, Any]]:
    free = [each for each in tickets if each.taker is None]
    taken = [each for each in tickets if each.taker is not None]
    for act, label, several in (
        (TAKE, "I take it", "I take \u2026"),
        (GIVE_BACK, "Give back", "Give back \u2026"),
    ):
        some = free if act is TAKE else taken
        action = f"card:{act.replace(' ', '-')}"
        if is_single and some:
            value = _value(act, some[0].id, shown_on, blocks.VALUE_LIMIT)
            yield blocks.button(label, action, value)
        elif some:
            choices = (
                (_label(each), _value(act, each.id, shown_on, blocks.OPTION_VALUE_LIMIT))
                for each in some
            )
            yield blocks.menu(several, action, choices)


def _label(ticket: Takeable) -> str:
    name = ticket.taker.name if ticket.taker else ""
    return f"{blocks.cut(ticket.label, MOST_NAMED)}{f' ({name})' if name else ''}"


def _value(act: str, ticket: TicketId, shown_on: str, limit: int) -> str:
    words = f"{act} {ticket.source}/{ticket.id}"
    whole = f"{words}{SHOWN_ON}{shown_on}"
    return whole if shown_on and len(whole) <= limit else words
