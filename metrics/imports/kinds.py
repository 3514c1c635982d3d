"""The kinds of files that can be imported: one object each, read by import, template and docs."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import BinaryIO

from metrics.imports import cells
from metrics.imports.cells import CellContext, CellError, Row
from metrics.imports.json_objects import SheetError
from metrics.imports.reading import UNSTORED, Column, FileKind
from metrics.imports.sheets import sheet
from metrics.imports.surveys import SURVEYS


def _review(row: Row, _around: CellContext) -> Row:
    points, possible = float(row["points"] or 0), float(row["points_possible"] or 0)
    if not possible:
        raise CellError("0 points are no review; write how many could be had", "points_possible")
    if points > possible:
        raise CellError(f"is more than the {possible:g} that could be had", "points")
    defaults = {"reviewer_kind": "human", "sample": "random"}
    usual_values = {name: row[name] or usual for name, usual in defaults.items()}
    return row | usual_values | {"auto_fail": bool(row["auto_fail"])}


def _shift(row: Row, _around: CellContext) -> Row:
    start, end = int(row["started_at"] or 0), int(row["ended_at"] or 0)
    if end <= start:
        raise CellError("does not lie after started_at; write the end of the shift", "ended_at")
    if int(row["productive_seconds"] or 0) > end - start:
        message = f"is more than the shift's {end - start:,} seconds; write at most those"
        raise CellError(message, "productive_seconds")
    return row


def _currency(written: Mapping[str, str], row: Row) -> None:
    try:
        cells.fit_currency(written["amount"], str(row["currency"]))
    except CellError as error:
        raise CellError(str(error), "amount") from None


def _cost(row: Row, around: CellContext) -> Row:
    start, end = cells.bounds(str(row["month"]), around.zone)
    return row | {"started_at": start, "ended_at": end}


def _session(row: Row, _around: CellContext) -> Row:
    ticket_at = row["followed_at"]
    if ticket_at is not None and int(ticket_at) < int(row["at"] or 0):
        raise CellError("lies before the session; write the later ticket's time", "followed_at")
    return row


def _call(row: Row, _around: CellContext) -> Row:
    ends = [row[name] for name in ("answered_at", "abandoned_at") if row[name] is not None]
    if len(ends) != 1:
        raise CellError("write either answered_at or abandoned_at, not both", "answered_at")
    if int(ends[0] or 0) < int(row["queued_at"] or 0):
        raise CellError("lies after the call's end; write when it entered the queue", "queued_at")
    return row | {"ended_at": ends[0]}


def _column(name: str, read: cells.Reader, says: str, example: str = "") -> Column:
    return Column(name=name, read=read, says=says, example=example)


def _unstored(name: str, read: cells.Reader, says: str, example: str = "") -> Column:
    return Column(name=name, read=read, says=f"{says}; {UNSTORED}", example=example, stored=False)


def _must(name: str, read: cells.Reader, says: str, example: str) -> Column:
    return Column(name=name, read=read, says=says, example=example, required=True)


ID = _column("id", cells.text, "your own id of the row; with it a later file corrects the row")
TICKET = _column("ticket", cells.text, "the helpdesk's number of the ticket", "1042")
AGENT = _column("agent", cells.text, "the agent's name or id in the helpdesk", "Ann Smith")
TEAM = _column("team", cells.text, "the team's name or id in the helpdesk", "Billing")
CHANNEL = _column("channel", cells.channel, "email, chat, phone ...", "phone")
CATEGORY = _column("category", cells.text, "the issue's category", "refunds")

REVIEWS = FileKind(
    name="reviews",
    summary="Quality reviews of tickets, for `qa`.",
    complete=_review,
    another={
        "reviewed_at": "2026-11-04T15:30",
        "points": "14",
        "ticket": "1043",
        "agent": "Li Wei",
        "channel": "email",
    },
    columns=(
        _must("reviewed_at", cells.past, "when it was reviewed", "2026-11-03T10:00"),
        _must("points", cells.number, "the points earned on the items that applied", "17"),
        _must("points_possible", cells.number, "the points those items could give", "20"),
        _column("auto_fail", cells.yes_no, "yes if an item failed the whole review", "no"),
        _must("rubric", cells.text, "the version of the rubric", "2026-1"),
        _unstored("reviewer", cells.text, "who reviewed", "Bo"),
        _unstored("reviewer_kind", cells.word("human", "ai"), "human or ai", "human"),
        _column("sample", cells.word("random", "picked"), "random, or picked by someone", "random"),
        *(TICKET, AGENT, TEAM, CHANNEL, CATEGORY, ID),
    ),
)
HANDLING = FileKind(
    name="handling",
    summary="How long people worked on each contact, for `aht`.",
    another={
        "ended_at": "2026-11-03T10:21:05",
        "talk_seconds": "480",
        "hold_seconds": "0",
        "ticket": "1043",
        "agent": "Li Wei",
    },
    columns=(
        _must("ended_at", cells.past, "when the wrap-up ended", "2026-11-03T10:07:30"),
        _must("talk_seconds", cells.whole(), "seconds of talk or active writing", "300"),
        _column("hold_seconds", cells.whole(), "seconds on hold", "20"),
        _column("wrap_seconds", cells.whole(), "seconds of work after the contact", "60"),
        *(TICKET, AGENT, TEAM, CHANNEL, CATEGORY, ID),
    ),
)
SHIFTS = FileKind(
    name="shifts",
    summary="Who was scheduled when, and how much of it went to customers, for `utilization`.",
    key=("agent", "started_at"),
    complete=_shift,
    another={
        "agent": "Li Wei",
        "started_at": "2026-11-03T12:00",
        "ended_at": "2026-11-03T18:00",
        "productive_seconds": "15300",
    },
    columns=(
        _must("agent", cells.text, AGENT.says, AGENT.example),
        _must("started_at", cells.moment, "when the shift began", "2026-11-03T09:00"),
        _must("ended_at", cells.moment, "when it ended", "2026-11-03T17:00"),
        _must("productive_seconds", cells.whole(), "seconds of work for customers", "23040"),
        TEAM,
    ),
)
COSTS = FileKind(
    name="costs",
    summary="What support cost in a month, for `cost_ticket` and `cost_resolution`.",
    key=("month", "team", "item"),
    alike=("currency",),
    agree=_currency,
    complete=_cost,
    another={"amount": "1500.00", "item": "tools"},
    columns=(
        _must("month", cells.month, "the month, like 2026-10", "2026-10"),
        _must("amount", cells.cents, "the amount, with overhead and tools", "20000.00"),
        _must("currency", cells.currency, "its three letters; one for all rows", "USD"),
        _column("item", cells.text, "what it was spent on", "salaries"),
        _column("team", cells.text, "the team it was spent for"),
    ),
)
CUSTOMERS = FileKind(
    name="customers",
    summary="How many active customers there were on a day, for `contact_rate` and `churn`.",
    key=("date", "segment"),
    another={"date": "2026-12-01", "customers": "5340"},
    columns=(
        _must("date", cells.day, "the day; the count is as it begins", "2026-11-01"),
        _must("customers", cells.whole(), "how many there were", "5200"),
        _column("segment", cells.text, "which customers, if counted apart", ""),
    ),
)
SESSIONS = FileKind(
    name="sessions",
    summary="Visits to the help centre or the bot, for `deflection` and `self_service`.",
    complete=_session,
    another={
        "at": "2026-11-03T10:20",
        "visitor": "c-78",
        "kind": "bot",
        "followed_at": "2026-11-03T11:05",
        "ticket": "1043",
    },
    columns=(
        _must("at", cells.past, "when it began", "2026-11-03T10:00"),
        _column("visitor", cells.text, "who it was; an id that the tickets share", "c-77"),
        _unstored(
            "kind", cells.word("article", "search", "bot", "flow"), "article, bot ...", "article"
        ),
        _must("answered", cells.yes_no, "whether an answer was seen", "yes"),
        _column("followed_at", cells.past, "when the visitor opened a ticket after it", ""),
        _column("ticket", cells.text, "that ticket", ""),
        ID,
    ),
)
CHURN = FileKind(
    name="churn",
    summary="Customers who left, for `churn`.",
    key=("customer", "lost_at"),
    another={"customer": "c-81", "lost_at": "2026-11-17"},
    columns=(
        _must(
            "customer",
            cells.text,
            "the customer's id; for `churn after support` the helpdesk's",
            "c-77",
        ),
        _must("lost_at", cells.past, "when the customer was lost", "2026-11-03"),
    ),
)
CALLS = FileKind(
    name="calls",
    summary="Calls and how long they waited in the queue, for `asa`.",
    complete=_call,
    another={
        "queued_at": "2026-11-03T10:02:00",
        "answered_at": "",
        "abandoned_at": "2026-11-03T10:03:40",
        "ticket": "",
        "agent": "",
    },
    columns=(
        _must("queued_at", cells.past, "when it entered the queue", "2026-11-03T10:00:00"),
        _column("answered_at", cells.past, "when a person answered", "2026-11-03T10:00:18"),
        _column("abandoned_at", cells.past, "when the caller gave up instead", ""),
        *(TICKET, AGENT, TEAM, CATEGORY, ID),
    ),
)
TIERS = FileKind(
    name="tiers",
    summary="Which tier each team is, for `escalation`.",
    key=("team",),
    another={"team": "Technical", "tier": "2"},
    columns=(
        _must("team", cells.text, TEAM.says, TEAM.example),
        _must("tier", cells.whole(1, 9), "1 for the first line, 2 for the next ...", "1"),
    ),
)
CUSTOMER_TIERS = FileKind(
    name="customer-tiers",
    summary="Which tier each customer is in, for questions and targets by tier.",
    key=("customer", "since"),
    another={"customer": "9002", "tier": "free", "since": ""},
    columns=(
        _must("customer", cells.text, "the id of the person who asks, as in the helpdesk", "9001"),
        _must("tier", cells.name, "a word for the tier: gold, free, enterprise ...", "gold"),
        _column("since", cells.day, "from which day on; empty for ever since", "2026-07-01"),
    ),
)

KINDS: Mapping[str, FileKind] = MappingProxyType(
    {
        kind.name: kind
        for kind in (
            *(SURVEYS, REVIEWS, HANDLING, SHIFTS, COSTS),
            *(CUSTOMERS, SESSIONS, CHURN, CALLS, TIERS, CUSTOMER_TIERS),
        )
    }
)
"""Every kind by its name, in the order in which docs show them."""


def kinds_of(file: BinaryIO) -> tuple[FileKind, ...]:
    """The kinds that a file can be of, by the names of its columns; none where it is no table."""
    try:
        columns = set(sheet(file).columns)
    except SheetError:
        return ()
    return tuple(kind for kind in KINDS.values() if _needed(kind) <= columns <= set(kind.names))


def _needed(kind: FileKind) -> set[str]:
    return {column.name for column in kind.columns if column.required}
