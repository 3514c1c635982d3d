"""Outside figures on a card: with their source and segment, for reference and for nothing else."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards import blocks
from bot.cards.blocks import Bold
from bot.cards.facts import DOT
from bot.talk import Audience, Block, Reply
from metrics.goals.benchmarks import Benchmark

ONLY = (
    "For reference only: sources differ by sector, channel and way of measuring, so compare like "
    "with like. They are no target and no verdict."
)


def benchmarks_card(name: str, phrase: str, figures: Sequence[Benchmark]) -> Reply:
    """What the sources say of a metric; `phrase` asks for one's own figure."""
    first = blocks.actions(
        (
            blocks.button(f"Ask {phrase}", "ask:0", phrase),
            blocks.button("My own baseline", "ask:1", f"baseline {phrase}"),
        )
    )
    if not figures:
        sentence = f"My sources give no outside figure for {name}."
        own = "Your own figures say more anyway."
        return _private(f"{sentence} {own}", (blocks.section(sentence, own), first))
    lines = [line(figure) for figure in figures]
    text = "; ".join(f"{bold.text}{rest}" for bold, rest in lines)
    head = (
        blocks.section((Bold("Outside figures"), f"{DOT}{name}")),
        blocks.section(*lines),
        blocks.context([ONLY]),
        first,
    )
    return _private(f"Outside figures for {name}: {text}. {ONLY}", head)


def line(figure: Benchmark) -> tuple[Bold, str]:
    """One figure: what it is, for whom, and whose it is."""
    whom = figure.segment.title if figure.segment else ""
    channels = ", ".join(figure.channels)
    note = "" if figure.note == figure.words else figure.note
    about = DOT.join(filter(None, (whom, channels, note, figure.origin)))
    return (Bold(figure.words), f"{DOT}{about}")


def _private(text: str, head: tuple[Block, ...]) -> Reply:
    return Reply(text=blocks.fallback(text), head=head, audience=Audience.ME)
