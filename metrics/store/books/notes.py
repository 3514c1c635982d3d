"""The notes that people keep. A removed one stays as a row, with who removed it and when."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields

from sqlalchemy import insert, select, update

from metrics.question.notes import Note, NoteRemoval
from metrics.store.database.engine import Store
from metrics.store.database.rows import clean
from metrics.store.tables.people import NoteRow
from metrics.store.tables.tickets import table
from metrics.tickets.records import Instant

NOTE = table(NoteRow)
_NAMES = tuple(field.name for field in fields(Note))


@dataclass(frozen=True, slots=True)
class Notes:
    """The notes of all. Safe to be used by several threads at once."""

    store: Store

    def keep(self, note: Note) -> int:
        """Keep a note; its key."""
        row = {name: value for name, value in asdict(note).items() if name != "key"}
        row = {
            name: clean(value) if isinstance(value, str) else value for name, value in row.items()
        }
        with self.store.write() as connection:
            new_key = connection.execute(insert(NOTE).values(row)).inserted_primary_key
        assert new_key is not None
        return int(new_key[0])

    def standing(self) -> tuple[Note, ...]:
        """All that nobody has removed, the earliest first; without those of impossible days."""
        return tuple(note for note in self.all() if note.possible)

    def all(self) -> tuple[Note, ...]:
        """All that nobody has removed, the earliest first."""
        query = select(NOTE).where(NOTE.c.removed_at.is_(None))
        with self.store.read() as connection:
            rows = connection.execute(query.order_by(NOTE.c.start_at, NOTE.c.key)).mappings().all()
        return tuple(Note(**{name: row[name] for name in _NAMES}) for row in rows)

    def removal(self, key: int) -> NoteRemoval | None:
        """Who removed a note and when; None where it stands, or where there never was one."""
        query = select(NOTE.c.removed_by, NOTE.c.removed_at).where(
            NOTE.c.key == key, NOTE.c.removed_at.is_not(None)
        )
        with self.store.read() as connection:
            row = connection.execute(query).first()
        return row and NoteRemoval(person=row.removed_by or "", at=row.removed_at)

    def remove(self, key: int, person: str, at: Instant) -> None:
        """Let a note stand no longer."""
        removal = update(NOTE).where(NOTE.c.key == key, NOTE.c.removed_at.is_(None))
        with self.store.write() as connection:
            connection.execute(removal.values(removed_by=person, removed_at=at))
