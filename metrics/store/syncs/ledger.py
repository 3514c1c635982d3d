"""What is kept about syncing itself: sources, how far each stream was read, who is at work."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import Connection, or_, select, update

from metrics.errors import StoreError
from metrics.helpdesks.vendors import title_of
from metrics.store.database.rows import clean
from metrics.store.database.statements import insert_new, upsert
from metrics.store.tables.ledger import SourceRow, StreamRow, UnknownWordRow
from metrics.store.tables.tickets import table
from metrics.tickets.records import NEVER, Instant

SOURCE = table(SourceRow)
STREAM = table(StreamRow)
WORD = table(UnknownWordRow)
MOST_SECONDS_AHEAD = 86_400
"""No helpdesk has told anything of a time that lies further ahead of our clock."""
FILE_VENDOR = "files"
FILES = f"{FILE_VENDOR}:"
"""So begin the names of sources that are files and no helpdesk."""


def key(vendor: str, account: str) -> str:
    """The name of a source: an account of a vendor."""
    return f"{vendor}:{account}"


def file_source(kind: str) -> str:
    """The name of the source that all files of a kind are."""
    return key(FILE_VENDOR, kind)


def is_file(source: str) -> bool:
    """Whether a source of that name is a kind of file and no helpdesk."""
    return source.startswith(FILES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A connected account. Its figures are complete from `since_at` to `fresh_until`.

    `name` is its key, `title` what people call it. It is asked until it is retired, and history up
    to `retired_at` from then on. It is to be read back to `wanted_at`. A team that moved from the
    account `follows` to this one did so at `follows_at`: only from then on is this one asked of.
    What was done with before `kept_from_at` has been deleted; None: nothing was.
    """

    name: str
    vendor: str
    account: str
    title: str
    connected_at: Instant | None
    retired_at: Instant | None
    wanted_at: Instant
    since_at: Instant
    revision: int
    fresh_until: Instant | None
    timeline_version: int
    follows: str | None = None
    follows_at: Instant | None = None
    kept_from_at: Instant | None = None

    @property
    def helpdesk(self) -> bool:
        """Whether it is a helpdesk that is or was synced, and no kind of file."""
        return not is_file(self.name)

    @property
    def asked(self) -> bool:
        """Whether it is a helpdesk that has not been retired."""
        return self.helpdesk and self.retired_at is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """How far a stream was read, back and forth, and is whole; `error`: why it is refused.

    It is known from `since_at` on: what it told from then on is built.
    """

    name: str
    cursor: str | None
    caught_up: bool
    through_at: Instant | None
    until_at: Instant | None
    error: str | None
    since_at: Instant | None = None
    from_at: Instant | None = None
    back_at: Instant | None = None
    back_cursor: str | None = None
    back_through_at: Instant | None = None

    @property
    def read_from_at(self) -> Instant | None:
        """From when on it has told everything, built or not; None where that is not known."""
        starts = (self.since_at, self.from_at if self.caught_up else None)
        return min((at for at in starts if at is not None), default=None)


def sources(connection: Connection) -> tuple[Source, ...]:
    """All sources ever registered, by name."""
    names = [SOURCE.c[field.name] for field in fields(Source)]
    rows = connection.execute(select(*names).order_by(SOURCE.c.name)).mappings()
    return tuple(Source(**row) for row in rows)


def revisions(connection: Connection) -> dict[str, int]:
    """The revision of each source."""
    return {each.name: each.revision for each in sources(connection)}


def source(connection: Connection, name: str) -> Source:
    """The source of that name. Raises StoreError if it was never registered."""
    match = next((source for source in sources(connection) if source.name == name), None)
    if match is None:
        raise StoreError(f"Nothing was ever synced from {name}. Run `deskpulse sync` once.")
    return match


def first_helpdesk(known_sources: Iterable[Source]) -> str:
    """The helpdesk that was connected first, whose ids are keys by themselves; "" for none."""
    desks = (source for source in known_sources if source.helpdesk)
    return min(((source.connected_at or 0, source.name) for source in desks), default=(0, ""))[1]


def helpdesk_names(known_sources: Iterable[Source]) -> Mapping[str, str]:
    """What people call each helpdesk: as they say, else its vendor; of several, the account."""
    desks = [source for source in known_sources if source.helpdesk]
    vendors = Counter(source.vendor for source in desks)
    titles = Counter(source.title.casefold() for source in desks)

    def name(source: Source) -> str:
        if vendors[source.vendor] == 1 and source.title == source.account:
            return title_of(source.vendor)
        return source.title if titles[source.title.casefold()] == 1 else source.name

    return {source.name: name(source) for source in desks}


def register(
    connection: Connection,
    vendor: str,
    account: str,
    since_at: Instant,
    *,
    title: str = "",
    now: Instant | None = None,
) -> Source:
    """Make an account known, or find it known; a new `title` is what it is called from now on.

    Another account of the same vendor is another source: equal ids in both mean nothing.
    """
    name = key(vendor, account)
    new: dict[str, Any] = {
        "name": name,
        "vendor": vendor,
        "account": account,
        "title": clean(title) or account,
    }
    new |= {"since_at": since_at, "wanted_at": since_at, "connected_at": now}
    insert_new(connection, SOURCE, [new | {"revision": 0, "timeline_version": 0}])
    if title:
        retitle = update(SOURCE).where(SOURCE.c.name == name, SOURCE.c.title != clean(title))
        connection.execute(retitle.values(title=clean(title)))
    return source(connection, name)


def reach_back(
    connection: Connection, name: str, since_at: Instant, by_time: Collection[str] = ()
) -> Instant:
    """Want an earlier beginning, if it is one; returns what is to be read back to.

    The streams `by_time` go on before what is known of them; all others begin anew. Until they have
    come that far, all that was known stays known. What was deleted comes again.
    """
    wanted_at = source(connection, name).wanted_at
    if since_at >= wanted_at:
        return wanted_at
    restart(connection, name, but=by_time)
    here = update(SOURCE).where(SOURCE.c.name == name)
    connection.execute(here.values(wanted_at=since_at, kept_from_at=None))
    return since_at


def next_revision(connection: Connection, name: str) -> int:
    """Count the source's revision on, and return it. Waits for whoever else is counting."""
    increment = update(SOURCE).where(SOURCE.c.name == name).values(revision=SOURCE.c.revision + 1)
    return int(connection.execute(increment.returning(SOURCE.c.revision)).scalar_one())


def freshen(
    connection: Connection, name: str, until: Instant, since_at: Instant | None = None
) -> None:
    """Say that figures are complete from `since_at` up to `until`; what was known stays known."""
    if since_at is not None:
        later = or_(SOURCE.c.fresh_until.is_(None), SOURCE.c.since_at > since_at)
        here = (SOURCE.c.name == name) & later
        connection.execute(update(SOURCE).where(here).values(since_at=since_at))
    older = or_(SOURCE.c.fresh_until.is_(None), SOURCE.c.fresh_until < until)
    connection.execute(update(SOURCE).where(SOURCE.c.name == name, older).values(fresh_until=until))


def complete_until(connection: Connection, name: str, until: Instant) -> None:
    """Say that figures are complete up to `until` and no further, whatever was known."""
    connection.execute(update(SOURCE).where(SOURCE.c.name == name).values(fresh_until=until))


def streams(connection: Connection, source: str) -> dict[str, Stream]:
    """How far the streams of a source were read, by name; one never read is not among them."""
    rows = connection.execute(select(STREAM).where(STREAM.c.source == source)).mappings()
    names = [each.name for each in fields(Stream) if each.name != "name"]
    return {
        row["stream"]: Stream(name=row["stream"], **{name: row[name] for name in names})
        for row in rows
    }


def advance(
    connection: Connection,
    source: str,
    stream: str,
    cursor: str,
    *,
    caught_up: bool,
    through_at: Instant | None,
) -> None:
    """Move a stream's cursor; what was told up to an instant stays told."""
    stream_before = streams(connection, source).get(stream)
    ends = (through_at, stream_before.through_at if stream_before else None)
    row = {
        "source": source,
        "stream": stream,
        "cursor": clean(cursor),
        "caught_up": caught_up,
        "through_at": max((at for at in ends if at is not None), default=None),
        "error": None,
    }
    upsert(connection, STREAM, [row], ("source", "stream"))


def insert_stream(connection: Connection, source: str, stream: str) -> None:
    """Know of a stream of which nothing was read yet."""
    insert_new(connection, STREAM, [{"source": source, "stream": stream, "caught_up": False}])


def refuse(connection: Connection, source: str, stream: str, error: str) -> None:
    """Note why a helpdesk does not give a stream; how far it was read stays."""
    insert_stream(connection, source, stream)
    here = (STREAM.c.source == source) & (STREAM.c.stream == stream)
    connection.execute(update(STREAM).where(here).values(error=clean(error)))


def restart(connection: Connection, source: str, but: Collection[str] = ()) -> None:
    """Let streams be read again from the beginning; nothing that is stored is forgotten."""
    from_start = {"cursor": None, "caught_up": False, "from_at": None}
    from_start |= dict.fromkeys(("back_at", "back_cursor", "back_through_at"))
    streams_to_restart = (STREAM.c.source == source) & STREAM.c.stream.not_in(list(but))
    connection.execute(update(STREAM).where(streams_to_restart).values(from_start))


def lower(connection: Connection, source: str, now: Instant) -> None:
    """Forget up to when a source and its streams are whole where that lies far ahead of `now`."""
    latest = now + MOST_SECONDS_AHEAD
    for name in ("through_at", "until_at"):
        ahead = (STREAM.c.source == source) & (STREAM.c[name] > latest)
        connection.execute(
            update(STREAM).where(ahead, STREAM.c[name] != NEVER).values({name: None})
        )
    ahead = (SOURCE.c.name == source) & (SOURCE.c.fresh_until > latest)
    connection.execute(update(SOURCE).where(ahead).values(fresh_until=None))


def note_words(connection: Connection, source: str, counts: Mapping[str, int]) -> None:
    """Keep words we do not know with the most one page held; so a page read again adds nothing."""
    known_counts = unknown_words(connection, source) if counts else {}
    rows = [
        {"source": source, "word": word, "count": count}
        for word, count in ((clean(word), count) for word, count in counts.items())
        if count > known_counts.get(word, 0)
    ]
    upsert(connection, WORD, rows, ("source", "word"))


def unknown_words(connection: Connection, source: str) -> dict[str, int]:
    """Words of the helpdesk's we do not know, and at least how often it used them."""
    query = select(WORD.c.word, WORD.c.count).where(WORD.c.source == source)
    return {row.word: row[1] for row in connection.execute(query)}
