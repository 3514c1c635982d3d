"""Piles of open work as tables that Slack sorts, and as lines of text for a narrow screen."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from bot import words
from bot.cards import blocks
from bot.cards.cells import number, text
from bot.cards.dues import WHAT, WHEN
from bot.cards.facts import DOT, capital
from bot.cards.takes import Takeable, take_controls
from bot.cards.ticket import TicketView
from bot.cards.tickets import Address, state_piece
from bot.talk import Block, Listing
from metrics.question.ticket_state import Pile, Promised

MOST_ROWS = 20
"""Of a pile on the board; a pile alone shows more."""
MOST_LINES = 5
MOST_SPOKEN = 3
PAGE = 5
SHORT_NAME = 20
NAMES = {
    Pile.BREACHED: "Breached",
    Pile.DUE: "Due",
    Pile.NOBODYS: "Nobody's",
    Pile.WAITING: "Waiting for our reply",
}
"""What the piles are called."""
ORDER = {
    Pile.BREACHED: "newly broken first, then by priority",
    Pile.DUE: "the first due first",
    Pile.NOBODYS: "the urgent first",
    Pile.WAITING: "the longest wait first",
}
"""What stands first in them."""
_NAME_AND_COUNT = re.compile(r"[^:,]*")
"""What of a heading stands out: the rest explains it."""

Cell: TypeAlias = Callable[[TicketView], dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class PileView:
    """A pile as it is shown: `n` tickets, of which the first that stand in no pile above it.

    `above` of them do, also that which comes first where `first_above`. `due_words` say of what is
    due until when that is.
    """

    pile: Pile
    n: int
    rows: tuple[TicketView, ...] = ()
    above: int = 0
    first_above: bool = False
    due_words: str = ""

    @property
    def name(self) -> str:
        """What it is called: "Due before noon"."""
        return f"{NAMES[self.pile]} {self.due_words}".strip()

    @property
    def sentence(self) -> str:
        """Its heading where all its rows are listed."""
        return self.heading(len(self.rows))

    def heading(self, count: int) -> str:
        """Its name, how many there are and what that counts, where the first `count` are listed."""
        rest = self.rest(count)
        listed = f"the first {words.count(count)} listed" if rest and count else ""
        listed = f"{listed}, {ORDER[self.pile]}" if listed and count > 1 else listed
        above = f"{words.count(self.above)} of them counted above" if self.above else ""
        if self.first_above and self.pile is Pile.WAITING and self.rows:
            above = f"{above}, the longest wait too"
        return ", ".join(filter(None, (f"{self.name}{DOT}{_counted(self)}", above, listed)))

    def rest(self, count: int) -> int:
        """How many stand in no pile above and are not among the first `count`."""
        return max(0, self.n - self.above - count)


def _counted(view: PileView) -> str:
    """How many of what: nobody should have to guess what a number counts."""
    n, one = words.count(view.n), view.n == 1
    match view.pile:
        case Pile.BREACHED:
            return f"{n} {'ticket' if one else 'tickets'}: a promised reply or solution is overdue"
        case Pile.DUE:
            return f"{n} {'ticket' if one else 'tickets'}: a reply or solution is promised by then"
        case Pile.NOBODYS:
            return f"{n} open {'ticket has' if one else 'tickets have'} no owner"
        case Pile.WAITING:
            return f"{n} {'customer' if one else 'customers'}"


def work_listing(piles: Sequence[PileView], address: Address | None) -> Listing | None:
    """The piles as tables, a table each, and all of them as lines; None where all are empty."""
    full = [pile for pile in piles if pile.rows]
    if not full:
        return None
    first, *others = (_table(pile, address) for pile in full)
    pieces = [piece for pile in full for piece in _lines(pile, address)]
    return Listing(native=first, lines=blocks.prose(pieces[:-1]), further=tuple(others))


def work_lines(piles: Sequence[PileView], address: Address | None) -> Iterator[Block]:
    """The piles as lines, a block each."""
    for pile in piles:
        if pile.rows:
            yield blocks.prose(_lines(pile, address)[:-1])


def work_controls(piles: Sequence[PileView], shown_on: str) -> list[dict[str, Any]]:
    """What takes one of the tickets that are shown, and what gives one back."""
    return take_controls(
        [
            Takeable(id=view.state.id, label=f"{view.label}{DOT}{measure(pile, view)}", taker=taker)
            for pile in piles
            for view in pile.rows
            for taker in (view.taker,)
        ],
        shown_on,
        always_menu=True,
    )


def taken_line(piles: Sequence[PileView], address: Address | None) -> Block | None:
    """Who takes which of the tickets that are shown, beside the controls that took them."""
    taken = [view for pile in piles for view in pile.rows if view.taker]
    if not taken:
        return None
    pieces = [blocks.piece("Taken: ", bold=True)]
    for place, view in enumerate(taken[:MOST_ROWS]):
        assert view.taker is not None
        since = words.lately(view.taker.since_at, view.now, view.zone)
        pieces += [
            blocks.piece(DOT if place else ""),
            _ticket(view, address),
            blocks.piece(" "),
            *view.taker.name_pieces(),
            blocks.piece(f" since {since}"),
        ]
    return blocks.prose(piece for piece in pieces if piece.get("text") != "")


def measure(pile: PileView, view: TicketView) -> str:
    """What puts a ticket into a pile: "first reply 2d 3h late", "waits 4h 10m"."""
    state, now = view.state, view.now
    late, due = state.broken, state.due
    if pile.pile is Pile.BREACHED and late:
        return f"{WHAT[late.measure]} {words.rough(now - late.due_at)} late"
    if pile.pile is Pile.DUE and due:
        return f"{WHAT[due.measure]} due {words.lately(due.due_at, now, view.zone)}"
    if pile.pile is Pile.WAITING and state.since_at is not None:
        return f"waits {words.rough(now - state.since_at)}"
    return f"{words.rough(now - state.created_at)} old"


def _table(pile: PileView, address: Address | None) -> Block:
    columns = _columns(pile)
    heading = [text(name) for name in ("Ticket", *columns)]
    rows = [
        [dict(blocks.prose([_ticket(view, address)])), *(cell(view) for cell in columns.values())]
        for view in pile.rows
    ]
    return {
        "type": "data_table",
        "caption": blocks.cut(blocks.one_line(pile.sentence), blocks.HEADER_LIMIT),
        "page_size": PAGE,
        "rows": [heading, *rows],
    }


def _ticket(view: TicketView, address: Address | None) -> dict[str, Any]:
    return state_piece(view.state, address)


def _columns(pile: PileView) -> Mapping[str, Cell]:
    """What is told of each ticket; what no ticket of the pile has is left out."""
    is_promised = pile.pile in {Pile.BREACHED, Pile.DUE}
    columns: dict[str, Cell] = dict([_MEASURES[pile.pile]])
    if pile.pile is not Pile.NOBODYS or any(view.taker for view in pile.rows):
        columns["Owner"] = _owner
    columns["Priority"] = lambda view: text(view.state.priority)
    columns["Channel"] = lambda view: text(view.state.channel)
    if is_promised:
        columns["What"] = lambda view: text(_what(pile, view))
    if any(view.state.team for view in pile.rows):
        columns["Team"] = lambda view: text(view.state.team)
    if any(view.state.subject for view in pile.rows):
        columns["Subject"] = lambda view: text(view.state.subject, 60)
    return columns


def _owner(view: TicketView) -> dict[str, Any]:
    """Who has it, and who goes on with it where somebody has said so."""
    if not view.taker:
        return text(view.owner or "nobody")
    owner = blocks.cut(blocks.one_line(view.owner), SHORT_NAME)
    before = [blocks.piece(f"{owner}: ")] if owner and view.taker.name != view.owner else []
    return dict(blocks.prose([*before, *view.taker.pieces()]))


def _promised(pile: PileView, view: TicketView) -> Promised | None:
    return view.state.broken if pile.pile is Pile.BREACHED else view.state.due


def _what(pile: PileView, view: TicketView) -> str:
    one = _promised(pile, view)
    return WHAT[one.measure] if one else ""


def _late(view: TicketView) -> dict[str, Any]:
    late = view.state.broken
    return _long(view.now - late.due_at if late else 0)


def _due(view: TicketView) -> dict[str, Any]:
    due = view.state.due
    if due is None:
        return text("")
    when = {"type": "date", "timestamp": due.due_at, "format": WHEN}
    fallback = words.lately(due.due_at, view.now, view.zone)
    return dict(blocks.prose([{**when, "fallback": fallback}]))


def _age(view: TicketView) -> dict[str, Any]:
    return _long(view.now - view.state.created_at)


def _wait(view: TicketView) -> dict[str, Any]:
    since_at = view.state.since_at
    return _long(view.now - (view.now if since_at is None else since_at))


def _long(seconds: int) -> dict[str, Any]:
    return number(float(seconds), words.rough(seconds))


_MEASURES: Mapping[Pile, tuple[str, Cell]] = {
    Pile.BREACHED: ("Late by", _late),
    Pile.DUE: ("Due", _due),
    Pile.NOBODYS: ("Age", _age),
    Pile.WAITING: ("Waits", _wait),
}


def _lines(pile: PileView, address: Address | None) -> list[dict[str, Any]]:
    """A heading and a line a ticket, an empty line at the end."""
    rows = pile.rows[:MOST_LINES]
    heading = pile.heading(len(rows))
    name = _NAME_AND_COUNT.match(heading)
    end = name.end() if name else len(heading)
    pieces = [blocks.piece(heading[:end], bold=True), blocks.piece(f"{heading[end:]}\n")]
    for view in rows:
        pieces += [*ticket_line(pile, view, address), blocks.piece("\n")]
    if more := pile.rest(len(rows)):
        pieces.append(blocks.piece(f"and {words.count(more)} more\n"))
    return [*pieces, blocks.piece("\n")]


def ticket_line(
    pile: PileView, view: TicketView, address: Address | None
) -> Iterator[dict[str, Any]]:
    """A ticket of a pile: its link, what puts it there, who has it and who takes it."""
    state = view.state
    owner = "" if pile.pile is Pile.NOBODYS and not view.owner else view.owner or "nobody's"
    facts = filter(None, (measure(pile, view), owner, state.priority, state.channel))
    yield _ticket(view, address)
    yield blocks.piece(f" {DOT.join(facts)}")
    if state.subject:
        yield blocks.piece(f"{DOT}{blocks.cut(blocks.one_line(state.subject), 60)}")
    if view.taker:
        yield blocks.piece(DOT)
        yield from view.taker.pieces()


def speech(pile: PileView) -> str:
    """The pile for those who hear it: the first few."""
    rows = pile.rows[:MOST_SPOKEN]
    told = ", ".join(f"{view.label} {measure(pile, view)}" for view in rows)
    return capital(f"{pile.heading(len(rows))}: {told}" if told else pile.sentence)
