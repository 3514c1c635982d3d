"""Everything stored at one revision, as columns: what measures are made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, partial

import numpy as np

from metrics.office_hours.schedules import DeskHours
from metrics.service_levels.promises import Stretches
from metrics.sources.identity import Identities
from metrics.sources.knowledge import Knowledge, fresh_until
from metrics.sources.needs import Need
from metrics.store.imports.customer_tiers import customer_tiers
from metrics.store.imports.reading import link
from metrics.store.tickets import hours
from metrics.store.tickets.attributes import Attributes
from metrics.store.tickets.column_cache import Stored
from metrics.store.tickets.desk_rows import link_desks, together
from metrics.store.tickets.parts import TICKETS, Part, snapshot_columns
from metrics.store.tickets.retirement import lifetimes
from metrics.store.tickets.state import TIERS, Linked, Reading, State
from metrics.tickets.alone import NoFiles, Unknown
from metrics.tickets.arrays import Imported
from metrics.tickets.columns import Codes, Ints, Promises, Ratings, Solves, Spans, Tickets, Waits
from metrics.tickets.lazy import ColumnsByName, LazyCut
from metrics.tickets.lifetimes import NONE as FOR_EVER
from metrics.tickets.lifetimes import Lifetimes
from metrics.tickets.narrow import Narrow
from metrics.tickets.records import Dimension, Instant


def _nothing() -> None:
    return None


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """Everything stored at one revision of each source, as columns.

    `knowledge` says what of it is whole, of every need of every source. `tiers` are the codes of
    the customer's tier, one a ticket; None where no file tells any. `who` says who is who among
    teams and people. `attributes` are the codes of each attribute that any ticket has. `halves`
    are the same tickets in two parts, from which rows that hang on nothing else can be made.
    """

    revisions: Mapping[str, int]
    knowledge: tuple[Knowledge, ...]
    words: Mapping[Dimension, tuple[str, ...]]
    tickets: Tickets
    waits: Waits
    solves: Solves
    ratings: Ratings
    spans: Spans
    stretches: Stretches
    imported: Mapping[str, Imported]
    tier: Callable[[], Codes | None] = _nothing
    attributes: Attributes = field(default_factory=dict)
    hours: DeskHours = field(default_factory=DeskHours)
    who: Identities = field(default_factory=Identities)
    lifetimes: Lifetimes = FOR_EVER
    promise: Callable[[], Promises | None] = _nothing
    halves: Halves | None = None

    @property
    def fresh_until(self) -> Instant | None:
        """Up to when the helpdesks are complete; None as long as nothing of them is."""
        return fresh_until(self.knowledge)

    def known(self, need: Need) -> tuple[Knowledge, ...]:
        """What each source knows of a need."""
        return tuple(each for each in self.knowledge if each.need is need)

    @cached_property
    def tiers(self) -> Codes | None:
        """The code of the tier of each ticket's customer; None where no file tells any."""
        return self.tier()

    @property
    def promises(self) -> Promises | None:
        """What was promised for these tickets; `promise` works it out."""
        return self.promise()


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketLine:
    """What identifies a ticket to a person, as the helpdesk describes it now.

    `number` is what people know it by; `subject` is "" where no setting says to store
    any, `removal` where it was not removed.
    """

    source: str
    id: str
    number: str
    channel: str
    status: str
    priority: str
    created_at: Instant
    status_name: str = ""
    subject: str = ""
    removal: str = ""


@dataclass(frozen=True, kw_only=True, eq=False)
class Halves:
    """The tickets of a `part` by themselves; and those that have `changed` since, as they are now.

    The `base` is the same object as long as its part, attributes and office hours are the same.
    Whoever reads in either what tells of other tickets, or what was imported, gets NotAloneError.
    """

    part: Part
    base: Snapshot
    changed: Ints
    now: Snapshot

    @classmethod
    def of(cls, state: State, whole: Snapshot, reading: Reading, before: Halves | None) -> Halves:
        """What `whole` is made of; `before` are the halves of the one before it."""
        part, changed = state.stored.part, state.changed
        if before is None or not before.has(part, whole, changed):
            base = _alone(part, whole, reading)
        else:
            base = before.base
        return cls(part=part, base=base, changed=changed, now=_alone(state.delta, whole, reading))

    def has(self, part: Part, whole: Snapshot, changed: Ints) -> bool:
        """Whether the base is of this part, and what else is known of its tickets is as it was."""
        own, office = self.base.hours, whole.hours
        if self.part is not part or self.base.attributes.keys() != whole.attributes.keys():
            return False
        if (own.histories, own.homes) != (office.histories, office.homes):
            return False
        same = (~np.isin(each.ticket, changed) for each in (own, office))
        mine, theirs = ((each.ticket, each.at, each.number) for each in (own, office))
        stay, stays = same
        return all(np.array_equal(a[stay], b[stays]) for a, b in zip(mine, theirs, strict=True))


def read(state: State, reading: Reading, before: Snapshot | None) -> Snapshot:
    """The snapshot of what was read, `before` that of what was read last."""
    whole = _whole(state, reading)
    halves = Halves.of(state, whole, reading, before.halves if before else None)
    return replace(whole, halves=halves)


def _alone(part: Part, whole: Snapshot, reading: Reading) -> Snapshot:
    """The tickets of a part by themselves."""
    own = part.tables[TICKETS]
    none = Narrow.same(np.int32(0), len(part))
    table = {f"attributes.{each}": none for each in whole.attributes} | dict(own)
    columns = part.columns() | {TICKETS: ColumnsByName(table | {"requester": Unknown(len(part))})}
    tables = snapshot_columns(columns)
    tickets: Tickets = tables[TICKETS]
    return replace(
        whole,
        **tables,
        imported=NoFiles(),
        tier=_nothing,
        attributes=LazyCut(columns[TICKETS], "attributes"),
        hours=whole.hours.among(tickets.key, tickets.latest[Dimension.SOURCE]),
        lifetimes=lifetimes(reading.sources, whole.words[Dimension.SOURCE], tickets),
    )


def _whole(state: State, reading: Reading) -> Snapshot:
    stored, who = state.stored, reading.who
    codebooks, columns = stored.codebooks, state.columns()
    tables = snapshot_columns(columns)
    tickets: Tickets = tables["tickets"]
    words = codebooks.words()
    return Snapshot(
        revisions=reading.revisions,
        knowledge=(),
        words=words,
        **tables,
        imported=Linked(stored.files, stored.desks, partial(_link, stored, tickets, who)),
        tier=partial(customer_tiers, stored.files[TIERS], codebooks, tickets, who),
        attributes=LazyCut(columns["tickets"], "attributes"),
        hours=hours.load(reading.connection, tickets, words[Dimension.SOURCE]),
        who=who,
        lifetimes=lifetimes(reading.sources, words[Dimension.SOURCE], tickets),
    )


def _link(stored: Stored, tickets: Tickets, who: Identities, kind: str) -> Imported:
    files = link(stored.files[kind], tickets, stored.codebooks, who)
    desks = stored.desks.get(kind)
    return files if desks is None else together(files, link_desks(desks, tickets))
