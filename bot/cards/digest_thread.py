"""What goes into a digest's thread: its exact time, what alerts did, each measure by a click."""

from __future__ import annotations

from collections.abc import Iterator

from bot import words
from bot.cards import blocks
from bot.cards.blocks import Bold
from bot.cards.edition import Edition
from bot.talk import Reply

TITLE = "Behind the numbers"
HOW = "A button shows a measure by channel, with how it was made."


def thread(edition: Edition) -> Iterator[Reply]:
    """One message."""
    lines = list(_lines(edition))
    channels = {kpi.phrase: len(kpi.result.parts) > 1 for kpi in edition.kpis}
    buttons = [
        blocks.button(
            kpi.result.title,
            f"card:measure{number}",
            f"{kpi.phrase} by channel" if channels[kpi.phrase] else kpi.phrase,
        )
        for number, kpi in enumerate(edition.kpis)
    ]
    text = f"{TITLE}. {' '.join(lines)}"
    head = (blocks.section(Bold(TITLE), *lines), blocks.actions(buttons))
    yield Reply(text=blocks.fallback(text), head=head)


def _lines(edition: Edition) -> Iterator[str]:
    window = words.stretch(edition.window.start, edition.window.end, edition.due_at, edition.zone)
    yield f"{window}, as known at {words.moment(edition.due_at, edition.zone)}."
    if edition.alarms:
        yield f"Alerts: {edition.alarms}"
    yield HOW
