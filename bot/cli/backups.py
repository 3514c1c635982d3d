"""`deskpulse backup`, `restore` and `copy`: what came of them, in words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Final

from bot.config import Settings
from metrics.store.database.backup import CopyResult
from metrics.store.database.engine import Store

MADE: Final = {
    "target": "target",
    "digest_schedule": "schedule",
    "alert": "alert",
    "note": "note",
    "receipt": "receipt",
    "ticket": "ticket",
}
"""Tables that are counted one by one, and what a row of them is called."""


@contextmanager
def open_store(settings: Settings) -> Iterator[Store]:
    """The database of the settings, whatever Deskpulse it is of. Raises StoreError without one."""
    url = settings.database_url.get_secret_value()
    with closing(Store.open(url, create=False)) as store:
        yield store


def summary(result: CopyResult, heading: str) -> str:
    """What was copied, in a line or two."""
    tables = ", ".join(_count(result.rows.get(table, 0), word) for table, word in MADE.items())
    line = f"{heading}: {sum(result.rows.values()):,} rows, among them {tables}."
    if not result.unsure:
        return line
    were = _count(result.unsure, "post")
    return (
        f"{line}\n{were} had not gone out when the back-up was made. Nobody can tell whether that "
        "was done since, so Deskpulse does not post them again: look in their channels."
    )


def _count(n: int, word: str) -> str:
    return f"{n:,} {word}{'' if n == 1 else 's'}"
