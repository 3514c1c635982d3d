"""Why a figure moved: the step from one window to another, in parts that add up to it exactly."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import TypeVar

from metrics.catalogue.metric import Age, AnyMetric, Rate, Score, Spread
from metrics.question.result import Result
from metrics.tickets.records import Dimension

Key = TypeVar("Key", bound=Hashable)

NOTHING = Fraction(0)


@dataclass(frozen=True, slots=True)
class Side:
    """What a part holds in one window: a sum, what it is divided by, and how many rows."""

    amount: Fraction = NOTHING
    weight: Fraction = NOTHING
    n: int = 0

    @property
    def value(self) -> Fraction | None:
        """The mean; None where there is nothing to divide by."""
        return self.amount / self.weight if self.weight else None

    def __add__(self, other: Side) -> Side:
        return Side(self.amount + other.amount, self.weight + other.weight, self.n + other.n)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """What one part does to the whole: by its size (`mix`) and by its own figure (`rate`)."""

    label: str
    old: Side
    new: Side
    mix: Fraction = NOTHING
    rate: Fraction = NOTHING

    @property
    def both(self) -> Fraction:
        return self.mix + self.rate

    def __add__(self, other: Shift) -> Shift:
        return Shift(
            label=self.label,
            old=self.old + other.old,
            new=self.new + other.new,
            mix=self.mix + other.mix,
            rate=self.rate + other.rate,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Carrier:
    """One ticket, what was measured of it, and what it adds to the whole step.

    People know it by its `number`, "" where that is its id. `helpdesk` is the name of that of the
    ticket, "" where there is only one.
    """

    ticket: str
    amount: float
    adds: Fraction
    source: str = ""
    helpdesk: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """The step of a headline over the parts of `dimension`, the part that carries most first.

    `counts`: the parts are counts, which only add up. `also` are the parts that carry most in other
    splits, by name; `tickets` the rows that carry most in the first part.
    """

    result: Result
    dimension: Dimension
    counts: bool
    parts: tuple[Shift, ...]
    also: tuple[tuple[str, Shift], ...] = ()
    tickets: tuple[Carrier, ...] = ()

    @property
    def whole(self) -> Shift:
        """All parts together: the step that is explained."""
        return total(self.parts, "All")


def adds_up(metric: AnyMetric) -> bool:
    """Whether a step of the metric can be told by its parts; what is anonymous has none."""
    match metric:
        case Age():
            return not metric.oldest
        case Score():
            return not metric.anonymous
        case _:
            return not isinstance(metric, Rate | Spread)


def total(parts: Sequence[Shift], label: str) -> Shift:
    """Several parts as one."""
    return sum(parts, Shift(label=label, old=Side(), new=Side()))


def shifts(old: Mapping[Key, Side], new: Mapping[Key, Side], *, counts: bool) -> dict[Key, Shift]:
    """What each part does to the step; `mix` and `rate` of all parts add up to it exactly.

    Of counts there is no mix: each part simply adds its own step.
    """
    keys = {**old, **new}
    sides = {key: (old.get(key, Side()), new.get(key, Side())) for key in keys}
    if counts:
        return {
            key: Shift(label="", old=a, new=b, rate=b.amount - a.amount)
            for key, (a, b) in sides.items()
        }
    before = sum((a for a, _ in sides.values()), Side())
    after = sum((b for _, b in sides.values()), Side())
    return {key: _shift(a, b, before, after) for key, (a, b) in sides.items()}


def _shift(old: Side, new: Side, before: Side, after: Side) -> Shift:
    """A part against the wholes: its size counts as far as it differs from the mean of both."""
    was, now = old.weight / before.weight, new.weight / after.weight
    middle = ((before.value or NOTHING) + (after.value or NOTHING)) / 2
    low, high = old.value, new.value
    low, high = (high if low is None else low), (low if high is None else high)
    both = new.amount / after.weight - old.amount / before.weight - (now - was) * middle
    inside = NOTHING if low is None or high is None else (low + high) / 2 - middle
    mix = (now - was) * inside
    return Shift(label="", old=old, new=new, mix=mix, rate=both - mix)


def telling(parts: Sequence[Shift]) -> float:
    """How much a split tells: how far it departs from all parts moving alike.

    Chance alone makes more of that the more parts there are, by the root of their number.
    """
    whole = total(parts, "")
    n = whole.old.n + whole.new.n
    alike = (whole.rate * (part.old.n + part.new.n) / n for part in parts)
    apart = sum(abs(float(part.rate - own)) for part, own in zip(parts, alike, strict=True))
    return float((abs(float(whole.mix)) + apart / 2) / len(parts) ** 0.5)


def carrying(parts: Mapping[Key, Shift]) -> dict[Key, Shift]:
    """The parts in the order of what they carry of the step, those against it last."""
    sign = 1 if total(list(parts.values()), "").both >= 0 else -1
    order = sorted(parts.items(), key=lambda part: (-sign * part[1].both, part[1].label))
    return dict(order)


def apportion(values: Sequence[Fraction], total: int | None = None) -> list[int]:
    """Whole numbers for `values`, each less than 1 away, with just the sum of all, rounded.

    Or with the sum `total`, as far as that is within reach of such numbers.
    """
    whole = [floor(value) for value in values]
    wanted = floor(sum(values, Fraction(1, 2))) if total is None else total
    remainder = max(0, wanted - sum(whole))
    order = sorted(range(len(values)), key=lambda at: whole[at] - values[at])
    for at in order[:remainder]:
        whole[at] += 1
    return whole
