"""What is answered beside a figure, as JSON: its tickets, why it moved, and the helpdesk's own."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from pydantic import Field

from bot.exports.figure import Document, FigureDocument, numbers
from bot.talk import Cell, Row
from metrics.question.explanation import Carrier, Explanation, Shift, Side
from metrics.question.reconciliation import Comparison

MOST_ROWS = 50_000
"""An answer has no more tickets than these."""


class TicketsDocument(Document):
    """The rows behind the figure, what stands out first."""

    n: int = Field(description="How many there are.")
    rows: tuple[dict[str, Cell], ...] = Field(
        description=f"As the CSV file has them, {MOST_ROWS:,} at most."
    )


class SideDocument(Document):
    """What a part holds in one of the two periods."""

    value: float | None = Field(description="Its mean, or its count.")
    n: int


class ShiftDocument(Document):
    """What one part does to the step of the whole: `both` is `mix` and `rate`."""

    label: str
    old: SideDocument
    new: SideDocument
    mix: float = Field(description="By its share of all.")
    rate: float = Field(description="By its own figure.")
    both: float


class CarrierDocument(Document):
    """A ticket that carries much of the step."""

    ticket: str
    amount: float
    adds: float = Field(description="What it adds to the step of the whole.")


class WhyDocument(Document):
    """Why the figure moved: parts that add up to the step of the mean, or of the count."""

    dimension: str = Field(description="What `parts` are cut by.")
    whole: ShiftDocument
    parts: tuple[ShiftDocument, ...]
    also: dict[str, ShiftDocument] = Field(description="What carries most in other splits.")
    tickets: tuple[CarrierDocument, ...] = Field(description="Those of the first part.")


class GapDocument(Document):
    """One ticket that both measure differently, or only one does; seconds."""

    ticket: str
    ours: float | None
    theirs: float | None
    reason: str


class ExplainDocument(Document):
    """Ours beside the helpdesk's own figure."""

    helpdesk: str
    theirs: FigureDocument = Field(description="The helpdesk's figure of the period.")
    ours_of_both: FigureDocument = Field(description="Ours, of the tickets that both measure.")
    theirs_of_both: FigureDocument = Field(description="Theirs, of the same tickets.")
    alike: int = Field(description="How many of these are the same to the minute.")
    gap: float | None = Field(description="Median of what the helpdesk measures more, in seconds.")
    only_ours: int
    only_theirs: int
    reasons: dict[str, int] = Field(description="How many tickets differ, by reason.")
    tickets: tuple[GapDocument, ...] = Field(description="Those with the largest gap.")


def list_document(rows: Iterable[Row], n: int) -> TicketsDocument:
    """The rows of a list of `n`."""
    return TicketsDocument(n=n, rows=tuple(map(dict, rows)))


def why_document(explanation: Explanation) -> WhyDocument:
    """Why a figure moved."""
    counts = explanation.counts
    return WhyDocument(
        dimension=str(explanation.dimension),
        whole=_shift(explanation.whole, counts=counts),
        parts=tuple(_shift(part, counts=counts) for part in explanation.parts),
        also={name: _shift(part, counts=counts) for name, part in explanation.also},
        tickets=tuple(map(_carrier, explanation.tickets)),
    )


def _carrier(carrier: Carrier) -> CarrierDocument:
    adds = float(carrier.adds)
    return CarrierDocument(ticket=carrier.ticket, amount=carrier.amount, adds=adds)


def _shift(part: Shift, *, counts: bool) -> ShiftDocument:
    return ShiftDocument(
        label=part.label,
        old=_side(part.old, counts=counts),
        new=_side(part.new, counts=counts),
        mix=float(part.mix),
        rate=float(part.rate),
        both=float(part.both),
    )


def _side(side: Side, *, counts: bool) -> SideDocument:
    value: Fraction | None = side.amount if counts else side.value
    return SideDocument(value=None if value is None else float(value), n=side.n)


def explain_document(comparison: Comparison) -> ExplainDocument:
    """Ours beside the helpdesk's own."""
    alike = ("helpdesk", "alike", "gap", "only_ours", "only_theirs", "tickets")
    figures = ("theirs", "ours_of_both", "theirs_of_both")
    return ExplainDocument.model_validate(
        {
            **{name: getattr(comparison, name) for name in alike},
            **{name: numbers(getattr(comparison, name)) for name in figures},
            "reasons": dict(comparison.reasons),
        }
    )
