"""The one shape in which machines are answered, whatever the answer is, with its exit codes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Literal

from pydantic import Field

from bot.exports.documents import ExplainDocument, TicketsDocument, WhyDocument
from bot.exports.figure import Document, ResultDocument, document, moment
from metrics.errors import (
    AskError,
    KpiError,
    Missing,
    NoDatabaseError,
    NotReadyError,
    PeopleError,
    UnavailableError,
)
from metrics.question.result import Result
from metrics.sources.knowledge import Gap
from metrics.tickets.records import Instant

LAG_SECONDS = 3600
"""So much later than what it tells a sync may be, of a period that is running."""
SCHEMA: Literal["deskpulse.answer/1"] = "deskpulse.answer/1"


class Status(StrEnum):
    """What became of a question."""

    ANSWERED = "answered"
    NO_VALUE = "no_value"
    PARTLY_KNOWN = "partly_known"
    NOT_KNOWN_YET = "not_known_yet"
    NOT_READY = "not_ready"
    NOT_AVAILABLE = "not_available"
    REFUSED = "refused"
    NOT_UNDERSTOOD = "not_understood"
    FAILED = "failed"


EXIT_CODES: Mapping[Status, int] = MappingProxyType(
    {
        Status.ANSWERED: 0,
        Status.NO_VALUE: 0,
        Status.FAILED: 1,
        Status.PARTLY_KNOWN: 3,
        Status.NOT_KNOWN_YET: 4,
        Status.NOT_READY: 4,
        Status.NOT_AVAILABLE: 5,
        Status.REFUSED: 6,
        Status.NOT_UNDERSTOOD: 7,
    }
)
"""How `deskpulse ask` ends; 2 is kept for settings and options that are wrong."""
MEANING: Mapping[Status, str] = MappingProxyType(
    {
        Status.ANSWERED: "There is an answer: see `result`, and what else was asked for.",
        Status.NO_VALUE: "All of it is known, and there is no value: nothing happened (`n` is 0), "
        "or too little to show one (`hidden`).",
        Status.PARTLY_KNOWN: "`result` counts only what is known of the period, and `missing` says "
        "what is not; where `result` is null, `suggestions` ask for the part that is known.",
        Status.NOT_KNOWN_YET: "Nothing of the period is known yet. Ask again later.",
        Status.NOT_READY: "The helpdesk has not been read so far. Ask again later.",
        Status.NOT_AVAILABLE: "Something it is made of was never supplied; `missing` says what "
        "mends it.",
        Status.REFUSED: "It may not be told here. `sentence` says why.",
        Status.NOT_UNDERSTOOD: "The words ask for nothing that can be answered; `suggestions` may "
        "have been meant.",
        Status.FAILED: "Settings, database or helpdesk have to be mended first.",
    }
)


class Kind(StrEnum):
    """What was asked for."""

    FIGURE = "figure"
    LIST = "list"
    WHY = "why"
    EXPLAIN = "explain"


class MissingDocument(Document):
    """Something that an answer lacks."""

    what: str = Field(description="What is missing, in words.")
    source: str | None = Field(description="Of which source; null where no source can tell it.")
    mends: str = Field(description="What mends it; empty where time does.")


class AnswerDocument(Document):
    """An answer, or why there is none."""

    schema_: Literal["deskpulse.answer/1"] = Field(
        default=SCHEMA, alias="schema", description="Changes only where readers would break."
    )
    status: Status = Field(description="What became of the question.")
    kind: Kind = Field(default=Kind.FIGURE, description="What was asked for.")
    asked: str = Field(description="The words as they were given.")
    phrase: str | None = Field(
        default=None, description="The canonical question; null where it was not understood."
    )
    sentence: str = Field(default="", description="For people, where there is more to say.")
    suggestions: tuple[str, ...] = Field(
        default=(), description="Whole questions that may have been meant, the likeliest first."
    )
    missing: tuple[MissingDocument, ...] = Field(
        default=(), description="What the answer lacks, of which source, and what mends it."
    )
    result: ResultDocument | None = Field(
        default=None, description="The figure, a `deskpulse.result/1`."
    )
    tickets: TicketsDocument | None = Field(default=None, description="Of a list.")
    why: WhyDocument | None = Field(default=None, description="Why the figure moved.")
    explain: ExplainDocument | None = Field(default=None, description="Beside the helpdesk's own.")

    @property
    def exit_code(self) -> int:
        """How the command ends."""
        return EXIT_CODES[self.status]

    def json_text(self) -> str:
        """What is printed."""
        return self.model_dump_json(by_alias=True, indent=2)


def figure_answer(result: Result, words: str, phrase: str) -> AnswerDocument:
    """The answer of a figure."""
    status, missing = standing(result)
    return AnswerDocument(
        status=status,
        asked=words,
        phrase=phrase,
        sentence="" if status is Status.ANSWERED else MEANING[status],
        missing=missing,
        result=document(result, phrase),
    )


def standing(result: Result) -> tuple[Status, tuple[MissingDocument, ...]]:
    """How far a figure is known, and what it lacks."""
    until, window, coverage = result.fresh_until, result.window, result.coverage
    gaps = (*map(_gap, coverage.gaps), *_unread(result))
    over = window.end <= result.asked_at
    needed_at = window.end if over else result.asked_at - LAG_SECONDS
    if coverage.missing or result.unread or (until is not None and until < needed_at):
        late = () if gaps or until is None else (_later(until),)
        return Status.PARTLY_KNOWN, (*gaps, *late)
    if window.start >= result.asked_at:
        return Status.NOT_KNOWN_YET, gaps
    none = result.figure.value is None or result.figure.hidden
    return (Status.NO_VALUE if none else Status.ANSWERED), gaps


def _gap(gap: Gap) -> MissingDocument:
    """What a source does not give, or not any more."""
    what = " and ".join(need.words for need in gap.needs)
    return MissingDocument(what=what, source=gap.source, mends=gap.why)


def _unread(result: Result) -> Iterator[MissingDocument]:
    """What is still to be read of the sources that are being read back."""
    for edge in result.coverage.edges if result.unread else ():
        since = f"{moment(edge.since_at):%Y-%m-%dT%H:%M:%SZ}"
        what = f"What happened to tickets that began before {since}"
        yield MissingDocument(what=what, source=edge.source, mends="It is being read back.")


def _later(until: Instant) -> MissingDocument:
    at = moment(until)
    assert at is not None
    return MissingDocument(
        what=f"What happened after {at:%Y-%m-%dT%H:%M:%SZ}", source=None, mends=""
    )


def error_answer(error: KpiError | OSError, words: str, phrase: str | None) -> AnswerDocument:
    """The answer of an error; `phrase` is None where the words were not understood."""
    return AnswerDocument(
        status=_status(error, read=phrase is not None),
        asked=words,
        phrase=phrase,
        sentence=" ".join(str(error).split()),
        suggestions=error.suggestions if isinstance(error, AskError) else (),
        missing=tuple(_missing(error.missing)) if isinstance(error, UnavailableError) else (),
    )


def failure_answer(sentence: str, words: str, phrase: str | None) -> AnswerDocument:
    """The answer where something has to be mended first."""
    return AnswerDocument(status=Status.FAILED, asked=words, phrase=phrase, sentence=sentence)


def _status(error: KpiError | OSError, *, read: bool) -> Status:
    match error:
        case UnavailableError():
            return Status.NOT_AVAILABLE
        case NotReadyError() | NoDatabaseError():
            return Status.NOT_READY
        case PeopleError():
            return Status.REFUSED
        case AskError():
            return Status.REFUSED if read else Status.NOT_UNDERSTOOD
        case _:
            return Status.FAILED


def _missing(missing: Iterable[Missing]) -> Iterable[MissingDocument]:
    for each in missing:
        yield MissingDocument(what=each.what, source=each.source or None, mends=each.mends)
