"""With which settings what is stored of a helpdesk was read, and whether all of it with the same.

A setting such as the category's field changes what is made of a page, and pages that were read
before stay as they were. So what each source was read with is kept, a fingerprint a setting. One
that changed has none until all was read again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final

from sqlalchemy import Connection, select, update

from metrics.store.tables.ledger import SourceRow
from metrics.store.tables.tickets import table

SOURCE = table(SourceRow)
_SEVERAL: Final = ""
"""In place of a fingerprint: what is stored was read with several values of that setting."""


def begin(
    connection: Connection, source: str, settings: Mapping[str, str], *, full: bool = False
) -> None:
    """A run with these settings begins; with `full` it reads all again.

    Of a source of which nobody knows what it was read with, these are taken for that.
    """
    before, again = _load(connection, source)
    if before is None:
        before = settings
    changes = dict.fromkeys(_differences(before, settings), _SEVERAL)
    if full:
        again = settings
    elif again is not None and _differences(again, settings):
        again = None
    _save(connection, source, {**before, **changes}, again)


def finish(connection: Connection, source: str) -> None:
    """All that there is has been read: what was being read again is so with one set of settings."""
    _, again = _load(connection, source)
    if again is not None:
        _save(connection, source, again, None)


def mixed(
    connection: Connection, source: str, settings: Mapping[str, str] | None = None
) -> tuple[str, ...]:
    """The settings of which what is stored was read with several values, by their words.

    Given the `settings` of today also those that are set otherwise by now.
    """
    before, _ = _load(connection, source)
    if before is None:
        return ()
    several = {name for name, value in before.items() if value == _SEVERAL}
    return tuple(sorted(several | _differences(before, before if settings is None else settings)))


def _differences(one: Mapping[str, str], other: Mapping[str, str]) -> set[str]:
    return {name for name in {**one, **other} if one.get(name) != other.get(name)}


def _load(
    connection: Connection, source: str
) -> tuple[Mapping[str, str] | None, Mapping[str, str] | None]:
    query = select(SOURCE.c.read_with, SOURCE.c.reread_with).where(SOURCE.c.name == source)
    row = connection.execute(query).one_or_none()
    before, again = row or (None, None)
    return (None if before is None else json.loads(before)), (
        None if again is None else json.loads(again)
    )


def _save(
    connection: Connection,
    source: str,
    before: Mapping[str, str],
    again: Mapping[str, str] | None,
) -> None:
    values = {
        "read_with": json.dumps(dict(before), sort_keys=True),
        "reread_with": None if again is None else json.dumps(dict(again), sort_keys=True),
    }
    connection.execute(update(SOURCE).where(SOURCE.c.name == source).values(values))
