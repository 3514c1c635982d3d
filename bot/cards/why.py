"""Why a number moved: what carries its step, in parts that add up to it as they are shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from bot import words
from bot.cards import blocks, differences, facts, sentences
from bot.cards.blocks import Bold
from bot.cards.cells import text
from bot.cards.tickets import Address, ticket_piece
from bot.talk import Audience, Listing, Reply
from metrics.catalogue.metric import Age, Duration, Unit
from metrics.question.explanation import Carrier, Explanation, Shift, Side, apportion, total
from metrics.question.verdict import Sureness, verdict
from metrics.sources.identity import ticket_label

MOST_PARTS = 12
PAGE = 12
FEWEST_WITH_VALUE = 5
"""Of fewer, the count is shown and no value (metric catalogue, 3.2)."""
MEANS = "A median cannot be split, so these are the parts of the average."
OTHER_WAY = "A median cannot be split, and the average went the other way"
NOT_WHY = "its parts, below, do not say why the median moved."
HOW = (
    "Each row says how much it moved the whole, by its own figure or by its share of all. The rows "
    "add up to the whole."
)
CHANCE = "The change could be chance: read the parts as a description, not as a cause."


@dataclass(frozen=True, slots=True)
class CommonUnit:
    """A unit that all steps of one card are told in, so that they can be added up by eye."""

    size: Fraction
    digits: int
    name: str

    def steps(self, values: Sequence[Fraction], total: int | None = None) -> list[int]:
        """The values in the smallest steps shown; they have the sum of all, rounded, or `total`."""
        return apportion([value * 10**self.digits / self.size for value in values], total)

    def step_words(self, steps: int) -> str:
        """So many smallest steps with their sign: "+2h 10m", "-6.8 points"."""
        if not steps:
            return "0"
        if self.name == Unit.SECONDS:
            size = words.brief(float(abs(steps) * self.size), days=False)
            return f"{'+' if steps > 0 else '-'}{size}"
        name = (
            "point" if self.name == "points" and not self.digits and abs(steps) == 1 else self.name
        )
        return f"{steps / 10**self.digits:+,.{self.digits}f} {name}".rstrip()

    def value_words(self, value: Fraction) -> str:
        """One value in those words."""
        return self.step_words(self.steps([value])[0])


def scale(unit: Unit, largest: float, n: int) -> CommonUnit:
    """How steps of a unit are told, where `largest` is the largest of them, of figures of `n`."""
    match unit:
        case Unit.SECONDS:
            grain = 3600 if largest >= 36_000 else 60 if largest >= 600 else 1
            return CommonUnit(Fraction(grain), 0, Unit.SECONDS)
        case Unit.SHARE:
            return CommonUnit(Fraction(1, 100), int(n >= words.DECIMALS_FROM), "points")
        case Unit.COUNT:
            return CommonUnit(Fraction(1), 0, "")
        case _:
            return CommonUnit(Fraction(1), 2, "")


def why_card(explanation: Explanation, phrase: str, address: Address | None = None) -> Reply:
    """The step and what carries it. `phrase` asks for the figure. It is for the asker only."""
    result, whole = explanation.result, explanation.whole
    largest = max(abs(float(part.both)) for part in (*explanation.parts, whole))
    steps = scale(result.unit, largest, min(whole.old.n, whole.new.n))
    title = f"{result.title}{facts.DOT}{facts.scope(result)}"
    lines = [*carried(explanation, steps), *result.guards]
    spoken = [sentences.answer(result), *lines, *_tickets_speech(explanation, steps)]
    small = [*([CHANCE] if _by_chance(explanation) else [])]
    small += [*([] if explanation.counts else [HOW]), f"Asked: {phrase} why. Only you see this."]
    answer = (Bold(sentences.number(result)), sentences.rest(result))
    tickets = list(_ticket_pieces(explanation, steps, address))
    return Reply(
        text=blocks.fallback(
            f"Why {title}: {' '.join(spoken)} {'; '.join(_rows_speech(explanation, steps))}."
        ),
        head=(
            blocks.section((Bold("Why"), f"{facts.DOT}{title}"), answer, *lines),
            *([blocks.prose(tickets)] if tickets else []),
        ),
        listing=_listing(explanation, steps, title),
        tail=(
            blocks.actions([blocks.button("Show the figure", "ask:figure", phrase)]),
            blocks.context(small),
        ),
        audience=Audience.ME,
    )


def _by_chance(explanation: Explanation) -> bool:
    step = verdict(explanation.result).step
    return step is not None and step.sureness is Sureness.CHANCE


def carried(explanation: Explanation, steps: CommonUnit) -> Iterator[str]:
    """What the step is made of, and which part carries most of it, in sentences."""
    result, whole = explanation.result, explanation.whole
    if isinstance(result.metric, Duration | Age) and result.statistic != "mean":
        old, new = _value(explanation, whole.old), _value(explanation, whole.new)
        change = steps.value_words(whole.both)
        if _against(explanation):
            yield f"{OTHER_WAY}, from {old} to {new} ({change}): {NOT_WHY}"
            return
        yield f"The average went from {old} to {new} ({change}). {MEANS}"
    if not whole.both:
        return
    yield _most(explanation, steps)
    others = [
        f"by {split} mostly {part.label} ({steps.value_words(part.both)})"
        for split, part in explanation.also
    ]
    if others:
        yield f"{facts.capital(', '.join(others))}."


def _against(explanation: Explanation) -> bool:
    """Whether the average, whose parts are known, went another way than the figure that is told."""
    told = explanation.result.change
    return told is not None and told.difference * float(explanation.whole.both) < 0


def _most(explanation: Explanation, steps: CommonUnit) -> str:
    """Which part carries most; it may be more than the whole, where others go the other way."""
    (first, change), *_, (_, whole) = _figures(explanation, steps)
    both = steps.step_words(change)
    if abs(change) > abs(whole):
        back = steps.step_words(whole - change).lstrip("+-")
        text = f"most of it is {first.label}: {both}; others made up for {back}."
    else:
        text = f"most of it is {first.label}: {both} of {steps.step_words(whole)}."
    return f"By {explanation.dimension}, {text}"


def _ticket_pieces(
    explanation: Explanation, steps: CommonUnit, address: Address | None
) -> Iterator[dict[str, Any]]:
    """The tickets that add most to the part that carries most, as links."""
    if not explanation.whole.both or not explanation.tickets or _against(explanation):
        return
    first = _figures(explanation, steps)[0][0]
    yield blocks.piece(f"Tickets of {blocks.cut(first.label, 60)} that add most: ", bold=True)
    for number, each in enumerate(explanation.tickets):
        if number:
            yield blocks.piece(", ")
        yield ticket_piece(each.ticket, each.source, address, each.helpdesk, each.number)
        yield blocks.piece(f" {_ticket_words(explanation, steps, each)}")


def _tickets_speech(explanation: Explanation, steps: CommonUnit) -> Iterator[str]:
    if explanation.whole.both and explanation.tickets and not _against(explanation):
        names = (
            f"{ticket_label(each.number or each.ticket, each.helpdesk)} "
            f"{_ticket_words(explanation, steps, each)}"
            for each in explanation.tickets
        )
        yield f"Tickets that add most: {', '.join(names)}."


def _ticket_words(explanation: Explanation, steps: CommonUnit, each: Carrier) -> str:
    """What was measured of a ticket, and what it adds."""
    adds = f"({steps.value_words(each.adds)})"
    if explanation.result.unit is not Unit.SECONDS:
        return adds
    return f"{words.duration(each.amount, days=facts.days(explanation.result))} {adds}"


def _top_parts(explanation: Explanation) -> list[Shift]:
    """The parts told one by one; the others together, so that nothing is missing in the sums."""
    parts = list(explanation.parts)
    if len(parts) <= MOST_PARTS:
        return parts
    rest = parts[MOST_PARTS - 1 :]
    return [*parts[: MOST_PARTS - 1], total(rest, f"{len(rest)} others")]


def _figures(explanation: Explanation, steps: CommonUnit) -> list[tuple[Shift, int]]:
    """The parts with what each brings in the smallest steps shown, and the whole at the end."""
    top, whole = _top_parts(explanation), explanation.whole
    all_of_it = _whole_step(explanation, steps)
    cells = steps.steps([part.both for part in top], all_of_it)
    # A smallest step left over by rounding goes to the largest.
    at = max(range(len(cells)), key=lambda number: abs(cells[number]))
    cells[at] += all_of_it - sum(cells)
    return [*zip(top, cells, strict=True), (whole, all_of_it)]


def _whole_step(explanation: Explanation, steps: CommonUnit) -> int:
    """The step of all; of a share the one between the two figures as they are shown."""
    old, new = explanation.whole.old.value, explanation.whole.new.value
    if explanation.result.unit is not Unit.SHARE or old is None or new is None:
        return steps.steps([explanation.whole.both])[0]
    (shown_old,), (shown_new,) = steps.steps([old]), steps.steps([new])
    return shown_new - shown_old


def _listing(explanation: Explanation, steps: CommonUnit, title: str) -> Listing:
    """The parts as a table and as lines, the whole at the end."""
    heading = [facts.capital(str(explanation.dimension)), "Effect", "Before", "Now"]
    heading += [] if explanation.counts else ["Because"]
    figures = _figures(explanation, steps)
    rows = [_row(explanation, steps, part, change) for part, change in figures]
    if not explanation.counts:
        rows[-1][-1] = ""
    native = {
        "type": "data_table",
        "caption": blocks.cut(blocks.one_line(f"Why {title}"), blocks.HEADER_LIMIT),
        "page_size": PAGE + 1,
        "rows": [[text(cell, 60) for cell in row] for row in (heading, *rows)],
    }
    pieces: list[dict[str, Any]] = []
    for name, brings, old, new, *because in rows:
        pieces.append(blocks.piece(f"{blocks.cut(name, 60)} ", bold=True))
        clauses = [brings, f"{old} to {new}", *(word for word in because if word)]
        pieces.append(blocks.piece(f"{facts.DOT.join(clauses)}\n"))
    return Listing(native=native, lines=blocks.prose(pieces))


def _row(explanation: Explanation, steps: CommonUnit, part: Shift, change: int) -> list[str]:
    row = [part.label or "(none)", steps.step_words(change)]
    row += [_side(explanation, part.old), _side(explanation, part.new)]
    return row if explanation.counts else [*row, _because(explanation, part) if change else ""]


def _because(explanation: Explanation, part: Shift) -> str:
    """Whether a part brings its change by its own figure, or by how many it has of all."""
    if abs(part.rate) >= abs(part.mix):
        return f"{differences.direction(explanation.result, rising=part.rate > 0)} itself"
    whole = explanation.whole
    was = part.old.weight / whole.old.weight if whole.old.weight else Fraction(0)
    now = part.new.weight / whole.new.weight if whole.new.weight else Fraction(0)
    return f"a {'larger' if now > was else 'smaller'} share of all"


def _side(explanation: Explanation, side: Side) -> str:
    """A part's figure in one period, with how many stand behind it where it is no count."""
    value = _value(explanation, side)
    return value if explanation.counts or value == words.DASH else f"{value} ({side.n:,})"


def _value(explanation: Explanation, side: Side) -> str:
    """The mean, or the count, of a part in one period."""
    result = explanation.result
    if explanation.counts:
        return words.count(float(side.amount))
    if side.value is None:
        return words.DASH
    if side.n < FEWEST_WITH_VALUE:
        return "few"
    return words.amount(float(side.value), result.unit, side.n, days=facts.days(result))


def _rows_speech(explanation: Explanation, steps: CommonUnit) -> Iterator[str]:
    """The parts in words, for those who hear it."""
    for part, change in _figures(explanation, steps)[:-1]:
        yield f"{part.label} {steps.step_words(change)}"
