"""Survey answers: satisfaction, effort, recommendation, and whether the issue was resolved.

Each has its own scale. An answer is kept as it was given, with its scale and its direction; what is
positive is for the measures to say.
"""

from __future__ import annotations

from metrics.imports import cells
from metrics.imports.cells import CellContext, CellError, Row, quote
from metrics.imports.reading import UNSTORED, Column, FileKind

WORDS = {"good": 2.0, "positive": 2.0, "bad": 1.0, "negative": 1.0}
"""Satisfaction in words is a scale of two."""
CSAT_SCALES = (2, 3, 5, 10)
HIGHEST = 100
"""No scale goes farther."""
PEOPLE = ("ticket", "customer", "agent")


def answer(row: Row, around: CellContext) -> Row:
    """An answer with its score as a number and its scale."""
    survey, words = str(row["survey"]), str(row["score"])
    try:
        score, low, high = _score(row, survey, words, around)
    except CellError as error:
        raise CellError(str(error), error.column or "score") from None
    if survey != "ces" and row["scale_max"] not in {None, high}:
        raise CellError(f"{survey} here goes from {low} to {high}; leave it out", "scale_max")
    if score != int(score) or not low <= score <= high:
        message = f"{quote(words)} is not on the scale; write a whole number, {low} to {high}"
        raise CellError(message, "score")
    _anonymous(row)
    scale = {"score": score, "scale_min": low, "scale_max": high}
    return row | scale | {"direction": row["direction"] or "higher"}


def _score(row: Row, survey: str, words: str, around: CellContext) -> tuple[float, int, int]:
    """The score, and the ends of its scale."""
    match survey:
        case "resolved":
            return float(bool(cells.yes_no(words, around))), 0, 1
        case "nps" | "enps":
            return _number(words, around), 0, 10
        case "ces":
            return _number(words, around), *_scale(row, 7)
        case _:
            return _satisfaction(row, words, around)


def _number(words: str, around: CellContext) -> float:
    return float(cells.decimal(words, around, lambda score: score <= HIGHEST))


def _scale(row: Row, usual: int) -> tuple[int, int]:
    low = 1 if row["scale_min"] is None else int(row["scale_min"])
    high = usual if row["scale_max"] is None else int(row["scale_max"])
    if high <= low:
        raise CellError(f"does not lie above {low}; write the best or worst score", "scale_max")
    return low, high


def _satisfaction(row: Row, words: str, around: CellContext) -> tuple[float, int, int]:
    word = words.strip().casefold()
    if word in WORDS:
        return WORDS[word], 1, 2
    if row["scale_max"] not in CSAT_SCALES or row["scale_min"] not in {None, 1}:
        message = "say the scale of csat; write 2, 3, 5 or 10 (it begins at 1)"
        raise CellError(message, "scale_max")
    return _number(words, around), 1, int(row["scale_max"])


def _anonymous(row: Row) -> None:
    """What staff say of their employer must not lead back to them."""
    column = next((name for name in PEOPLE if row[name] is not None), None)
    if row["survey"] == "enps" and column:
        raise CellError("enps is anonymous; leave ticket, customer and agent empty", column)


def _column(name: str, read: cells.Reader, says: str, example: str = "") -> Column:
    return Column(name=name, read=read, says=says, example=example)


SURVEYS = FileKind(
    name="surveys",
    summary="Answers to surveys, for `csat`, `ces`, `nps`, `enps` and `fcr_survey`.",
    complete=answer,
    another={
        "survey": "nps",
        "score": "9",
        "answered_at": "2026-11-04T09:30",
        "scale_min": "",
        "scale_max": "",
        "ticket": "",
        "agent": "",
        "category": "",
    },
    columns=(
        Column(
            name="survey",
            read=cells.word("csat", "ces", "nps", "enps", "resolved"),
            says="csat, ces, nps, enps or resolved",
            example="csat",
            required=True,
        ),
        Column(
            name="score",
            read=cells.text,
            says="the answer: a number, good or bad for csat, yes or no for resolved",
            example="5",
            required=True,
        ),
        Column(
            name="answered_at",
            read=cells.past,
            says="when it was answered",
            example="2026-11-03T10:00",
            required=True,
        ),
        _column("scale_min", cells.whole(0, 1), "the lowest score; 1 if left out", "1"),
        _column("scale_max", cells.whole(1, HIGHEST), "the highest score; csat needs it", "5"),
        _column(
            "direction", cells.word("higher", "lower"), "which score is the good one", "higher"
        ),
        Column(
            name="sent_at",
            read=cells.past,
            says=f"when it was sent; {UNSTORED}",
            stored=False,
        ),
        _column("ticket", cells.text, "the helpdesk's number of the ticket", "1042"),
        _column("customer", cells.text, "the customer's id", "c-77"),
        _column("team", cells.text, "the team's name or id in the helpdesk", "Billing"),
        _column("agent", cells.text, "the agent's name or id in the helpdesk", "Ann Smith"),
        _column("channel", cells.channel, "email, chat, phone ...", "email"),
        _column("category", cells.text, "the issue's category", "refunds"),
        Column(
            name="segment",
            read=cells.text,
            says=f"which customers; {UNSTORED}",
            example="smb",
            stored=False,
        ),
        _column("version", cells.text, "the version of the survey's wording", "2026-1"),
        _column("id", cells.text, "your own id of the answer; with it a later file corrects it"),
    ),
)
