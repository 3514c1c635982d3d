"""Forgetting one person: their ids become codes that nothing leads to, their name and words go.

What is counted stays as it was: tickets have a requester, replies an agent, only not this one.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Table, delete, func, literal, or_, select, update

from metrics.errors import StoreError
from metrics.imports.row_ids import BY_CONTENT
from metrics.store.books.audit import LOOK
from metrics.store.database.engine import Store
from metrics.store.database.lease_holder import new_holder
from metrics.store.imports.writing import keep_files_away
from metrics.store.syncs import ledger
from metrics.store.syncs.lease import Lease
from metrics.store.tables.metadata import METADATA
from metrics.store.tables.personal import PERSONAL, Holds
from metrics.store.tables.tickets import PersonRow, TimelineRow, table
from metrics.store.tickets.forgotten_words import keep_away
from metrics.store.tickets.subjects import Subject, columns_of, folded, naming, rephrased, role
from metrics.store.tickets.tombstones import new_code, put_up
from metrics.tickets.records import Instant, Role

LEASE_SECONDS: Final = 300
BUSY: Final = (
    "{} is being synced, or somebody of it forgotten, just now. Try again in a minute; while a "
    "first sync goes on for hours, stop the bot meanwhile."
)
FORGOTTEN_TEXT: Final = "(forgotten)"
"""Stands in the place of a note somebody wrote."""
WHOLE_ROWS: Final = frozenset({"home", "visitor", "claim", "question"})
"""Rows that are about nobody else."""
TIMELINE, PERSON = table(TimelineRow), table(PersonRow)


def forget(store: Store, known: Subject, clock: Callable[[], Instant]) -> Mapping[str, int]:
    """Forget a person; gives how many rows were changed, by table.

    Raises StoreError, and changes nothing, where one of their helpdesks is being synced just now.
    """
    sources = sorted({source for source, _ in known.desks})
    with _held(store, sources, clock), store.write() as connection:
        keep_files_away(connection)
        counts: Counter[str] = Counter()
        for name, count in _forget(connection, known, clock()):
            counts[name] += count
        look = {"at": clock(), "person": "terminal", "channel": "terminal", "allowed": True}
        rows = counts.total()
        connection.execute(LOOK.insert().values(look | {"phrase": f"forget, rows: {rows}"}))
    return {name: count for name, count in counts.items() if count}


@contextmanager
def _held(store: Store, sources: list[str], clock: Callable[[], Instant]) -> Iterator[None]:
    """Keep syncs of these sources away: what one has read already would bring the id back."""
    with ExitStack() as leases:
        for source in sources:
            lease = Lease(
                store=store, source=source, holder=new_holder(), clock=clock, seconds=LEASE_SECONDS
            )
            if not lease.claim():
                raise StoreError(BUSY.format(source))
            leases.callback(_release, lease)
        yield


def _release(lease: Lease) -> None:
    with suppress(StoreError):  # it lapses by itself
        lease.release()


def _forget(connection: Connection, known: Subject, now: Instant) -> Iterator[tuple[str, int]]:
    yield "note", _words(connection, known)
    yield "ticket", _subjects(connection, known)
    yield "delivery", _posts(connection, known)
    for name in WHOLE_ROWS:
        yield name, _delete(connection, METADATA.tables[name], known)
    phrases = new_code()
    for name, columns in PERSONAL.items():
        if any(how is Holds.PHRASE for _, how in columns.values()):
            yield name, _rephrase(connection, METADATA.tables[name], known, phrases)
    for id in known.slack:
        yield from _recode(connection, Subject(slack=(id,)), phrases)
    for desk in known.desks:
        yield from _of_desk(connection, desk, known, now, phrases)


def _of_desk(
    connection: Connection, desk: tuple[str, str], known: Subject, now: Instant, code: str
) -> Iterator[tuple[str, int]]:
    """What one helpdesk and the files tell of them; readers take their tickets anew."""
    source, id = desk
    was = role(connection, source, id)
    own = (PERSON.c.source == source) & (PERSON.c.id == id)
    if was is Role.CUSTOMER:
        connection.execute(delete(PERSON).where(own))
    else:
        connection.execute(update(PERSON).where(own).values(name="", address=""))
    _renew(connection, Subject(desks=(desk,)))
    yield from _recode(connection, replace(known, desks=(desk,), slack=()), code)
    put_up(connection, source, id, was, now)
    keep_away(connection, known.written, was, now)


def _renew(connection: Connection, known: Subject) -> None:
    """Let readers take all tickets anew that name somebody."""
    ((source, _),) = known.desks
    revision = ledger.next_revision(connection, source)
    whose = naming(TIMELINE, "requester", Holds.DESK, known)
    agents = (naming(TIMELINE, name, Holds.DESK, known) for name in ("agent", "first_reply_agent"))
    rows = or_(*(clause for clause in (whose, *agents) if clause is not None))
    connection.execute(update(TIMELINE).where(rows).values(revision=revision))
    for name in ("span", "wait", "solve"):
        piece = METADATA.tables[name]
        theirs = naming(piece, "agent", Holds.DESK, known)
        assert theirs is not None
        held = select(piece.c.ticket).where(theirs)
        connection.execute(
            update(TIMELINE).where(TIMELINE.c.ticket.in_(held)).values(revision=revision)
        )


def _recode(connection: Connection, known: Subject, code: str) -> Iterator[tuple[str, int]]:
    """Put a code in the place of each id."""
    for name, columns in PERSONAL.items():
        rows = METADATA.tables[name]
        for column, (_, how) in columns.items():
            if how not in {Holds.DESK, Holds.SLACK, Holds.WRITTEN}:
                continue
            if (how is Holds.SLACK) is not bool(known.slack):
                continue
            where = naming(rows, column, how, known)
            if where is not None and how is Holds.WRITTEN:
                _rename(connection, rows, column, where)
                _reread(connection, rows, where)
            if where is not None:
                change = update(rows).where(where).values({column: _new(rows, column, known, code)})
                yield name, connection.execute(change).rowcount


def _rename(connection: Connection, rows: Table, column: str, where: ColumnElement[bool]) -> None:
    """Take who it was out of the ids of the rows of files that have it there too.

    An id that a row has by its content would tell whoever guesses who it was that they are right.
    """
    of_files = rows.c.source.startswith(ledger.FILES, autoescape=True)
    query = select(rows.c.source, rows.c.id, rows.c[column]).where(where & of_files)
    for source, id, word in connection.execute(query).all():
        if id.startswith(BY_CONTENT) or word.casefold() in id.casefold():
            own = (rows.c.source == source) & (rows.c.id == id)
            connection.execute(update(rows).where(own).values(id=new_code()))


def _reread(connection: Connection, rows: Table, where: ColumnElement[bool]) -> None:
    """Let readers take the files anew whose rows change."""
    of_files = rows.c.source.startswith(ledger.FILES, autoescape=True)
    names = connection.execute(select(rows.c.source).where(where & of_files).distinct())
    for name in names.scalars().all():
        ledger.next_revision(connection, name)


def _new(rows: Table, column: str, known: Subject, code: str) -> Any:
    """The code; of several ids in a cell only this one is replaced."""
    if not known.slack:
        return code
    several = literal(" ") + rows.c[column] + " "
    return func.trim(func.replace(several, f" {known.slack[0]} ", f" {code} "))


def _delete(connection: Connection, rows: Table, known: Subject) -> int:
    """Delete rows that are about them alone."""
    if rows.name == "question":
        said = [rows.c.payload.contains(id, autoescape=True) for id in known.slack]
        return connection.execute(delete(rows).where(or_(*said))).rowcount if said else 0
    column, how = ("agent", Holds.KEY) if rows.name == "claim" else ("person", Holds.SLACK)
    clauses = [naming(rows, "person", Holds.SLACK, known)] if known.slack else []
    clauses += [naming(rows, column, how, known)] if how is Holds.KEY and known.keys else []
    asked = [clause for clause in clauses if clause is not None]
    return connection.execute(delete(rows).where(or_(*asked))).rowcount if asked else 0


def _words(connection: Connection, known: Subject) -> int:
    """Take away what they wrote themselves; that they noted something stays."""
    note = METADATA.tables["note"]
    if not known.slack:
        return 0
    own = note.c.noted_by.in_(known.slack)
    return connection.execute(update(note).where(own).values(text=FORGOTTEN_TEXT)).rowcount


def _subjects(connection: Connection, known: Subject) -> int:
    """Take the subjects of the tickets that they have asked for."""
    ticket = METADATA.tables["ticket"]
    own = naming(ticket, "requester", Holds.DESK, known)
    if own is None or not known.desks:
        return 0
    said = own & ticket.c.subject.is_not(None)
    return connection.execute(update(ticket).where(said).values(subject=None)).rowcount


def _posts(connection: Connection, known: Subject) -> int:
    """Take the words of settled posts that may name them."""
    delivery = METADATA.tables["delivery"]
    names = [name for name in known.written if len(name) > 2 and not name.isdigit()]
    if not names:
        return 0
    settled = delivery.c.settled_at.is_not(None) & delivery.c.payload.is_not(None)
    posts = connection.execute(select(delivery.c.id, delivery.c.payload).where(settled)).all()
    theirs = [id for id, words in posts if any(name in _plain(words) for name in names)]
    for id in theirs:
        own = delivery.c.id == id
        connection.execute(update(delivery).where(own).values(payload=None, picture=None))
    return len(theirs)


def _plain(payload: str) -> str:
    """The words of a post with their case folded, whichever way its letters are written."""
    return folded(json.dumps(json.loads(payload), ensure_ascii=False))


def _rephrase(connection: Connection, rows: Table, known: Subject, code: str) -> int:
    columns = [name for name, how in columns_of(rows.name).items() if how is Holds.PHRASE]
    key, count = next(iter(rows.primary_key)), 0
    for column in columns:
        where = naming(rows, column, Holds.PHRASE, known)
        if where is None:
            continue
        found = connection.execute(select(key, rows.c[column]).where(where)).all()
        for id, phrase in found:
            new = rephrased(phrase, known, code)
            if new != phrase:
                connection.execute(update(rows).where(key == id).values({column: new}))
                count += 1
    return count
