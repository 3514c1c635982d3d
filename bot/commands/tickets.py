"""The tickets behind a number, listed or as a file, for the one who asks and for nobody else."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace

from bot.cards.help import not_ready
from bot.cards.tickets import Row, file_card, measured, tickets_card
from bot.exports import write_csv
from bot.grammar import Asked, Output, render
from bot.services import Services
from bot.talk import Attachment, Reply
from metrics.ask.against import of_others
from metrics.catalogue.metric import Better
from metrics.query import Against, Filter, Query
from metrics.result import Result


def tickets(asked: Asked, services: Services) -> Reply:
    """The list that is wanted, of just the tickets that the number is made of."""
    if services.asker.fresh_until() is None:
        return not_ready()
    query, now = replace(asked.query, split=(), against=Against.BEFORE), services.now()
    result = services.asker.answer(query, now)
    rows = ordered(result, list(services.asker.lines(query, now)))
    phrase, others = render(query, services.asker.directory()), other_side(asked.query, services)
    if asked.output is Output.CSV:
        return as_file(result, rows[: asked.most], phrase, others)
    return tickets_card(result, rows, phrase, services.ticket_url, asked.most, others)


def other_side(query: Query, services: Services) -> str:
    """The phrase of the tickets that a question compares with; empty where it names none.

    A list is of one side: of two at once no figure could be worked out.
    """
    if not isinstance(query.against, Filter):
        return ""
    return render(of_others(replace(query, split=()), query.against), services.asker.directory())


def ordered(result: Result, rows: Sequence[Row]) -> list[Row]:
    """The longest first, then what speaks against the figure, then what is the oldest."""
    against = result.better is not Better.HIGHER

    def place(row: Row) -> tuple[float, bool, str]:
        return (
            -(measured(result, row) or 0.0),
            row["hit"] is not against,
            str(row["created_at_utc"]),
        )

    return sorted(rows, key=place)


def as_file(result: Result, rows: Sequence[Row], phrase: str, others: str = "") -> Reply:
    """The rows as CSV, which goes to the one who asked."""
    written = io.StringIO(newline="")
    count = write_csv(rows, written)
    filename = f"{result.query.metric}-{result.window.first.isoformat()}.csv"
    content = written.getvalue().encode("utf-8")
    reply = file_card(result, count, filename, phrase, others)
    title = f"{result.title}, {result.scope}, {result.window.label}"
    if not count:
        return tickets_card(result, rows, phrase, None, None, others)
    return replace(reply, file=Attachment(content=content, title=title, filename=filename))
