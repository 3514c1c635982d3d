"""The view of an agent: their own queue, what is due next in it, and how their work was taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot import words
from bot.cards import beside, blocks, dues, facts, sentences
from bot.cards.blocks import Bold, Line
from bot.cards.facts import DOT
from bot.cards.home import questions
from bot.cards.tickets import Address, piece, seconds_of
from bot.talk import Block, Row
from metrics.question.result import Result
from metrics.service_levels.due import Due

MOST = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """An agent's own queue. `queue` and `oldest` are tickets, what stands out first.

    `unpromised` says why nobody can tell what is `breaching`, "" where that is known; `quality` are
    the measures of how customers and reviewers took the work, as far as there are any.
    """

    open: Result
    pending: Result
    aging: Result
    queue: Sequence[Row]
    oldest: Sequence[Row]
    breaching: Sequence[Due]
    unpromised: str
    quality: Sequence[Result]


def agent(own: Own, phrases: Sequence[tuple[str, str]], address: Address | None) -> list[Block]:
    """The queue, a few tickets of each kind, and the notes."""
    content = [
        blocks.section(_queue(own)),
        *_tickets("Waiting longest for my reply", own.pending, own.queue, address),
        _breaching(own, address),
        *_tickets("My oldest", own.aging, own.oldest, address),
        blocks.section(Bold("How my work was taken"), *_quality(own.quality)),
        questions(phrases),
    ]
    return [
        *content,
        blocks.context(["Only you see this, and no one else's figures stand beside."]),
    ]


def _queue(own: Own) -> Line:
    """How much is open, and how much of it waits for an answer."""
    count, waits = (round(each.figure.value or 0) for each in (own.open, own.pending))
    many = "1 open ticket" if count == 1 else f"{words.count(count)} open tickets"
    rest = f"{words.count(waits)} of them wait for my reply" if waits else "none waits for my reply"
    rest = "1 of them waits for my reply" if waits == 1 else rest
    return (Bold(f"{many}, "), f"{rest}." if count else "nothing to do.")


def _breaching(own: Own, address: Address | None) -> Block:
    if own.unpromised:
        return blocks.section((Bold("Breaching soon:"), f" not told. {own.unpromised}"))
    if not own.breaching:
        return blocks.section((Bold("Breaching soon:"), " none in the next working hours"))
    return dues.due_list("Breaching soon", own.breaching, MOST, own.open.zone, address)


def _tickets(
    title: str, result: Result, rows: Sequence[Row], address: Address | None
) -> list[Block]:
    if not rows:
        return []
    pieces = [blocks.piece(title, bold=True)]
    for row in rows[:MOST]:
        text = words.duration(seconds_of(result, row) or 0.0, days=facts.days(result))
        pieces += [blocks.piece("\n"), piece(row, address), blocks.piece(f"{DOT}{text}")]
    return [blocks.prose(pieces)]


def _quality(results: Sequence[Result]) -> list[str]:
    """Each with the sample behind it."""
    lines = []
    for result in results:
        answer = f"{sentences.number(result)}{sentences.rest(result)}"
        more = " ".join(beside.cautions(result))
        lines.append(f"{result.title}{DOT}{facts.period(result)}: {answer} {more}".rstrip())
    return lines or ["no ratings and no reviews are known"]
