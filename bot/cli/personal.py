"""`deskpulse export` and `forget`: what is stored of one person, and that it is no more."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from metrics.errors import StoreError
from metrics.store.database.engine import Store
from metrics.store.database.new_file import new_file
from metrics.store.tickets import exporting, forgetting
from metrics.store.tickets.subjects import Subject, subject
from metrics.tickets.records import Instant

ELSEWHERE: Final = (
    "Back-ups, the log, files you have imported and what was posted in Slack are as they were; so "
    "are your settings: look there for DESKPULSE_AGENT_IDS, DESKPULSE_LEADS and DESKPULSE_ADMINS."
)
NOTHING: Final = "Nothing is stored of them."


def whom(store: Store, person: str) -> Subject:
    """The person that is meant. Raises StoreError where nobody is."""
    with store.read() as connection:
        return subject(connection, person)


def rows(store: Store, known: Subject) -> Mapping[str, list[dict[str, Any]]]:
    """All that is stored of them, by table."""
    with store.read() as connection:
        return exporting.everything(connection, known)


def write(file: Path, known: Subject, tables: Mapping[str, list[dict[str, Any]]], at: str) -> None:
    """Write an export for our own user alone, or nothing of it.

    Raises StoreError where the file is there already, or cannot be written.
    """
    if file.exists():
        raise StoreError(f"There is a file {file} already. Name another.")
    who = {"helpdesks": ["/".join(desk) for desk in known.desks], "slack": list(known.slack)}
    text = json.dumps({"person": who, "at": at, "tables": tables}, ensure_ascii=False, indent=1)
    with new_file(file) as draft:
        draft.write_text(text + "\n", encoding="utf-8")


def counts(tables: Mapping[str, list[dict[str, Any]]]) -> str:
    """How many rows of which tables, in words."""
    return _words({name: len(own) for name, own in tables.items()})


def forget(store: Store, known: Subject, now: Callable[[], Instant]) -> str:
    """Forget them; says what was changed. Raises StoreError, and then nothing was."""
    changed = forgetting.forget(store, known, now)
    if not changed:
        return f"{NOTHING} Whatever a helpdesk tells of them later stays away all the same."
    return f"Forgotten: {_words(changed)}. {ELSEWHERE}"


def _words(numbers: Mapping[str, int]) -> str:
    parts = [f"{count:,} in {name.replace('_', ' ')}" for name, count in sorted(numbers.items())]
    total = sum(numbers.values())
    rows = f"{total:,} row{'' if total == 1 else 's'}"
    return f"{rows} ({', '.join(parts)})" if parts else rows
