"""The files that hold a database's columns: made after a sync or when first needed, for all.

There is one at a time; who has one mapped keeps it when a newer one takes its place. What a file
says counts only where the database knows of it: one that was put back to before the file was made
does not.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, delete, insert, select

from metrics.errors import StoreError
from metrics.sources.codebooks import Codebook, Codebooks
from metrics.sources.identity import Identities
from metrics.sources.stored_book import StoredBook
from metrics.store.database.engine import Store
from metrics.store.syncs.ledger import Source
from metrics.store.tables.ledger import ColumnFileRow
from metrics.store.tables.tickets import table
from metrics.store.tickets.column_file import Content, read, write
from metrics.store.tickets.parts import KINDS, Part
from metrics.tickets.narrow import Table
from metrics.tickets.records import Dimension

logger = logging.getLogger(__name__)

FILE: Final = table(ColumnFileRow)
SUFFIX: Final = ".columns"
LOOKED_AT: Final = 20
"""So many of the newest files are looked for."""
_FILES, _DESKS, _REQUESTERS = "files.", "desks.", "requesters"


def edges(sources: Sequence[Source], forgotten: Mapping[str, int]) -> list[list[Any]]:
    """What of sources changes columns without a revision of their tickets.

    `forgotten` is how many people of each have been: whoever is shall be in no column any more.
    """
    return [
        [s.name, s.retired_at, s.follows, s.follows_at, forgotten.get(s.name, 0)]
        for s in sources
        if s.helpdesk
    ]


@dataclass(frozen=True, kw_only=True, eq=False)
class Stored:
    """Everything that was read at one revision of each source, and the codes in it.

    `name` is that of its file, "" where it has none.
    """

    part: Part
    revisions: Mapping[str, int]
    edges: list[list[Any]]
    who: str
    names: str
    codebooks: Codebooks
    files: Mapping[str, Table]
    desks: Mapping[str, Table]
    name: str = ""


def who_mark(who: Identities) -> str:
    """A mark of which (source, id) has which key."""
    return _mark(who.first, sorted((d, sorted(one.items())) for d, one in who.one.items()))


def names_mark(who: Identities) -> str:
    """A mark of what everybody is called, which is how files name them."""
    names = [sorted((key, str(name)) for key, name in who.labels[d].items()) for d in who.labels]
    return _mark(
        sorted(who.sources.items()), names, [sorted(o.items()) for o in who.others.values()]
    )


def _mark(*words: object) -> str:
    return blake2b(repr(words).encode(), digest_size=16).hexdigest()


@dataclass(frozen=True)
class ColumnCache:
    """The files of one database in a folder; without a folder there are none."""

    store: Store
    folder: Path | None = None
    new_name: Callable[[], str] = field(default=lambda: secrets.token_hex(16))

    def newest(self, connection: Connection) -> Stored | None:
        """What the newest file holds that was made of this database and is sound."""
        for name in self._names(connection) if self.folder else ():
            content = read(self.path(name))
            if content is not None:
                with suppress(KeyError, TypeError, ValueError):
                    return _stored(content, name)
        return None

    def keep(self, stored: Stored) -> Stored:
        """The same out of a file, of which the database knows; as it is where none can be made."""
        if self.folder is None:
            return stored
        name = self.new_name()
        try:
            write(self.path(name), _content(stored))
            content = read(self.path(name))
        except OSError as error:
            logger.warning(
                "Columns stay in memory, as their files cannot be written to %s: %s. "
                "Name another folder in DESKPULSE_CACHE.",
                self.folder,
                error.strerror or error,
            )
            return stored
        if content is None:
            return stored
        try:
            with self.store.write() as connection:
                before = self._names(connection)
                connection.execute(insert(FILE), [{"name": name}])
        except StoreError as error:  # who may only read keeps no file
            logger.warning("Columns stay in memory: %s", error)
            self._tidy([name])
            return stored
        self._tidy(before)
        return _stored(content, name)

    def path(self, name: str) -> Path:
        """Where a file of that name is."""
        assert self.folder is not None
        return self.folder / f"{name}{SUFFIX}"

    def clear(self) -> None:
        """Let no file of this database be taken any more, and delete those of this machine."""
        with self.store.write() as connection:
            names = list(connection.execute(select(FILE.c.name)).scalars())
            connection.execute(delete(FILE))
        self._tidy(names)

    def _tidy(self, names: Sequence[str]) -> None:
        """Delete files that newer ones have taken the place of; who maps one keeps it."""
        if self.folder is not None:
            for name in names:
                for path in self.folder.glob(f"{name}*{SUFFIX}"):
                    with suppress(OSError):
                        path.unlink()

    def _names(self, connection: Connection) -> list[str]:
        query = select(FILE.c.name).order_by(FILE.c.number.desc()).limit(LOOKED_AT)
        return list(connection.execute(query).scalars())


def _content(stored: Stored) -> Content:
    books = stored.codebooks
    requesters = StoredBook.of(books.requesters)
    tables = dict(stored.part.tables) | {_REQUESTERS: requesters.table}
    tables |= {f"{_FILES}{kind}": each for kind, each in stored.files.items()}
    tables |= {f"{_DESKS}{kind}": each for kind, each in stored.desks.items()}
    about = {
        "revisions": dict(stored.revisions),
        "edges": stored.edges,
        "who": stored.who,
        "names": stored.names,
        "words": {str(d): list(book) for d, book in books.by_dimension.items()},
        "ids": {str(d): list(book) for d, book in books.ids.items()},
    }
    return Content(tables, about)


def _stored(content: Content, name: str) -> Stored:
    about, tables = content.about, content.tables
    requesters = tables[_REQUESTERS]
    codebooks = Codebooks(
        by_dimension=_books(about["words"]),
        requesters=StoredBook(requesters["words"].whole(), requesters["codes"]),
        ids=_books(about["ids"]),
    )
    return Stored(
        part=Part({kind: tables[kind] for kind in KINDS}),
        revisions=about["revisions"],
        edges=about["edges"],
        who=about["who"],
        names=about["names"],
        codebooks=codebooks,
        files=_of_kind(tables, _FILES),
        desks=_of_kind(tables, _DESKS),
        name=name,
    )


def _books(words: Mapping[str, Sequence[str]]) -> dict[Dimension, Codebook]:
    return {
        Dimension.attribute(d): Codebook({word: code for code, word in enumerate(own)})
        for d, own in words.items()
    }


def _of_kind(tables: Mapping[str, Table], kind: str) -> dict[str, Table]:
    return {name.removeprefix(kind): each for name, each in tables.items() if name.startswith(kind)}
