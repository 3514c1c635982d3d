"""docs/imports.md: how files come in, and each kind with its columns."""

from __future__ import annotations

from collections.abc import Iterator

from metrics.imports import KINDS, FileKind, template

IMPORTING = """\
What your helpdesk does not tell comes from files: surveys, quality reviews, handle times, shifts,
costs, customer counts, self-service sessions, lost customers, calls, the tiers of teams, and those
of customers.

    deskpulse import surveys --template > surveys.csv
    deskpulse import surveys surveys.csv --dry-run
    deskpulse import surveys surveys.csv

Or in Slack: leads and administrators press *Import a file* on the Home tab, choose the kind and the
file (up to 100 MB), and get what would come of it, or its faults, for themselves alone; a button
brings it in. That needs the optional scope `files:read`. Where a setting says so, a file in a
direct message does too ([operations.md](operations.md#direct-messages)). What support costs a
month, and how many hours a week are paid and go to customers, can be put into a form there, or said
as `/kpi spend 12000 EUR` and `/kpi spend 160 hours, 120 for customers`: they stand from that month
on until they are changed, or removed by `/kpi spend none` and `/kpi spend no hours`. In a month of
which a file of costs or of shifts tells, the file alone counts: `/kpi spend` says which those are,
and what would come of a file says what each month's cost comes to with it, and where hours that
stand count no longer.

A file is CSV (comma, semicolon or tab; UTF-8) or JSON (a list of objects, or one object a line).
Either all of it is imported, or nothing: then each fault is named with its line and column. A row
that is imported again changes nothing; with the same key and other values it takes the place of the
one before. Columns may stand in any order, and those that need not be there may be left out.
A file is read row by row, however long it is: a million rows take about 300 MB of memory. It has at
most 200 columns.

It is read twice: first it is judged, then, together with all that others have written until then,
once more as it is written. Meanwhile nobody else brings in a file or sets what support costs; who
waits for more than 10 seconds is told that the database is busy. SQLite has one writer for
everything: there a sync, a note or a claim waits too, while questions are answered. 300,000 rows
took some 40 seconds on two busy cores. Bring in more than 50,000 at night, in parts, or use
PostgreSQL.

Times are ISO 8601, such as `2026-11-02T14:30+01:00`, or as people write them: `02.11.2026 14:30`,
`2 Nov 2026`, `Nov 2, 2026 2:30 PM`; without an offset they are in the zone of `DESKPULSE_TIMEZONE`.
Months are `2026-11`, `11/2026` or `Nov 2026`. Numbers may have thousands separators, and a comma or
a point before their fraction: `12000.50`, `12,000.50`, `12.000,50`, `12 000`, `12k`; an amount may
have the sign of its currency. What has two readings is never guessed. Which of them is meant, the
other rows of its column tell: `25/11/2026` that `03/04/2026` is the 3rd of April, `17,5` that
`1.234` is more than a thousand. Money has two decimals at most, so `12.000` of it is twelve
thousand. Where nothing tells, that cell is a fault, with both readings and how to write it. Years
have four digits.

Teams and agents are named as in the helpdesk, or by its id; tickets by its
number; with the helpdesk before it (`Acme EU/7`) where two helpdesks have it. What a row does not
say of its channel, category, team or agent is taken from its ticket.

Some helpdesks tell of calls and of handle times themselves ([helpdesks.md](helpdesks.md)). A file
of `calls` or `handling` counts beside what they tell. What both tell of counts once, as the
helpdesk tells it: that is a row of a file whose ticket has a row of the helpdesk's that ends in the
same second (a call where it was answered or given up). Such a figure is known from when and up to
when the helpdesk has told all, however far the file reaches. Where no helpdesk gives them, the file
stands alone.

A ticket's tier is that of its requester when it was created. A customer who moves to another tier
gets one more row, with the day in `since`; earlier tickets keep theirs. Those whom no row names
have none.
"""


def imports_page(printed: str) -> str:
    """The page; `printed` says by what."""
    parts = ("\n".join(_kind(kind)) for kind in KINDS.values())
    return "\n".join(["# Imports", printed, IMPORTING, *parts])


def _kind(kind: FileKind) -> Iterator[str]:
    yield f"## {kind.name}\n\n{kind.summary}\n"
    yield "| Column | What it is | Must be there |"
    yield "|---|---|---|"
    for column in kind.columns:
        yield f"| `{column.name}` | {column.says} | {'yes' if column.required else ''} |"
    key = (
        "its `id`, or all it says" if kind.key == ("id",) else ", ".join(f"`{k}`" for k in kind.key)
    )
    yield f"\nA row is known by {key}.\n\n```csv\n{template(kind)}```\n"
