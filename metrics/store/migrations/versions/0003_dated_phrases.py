"""Phrases of answers and looks that are kept: their period by the dates that it meant then."""

from __future__ import annotations

import re
from datetime import datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import context, op

from metrics.periods import Period

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_USUAL = {
    **dict.fromkeys(("sla_risk", "backlog", "aging"), "today"),
    **dict.fromkeys(("oldest", "unassigned", "pending_reply"), "today"),
    **dict.fromkeys(("nps", "enps"), "last quarter"),
    **dict.fromkeys(("churn", "cost_ticket", "cost_resolution", "contact_rate"), "last month"),
}
"""The usual period of measures until here, where it was not last week."""
_PIECE = re.compile(r'"[^"]*"|[^\s"]+')
_NAMING = {"channel", "team", "priority", "category", "tier", "agent", "status"}
_LONGEST = 5
_AT_ONCE = 1000


def upgrade() -> None:
    home = ZoneInfo(context.config.attributes.get("home", "UTC"))
    _rewrite("receipt", "id", "asked_at", home)
    _rewrite("look", "key", "at", home)


def downgrade() -> None:
    """Phrases with dates are read by every version."""


def _rewrite(name: str, key: str, instant: str, home: ZoneInfo) -> None:
    rows = sa.table(name, *(sa.column(each) for each in (key, "phrase", instant)))
    bind = op.get_bind()
    found = bind.execute(sa.select(rows.c[key], rows.c.phrase, rows.c[instant])).all()
    told = [(id, phrase, dated(phrase, at, home)) for id, phrase, at in found]
    new = [{"row": id, "said": said} for id, phrase, said in told if said != phrase]
    change = rows.update().where(rows.c[key] == sa.bindparam("row"))
    change = change.values(phrase=sa.bindparam("said"))
    for start in range(0, len(new), _AT_ONCE):
        bind.execute(change, new[start : start + _AT_ONCE])


def dated(phrase: str, at: int, home: ZoneInfo) -> str:
    """A canonical phrase with its period as dates, as it was meant at an instant.

    The period stands behind what narrows, and before a time zone, a split and a comparison.
    """
    pieces = _PIECE.findall(phrase)
    end = next((n for n, piece in enumerate(pieces) if piece in {"by", "vs"}), len(pieces))
    if not end:
        return phrase
    named = end > 1 and "/" in pieces[end - 1] and pieces[end - 1][0] != '"'
    zone = ZoneInfo(pieces[end - 1]) if named else home
    end -= named
    start = next((n for n in range(max(1, end - _LONGEST), end) if _says(pieces, n, end)), end)
    said = " ".join(pieces[start:end]) or _USUAL.get(pieces[0], "last week")
    day = datetime.fromtimestamp(at, zone).date()
    return " ".join((*pieces[:start], str(Period.of(said).dated(day)), *pieces[end:]))


def _says(pieces: list[str], start: int, end: int) -> bool:
    """Whether the pieces say a period, and are no name of a team or the like."""
    before = pieces[start - 1]
    named = start > 1 and (before in _NAMING or before.endswith(","))
    return not named and Period.parse(" ".join(pieces[start:end])) is not None
