"""Phrases without a period were about the last week, and go on to be: they say so now.

Without a period they mean the last seven days from here on. What is asked for by typed words is
not kept, and a metric whose usual period was another one keeps that. It stands on its own: the
words for periods that were written until here are read here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_OF_LAST_WEEK = frozenset(
    (
        *("frt", "art", "next_reply", "asa", "queue_time", "assign_time", "resolution"),
        *("first_resolution", "sla", "sla_frt", "sla_next_reply", "sla_resolution", "sla_ticket"),
        *("volume", "category_volume", "mix", "backlog_growth", "solved", "resolution_rate"),
        *("fcr", "one_touch", "repeat", "reopen", "escalation", "handoff", "csat"),
        *("csat_response", "sentiment", "omni", "ces", "qa", "aht", "utilization", "deflection"),
        *("self_service", "containment", "ai_automation", "ai_resolution", "takeover"),
        "ai_quality",
    )
)
"""The measures whose usual period was the last week until here."""
_LAST_WEEK = ["last", "week"]
_PIECE = re.compile(r'"[^"]*"|[^\s"]+')
_NAMING = {
    *("channel", "team", "priority", "category", "tier", "agent", "status", "source"),
    *("brand", "form", "tag", "organization", "type", "custom_status"),
}
_AFTER = {"by", "vs", "list", "csv", "why", "explain", "worst", "trend", "above", "below"}
"""What stands behind the period of a phrase begins with one of these."""
_LONGEST = 9
_AT_ONCE = 1000

_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july", "august"),
    *("september", "october", "november", "december"),
)
_WEEKDAYS = "monday|tuesday|wednesday|thursday|friday|saturday|sunday"
_NAMES = "|".join((*_MONTHS, *(name[:3] for name in _MONTHS)))
_YEAR = r"(?:19|20)\d\d"
_DATE = rf"(?:\d\d? (?:{_NAMES})(?: {_YEAR})?|{_YEAR}-\d\d-\d\d)"
_WHOLE = rf"(?:{_DATE}|(?:\d\d?|{_DATE}|\d\d? (?:{_NAMES}))\.\.{_DATE}|(?:{_NAMES}) {_YEAR}|q[1-4] {_YEAR}|{_YEAR})"
_PERIOD = re.compile(
    rf"today|yesterday|(?:this|last) (?:week|month|quarter|year)"
    rf"|last \d{{1,4}} (?:hour|day|week|month|quarter|year)s|last hour"
    rf"|(?:{_YEAR}-)?w\d\d?|(?:{_YEAR}-)?q[1-4]|{_YEAR}-\d\d|{_NAMES}"
    rf"|(?:this )?(?:{_WEEKDAYS})(?: last week)?|h[12](?: {_YEAR})?|fy ?\d+|fiscal .*|.*\d\d:\d\d"
    rf"|(?:this|yesterday|{_WEEKDAYS}) (?:night|morning|noon|afternoon|evening|midday)"
    rf"|\d{{1,4}} (?:day|week|month|quarter|year)s? ago|{_DATE} (?:night|morning|afternoon|evening)"
    rf"|{_WHOLE}(?: up to {_DATE})?|since (?:{_DATE}|{_WHOLE})"
)


def upgrade() -> None:
    _rewrite("receipt", "id", {"phrase": with_period})
    _rewrite("look", "key", {"phrase": with_period})
    _rewrite("alert", "id", dict.fromkeys(("phrase", "watch"), with_period), kind="threshold")
    _rewrite("delivery", "id", {"payload": with_periods})


def downgrade() -> None:
    """Phrases with a period are read by every version."""


def _rewrite(
    name: str, key: str, changes: dict[str, Callable[[str], str]], **only: str
) -> None:
    """Let the columns of a table be changed, in the rows that have the values given."""
    rows = sa.table(name, *map(sa.column, (key, *changes, *only)))
    change = rows.update().where(rows.c[key] == sa.bindparam("row"))
    change = change.values({column: sa.bindparam(f"new_{column}") for column in changes})
    for slice in _slices(rows, key, only):
        new = []
        for row in slice:
            before = {column: getattr(row, column) for column in changes}
            after = {c: text and changes[c](text) for c, text in before.items()}
            if after != before:
                new.append({"row": getattr(row, key), **{f"new_{c}": after[c] for c in after}})
        if new:
            op.get_bind().execute(change, new)


def _slices(rows: sa.TableClause, key: str, only: dict[str, str]) -> Iterator[Sequence[Any]]:
    """The rows of a table in the order of their keys, so many at once."""
    query = sa.select(*rows.c).order_by(rows.c[key]).limit(_AT_ONCE)
    query = query.where(*(rows.c[column] == value for column, value in only.items()))
    slice = op.get_bind().execute(query).all()
    while slice:
        yield slice
        last = getattr(slice[-1], key)
        slice = op.get_bind().execute(query.where(rows.c[key] > last)).all()


def with_period(phrase: str) -> str:
    """A canonical phrase of a measure with its period; unchanged where it says one, or is none."""
    pieces = _PIECE.findall(phrase)
    if not pieces or pieces[0] not in _OF_LAST_WEEK:
        return phrase
    end = next((n for n in range(1, len(pieces)) if _ends(pieces, n)), len(pieces))
    if end > 1 and "/" in pieces[end - 1] and pieces[end - 1][0] != '"' and not _is_name(pieces, end - 1):
        end -= 1  # a time zone
    if any(_is_period(pieces, start, end) for start in range(max(1, end - _LONGEST), end)):
        return phrase
    return " ".join((*pieces[:end], *_LAST_WEEK, *pieces[end:]))


def _ends(pieces: list[str], place: int) -> bool:
    return pieces[place] in _AFTER and not _is_name(pieces, place)


def _is_period(pieces: list[str], start: int, end: int) -> bool:
    words = " ".join(pieces[start:end]).casefold()
    return _PERIOD.fullmatch(words) is not None and not _is_name(pieces, start)


def _is_name(pieces: list[str], place: int) -> bool:
    """Whether a piece begins the name of a team or the like."""
    before = pieces[place - 1]
    return place > 1 and (before in _NAMING or before.endswith(","))


def with_periods(payload: str) -> str:
    """The JSON of a message, each phrase that a control of it asks for with its period."""
    try:
        content = json.loads(payload)
    except ValueError:
        return payload
    return json.dumps(content, ensure_ascii=False) if _dated(content) else payload


def _dated(content: Any) -> bool:
    """Whether a control in this had a phrase without a period; it has one now."""
    if isinstance(content, list):
        return any([_dated(each) for each in content])
    if not isinstance(content, dict):
        return False
    changed = any([_dated(each) for each in content.values()])
    value = content.get("value")
    if isinstance(value, str) and "text" in content:
        content["value"] = with_period(value)
        changed = changed or content["value"] != value
    return changed
