"""An answer in a thread: the number, the step to it and what stands behind it, in a few lines."""

from __future__ import annotations

from bot.cards import blocks, facts, parts
from bot.cards.blocks import Bold
from bot.cards.comparison import against, change
from bot.cards.glance import sentence
from bot.talk import Block, Picture, Reply
from metrics.question.query import Against
from metrics.question.result import Result

MOST_WARNINGS = 2


def compact(result: Result, phrase: str, picture: Picture | None, news: str | None) -> Reply:
    """The answer in short. `news` says what has changed since the thread was told otherwise."""
    headline = sentence(result)
    return Reply(
        text=blocks.fallback(f"{news} {headline}" if news else headline),
        head=_head(result, news),
        picture=picture if result.split or result.versus else None,
        tail=_tail(result),
        phrase=phrase,
    )


def _head(result: Result, news: str | None) -> tuple[Block, ...]:
    title = (Bold(result.title), f"{facts.DOT}{facts.scope(result)}")
    basis = facts.basis(result)
    number = (Bold(facts.headline(result)), f"{facts.DOT}{basis}" if basis else "")
    beside = [f"{label}: {text}" for label, text in _beside(result)]
    head = [blocks.section(title, number, *beside)]
    if notes := [
        *([news] if news else []),
        *facts.warnings(result)[:MOST_WARNINGS],
        *facts.note_lines(result),
    ]:
        head.append(blocks.context(notes))
    return tuple(head)


def _beside(result: Result) -> list[tuple[str, str]]:
    """What must not be missing beside the number, however short the answer."""
    candidates = (
        (against(result), change(result)),
        ("Target", None if result.query.against is Against.TARGET else facts.target(result)),
        ("Not in this number", facts.open_tickets(result)),
        ("Provisional", facts.provisional(result)),
    )
    pairs = [(label, text) for label, text in candidates if text]
    nothing = facts.nothing(result)
    return [*pairs, *facts.advice(result), *([("Note", nothing)] if nothing else [])]


def _tail(result: Result) -> tuple[Block, ...]:
    table = parts.table(result, narrow=True)
    return (blocks.preformatted(table),) if table else ()
