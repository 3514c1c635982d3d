"""The card of one measure: the answer in its first lines, one picture, and what can be done next.

Five lines: what it is about; the answer; what stands beside it; what would mislead if it were left
out, where there is any; and what the number is made of. How it was made is one click away.
"""

from __future__ import annotations

from bot.cards import beside, blocks, facts, parts, sentences
from bot.cards.blocks import Bold
from bot.cards.glance import sentence
from bot.talk import Block, Picture, Reply
from metrics.question.result import Result


def card(result: Result, phrase: str, picture: Picture | None = None) -> Reply:
    """Everything a Result says. `phrase` is its canonical question."""
    return Reply(
        text=blocks.fallback(sentence(result)),
        head=head(result),
        picture=picture,
        listing=parts.listing(result),
        tail=_tail(result),
        phrase=phrase,
    )


def head(result: Result, news: str | None = None) -> tuple[Block, ...]:
    """The lines above the picture. `news`: what has changed since the same was told."""
    title = (Bold(result.title), f"{facts.DOT}{facts.scope(result)}")
    answer = (Bold(sentences.number(result)), sentences.rest(result))
    more = " ".join(beside.background(result))
    lines = [blocks.section(title, answer, *([more] if more else []))]
    if small := [*([news] if news else []), *beside.cautions(result), *facts.note_lines(result)]:
        lines.append(blocks.context(small))
    return tuple(lines)


def _tail(result: Result) -> tuple[Block, ...]:
    foot = beside.foot(result)
    return (blocks.context([foot]),) if foot else ()
