"""Why a number moved: its step in parts that add up to it, as they are shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from bot import monospace, words
from bot.cards import blocks, facts, sentences
from bot.cards.blocks import Bold
from bot.talk import Audience, Reply
from metrics.catalogue.metric import Age, Duration, Unit
from metrics.question.explanation import Explanation, Shift, Side, apportion, total
from metrics.question.result import Movement, Result
from metrics.sources.identity import ticket_label

MOST_PARTS = 12
MOST_CELLS = 20
FEWEST_WITH_VALUE = 5
"""Of fewer, the count is shown and no value (metric catalogue, 3.2)."""
MEANS = (
    "Medians do not add up, so it is the mean time that is split here: it may move otherwise than "
    "the median, where a few are very long."
)
CHANCE = "Chance alone may do as much: read the parts as a description and not as a cause."
HOW = (
    "Mix: the part's share of all has changed. Rate: the part itself has. Each is taken at the "
    "middle of both periods, so that they add up to the whole change with nothing left over."
)


@dataclass(frozen=True, slots=True)
class CommonUnit:
    """A unit that all steps of one card are told in, so that they can be added up by eye."""

    size: Fraction
    digits: int
    name: str

    def steps(self, values: Sequence[Fraction]) -> list[int]:
        """The values in the smallest steps shown; they have the sum of all, rounded."""
        return apportion([value * 10**self.digits / self.size for value in values])

    def step_words(self, steps: int) -> str:
        """So many smallest steps in figures, with their sign."""
        return f"{steps / 10**self.digits:+,.{self.digits}f}" if steps else "0"

    def value_words(self, value: Fraction) -> str:
        """One value with its unit."""
        return f"{self.step_words(self.steps([value])[0])} {self.name}".strip()


def scale(unit: Unit, largest: float) -> CommonUnit:
    """How steps of a unit are told, where `largest` is the largest of them."""
    match unit:
        case Unit.SECONDS if largest >= 10 * 3600:
            return CommonUnit(Fraction(3600), 2, "h")
        case Unit.SECONDS if largest >= 600:
            return CommonUnit(Fraction(60), 1, "min")
        case Unit.SECONDS:
            return CommonUnit(Fraction(1), 0, "s")
        case Unit.SHARE:
            return CommonUnit(Fraction(1, 100), 2, "points")
        case Unit.COUNT:
            return CommonUnit(Fraction(1), 0, "")
        case _:
            return CommonUnit(Fraction(1), 2, "")


def why_card(explanation: Explanation, phrase: str) -> Reply:
    """The step and what carries it. `phrase` asks for the figure. It is for the asker only."""
    result, whole = explanation.result, explanation.whole
    largest = max(abs(float(part.both)) for part in (*explanation.parts, whole))
    steps = scale(result.unit, largest)
    title = f"{result.title}{facts.DOT}{facts.scope(result)}"
    lines = [*_step(explanation, steps), *_carried(explanation, steps)]
    table = _table(explanation, steps)
    guards = [("Read with it", guard) for guard in result.guards]
    small = [*([] if explanation.counts else [HOW]), f"Asked: {phrase} why. Only you see this."]
    speech = " ".join([*lines, *(f"{label}: {text}" for label, text in guards)])
    return Reply(
        text=blocks.fallback(
            f"Why {title}: {speech} {'; '.join(_rows_speech(explanation, steps))}"
        ),
        head=(
            blocks.section((Bold("Why"), f"{facts.DOT}{title}"), *lines),
            blocks.preformatted(table),
            *(
                [blocks.section(*((Bold(f"{label}:"), f" {text}") for label, text in guards))]
                if guards
                else []
            ),
        ),
        tail=(
            blocks.actions([blocks.button("Show the figure", "why:figure", phrase)]),
            blocks.context(small),
        ),
        audience=Audience.ME,
    )


def _step(explanation: Explanation, steps: CommonUnit) -> Iterable[str]:
    """The headline and its step, then the step that is split."""
    result, whole = explanation.result, explanation.whole
    yield f"{facts.headline(result)}. Change: {sentences.movement(result) or 'none to tell'}."
    if result.change is None or result.change.movement is Movement.UNCLEAR:
        yield CHANCE
    if isinstance(result.metric, Duration | Age) and result.statistic != "mean":
        yield MEANS
    mix, rate = steps.steps([whole.mix, whole.rate])
    old, new = _value(explanation, whole.old), _value(explanation, whole.new)
    split = f"{old} to {new}: {steps.value_words(whole.both)}"
    if explanation.counts:
        yield f"By {explanation.dimension}: {split}, the sum of its parts."
        return
    sides = f"mix {steps.step_words(mix)} and rate {steps.step_words(rate)}"
    yield f"By {explanation.dimension}: {split} = {sides}."


def _carried(explanation: Explanation, steps: CommonUnit) -> Iterable[str]:
    """The parts and the tickets that carry it."""
    whole = explanation.whole.both
    if not whole:
        return
    first, mix, rate = _figures(explanation, steps)[0]
    change = f"{steps.step_words(mix + rate)} {steps.name}".rstrip()
    yield f"Carries most: {first.label} {change} (all together {steps.value_words(whole)})."
    others = [
        f"{split} {part.label} {steps.value_words(part.both)}" for split, part in explanation.also
    ]
    if others:
        yield f"Split otherwise, carries most: {', '.join(others)}."
    if explanation.tickets:
        days, unit = facts.days(explanation.result), explanation.result.unit
        names = (
            f"{ticket_label(each.ticket, each.helpdesk)} "
            f"{words.duration(each.amount, days=days) + ' ' if unit is Unit.SECONDS else ''}"
            f"({steps.value_words(each.adds)})"
            for each in explanation.tickets
        )
        yield f"Tickets of {first.label} that add most: {', '.join(names)}."


def _top_parts(explanation: Explanation) -> list[Shift]:
    """The parts told one by one; the others together, so that nothing is missing in the sums."""
    parts = list(explanation.parts)
    if len(parts) <= MOST_PARTS:
        return parts
    rest = parts[MOST_PARTS - 1 :]
    return [*parts[: MOST_PARTS - 1], total(rest, f"{len(rest)} others")]


def _figures(explanation: Explanation, steps: CommonUnit) -> list[tuple[Shift, int, int]]:
    """The parts with their mix and rate in the smallest steps shown, and the whole at the end."""
    top, whole = _top_parts(explanation), explanation.whole
    mix, rate = steps.steps([whole.mix, whole.rate])
    mixes = _round_to_total(steps.steps([part.mix for part in top]), mix)
    rates = _round_to_total(steps.steps([part.rate for part in top]), rate)
    return [*zip(top, mixes, rates, strict=True), (whole, mix, rate)]


def _round_to_total(cells: list[int], total: int) -> list[int]:
    """The cells with this sum: a smallest step left over by rounding goes to the largest."""
    at = max(range(len(cells)), key=lambda number: abs(cells[number]))
    cells[at] += total - sum(cells)
    return cells


def _table(explanation: Explanation, steps: CommonUnit) -> str:
    counts = explanation.result.metric.counts
    unit = f" {steps.name}" if steps.name else ""
    if explanation.counts:
        heading = [explanation.dimension.capitalize(), "before", "now", "change"]
    else:
        heading = [explanation.dimension.capitalize(), counts, "mean", "mix", "rate", f"both{unit}"]
    rows = [_row(explanation, steps, *line) for line in _figures(explanation, steps)]
    return monospace.table([heading, *rows])


def _row(
    explanation: Explanation, steps: CommonUnit, part: Shift, mix: int, rate: int
) -> list[str]:
    name = monospace.shorten(part.label, MOST_CELLS) or "(none)"
    old, new = _value(explanation, part.old), _value(explanation, part.new)
    if explanation.counts:
        return [name, old, new, steps.step_words(rate)]
    steps_words = (steps.step_words(mix), steps.step_words(rate), steps.step_words(mix + rate))
    return [name, _pair(str(part.old.n), str(part.new.n)), _pair(old, new), *steps_words]


def _pair(old: str, new: str) -> str:
    return f"{old} > {new}"


def _value(explanation: Explanation, side: Side) -> str:
    """The mean, or the count, of a part in one period."""
    result: Result = explanation.result
    if explanation.counts:
        return words.count(float(side.amount))
    if side.value is None:
        return "-"
    if side.n < FEWEST_WITH_VALUE:
        return "few"
    return words.amount(float(side.value), result.unit, side.n, days=facts.days(result))


def _rows_speech(explanation: Explanation, steps: CommonUnit) -> Iterable[str]:
    """The parts in words, for those who hear it."""
    for part, mix, rate in _figures(explanation, steps)[:-1]:
        whole = f"{part.label} {steps.step_words(mix + rate)} {steps.name}".rstrip()
        split = f" (mix {steps.step_words(mix)}, rate {steps.step_words(rate)})"
        yield whole if explanation.counts else f"{whole}{split}"
