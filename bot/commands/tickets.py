"""The tickets behind a number, listed or as a file, for the one who asks and for nobody else."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace

from bot.cards.help import not_ready
from bot.cards.tickets import Row, Ways, counted, file_card, measured, tickets_card
from bot.exports import write_csv
from bot.grammar import Asked, Output, render
from bot.services import Services
from bot.talk import Attachment, Reply
from metrics.ask.against import of_others
from metrics.catalogue.metric import Better
from metrics.query import Against, Filter, Rival
from metrics.result import Result

SIDES = "The column `side` tells which side a row is of."


def tickets(asked: Asked, services: Services) -> Reply:
    """The list that is wanted, of just the tickets that the number is made of.

    A list is of one side of a comparison: of two at once no figure could be worked out. A file has
    both, with a column that tells them apart.
    """
    if services.asker.fresh_until() is None:
        return not_ready()
    asker, now = services.asker.still(), services.now()
    query, directory = replace(asked.query, split=()), asker.directory()
    if asked.both and (sides := asker.sides(query, now)):
        result = asker.answer(query, now)
        mine, theirs = (ordered(result, side)[: asked.most] for side in (sides.asked, sides.other))
        counts = zip((mine, theirs), sides.names, strict=True)
        said = " and ".join(f"{counted(result, len(rows))} of {name}" for rows, name in counts)
        phrase = replace(asked, query=query, output=Output.FIGURE, most=None).phrase(directory)
        return as_file(result, [*mine, *theirs], phrase, said)
    other = query.against if isinstance(query.against, Filter) else None
    both = render(query, directory) if query.against is Against.YEAR or other else ""
    query = replace(query, against=Against.BEFORE)
    result = asker.answer(query, now)
    rows = ordered(result, list(asker.lines(query, now)))
    phrase = render(query, directory)
    if asked.output is Output.CSV:
        alone = _alone(asked.query.against) if asked.both else ""
        return as_file(result, rows[: asked.most], phrase, note=alone)
    ways = Ways(others=render(of_others(query, other), directory) if other else "", both=both)
    return tickets_card(result, rows, phrase, services.ticket_url, asked.most, ways)


def _alone(rival: Rival) -> str:
    """Why there is no other side in a file that was to have both."""
    match rival:
        case Against.TARGET | Against.BASELINE:
            return f"A {rival} has no tickets, so these are those of the figure."
        case _:
            return "The history does not reach back to what it is compared with: only one side."


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


def as_file(
    result: Result, rows: Sequence[Row], phrase: str, sides: str = "", note: str = ""
) -> Reply:
    """The rows as CSV, which goes to the one who asked. `sides` counts those of a comparison."""
    note = SIDES if sides else note
    written = io.StringIO(newline="")
    count = write_csv(rows, written)
    filename = f"{result.query.metric}-{result.window.first.isoformat()}.csv"
    content = written.getvalue().encode("utf-8")
    title = f"{result.title}, {result.scope}, {result.window.label}"
    if not count:
        return tickets_card(result, rows, phrase, None, None)
    reply = file_card(result, sides or counted(result, count), filename, phrase, note)
    return replace(reply, file=Attachment(content=content, title=title, filename=filename))
