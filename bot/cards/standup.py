"""The standup board: a list of work. What is overdue, what is due, what is nobody's, who waits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot import words
from bot.cards import blocks, facts
from bot.cards.blocks import Bold
from bot.cards.facts import DOT
from bot.cards.statement import UNBALANCED, Statement
from bot.cards.ticket import TicketView
from bot.cards.tickets import Address
from bot.cards.work import (
    NAMES,
    ORDER,
    PileView,
    measure,
    speech,
    taken_line,
    work_controls,
    work_listing,
)
from bot.cards.work_groups import group_lines, groups_listing
from bot.talk import Reply
from metrics.question.result import Result
from metrics.question.ticket_state import Pile
from metrics.tickets.records import Dimension

GO_ON = "In this thread, mention me to go on"
"""True of every installation: plain replies are heard only where that was set up."""
GO_ON_PLAINLY = "Reply in this thread to go on, without a mention too"
GO_ON_ALONE = "Press a button to go on, or ask again with /kpi: standup breached, standup email."
"""What only one person sees has no thread."""
TO_SAY = "breached, due, nobody's, waiting, email, by team, mine, next"
NOTHING = "Nothing needs you now."
ALL = {
    Pile.BREACHED: "All {n} breached",
    Pile.DUE: "All {n} due",
    Pile.NOBODYS: "All {n} of nobody",
    Pile.WAITING: "All {n} waiting",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Board(Statement):
    """What the board is made of: its piles, what came and went, and who waits longest.

    `fresh` counts the tickets whose promise was broken since the last working day. `unpromised`
    says why nobody can tell of promises, "" where that is known. `phrase` are the words that draw
    it anew. `as_of` says of which instant it is, where its data are too old for now. `about` is the
    one pile that was asked for, None for all of it. `core` is how the core set stands, in a line.
    """

    pending: Result
    unassigned: Result
    piles: tuple[PileView, ...]
    open: int
    fresh: int = 0
    longest: TicketView | None = None
    unpromised: str = ""
    due_words: str = "before noon"
    phrase: str = "standup"
    as_of: str = ""
    about: Pile | None = None
    core: str = ""

    def count(self, pile: Pile) -> int:
        """How many tickets a pile has; 0 of one that nobody can tell of."""
        return next((each.n for each in self.piles if each.pile is pile), 0)

    @property
    def shown(self) -> tuple[PileView, ...]:
        """The piles that were asked for."""
        return tuple(each for each in self.piles if self.about in {None, each.pile})

    @property
    def title(self) -> str:
        """What it is of."""
        about = f"{NAMES[self.about]}" if self.about else ""
        return DOT.join(filter(None, ("Standup", about, self.growth.scope, self.as_of)))


def standup_card(
    board: Board, address: Address | None, *, alone: bool = False, hears: bool = False
) -> Reply:
    """The board. `alone`: one person sees it; `hears`: plain replies in its thread are heard."""
    first, *rest = headline(board)
    line = statement_line(board)
    controls = [*work_controls(board.shown, board.phrase), *_buttons(board)]
    said = (board.title, first, *rest, *map(speech, filter(_filled, board.shown)), line, board.core)
    whole = ". ".join(part.rstrip(".") for part in said if part)
    return Reply(
        text=blocks.fallback(f"{whole}.".replace(DOT, ", ")),
        head=(
            blocks.header(board.title),
            blocks.section((Bold(first), f" {' '.join(rest)}" if rest else "")),
        ),
        listing=work_listing(board.shown, address),
        tail=(
            *filter(None, [taken_line(board.shown, address)]),
            *([blocks.actions(controls)] if controls else []),
            *([blocks.section(line)] if line else []),
            *([blocks.section((Bold("Core set:"), f" {board.core}"))] if board.core else []),
            blocks.context(_notes(board, alone=alone, hears=hears)),
        ),
    )


def _filled(pile: PileView) -> bool:
    return bool(pile.n)


def headline(board: Board) -> list[str]:
    """What there is to say first, in sentences: the first of them is the answer."""
    if board.as_of:
        stale = f"I do not know how it stands now: all this is {board.as_of}."
        return [stale, facts.MEND, *_state(board)]
    return _state(board)


def _state(board: Board) -> list[str]:
    if board.about:
        return [*map(_alone, board.shown)] or [_unpromised(board)]
    if not board.open:
        return [NOTHING, "No ticket is open."]
    if not any(pile.n for pile in board.piles):
        return [NOTHING, f"{_open(board.open)}: {_well(board)}."]
    return [*_promises(board), *_owners(board), *_waits(board)]


def _alone(pile: PileView) -> str:
    """What is said above the tickets of one pile."""
    rest = pile.n - len(pile.rows)
    listed = f", of which the first {words.count(len(pile.rows))} are listed" if rest else ""
    return f"{_tickets(pile.n)}, {ORDER[pile.pile]}{listed}." if pile.n else f"{pile.sentence}."


def _well(board: Board) -> str:
    """What is so where no pile has a ticket; of promises only where they are known."""
    late = "" if board.unpromised else f"none is overdue or due {board.due_words}, "
    return f"{late}every one has an owner, and no customer waits for our reply"


def _promises(board: Board) -> Iterator[str]:
    if board.unpromised:
        return
    late, due = board.count(Pile.BREACHED), board.count(Pile.DUE)
    is_late = f"{_tickets(late)} {'is' if late == 1 else 'are'} breached{_lately(board, late)}"
    is_due = f"{words.count(due)} {'is' if due == 1 else 'are'} due {board.due_words}"
    if late and due:
        yield f"{is_late}, {is_due}."
    elif late:
        yield f"{is_late}, nothing else is due {board.due_words}."
    elif due:
        is_due = f"{_tickets(due)} {'is' if due == 1 else 'are'} due {board.due_words}"
        yield f"{is_due}, none is breached."
    else:
        yield f"Nothing is breached or due {board.due_words}."


def _lately(board: Board, late: int) -> str:
    """How many of the broken promises are new."""
    if not late:
        return ""
    since = _since(board)
    if board.fresh == late:
        return f" (since {since})"
    return f" ({words.count(board.fresh) if board.fresh else 'none'} since {since})"


def _since(board: Board) -> str:
    """The last working day: "Fri 27 Nov"."""
    return words.moment(board.growth.window.start, board.growth.zone).rsplit(" ", 1)[0]


def _owners(board: Board) -> Iterator[str]:
    n = board.count(Pile.NOBODYS)
    yield (
        f"{words.count(n)} of {_open(board.open)} {'has' if n == 1 else 'have'} no owner."
        if n
        else f"{_open(board.open)}, {'' if board.open == 1 else 'all '}with an owner."
    )


def _waits(board: Board) -> Iterator[str]:
    n = board.count(Pile.WAITING)
    if not n:
        yield "No customer waits for our reply."
        return
    who = f"{words.count(n)} {'customer waits' if n == 1 else 'customers wait'} for our reply"
    longest = board.longest
    if longest is None or longest.state.since_at is None:
        yield f"{who}."
        return
    wait = words.rough(longest.now - longest.state.since_at)
    yield f"{who}, the longest for {wait} ({longest.label})."


def _tickets(n: int) -> str:
    return f"{words.count(n)} {'ticket' if n == 1 else 'tickets'}"


def _open(n: int) -> str:
    return f"{words.count(n)} open {'ticket' if n == 1 else 'tickets'}"


def statement_line(board: Board) -> str:
    """What came and went since the last working day; nothing on a board of one pile."""
    if board.about:
        return ""
    steps = (
        f"{words.count(n)} {'in' if name == 'created' else name}"
        for name, n in board.steps.items()
        if n
    )
    start, end = words.count(board.opened_with), words.count(board.closes_with)
    how = ", ".join(steps) or "nothing came or went"
    return f"Since {_since(board)}: backlog {start} to {end} ({how})."


def _buttons(board: Board) -> Iterator[dict[str, object]]:
    """What is asked next: all of a pile that is not shown whole, and what cuts them."""
    where = board.phrase.removeprefix("standup").strip()
    offers = [
        (ALL[each.pile].format(n=words.count(each.n)), f"standup {each.pile} {where}".strip())
        for each in board.piles
        if not board.about and each.n > each.above + len(each.rows)
    ]
    if board.about:
        where = where.removeprefix(board.about).strip()
        offers = [("The whole board", f"standup {where}".strip())]
    elif not board.growth.query.values(Dimension.TEAM) and board.open:
        offers.append(("By team", f"standup by team {where}".strip()))
    if any(pile.n for pile in board.shown):
        offers.append(("Next", f"standup next {where}".strip()))
    for place, (label, phrase) in enumerate(offers):
        yield blocks.button(label, f"ask:{place}", phrase)


def _unpromised(board: Board) -> str:
    return f"What is promised I cannot tell: {board.unpromised}" if board.unpromised else ""


def _notes(board: Board, *, alone: bool, hears: bool) -> list[str]:
    fresh = f"Data {board.as_of}" if board.as_of else facts.freshness(board.growth)
    if board.about:
        return [fresh]
    notes = ["" if board.adds_up else UNBALANCED, fresh, _unpromised(board)]
    return list(filter(None, (*notes, _go_on(board, alone=alone, hears=hears))))


def _go_on(board: Board, *, alone: bool, hears: bool) -> str:
    """How to go on, as it holds in this installation."""
    if alone:
        return GO_ON_ALONE
    first = next((view.label for pile in board.shown for view in pile.rows), "")
    take = f", {first.rsplit('#')[-1]}, take {first.rsplit('#')[-1]}" if first else ""
    return f"{GO_ON_PLAINLY if hears else GO_ON}: {TO_SAY}{take}."


def groups_card(
    board: Board, by: Dimension, groups: Mapping[str, Mapping[Pile | None, int]]
) -> Reply:
    """How many tickets each team, channel or priority has in each pile, in a table."""
    title = f"{board.title}{DOT}by {by}"
    sentence = f"{_open(board.open)} by {by}. A ticket may count in several columns."
    listing = groups_listing(title, str(by), groups)
    return Reply(
        text=blocks.fallback(f"{title}. {'. '.join(group_lines(groups))}.".replace(DOT, ", ")),
        head=(blocks.header(title), blocks.section(sentence)),
        listing=listing if groups else None,
        tail=(
            blocks.actions([blocks.button("The whole board", "ask:0", board.phrase)]),
            blocks.context(filter(None, (facts.freshness(board.growth), _unpromised(board)))),
        ),
    )


def next_lines(board: Board, view: TicketView) -> str:
    """Why a ticket is the next one."""
    pile = next(each for each in board.piles if view in each.rows)
    return f"Next, and nobody has taken it: {measure(pile, view)}."


def of_rows(piles: Sequence[PileView]) -> tuple[TicketView, ...]:
    """The tickets of all piles, in their order."""
    return tuple(view for pile in piles for view in pile.rows)
