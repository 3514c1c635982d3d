"""The card of one measure: the answer at a glance, its picture, and how the number was made."""

from __future__ import annotations

from bot.cards import blocks, facts, parts
from bot.cards.glance import glance, sentence
from bot.cards.small_print import small_print
from bot.talk import Block, Picture, Reply
from metrics.question.result import Result


def card(result: Result, phrase: str, picture: Picture | None = None) -> Reply:
    """Everything a Result says. `phrase` is its canonical question."""
    return Reply(
        text=blocks.fallback(sentence(result)),
        head=_head(result),
        picture=picture,
        tail=_tail(result),
        phrase=phrase,
    )


def _head(result: Result) -> tuple[Block, ...]:
    """What to see at a glance. A header is the largest text Slack has, so it holds the number."""
    title = (blocks.Bold(result.title), f"{facts.DOT}{facts.scope(result)}")
    head = [blocks.section(title), blocks.header(facts.headline(result))]
    if nothing := facts.nothing(result):
        head.append(blocks.section(f"{nothing}."))
    if beside := glance(result):
        head.append(blocks.fields(beside))
    if advice := facts.advice(result):
        head.append(
            blocks.section(*((blocks.Bold(f"{label}:"), f" {text}") for label, text in advice))
        )
    if small := [*facts.warnings(result), *facts.note_lines(result)]:
        head.append(blocks.context(small))
    return tuple(head)


def _tail(result: Result) -> tuple[Block, ...]:
    small = blocks.context(small_print(result))
    if table := parts.table(result):
        return (blocks.preformatted(table), small)
    return (small,)
