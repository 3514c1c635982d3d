"""A chart as text: bars of block characters, lined up for a monospace font."""

from __future__ import annotations

from bot.charts.shapes import Chart, Mark
from bot.monospace import left, right, shorten, width

BAR_CELLS = 20
LABEL_CELLS = 20
_EIGHTHS = " \u258f\u258e\u258d\u258c\u258b\u258a\u2589"
_FULL = "\u2588"


def bars(chart: Chart) -> str:
    """One line a mark: its label, its bar, its value in words. Raw text, to be shown as code."""
    if not chart.marks:
        return ""
    names = [shorten(mark.label, LABEL_CELLS) for mark in chart.marks]
    cells = max(map(width, names))
    texts = [mark.text for mark in chart.marks]
    room = max(map(width, texts))
    highest = max((mark.value or 0.0 for mark in chart.marks), default=0.0)
    lines = [
        f"{left(name, cells)}  {left(bar(mark.value, highest), BAR_CELLS)}  {right(words, room)}"
        f"{_aside(mark, chart)}"
        for name, words, mark in zip(names, texts, chart.marks, strict=True)
    ]
    return "\n".join(line.rstrip() for line in lines)


def bar(value: float | None, highest: float) -> str:
    """A bar to an eighth of a cell; nothing where there is no value, a sliver for what is small."""
    if value is None or highest <= 0:
        return ""
    eighths = round(max(0.0, value) / highest * BAR_CELLS * 8)
    full, rest = divmod(max(eighths, 1 if value > 0 else 0), 8)
    return _FULL * full + (_EIGHTHS[rest] if rest else "")


def _aside(mark: Mark, chart: Chart) -> str:
    asides = [mark.note, "few" if mark.few and mark.value is not None else ""]
    asides += ["" if mark.complete else chart.unfinished]
    text = ", ".join(filter(None, asides))
    return f"  {text}" if text else ""
