"""`deskpulse ask`: one question from the terminal, answered as text, JSON, CSV or a picture."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.access import EVERYBODY
from bot.cards.card import card
from bot.cards.terminal import terminal
from bot.charts import picture
from bot.commands.ask import drawn
from bot.commands.kpi import with_known_part
from bot.exports import document
from bot.grammar import parse, render
from bot.spreadsheets import write_csv
from bot.talk import Row
from metrics.ask import Asker, UnknownError
from metrics.errors import AskError
from metrics.query import Against, Query
from metrics.records import Instant


class Wanted(NamedTuple):
    """The forms an answer is wanted in."""

    json: bool = False
    csv: Path | None = None
    chart: Path | None = None


def answer(asker: Asker, phrase: str, now: Instant, wanted: Wanted) -> str:
    """What to print; the files that are wanted are written. Raises AskError or OSError."""
    directory = asker.directory()
    query = parse(phrase, directory)
    try:
        result = asker.answer(query, now)
    except UnknownError as error:
        raise with_known_part(error, directory) from None
    if wanted.csv:
        with wanted.csv.open("w", encoding="utf-8", newline="") as file:
            write_csv(_rows(asker, query, now), file)
    if wanted.chart:
        chart = picture(result)
        if not chart:
            raise AskError(f"There is nothing to draw for {result.window.label}.")
        wanted.chart.write_bytes(chart.png)
    said = render(result.query, directory)
    if wanted.json:
        return document(result, said).model_dump_json(by_alias=True, indent=2)
    return terminal(card(result, said, drawn(result)))


def _rows(asker: Asker, query: Query, now: Instant) -> Iterable[Row]:
    """The tickets behind the figure; of a comparison that was asked for those of both sides.

    Whoever holds the database may see who has them.
    """
    if query.against is not Against.BEFORE and (sides := asker.sides(query, now)):
        return map(EVERYBODY.row, chain(sides.asked, sides.other))
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
