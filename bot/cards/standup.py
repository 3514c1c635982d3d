"""The standup board: what has happened since the last working day, and what to talk about."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from bot import monospace, words
from bot.cards import blocks, dues, facts
from bot.cards.blocks import Bold
from bot.cards.facts import DOT
from bot.cards.statement import UNBALANCED, Statement, rows
from bot.cards.tickets import Address, piece, said_number, seconds_of
from bot.talk import Block, Reply, Row
from metrics.question.result import Result
from metrics.service_levels.due import Due
from metrics.statistics.estimates import count_difference

LONG_WAIT_SECONDS = 86400
"""A customer who has waited longer is talked about."""
MANY_REOPENED = 5
MOST_DUE = 3
GO_ON = "Mention me in the thread to go on: by channel, last week."
"""True of every installation: plain replies are heard only where that was set up."""
GO_ON_ALONE = "Press a button to go on, or ask again with /kpi: frt by channel."
"""What only one person sees has no thread."""
WAITING = "Waiting for our reply"
NOTHING = "Nothing stands out. What went well, and should stay so?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Board(Statement):
    """What the board is made of. `longest` is the ticket that has waited longest for an answer.

    `at_risk` is None where nobody can tell, as `unpromised` says, and `breaching` are the tickets
    that break a promise next; `responses` are first response, each of one channel. `as_of` says of
    which instant it is, where its data are too old for now.
    """

    pending: Result
    unassigned: Result
    longest: Row | None = None
    at_risk: Result | None = None
    unpromised: str = ""
    breaching: Sequence[Due] = ()
    responses: Sequence[Result] = ()
    as_of: str = ""

    @property
    def waited_seconds(self) -> float:
        """How long the one who waits longest has waited."""
        return (seconds_of(self.pending, self.longest) or 0.0) if self.longest else 0.0


def standup_card(
    board: Board,
    phrases: Sequence[tuple[str, str]],
    address: Address | None,
    *,
    alone: bool = False,
) -> Reply:
    """The board. `phrases` are further questions, each with a label; `alone`: for one person."""
    since = words.moment(board.growth.window.start, board.growth.zone)
    title = DOT.join(filter(None, ("Standup", board.growth.scope, board.as_of, f"since {since}")))
    offers = [
        blocks.button(label, f"ask:{number}", phrase)
        for number, (label, phrase) in enumerate(phrases)
    ]
    head = (
        blocks.header(title),
        blocks.section((Bold("To talk about:"), f" {question(board)}")),
        blocks.preformatted(monospace.table(rows(board))),
        waiting_block(board, address),
        blocks.section(*((Bold(f"{label}:"), f" {text}") for label, text in state(board))),
        *_breaching(board, address),
        blocks.section(Bold("First response by channel"), *responses(board)),
    )
    tail = (blocks.actions(offers), blocks.context(_notes(board, GO_ON_ALONE if alone else GO_ON)))
    return Reply(text=_speech(title, board), head=head, tail=tail)


def waiting_block(board: Board, address: Address | None) -> Block:
    """How many wait for an answer, and the one that waits longest with a link to it."""
    pieces: list[dict[str, Any]] = [
        blocks.piece(f"{' '.join(filter(None, (WAITING, board.as_of)))}: ", bold=True),
        blocks.piece(_number(board.pending)),
    ]
    if board.longest:
        pieces += [
            blocks.piece(f"{DOT}longest "),
            piece(board.longest, address),
            blocks.piece(f" for {words.duration(board.waited_seconds)}"),
        ]
    return blocks.prose(pieces)


def state(board: Board) -> list[tuple[str, str]]:
    """What is the case at its instant."""
    risky = _number(board.at_risk) if board.at_risk else f"not told. {board.unpromised}".rstrip()
    return [("Breached or breaching next", risky), ("Unassigned", _number(board.unassigned))]


def _breaching(board: Board, address: Address | None) -> list[Block]:
    """The tickets that break a promise next, by their number."""
    if not board.breaching:
        return []
    title = ", ".join(filter(None, ("Breaching next", board.as_of)))
    return [dues.due_list(title, board.breaching, MOST_DUE, board.growth.zone, address)]


def _number(result: Result) -> str:
    if not facts.has_value(result.figure):
        return words.NONE
    return facts.count_words(result, result.figure.value or 0)


def responses(board: Board) -> list[str]:
    lines = [f"{response.scope}: {_response(response)}" for response in board.responses]
    return lines or ["no first replies in this time"]


def _response(response: Result) -> str:
    """One channel's median, what stands behind it, and how it stands to its own target."""
    if response.figure.hidden or not facts.has_value(response.figure):
        return facts.value(response, response.figure)
    median = f"{facts.value(response, response.figure)} median"
    parts = (median, facts.count_words(response, response.figure.n), _judgement(response))
    return DOT.join(filter(None, parts))


def _judgement(response: Result) -> str:
    target = response.target
    if target is None:
        return "few" if response.figure.few else "no target"
    goal = words.goal(target.value, response.unit, response.better)
    if response.figure.few or target.met is None:
        return f"{'few' if response.figure.few else target.words} (target {goal})"
    return f"{'met' if target.met else 'not met'} (target {goal})"


def _notes(board: Board, go_on: str) -> list[str]:
    fresh = f"Data {board.as_of}" if board.as_of else facts.freshness(board.growth)
    notes = [fresh, go_on]
    if not board.adds_up:
        notes.insert(0, UNBALANCED)
    return notes


def _speech(title: str, board: Board) -> str:
    """The whole board for those who hear it."""
    statement = ", ".join(" ".join(row) for row in rows(board)[1:])
    pending = _number(board.pending)
    if board.longest:
        wait = words.duration(board.waited_seconds)
        pending += f", longest {said_number(board.longest)} for {wait}"
    now = [f"{label}: {parts}" for label, parts in state(board)]
    if board.breaching:
        first = (dues.speech(due, board.growth.zone) for due in board.breaching[:MOST_DUE])
        now.append(f"Breaching next: {'; '.join(first)}")
    parts = (
        title,
        f"To talk about: {question(board).rstrip('.?')}",
        f"Backlog: {statement}",
        f"Waiting for our reply: {pending}",
        *now,
        f"First response: {'; '.join(responses(board))}",
    )
    return blocks.fallback(f"{'. '.join(parts)}.".replace(DOT, ", "))


Rule: TypeAlias = Callable[[Board], str | None]


def question(board: Board) -> str:
    """The one question worth discussing: the first of the rules, worst first, that applies."""
    return next((sentence for rule in RULES if (sentence := rule(board))), NOTHING)


def _stale(board: Board) -> str | None:
    if not board.as_of:
        return None
    return f"I do not know how it stands now: all this is {board.as_of}. {facts.MEND}"


def _risk(board: Board) -> str | None:
    if board.at_risk is None or not board.at_risk.figure.value:
        return None
    return f"{_number(board.at_risk)} breached or close to it: which goes first?"


def _long_wait(board: Board) -> str | None:
    if board.longest is None or board.waited_seconds <= LONG_WAIT_SECONDS:
        return None
    wait = words.duration(board.waited_seconds)
    return f"{said_number(board.longest)} has waited {wait} for us: what does it need?"


def _misses(board: Board) -> str | None:
    """The channel that is farthest above its target."""
    misses = [r for r in board.responses if r.target and r.target.met is False and not r.figure.few]
    if not misses:
        return None
    worst = max(misses, key=_excess)
    return f"{worst.scope} does not meet its first response target: what slowed it down?"


def _excess(response: Result) -> float:
    assert response.target is not None
    return (response.figure.value or 0.0) / max(response.target.value, 1.0)


def _growing(board: Board) -> str | None:
    created, solved = board.steps.get("created", 0), board.steps.get("solved", 0)
    if created <= solved or not count_difference(created, solved).clear:
        return None
    return f"{created:,} came in and {solved:,} were solved: where does the rest come from?"


def _ownerless(board: Board) -> str | None:
    if not board.unassigned.figure.value:
        return None
    return f"{_number(board.unassigned)} without an owner: who takes them?"


def _reopens(board: Board) -> str | None:
    n = board.steps.get("reopened", 0)
    return f"{n:,} were reopened: what was not solved?" if n >= MANY_REOPENED else None


RULES: tuple[Rule, ...] = (_stale, _risk, _long_wait, _misses, _growing, _ownerless, _reopens)
"""What is worth discussing, worst first."""
