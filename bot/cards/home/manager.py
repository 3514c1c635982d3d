"""The view of those who run the queue: how support is doing, and where the queue is stuck."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from bot import words
from bot.cards import blocks, facts
from bot.cards.blocks import Bold
from bot.cards.home import questions
from bot.cards.home.overview import overview
from bot.cards.standup import Board, headline, statement_line
from bot.cards.statement import UNBALANCED
from bot.cards.tickets import Address, ticket_piece
from bot.cards.work import work_lines
from bot.talk import Block
from metrics.question.result import Result

MOST_OLD = 3
MOST_GUARDS = 3


def manager(
    kpis: Sequence[Result],
    board: Board,
    aging: Result,
    oldest: Result,
    phrases: Sequence[tuple[str, str]],
    address: Address | None,
) -> list[Block]:
    """How support is doing, then the queue: what is to be done, what came, how old the rest is."""
    content = [
        *overview(kpis),
        blocks.section(*headline(board)),
        *work_lines(board.piles, address),
        blocks.section(statement_line(board)),
        *_ages(aging, oldest, address),
    ]
    if text := list(_advice([aging, board.closing, board.growth])):
        content.append(blocks.section(*((Bold(label), f": {text}") for label, text in text)))
    content.append(questions(phrases))
    return [*content, *([] if board.adds_up else [blocks.context([UNBALANCED])])]


def _ages(aging: Result, oldest: Result, address: Address | None) -> Iterator[Block]:
    """How many are how old, and the oldest by number."""
    if not aging.bands:
        return
    ages = ", ".join(f"{words.count(band.figure.n)} ({band.label})" for band in aging.bands)
    yield blocks.section((Bold("How old: "), ages))
    yield blocks.prose(_oldest(oldest, address))


def _oldest(oldest: Result, address: Address | None) -> Iterator[dict[str, Any]]:
    yield blocks.piece("Oldest: ", bold=True)
    for part in oldest.parts[:MOST_OLD]:
        id, source, helpdesk, number = part.key
        yield ticket_piece(id, source, address, helpdesk, number)
        yield blocks.piece(f" {facts.value(oldest, part.figure)}  ")


def _advice(results: Sequence[Result]) -> Iterator[tuple[str, str]]:
    """What the figures must be read together with, each once."""
    lines = dict.fromkeys(advice for result in results for advice in facts.advice(result))
    yield from list(lines)[:MOST_GUARDS]
