"""Whom a command about one person means, and which rows name them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final
from unicodedata import normalize

from sqlalchemy import ColumnElement, Connection, Table, and_, literal, or_, select

from metrics.errors import StoreError
from metrics.helpdesks.vendors import HELPDESKS
from metrics.sources.identity import fingerprint, key
from metrics.store.books.claims import CLAIM
from metrics.store.syncs import ledger
from metrics.store.tables.metadata import METADATA
from metrics.store.tables.personal import PERSONAL, Holds
from metrics.store.tables.tickets import EventRow, PersonRow, TimelineRow, table
from metrics.tickets.records import Field, Role

SLACK_ID: Final = re.compile(r"[UW][A-Z0-9]{6,}")
PERSON, EVENT = table(PersonRow), table(EventRow)
TIMELINE = table(TimelineRow)
PIECES: Final = frozenset({"span", "wait", "solve"})
_AGENT: Final = re.compile(r'"[^"]*"|[^\s,"]+')
_AGENTS: Final = re.compile(rf"\bagent ((?:{_AGENT.pattern})(?:, (?:{_AGENT.pattern}))*)")
HOW: Final = (
    f"Write a helpdesk's key and an id there, such as {next(iter(HELPDESKS))}:acme/114094762733 "
    "(`deskpulse source list` prints the keys), an agent's e-mail address, or an "
    "id in Slack, such as U012AB3CD."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """One person: (source, id) at helpdesks, ids in Slack, and what files and phrases call them.

    `keys` are those of the agent, by which phrases and claims know them. `written` are the words
    for them with their case folded, `cells` the same as they stand in what files have brought.
    """

    desks: tuple[tuple[str, str], ...] = ()
    slack: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    written: frozenset[str] = frozenset()
    cells: frozenset[str] = frozenset()


def subject(connection: Connection, word: str) -> Subject:
    """The person that is meant. Raises StoreError where nobody is, or where it is not clear who."""
    word = word.strip()
    if SLACK_ID.fullmatch(word):
        return _with_claims(connection, Subject(slack=(word,)))
    sources = [each for each in ledger.sources(connection) if each.helpdesk]
    if "@" in word:
        desks = _by_address(connection, word)
    else:
        source, _, id = word.rpartition("/")
        desks = [(source, id)] if id and source in {each.name for each in sources} else []
    if not desks:
        raise StoreError(f"Nobody is known as {word}. {HOW}")
    return _with_claims(connection, _of_desks(connection, desks, sources))


def _by_address(connection: Connection, address: str) -> list[tuple[str, str]]:
    query = select(PERSON.c.source, PERSON.c.id).where(PERSON.c.address == fingerprint(address))
    return [(row[0], row[1]) for row in connection.execute(query.order_by(PERSON.c.source))]


def folded(word: str) -> str:
    """A word as all ways to write it are known, in whatever case and form of Unicode."""
    return normalize("NFC", word.casefold())


def _of_desks(
    connection: Connection, desks: Sequence[tuple[str, str]], sources: Sequence[ledger.Source]
) -> Subject:
    first, names = ledger.first_helpdesk(sources), ledger.helpdesk_names(sources)
    written: set[str] = set()
    for source, id in desks:
        written |= {f"{source}/{id}", f"{names.get(source, source)}/{id}", key(first, source, id)}
        written |= {id} if len(sources) == 1 else set()
        own = (PERSON.c.source == source) & (PERSON.c.id == id)
        written |= set(connection.execute(select(PERSON.c.name).where(own)).scalars())
    words = frozenset(folded(word) for word in written if word)
    return Subject(
        desks=tuple(desks),
        keys=tuple(key(first, source, id) for source, id in desks),
        written=words,
        cells=_cells(connection, words),
    )


def _cells(connection: Connection, words: frozenset[str]) -> frozenset[str]:
    """How files write these words: a database folds the case of fewer letters than we do."""
    found: set[str] = set()
    for name, columns in PERSONAL.items():
        rows = METADATA.tables[name]
        for column in (column for column, (_, how) in columns.items() if how is Holds.WRITTEN):
            of_files = rows.c.source.startswith(ledger.FILES, autoescape=True)
            query = select(rows.c[column]).where(of_files, rows.c[column].is_not(None))
            cells = connection.execute(query.distinct()).scalars()
            found.update(cell for cell in cells if folded(cell) in words)
    return frozenset(found)


def _with_claims(connection: Connection, known: Subject) -> Subject:
    """With who in Slack said that they are this agent, and was believed; or which agent that is."""
    confirmed = select(CLAIM.c.person, CLAIM.c.agent).where(CLAIM.c.decision == "confirmed")
    pairs = [(row[0], row[1]) for row in connection.execute(confirmed)]
    if known.desks:
        slack = tuple(sorted({person for person, agent in pairs if agent in known.keys}))
        return replace(known, slack=slack)
    agents = sorted({agent for person, agent in pairs if person in known.slack})
    sources = [each for each in ledger.sources(connection) if each.helpdesk]
    first = ledger.first_helpdesk(sources)
    desks = [(s, id) for s, _, id in (a.rpartition("/") for a in agents)]
    whole = _of_desks(connection, [(s or first, id) for s, id in desks], sources)
    return replace(whole, slack=known.slack)


def role(connection: Connection, source: str, id: str) -> Role:
    """What somebody is at a helpdesk, a customer where nothing says so."""
    query = select(PERSON.c.role).where(PERSON.c.source == source, PERSON.c.id == id)
    return Role(connection.execute(query).scalar() or Role.CUSTOMER)


def columns_of(name: str) -> Mapping[str, Holds]:
    """The columns of a table that name somebody, and how."""
    return {column: how for column, (_, how) in PERSONAL[name].items()}


def naming(rows: Table, column: str, how: Holds, known: Subject) -> ColumnElement[bool] | None:
    """Which rows of a table name somebody in a column; None where it cannot be asked for."""
    cell: ColumnElement[Any] = rows.c[column]
    if how is Holds.SLACK and known.slack:
        several = literal(" ") + cell + " "
        return or_(*(several.contains(f" {id} ", autoescape=True) for id in known.slack))
    return _naming_at_desk(rows, cell, how, known) if known.desks else None


def _naming_at_desk(
    rows: Table, cell: ColumnElement[Any], how: Holds, known: Subject
) -> ColumnElement[bool] | None:
    match how:
        case Holds.DESK:
            return _at_desk(rows, cell, known)
        case Holds.WRITTEN:
            own = or_(*(and_(rows.c.source == s, cell == id) for s, id in known.desks))
            of_files = rows.c.source.startswith(ledger.FILES, autoescape=True)
            return or_(own, and_(of_files, cell.in_(known.cells)))
        case Holds.KEY:
            return cell.in_(known.keys)
        case Holds.PHRASE:
            return cell.contains("agent ")
    return None


def _at_desk(rows: Table, cell: ColumnElement[Any], known: Subject) -> ColumnElement[bool]:
    if rows.name in PIECES:
        theirs = (select(TIMELINE.c.ticket).where(TIMELINE.c.source == s) for s, _ in known.desks)
        pairs = zip(theirs, known.desks, strict=True)
        return or_(*(and_(rows.c.ticket.in_(own), cell == id) for own, (_, id) in pairs))
    of_agents = EVENT.c.field == Field.AGENT
    same = or_(*(and_(rows.c.source == s, cell == id) for s, id in known.desks))
    return and_(of_agents, same) if rows is EVENT and cell.name in {"old", "new"} else same


def rephrased(phrase: str, known: Subject, code: str) -> str:
    """A phrase with a code in the place of an agent that it names; else as it was."""

    def other(names: re.Match[str]) -> str:
        words = _AGENT.findall(names[1])
        said = (code if folded(each.strip('"')) in known.written else each for each in words)
        return f"agent {', '.join(said)}"

    return _AGENTS.sub(other, phrase)
