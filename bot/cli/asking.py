"""`deskpulse ask`: one question from the terminal, answered as text, JSON, CSV or a picture."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from itertools import chain, islice
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple, TypeAlias
from zoneinfo import ZoneInfo

from bot.access import EVERYBODY, Verdict
from bot.cards.card import card
from bot.cards.how import how_card
from bot.cards.terminal import terminal
from bot.charts import picture
from bot.cli.side_words import side_answer
from bot.commands import explain, tickets, why
from bot.commands.ask import draw
from bot.commands.gate import Clearance
from bot.commands.heard import known_words, naming, read_plainly
from bot.commands.kpi import SIDE_COMMANDS
from bot.commands.plain import refuse_ranking
from bot.config import SettingsError
from bot.exports import (
    MOST_ROWS,
    AnswerDocument,
    Kind,
    Status,
    error_answer,
    explain_document,
    failure_answer,
    figure_answer,
    list_document,
    why_document,
)
from bot.grammar import Inquiry, Output, SeveralError, read_inquiry, render
from bot.services import Services
from bot.spreadsheets import write_csv
from bot.talk import Row
from metrics.ask import UnknownError
from metrics.catalogue import measure
from metrics.catalogue.metric import Duration
from metrics.errors import AskError, KpiError
from metrics.question.query import Against, Query
from metrics.question.result import Result
from metrics.tickets.records import Instant

WRONG_SETTINGS = 2
"""How a command ends whose settings cannot be used."""
KINDS: Mapping[Output, Kind] = MappingProxyType(
    {
        Output.FIGURE: Kind.FIGURE,
        Output.LIST: Kind.LIST,
        Output.CSV: Kind.LIST,
        Output.WHY: Kind.WHY,
        Output.EXPLAIN: Kind.EXPLAIN,
        Output.HOW: Kind.FIGURE,
    }
)
"""What kind of answer each form is for machines."""
Open: TypeAlias = Callable[[], Services]
"""Opens what is asked. Raises SettingsError, KpiError or OSError."""


class OutputForms(NamedTuple):
    """The forms an answer is wanted in."""

    json: bool = False
    csv: Path | None = None
    chart: Path | None = None


class Printout(NamedTuple):
    """What is printed in the end, whether as a fault, and the exit code."""

    text: str
    code: int
    fault: bool = False


def ask(open_services: Open, words: str, forms: OutputForms) -> Printout:
    """Answer a question, or say why not: what is wanted as JSON is JSON whatever happens."""
    phrase = None
    try:
        services = open_services()
        known = known_words(words, services)
        plain = read_plainly(known, services, SIDE_COMMANDS, new=True)
        if (text := side_answer(plain, services)) is not None:
            return _side(text, words, forms)
        question = understand(plain, services)
        phrase = question.phrase(services.asker.directory())
        return _answer(question, words, services, forms)
    except SettingsError as error:
        outcome = _refusal(failure_answer(str(error), words, phrase), forms)
        return outcome._replace(code=WRONG_SETTINGS)
    except UnknownError as error:
        return _refusal(_unknown(error, words, phrase, services), forms)
    except (KpiError, OSError) as error:
        phrases = error.phrases if isinstance(error, SeveralError) and not any(forms) else ()
        document = error_answer(error, words, phrase)
        return _each(phrases, services) if phrases else _refusal(document, forms)
    except Exception as error:
        if not forms.json:
            raise
        sentence = f"This should not happen: {type(error).__name__}: {error}"
        return _refusal(failure_answer(sentence, words, phrase), forms)


def _each(phrases: Sequence[str], services: Services) -> Printout:
    """Several answers one below the other; a fault where none of them is one."""
    printouts = [ask(lambda: services, phrase, OutputForms()) for phrase in phrases]
    text = "\n\n".join(printout.text for printout in printouts)
    code = min(printout.code for printout in printouts)
    return Printout(text, code, fault=all(printout.fault for printout in printouts))


def _unknown(
    error: UnknownError, words: str, phrase: str | None, services: Services
) -> AnswerDocument:
    """That a period is not known, or not yet, with the question for the part that is."""
    status = Status.NOT_KNOWN_YET if error.later else Status.NOT_AVAILABLE
    document = error_answer(error, words, phrase)
    if error.known is None:
        return document.model_copy(update={"status": status})
    part = render(error.known, services.asker.directory())
    return document.model_copy(update={"status": Status.PARTLY_KNOWN, "suggestions": (part,)})


def _refusal(document: AnswerDocument, forms: OutputForms) -> Printout:
    """How it ends where there is no answer."""
    if forms.json:
        return Printout(document.json_text(), document.exit_code)
    hint = f" Try: {'; '.join(document.suggestions)}" if document.suggestions else ""
    return Printout(f"{document.sentence}{hint}", document.exit_code, fault=True)


def understand(words: str, services: Services) -> Inquiry:
    """What words ask for. Raises AskError."""
    try:
        return read_inquiry(words, services.asker.directory())
    except AskError:
        refuse_ranking(words)
        raise


def _side(text: str, words: str, forms: OutputForms) -> Printout:
    """What is no question, as text alone. Raises AskError where another form is wanted."""
    if any(forms):
        raise AskError(f"{words!r} is answered in words: leave out --json, --csv and --chart.")
    return Printout(text, 0)


def _answer(question: Inquiry, words: str, services: Services, forms: OutputForms) -> Printout:
    """The answer and its files. Raises AskError or OSError."""
    asker, query = services.asker, question.query
    if question.left_out and any(forms):
        raise AskError(f"I do not know {', '.join(question.left_out)}: leave it out.")
    if forms.csv:
        with forms.csv.open("w", encoding="utf-8", newline="") as file:
            write_csv(_rows(services, query), file)
    if question.output is Output.FIGURE or forms.chart:
        result = asker.answer(query, services.now())
        if forms.chart:
            chart = picture(result, titled=True)
            if not chart:
                raise AskError(f"There is nothing to draw for {result.window.label}.")
            forms.chart.write_bytes(chart.png)
        if question.output is Output.FIGURE:
            document = _document(question, result, words, services)
            reply = card(result, document.phrase or "", draw(result))
            text = partial(terminal, naming(reply, question.left_out))
            return Printout(document.json_text() if forms.json else text(), document.exit_code)
    if forms.json:
        document = document_of(question, words, services)
        return Printout(document.json_text(), document.exit_code)
    return Printout(text_of(question, services), 0)


def _document(question: Inquiry, result: Result, words: str, services: Services) -> AnswerDocument:
    """The answer with the figure alone; its phrases have the dates that it is of."""
    directory = services.asker.directory()
    phrase = replace(question, query=result.query).phrase(directory)
    document = figure_answer(result, words, render(result.query, directory))
    return document.model_copy(update={"phrase": phrase, "kind": KINDS[question.output]})


def text_of(question: Inquiry, services: Services) -> str:
    """A list, or why a figure moved or is another, as it is shown in Slack. Raises AskError."""
    match question.output:
        case Output.WHY:
            return terminal(why.why(question, services))
        case Output.EXPLAIN:
            return terminal(explain.explain(question, services))
        case Output.HOW:
            query = question.query
            phrase = render(query, services.asker.directory())
            return terminal(how_card(services.asker.answer(query, services.now()), phrase))
        case _:
            permit = Clearance(verdict=Verdict.HERE, services=services, names=EVERYBODY)
            return terminal(tickets.tickets(replace(question, output=Output.LIST), permit))


def document_of(question: Inquiry, words: str, services: Services) -> AnswerDocument:
    """The same for machines. Raises AskError."""
    services = replace(services, asker=services.asker.still())
    asker, now = services.asker, services.now()
    if question.output is Output.WHY:
        explanation = why.explanation(question, services)
        document = _document(question, explanation.result, words, services)
        return document.model_copy(update={"why": why_document(explanation)})
    if question.output is Output.HOW:
        return _document(question, asker.answer(question.query, now), words, services)
    query = replace(question.query, split=())
    if question.output is Output.EXPLAIN:
        metric = measure(query.metric, query.variant)
        if not isinstance(metric, Duration) or metric.vendor is None:
            document = _document(question, asker.answer(query, now), words, services)
            unlike = {"status": Status.NOT_AVAILABLE, "sentence": explain.NO_FIGURE}
            return document.model_copy(update=unlike)
        comparison = asker.reconcile(query, now)
        document = _document(question, comparison.result, words, services)
        return document.model_copy(update={"explain": explain_document(comparison)})
    query = replace(query, against=Against.BEFORE)
    rows = tickets.wanted(question, asker.tickets(query, now))
    document = _document(question, asker.answer(query, now), words, services)
    most = min(question.most or MOST_ROWS, MOST_ROWS)
    listing = list_document(map(EVERYBODY.row, islice(rows, most)), len(rows))
    return document.model_copy(update={"tickets": listing})


def _rows(services: Services, query: Query) -> Iterable[Row]:
    """The tickets behind the figure; of a comparison that was asked for those of both sides.

    Whoever holds the database may see who has them.
    """
    asker, now = services.asker, services.now()
    if query.against is not Against.BEFORE and (sides := asker.sides(query, now)):
        return map(EVERYBODY.row, chain(sides.own, sides.other))
    return map(EVERYBODY.row, asker.tickets(query, now))


def instant(text: str, zone: str) -> Instant:
    """Read a date or an ISO time; without an offset it is one of `zone`. Raises AskError."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise AskError(
            f"{text!r} is no time. Write for example 2026-11-24 or 2026-11-24T09:00+01:00."
        ) from None
    return int((at if at.tzinfo else at.replace(tzinfo=ZoneInfo(zone))).timestamp())
