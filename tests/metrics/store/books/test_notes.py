"""Notes kept and removed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import text

from metrics.question.notes import Note, NoteRemoval
from metrics.store.books.notes import Notes
from metrics.store.database.engine import Store

LATER = Note(text="sale", start_at=500, end_at=600, apart=True, noted_by="U1", noted_at=700)
EARLIER = replace(LATER, text="out\0age", start_at=100, channel="email", team="1", apart=False)


def test_notes_come_back_in_the_order_of_their_days(store: Store) -> None:
    notes = Notes(store)
    first, second = notes.keep(LATER), notes.keep(EARLIER)
    clean = replace(EARLIER, text="outage", key=second)
    assert notes.standing() == (clean, replace(LATER, key=first))


def test_a_removed_note_stays_with_who_removed_it_first(store: Store) -> None:
    notes = Notes(store)
    key = notes.keep(LATER)
    assert notes.removal(key) is None
    notes.remove(key, "U2", 800)
    notes.remove(key, "U3", 900)
    assert notes.standing() == ()
    assert notes.removal(key) == NoteRemoval(person="U2", at=800)
    assert notes.removal(key + 1) is None
    with store.read() as connection:
        row = connection.execute(text("select noted_by, removed_by, removed_at from note")).one()
    assert tuple(row) == ("U1", "U2", 800)


@pytest.mark.parametrize("days", [(-(10**15), 500), (500, 10**15), (500, 499)])
def test_one_of_impossible_days_stands_on_nothing(store: Store, days: tuple[int, int]) -> None:
    notes = Notes(store)
    key = notes.keep(replace(LATER, start_at=days[0], end_at=days[1]))
    assert notes.standing() == ()
    assert [note.key for note in notes.all()] == [key]
