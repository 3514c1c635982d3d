"""Tables that a person reads: what was measured beside its aim, and how it grows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

UNKNOWN = "-"


@dataclass(frozen=True, slots=True)
class Aim:
    """What a measured value should be at one size: below `most`, or at least `least`."""

    most: float | None = None
    least: float | None = None

    def met(self, value: float) -> bool:
        """Whether a value is as it should be."""
        return (self.most is None or value < self.most) and (
            self.least is None or value >= self.least
        )

    def __str__(self) -> str:
        if self.most is not None:
            return f"< {number(self.most)}"
        return f">= {number(self.least)}" if self.least is not None else UNKNOWN

    def told(self, value: float) -> str:
        """The aim, and whether a value misses it."""
        return f"aim {self}{'' if self.met(value) else ', missed'}"


@dataclass(frozen=True, slots=True)
class Line:
    """A value of each size, and the aim of each size that has one."""

    name: str
    unit: str
    values: Sequence[float]
    aims: Sequence[Aim | None]


def growing(title: str, sizes: Sequence[int], lines: Sequence[Line]) -> str:
    """Each line with its values by size, marked where one misses its aim, and their growth."""
    heads = [title, "unit"]
    for size in sizes:
        heads += [f"{size:,}", "aim"]
    heads += [f"x {small:,} to {large:,}" for small, large in _steps(sizes)]
    return aligned([heads, *(_cells(line) for line in lines)])


def _cells(line: Line) -> list[str]:
    cells = [line.name, line.unit]
    for value, aim in zip(line.values, line.aims, strict=True):
        missed = aim is not None and not aim.met(value)
        cells += [number(value) + ("!" if missed else ""), str(aim or UNKNOWN)]
    for small, large in _steps(line.values):
        cells.append(f"{large / small:.1f}" if small else UNKNOWN)
    return cells


def _steps(values: Sequence[float]) -> Sequence[tuple[float, float]]:
    return tuple(pairwise(values))


def aligned(rows: Sequence[Sequence[str]]) -> str:
    """Rows in columns: the first to the left, all others to the right; a line under the heads."""
    widths = [max(len(row[n]) for row in rows) for n in range(len(rows[0]))]
    lines = ["  ".join(_place(cell, n, widths[n]) for n, cell in enumerate(row)) for row in rows]
    lines = [line.rstrip() for line in lines]
    return "\n".join([lines[0], "-" * max(map(len, lines)), *lines[1:]])


def _place(cell: str, column: int, width: int) -> str:
    return cell.ljust(width) if column == 0 else cell.rjust(width)


def number(value: float) -> str:
    """In three digits, whole from a hundred on."""
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}" if abs(value) < 1 else f"{value:.1f}"
