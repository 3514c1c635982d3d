"""What came of a file, or would have come."""

from __future__ import annotations

from dataclasses import dataclass

from metrics.imports.reading import Fault


@dataclass(frozen=True, slots=True)
class ImportCounts:
    """What a file brought: rows that are new, that replaced another, that were there already."""

    new: int
    changed: int
    same: int

    def __add__(self, more: ImportCounts) -> ImportCounts:
        return ImportCounts(self.new + more.new, self.changed + more.changed, self.same + more.same)


@dataclass(frozen=True, slots=True)
class MonthCost:
    """What a month's cost comes to with a file, in hundredths, and what it was; None for nothing.

    `stood`: what it was is an amount that stands for every month, which counts no longer in it.
    """

    month: str
    amount: int
    currency: str
    before: int | None = None
    stood: bool = False


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """What came of a file, or would have come; with faults nothing was written.

    `more` is how many faults there are besides those. The rows on the lines `left_out` name
    somebody who has been forgotten; of those too `left_out_more` are not told. `month_costs` are
    the months whose cost it changes, `hidden_hours` those in which hours that stand count no
    longer.
    """

    counts: ImportCounts
    faults: tuple[Fault, ...] = ()
    more: int = 0
    left_out: tuple[int, ...] = ()
    left_out_more: int = 0
    month_costs: tuple[MonthCost, ...] = ()
    hidden_hours: tuple[str, ...] = ()
