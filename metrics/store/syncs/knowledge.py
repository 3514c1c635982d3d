"""What is known of every source, made in one place of what the ledger holds."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, delete, select, update

from metrics.helpdesks.vendors import title_of
from metrics.sources.knowledge import Knowledge, NeedState, Unread
from metrics.sources.needs import OF_EITHER, OF_HELPDESKS, Need, Provision, need_of_file
from metrics.store.database.statements import insert_new
from metrics.store.syncs import aside, ledger
from metrics.store.syncs.ledger import STREAM, Source, Stream
from metrics.store.tables.ledger import SupplyRow
from metrics.store.tables.tickets import table
from metrics.tickets.records import NEVER, Instant
from metrics.tickets.story import ALWAYS

SUPPLY = table(SupplyRow)
OBSERVED = "observed"
"""No stream, but in the place of one: the need is known by what we observe ourselves."""


def note_supplies(connection: Connection, source: str, supplies: Mapping[Need, Provision]) -> None:
    """Keep which streams of a source bring which needs, in place of what was known of that."""
    rows = [
        {
            "source": source,
            "need": need.value,
            "stream": stream,
            "optional": stream in provision.also,
            "how": provision.how,
        }
        for need, provision in supplies.items()
        for stream in (
            *provision.streams,
            *provision.also,
            *((OBSERVED,) if provision.observed else ()),
        )
    ]
    if sorted(map(str, rows)) != sorted(map(str, _supplies(connection, source))):
        connection.execute(delete(SUPPLY).where(SUPPLY.c.source == source))
        insert_new(connection, SUPPLY, rows)


def begin_supplies(connection: Connection, source: str, supplies: Mapping[Need, Provision]) -> None:
    """Keep them where nothing is known of that; a stream that is new is needed once it is read."""
    if not _supplies(connection, source):
        note_supplies(connection, source, supplies)


def observes(connection: Connection, source: str) -> bool:
    """Whether what differs between two readings of a ticket is all that is told of its changes."""
    query = select(SUPPLY.c.need).where(SUPPLY.c.source == source, SUPPLY.c.stream == OBSERVED)
    return connection.execute(query.limit(1)).first() is not None


def publish(connection: Connection, source: str) -> None:
    """Say that what the streams have told is built: they are whole as far as they were read.

    That is back to where they were read from, and up to where they have come. One that is refused
    stays whole up to where it was; one that was never read to its end is not. A list that names no
    instant is whole once it has been read.
    """
    for stream in ledger.streams(connection, source).values():
        if stream.error is not None or not (stream.caught_up or stream.until_at is not None):
            continue
        until = stream.through_at if stream.through_at is not None else NEVER
        if (until, stream.read_from_at) != (stream.until_at, stream.since_at):
            here = (STREAM.c.source == source) & (STREAM.c.stream == stream.name)
            values = {"until_at": until, "since_at": stream.read_from_at}
            connection.execute(update(STREAM).where(here).values(values))


def freshen(
    connection: Connection, source: str, streams: Iterable[str], optional: Collection[str]
) -> None:
    """Say from when and up to when a source is whole: as far as those of its `streams` are.

    One refused after it was read holds it where it is, unless it is `optional`; one that names no
    instant does so only until it was read once. What a figure can tell is told by `knowledge`.
    """
    streams_by_name = ledger.streams(connection, source)
    through: list[Instant] = []
    since: list[Instant] = []
    for name in streams:
        stream = streams_by_name.get(name)
        if stream is None:
            return
        if stream.error and name in optional:
            continue
        if stream.since_at is not None:
            since.append(stream.since_at)
        if stream.through_at is not None:
            through.append(stream.through_at)
        elif not stream.caught_up and stream.error is None:
            return
    if through:
        ledger.freshen(connection, source, min(through), max(since, default=None))


def knowledge(connection: Connection) -> tuple[Knowledge, ...]:
    """What is known of each need of each source."""
    unread = aside.counts(connection)
    entries: list[Knowledge] = []
    sources = ledger.sources(connection)
    names = ledger.helpdesk_names(sources)
    for source in sources:
        if source.helpdesk:
            streams = ledger.streams(connection, source.name)
            supplies = _supplies(connection, source.name)
            counts = {name: unread.get((source.name, name), 0) for name in streams}
            titled_source = replace(source, title=names[source.name] or title_of(source.vendor))
            own_entries = _helpdesk_knowledge(titled_source, supplies, streams, counts)
            entries += (_of_account(source, each) for each in own_entries)
        else:
            need = need_of_file(source.name.removeprefix(ledger.FILES))
            entries.append(_knowledge(source, need, source.fresh_until))
    return tuple(entries)


def _of_account(source: Source, known: Knowledge) -> Knowledge:
    """With whether it is retired, and which account it goes on from: before, that one knows."""
    since_at = max(known.since_at, source.follows_at or known.since_at)
    return replace(
        known,
        since_at=since_at,
        retired=source.retired_at is not None,
        follows=source.follows or "",
        follows_at=source.follows_at,
    )


def history_read_from(connection: Connection, source: str) -> Instant:
    """From when on the history of a source's tickets was read, whether it is built or not."""
    streams, names = ledger.streams(connection, source), _bring(connection, source, Need.HISTORY)
    starts = [streams[name].read_from_at for name in names if name in streams]
    account = ledger.source(connection, source)
    starts += [account.connected_at] if OBSERVED in names else []
    return max((at for at in starts if at is not None), default=account.since_at)


def counts_from(connection: Connection, source: str, need: Need = Need.HISTORY) -> Instant:
    """From when on what is told of a need counts, by what has been read so far.

    A slice is read forwards, so until it ends it tells how tickets began and not how they went on:
    nothing of it counts. What comes with the tickets themselves is told of each as a whole, so all
    of that does, and everything where all was read back that is wanted.
    """
    streams, tickets = ledger.streams(connection, source), _bring(connection, source, Need.TICKETS)
    names = [each for each in _bring(connection, source, need) if each not in tickets]
    starts = [streams[name].read_from_at for name in names if name in streams]
    since_at = max((at for at in starts if at is not None), default=ALWAYS)
    return ALWAYS if since_at <= ledger.source(connection, source).wanted_at else since_at


def _bring(connection: Connection, source: str, need: Need) -> list[str]:
    """The streams that bring a need, without those that the plan lacks."""
    streams = ledger.streams(connection, source)
    rows = [row for row in _supplies(connection, source) if row["need"] == need]
    return [row["stream"] for row in rows if not _is_lacking(row, streams)]


def _helpdesk_knowledge(
    source: Source,
    supplies: Sequence[Mapping[str, Any]],
    streams: Mapping[str, Stream],
    unread_counts: Mapping[str, int],
) -> Iterator[Knowledge]:
    """One a need. A source that has not said what it supplies is whole as far as it is fresh.

    What a file may bring as well is not missing of a source that has no such thing.
    """
    by_need = {
        Need(need): [row["stream"] for row in rows if not _is_lacking(row, streams)]
        for need, rows in groupby(supplies, lambda row: row["need"])
    }
    hows = {Need(row["need"]): row["how"] for row in supplies}
    if Need.HISTORY in by_need:  # until it said so for itself, who told the history told this too
        by_need.setdefault(Need.CHANGES, by_need[Need.HISTORY])
    needs = OF_HELPDESKS | (OF_EITHER & by_need.keys())
    for need in filter(needs.__contains__, Need):
        if not by_need:
            yield _knowledge(source, need, source.fresh_until)
        elif need in by_need:
            known = _need_knowledge(source, need, by_need[need], streams, unread_counts)
            yield replace(known, how=hows.get(need, ""))
        else:
            reason = f"{source.title} has nothing of the kind."
            yield _knowledge(source, need, None, NeedState.ABSENT, reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamSupply:
    """A stream that needs are made of. `name` is what people call its source.

    `error` says why it is not given, None where it is; up to `until_at` it is whole, as far as it
    names instants.
    """

    source: str
    name: str
    stream: str
    needs: tuple[Need, ...]
    until_at: Instant | None
    error: str | None


def stream_supplies(connection: Connection) -> tuple[StreamSupply, ...]:
    """The streams that something is made of, of all helpdesks that are asked."""
    sources = ledger.sources(connection)
    names, result = ledger.helpdesk_names(sources), list[StreamSupply]()
    for source in (each for each in sources if each.asked):
        supplies = _supplies(connection, source.name)
        for name, stream in ledger.streams(connection, source.name).items():
            own_rows = [row for row in supplies if row["stream"] == name]
            needs = tuple(
                Need(row["need"]) for row in own_rows if not _is_lacking(row, {name: stream})
            )
            until = None if stream.until_at == NEVER else stream.until_at
            supply = StreamSupply(
                source=source.name,
                name=names[source.name] or title_of(source.vendor),
                stream=name,
                needs=needs,
                until_at=until,
                error=stream.error,
            )
            result += [supply] if needs else []
    return tuple(result)


def _is_lacking(supply: Mapping[str, Any], streams: Mapping[str, Stream]) -> bool:
    """Whether it is a stream that the plan may lack, and does."""
    stream = streams.get(supply["stream"])
    return supply["optional"] and stream is not None and stream.error is not None


def _need_knowledge(
    source: Source,
    need: Need,
    names: Sequence[str],
    streams: Mapping[str, Stream],
    unread_counts: Mapping[str, int],
) -> Knowledge:
    """A need is known as far, back and forth, as all the streams are that bring it."""
    own_streams = [streams.get(name) for name in names if name != OBSERVED]
    ends = [stream.until_at if stream else None for stream in own_streams]
    known_ends = [end for end in ends if end is not None]
    until = min(known_ends, default=NEVER) if len(known_ends) == len(ends) else None
    until = source.fresh_until if until == NEVER else until
    starts = [stream.since_at for stream in own_streams if stream and stream.since_at is not None]
    whole = replace(source, since_at=max(starts, default=source.since_at))
    unread_records = tuple((name, unread_counts[name]) for name in names if unread_counts.get(name))
    known = _knowledge(whole, need, until, unread=unread_records)
    for stream in own_streams:
        if stream is not None and stream.error is not None:
            reason = f"{source.title} does not give {need.words}: {_sentence(stream.error)}"
            known = replace(known, state=NeedState.WITHHELD, why=reason)
            break
    observed_at = source.connected_at if OBSERVED in names else None
    return replace(known, since_at=max(known.since_at, observed_at or known.since_at))


def _knowledge(
    source: Source,
    need: Need,
    until: Instant | None,
    state: NeedState | None = None,
    why: str = "",
    unread: Unread = (),
) -> Knowledge:
    wanted_at = max(source.wanted_at, source.follows_at or source.wanted_at)
    return Knowledge(
        source=source.name,
        name=source.title,
        need=need,
        since_at=source.since_at,
        until_at=until,
        state=state or (NeedState.FILLING if until is None else NeedState.WHOLE),
        why=why,
        unread=unread,
        reads_back=source.retired_at is None and source.since_at > wanted_at,
        kept_from_at=source.kept_from_at,
    )


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _supplies(connection: Connection, source: str) -> list[dict[str, Any]]:
    query = select(SUPPLY).where(SUPPLY.c.source == source).order_by(SUPPLY.c.need)
    return [dict(row) for row in connection.execute(query).mappings()]
