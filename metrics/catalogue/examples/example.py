"""What an example is: a few tickets told line by line, and the figures that they give."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """What happened, and what the measure and each of its variants then is.

    `figures` read as the bot says them, by the words that ask for them ("frt", "frt any").
    A line is an event ("Mon 9:30 #1 Ann answers"), a row of a file ("costs: month=2026-10 ...") or
    what is promised ("promised: frt 1h"); the tests tell them to a store and ask it.
    """

    lines: tuple[str, ...]
    figures: tuple[tuple[str, str], ...]
    period: str = "2026-W41"


def examples(text: str) -> Mapping[str, Example]:
    """Examples by their measures: blocks of lines, each with the figures that it gives at its end.

    A block that begins with "in 2026-10" is of that period, the others are of a week.
    """
    by_phrase: dict[str, Example] = {}
    for block in text.strip().split("\n\n"):
        lines, figures, period = [], [], {}
        for line in map(str.strip, block.splitlines()):
            phrase, equals, value = line.partition(" = ")
            if line.startswith("in "):
                period = {"period": line.removeprefix("in ")}
            elif equals:
                figures.append((phrase, value))
            else:
                lines.append(line)
        example = Example(lines=tuple(lines), figures=tuple(figures), **period)
        by_phrase |= {phrase: example for phrase, _ in figures if " " not in phrase}
    return by_phrase
