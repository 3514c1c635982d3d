"""The tickets behind a number: as a table that Slack sorts, and as lines where it takes none."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from operator import itemgetter
from typing import Any, NamedTuple, TypeAlias

from bot import words
from bot.cards import blocks, facts
from bot.cards.blocks import Bold, one_line
from bot.cards.cells import number, text
from bot.talk import Audience, Block, Listing, Reply, Row
from bot.words import DASH
from metrics.catalogue.metric import Age, Growth, Level
from metrics.question.query import Clock
from metrics.question.result import Result
from metrics.question.ticket_state import NamedTicket, TicketState
from metrics.sources.identity import ticket_label
from metrics.tickets.records import Dimension

Columns: TypeAlias = Mapping[str, Callable[[Row], dict[str, Any]]]
"""What is told of a ticket, by the names of the columns: each gives a cell of Slack's table."""
Address: TypeAlias = Callable[[str, str], str]

MOST_ROWS = 100
MOST_LINES = 30
PAGE = 10
PARTS = {
    "Waiting for us": "waiting_for_us_seconds",
    "Waiting for customer": "waiting_for_customer_seconds",
    "On hold": "on_hold_seconds",
    "Solved": "solved_seconds",
}
"""The parts of a ticket's clock, by what they are called; they add up to the whole."""
NOTHING = "There is no ticket behind this number."


class Excerpt(NamedTuple):
    """The rows of a list that are shown, the ones that stand out first, and how many there are.

    `which`: "bad" or "good" where only those were asked for.
    """

    rows: Sequence[Row]
    n: int
    which: str = ""


class Ways(NamedTuple):
    """Where a list of one side of a comparison leads: phrases, empty where there is none."""

    others: str = ""
    both: str = ""
    files: bool = True


_NOWHERE = Ways()


def tickets_card(
    result: Result,
    excerpt: Excerpt,
    phrase: str,
    address: Address | None,
    most: int | None,
    ways: Ways = _NOWHERE,
) -> Reply:
    """The rows of a list that are shown. `phrase` asks for the figure that all of them make.

    `most` is how many were asked for, None where nobody said.
    """
    rows, n, which = excerpt
    title = f"{result.title}{facts.DOT}{facts.scope(result)}"
    count = count_sentence(result, n, len(rows), which)
    question = f"{phrase} worst {most}" if most else f"{phrase} list"
    question = f"{question} {which}".strip()
    listing = ticket_listing(_columns(result, rows), rows, title, address)
    return Reply(
        text=blocks.fallback(f"{title}: {count} {_speech(result, rows)}"),
        head=(blocks.section((Bold("Tickets"), f"{facts.DOT}{title}"), count),),
        listing=listing if rows else None,
        tail=(
            _controls(phrase, most, ways),
            blocks.context([f"Asked: {question}. Only you see this."]),
        ),
        audience=Audience.ME,
        phrase=None,
    )


def count_sentence(result: Result, n: int, rows: int, which: str = "") -> str:
    """How many there are, which are shown, and the number that they make; of some alone, none."""
    first = "" if rows == n else f", of which the first {words.count(rows)} are listed"
    if which and result.figure.n:
        return f"{n:,} of {count_words(result, result.figure.n)}: the {which} ones{first}."
    if not n:
        return NOTHING
    listed, headline = count_words(result, n), facts.headline(result)
    told = not facts.has_value(result.figure) or headline.startswith(listed)
    return f"{listed}{first}.{'' if told else f' Together: {headline}.'}"


def count_words(result: Result, n: int) -> str:
    """How many rows: of a growth they are steps, of which one ticket may have taken several."""
    if isinstance(result.metric, Growth):
        return f"{words.count(n)} {'step' if n == 1 else 'steps'}"
    return facts.count_words(result, n)


def seconds_of(result: Result, row: Row) -> float | None:
    """The seconds that were measured of a ticket, on the clock that was asked for."""
    business = result.query.clock is Clock.BUSINESS
    seconds = row["business_seconds" if business else "calendar_seconds"]
    return None if seconds is None else float(seconds)


def ticket_listing(
    columns: Columns, rows: Sequence[Row], caption: str, address: Address | None
) -> Listing:
    """Tickets with what `columns` tell of each, in both forms."""
    return Listing(
        native=_table(columns, rows, caption, address), lines=_lines(columns, rows, address)
    )


def _table(columns: Columns, rows: Sequence[Row], caption: str, address: Address | None) -> Block:
    """Slack's own table."""
    heading = [text(name) for name in ("Ticket", *columns)]
    body = [[_link(row, address), *(cell(row) for cell in columns.values())] for row in rows]
    return {
        "type": "data_table",
        "caption": blocks.cut(one_line(caption), blocks.HEADER_LIMIT),
        "page_size": PAGE,
        "rows": [heading, *body],
    }


def _lines(columns: Columns, rows: Sequence[Row], address: Address | None) -> Block:
    """The same as lines of text, shorter."""
    pieces: list[dict[str, Any]] = []
    for row in rows[:MOST_LINES]:
        cells = (_cell_text(name, cell(row)) for name, cell in columns.items())
        pieces += [piece(row, address), blocks.piece(f" {facts.DOT.join(filter(None, cells))}\n")]
    if more := len(rows) - MOST_LINES:
        pieces += [blocks.piece(f"and {more} more")] if more > 0 else []
    return blocks.prose(pieces)


def _cell_text(name: str, cell: dict[str, Any]) -> str:
    """A cell in a line, where no heading says what it is; a part that took no time is not told."""
    text = str(cell["text"])
    if name not in PARTS:
        return text
    return f"{name.lower()} {text}" if cell.get("value") else ""


def _columns(result: Result, rows: Sequence[Row]) -> Columns:
    """What is told of each ticket; columns without anything in them are left out."""
    columns: dict[str, Callable[[Row], dict[str, Any]]] = {}
    if any(seconds_of(result, row) is not None for row in rows):
        columns[_timed(result)] = _timer(result, partial(seconds_of, result))
    columns |= _parts(result, rows)
    for name, key in (("Hit", "hit"), ("Step", "step"), ("Value", "amount")):
        if any(row.get(key) is not None for row in rows):
            columns[name] = _teller(key)
    cuts = {"Owner": Dimension.AGENT, "Team": Dimension.TEAM, "Channel": Dimension.CHANNEL}
    for name, cut in cuts.items():
        # Owners are left out where none of them may be read.
        there = cut is not Dimension.AGENT or any(row[cut.value] for row in rows)
        if len(result.query.values(cut)) != 1 and there:
            columns[name] = _teller(cut.value)
    columns["Opened"] = _day("created_at_local")
    # What is the case now was counted at one instant, all of it.
    return columns if facts.standing(result) else {**columns, "Counted": _day("counted_at_local")}


def _timed(result: Result) -> str:
    """What the measured time of a ticket is called: of a level it is an age, not the level."""
    metric = result.metric
    if isinstance(metric, Level):
        return metric.age_title
    return "Age" if isinstance(metric, Age) else result.title


def _parts(result: Result, rows: Sequence[Row]) -> Columns:
    """Whom the tickets waited for meanwhile, where that is more than one."""
    there = {name: key for name, key in PARTS.items() if any(row.get(key) for row in rows)}
    if len(there) < 2:
        return {}
    return {name: _timer(result, itemgetter(key)) for name, key in there.items()}


def _timer(result: Result, seconds_of: Callable[[Row], Any]) -> Callable[[Row], dict[str, Any]]:
    def cell(row: Row) -> dict[str, Any]:
        seconds = seconds_of(row)
        if seconds is None:
            return text("")
        return number(float(seconds), words.duration(seconds, days=facts.days(result)))

    return cell


def _teller(key: str) -> Callable[[Row], dict[str, Any]]:
    return lambda row: text(_word(row.get(key)))


def _word(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:g}" if isinstance(value, float) else str(value or "")


def _day(key: str) -> Callable[[Row], dict[str, Any]]:
    def cell(row: Row) -> dict[str, Any]:
        at = row.get(key)
        return text(f"{datetime.fromisoformat(str(at)):%Y-%m-%d %H:%M}" if at else "")

    return cell


def _link(row: Row, address: Address | None) -> dict[str, Any]:
    return dict(blocks.prose([piece(row, address)]))


def piece(row: Row, address: Address | None) -> dict[str, Any]:
    """The number of a listed ticket."""
    number, source = str(row["ticket"] or ""), str(row.get("source") or "")
    id = str(row.get("ticket_id") or number)
    return ticket_piece(id, source, address, _helpdesk(row), number)


def named_ticket(row: Row) -> NamedTicket:
    """Which ticket a row is about."""
    number, source = str(row["ticket"] or ""), str(row.get("source") or "")
    return NamedTicket(source, str(row.get("ticket_id") or number), number)


def said_number(row: Row) -> str:
    """The number of a listed ticket in words: "#7", or "Acme EU #7" where there are several."""
    return ticket_label(str(row["ticket"] or ""), _helpdesk(row))


def _helpdesk(row: Row) -> str:
    return str(row.get("helpdesk") or "")


def ticket_piece(
    id: str, source: str, address: Address | None, helpdesk: str = "", number: str = ""
) -> dict[str, Any]:
    """A ticket's number, else its id, as a link to it where its helpdesk has addresses."""
    url = address(source, id) if id and address else ""
    label = ticket_label(number or id, helpdesk) if id else DASH
    return {"type": "link", "url": url, "text": label} if url else blocks.piece(label)


def state_piece(state: TicketState, address: Address | None) -> dict[str, Any]:
    """The number of a ticket whose standing is shown, as a link."""
    return ticket_piece(state.id.id, state.id.source, address, state.helpdesk, state.number)


def _speech(result: Result, rows: Sequence[Row]) -> str:
    """The first few, for those who hear it."""
    parts = []
    for row in rows[:5]:
        seconds = seconds_of(result, row)
        long = "" if seconds is None else f" {words.duration(seconds, days=facts.days(result))}"
        parts.append(f"{said_number(row)}{long}")
    return f"First: {', '.join(parts)}." if parts else ""


def _controls(phrase: str, most: int | None, ways: Ways) -> Block:
    buttons = [blocks.button("Show the figure", "listing:figure", phrase)]
    if most is None:
        buttons.insert(0, blocks.button("Worst 10", "listing:worst", f"{phrase} worst 10"))
    if ways.files:
        buttons.insert(0, blocks.button("All as CSV", "listing:csv", f"{phrase} csv"))
    if ways.others:
        buttons.append(blocks.button("The other tickets", "listing:others", f"{ways.others} list"))
    if ways.both and ways.files:
        buttons.append(blocks.button("Both sides as CSV", "listing:both", f"{ways.both} csv"))
    return blocks.actions(buttons)


def file_card(result: Result, rows: str, filename: str, phrase: str, note: str = "") -> Reply:
    """The list went out as a file. `rows` says how many of what, `note` what else to know."""
    title = f"{result.title}{facts.DOT}{facts.scope(result)}"
    sentence = f"{rows} in {filename}: I sent it to you as a direct message."
    return Reply(
        text=blocks.fallback(f"{title}: {sentence}"),
        head=(
            blocks.section((Bold("File"), f"{facts.DOT}{title}"), sentence),
            blocks.context(
                [f"Asked: {phrase} csv. One row each, with the instants and both clocks.", note]
            ),
        ),
        audience=Audience.ME,
    )
