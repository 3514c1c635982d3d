"""The tickets behind a number, listed or as a file, for the one who asks and for nobody else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain, islice

from bot import words
from bot.access import NamedTickets
from bot.cards import blocks
from bot.cards.tickets import MOST_ROWS, Excerpt, Ways, count_words, file_card, tickets_card
from bot.commands.gate import Clearance
from bot.grammar import Inquiry, Output, render
from bot.grammar.inquiries import Which
from bot.services import Services
from bot.spreadsheets import csv_file
from bot.talk import Attachment, Reply
from bot.workspace import CannotCheckError
from metrics.ask.against import of_others
from metrics.ask.lines import TicketList
from metrics.errors import AskError
from metrics.periods import Period
from metrics.question.query import Against, Filter, Rival
from metrics.question.result import Result

MOST_FILE_ROWS = 50_000
"""A file has no more rows than these of a figure; of a comparison, of each side."""
SIDES = "The column `side` tells which side a row is of."
REST = "A shorter period, one team or one channel brings the others."


def tickets(inquiry: Inquiry, permit: Clearance) -> Reply:
    """The list that is wanted, of just the tickets that the number is made of.

    A list is of one side of a comparison: of two at once no figure could be worked out. A file has
    both, with a column that tells them apart.
    """
    services, note = permit.services, permit.names.note
    asker, now = services.asker.still(), services.now()
    query, directory = replace(inquiry.query, split=()), asker.directory()
    if inquiry.both and (sides := asker.sides(query, now)):
        result = asker.answer(query, now)
        phrase = replace(inquiry, query=query, output=Output.FIGURE, most=None).phrase(directory)
        worst = (NamedTickets(side.worst(), permit.names) for side in (sides.own, sides.other))
        lists = dict(zip(sides.names, worst, strict=True))
        count_words = " and ".join(
            f"{_in_file(result, rows, inquiry.most)} of {name}" for name, rows in lists.items()
        )
        note = f"{SIDES} {note}".strip()
        return as_file(result, tuple(lists.values()), phrase, count_words, note, inquiry.most)
    other = query.against if isinstance(query.against, Filter) else None
    has_both = query.against is Against.YEAR or isinstance(query.against, Filter | Period)
    both = render(query, directory) if has_both else ""
    query = replace(query, against=Against.BEFORE)
    result = asker.answer(query, now)
    rows = NamedTickets(wanted(inquiry, asker.tickets(query, now)), permit.names)
    phrase = render(query, directory)
    if inquiry.output is Output.CSV:
        alone = _alone(inquiry.query.against) if inquiry.both else ""
        count_words = _in_file(result, rows, inquiry.most)
        return as_file(
            result, (rows,), phrase, count_words, f"{alone} {note}".strip(), inquiry.most
        )
    others = render(of_others(query, other), directory) if other else ""
    ways = Ways(others=others, both=both, files=_files(services))
    excerpt = Excerpt(rows.first(inquiry.most or MOST_ROWS), len(rows), inquiry.which)
    reply = tickets_card(result, excerpt, phrase, services.ticket_url, inquiry.most, ways)
    small = [blocks.context([note])] if note and rows else []
    return replace(reply, tail=(*reply.tail, *small))


def wanted(inquiry: Inquiry, rows: TicketList) -> TicketList:
    """The rows that are asked for, those that stand out first."""
    if inquiry.which:
        rows = rows.only(bad=inquiry.which is Which.BAD)
    return rows.worst()


def _files(services: Services) -> bool:
    """Whether a file can be sent, as far as that can be told now."""
    try:
        return services.workspace.files
    except CannotCheckError:
        return True


def _alone(rival: Rival) -> str:
    """Why there is no other side in a file that was to have both."""
    match rival:
        case Against.TARGET | Against.BASELINE:
            return f"A {rival} has no tickets, so these are those of the figure."
        case _:
            return "The history does not reach back to what it is compared with: only one side."


def _row_count(rows: NamedTickets, most: int | None) -> int:
    """How many of the rows were asked for."""
    return min(len(rows), most or len(rows))


def _in_file(result: Result, rows: NamedTickets, most: int | None) -> str:
    """How many rows a file has: "412 first replies"; of more than it takes, how many are there."""
    n = _row_count(rows, most)
    cut = "" if n <= MOST_FILE_ROWS else f"the first {words.count(MOST_FILE_ROWS)} of "
    return f"{cut}{count_words(result, n)}"


def as_file(
    result: Result,
    lists: Sequence[NamedTickets],
    phrase: str,
    count_words: str,
    note: str,
    most: int | None = None,
) -> Reply:
    """The rows as CSV, for the one who asked. `count_words` counts them, `note` explains them.

    Raises AskError where the file cannot be written.
    """
    if not any(map(len, lists)):
        return tickets_card(result, Excerpt((), 0), phrase, None, None)
    cut = any(_row_count(rows, most) > MOST_FILE_ROWS for rows in lists)
    ends = f"These are {count_words}, the longest first. {REST}" if cut else ""
    limit = min(most or MOST_FILE_ROWS, MOST_FILE_ROWS)
    try:
        content, size = csv_file(chain(*(islice(rows, limit) for rows in lists)), ends)
    except OSError as error:
        raise AskError(
            f"The file could not be written where I run ({error.strerror}). Whoever runs me can "
            "make room for temporary files; a list works without."
        ) from error
    filename = f"{result.query.metric}-{result.window.first.isoformat()}.csv"
    title = f"{result.title}, {result.scope}, {result.window.label}"
    notes = (note, f"A file takes {words.count(MOST_FILE_ROWS)} rows. {REST}" if cut else "")
    reply = file_card(result, count_words, filename, phrase, " ".join(filter(None, notes)))
    file = Attachment(content=content, size=size, title=title, filename=filename)
    return replace(reply, file=file)
