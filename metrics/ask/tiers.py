"""What rows are cut by beside what stands in them: the tier of the customer, and attributes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

import numpy as np

from metrics.ask.available import helpdesks, sources
from metrics.ask.figures import Rows
from metrics.ask.vendors import variables, vendors_of
from metrics.catalogue.files import TIERS
from metrics.errors import Missing, UnavailableError
from metrics.question.query import Query
from metrics.store.tickets.snapshot import Snapshot
from metrics.tickets.columns import Codes, Facts, Spans, Tickets
from metrics.tickets.dimensions import BRAND, BY_MACHINE, FORM, LANGUAGE, ORGANIZATION, TAG
from metrics.tickets.facts import column, cut_also
from metrics.tickets.narrow import Column, Which
from metrics.tickets.records import Dimension

Some = TypeVar("Some", bound=Facts | Spans)

HOW = "set {setting} and run deskpulse sync --full once"
SETTINGS = {
    ORGANIZATION: "DESKPULSE_KEEP_ORGANIZATIONS=yes",
    BRAND: "DESKPULSE_KEEP_BRANDS=yes",
    FORM: "DESKPULSE_KEEP_FORMS=yes",
}
"""Those of all helpdesks; tags and other fields are set with each."""


def require_tiers(query: Query, snapshot: Snapshot) -> None:
    """Raises UnavailableError where tiers are asked about and nobody has told any."""
    if snapshot.tiers is None and Dimension.TIER in {
        *query.split,
        *(f.dimension for f in query.where),
    }:
        missing = Missing(TIERS.because, "", TIERS.how)
        raise UnavailableError(TIERS.missing("Tier"), missing=(missing,))


def with_attributes(rows: Some, query: Query, snapshot: Snapshot) -> Some:
    """The rows, cut by the attributes that a question is about too. Raises UnavailableError."""
    dimensions = {d for d in (*query.split, *(f.dimension for f in query.where)) if d.of_attribute}
    if not dimensions:
        return rows
    for dimension in dimensions:
        if dimension not in snapshot.attributes:
            raise unknown_attribute(dimension, snapshot)
        read, ticket = partial(snapshot.attributes.__getitem__, dimension), column(rows, "ticket")
        rows = cut_also(rows, dimension, _OfTickets(snapshot.tickets, ticket, read))
    return rows


def unknown_attribute(dimension: Dimension, snapshot: Snapshot) -> UnavailableError:
    """That no ticket has an attribute, and what mends it."""
    if dimension in BY_MACHINE:
        says = f"{helpdesks(snapshot)} {'do' if len(sources(snapshot)) > 1 else 'does'} not say"
        what = "in which one a ticket is" if dimension == LANGUAGE else "which one a ticket has"
        return UnavailableError(
            f"{dimension.capitalize()} is not available: {says} {what}.",
            missing=(Missing(str(dimension), "", ""),),
        )
    own = variables("tags" if dimension == TAG else "fields", vendors_of(sources(snapshot)))
    how = HOW.format(setting=SETTINGS.get(dimension, own))
    title = f"{dimension[:1].upper()}{dimension[1:]}"
    return UnavailableError(
        f"{title} is not available, because no ticket that I know has one. To have it, {how}.",
        missing=(Missing(f"no ticket has a {dimension}", "", how),),
    )


def with_tiers(rows: Rows, snapshot: Snapshot) -> Rows:
    """The rows, cut by the tier of each ticket's customer too; those about no ticket have none."""
    tiers = snapshot.tiers
    if tiers is None:
        return rows
    of_tickets = _OfTickets(snapshot.tickets, column(rows, "ticket"), lambda: tiers)
    return cut_also(rows, Dimension.TIER, of_tickets)


@dataclass(frozen=True, slots=True, eq=False)
class _OfTickets:
    """The code that each row's ticket has, looked up when it is read; 0 where it is of none."""

    tickets: Tickets
    ticket: Column
    codes: Callable[[], Codes]
    kind: str = np.dtype(np.int32).str

    def __len__(self) -> int:
        return len(self.ticket)

    def __getitem__(self, which: Which) -> Codes:
        at, there = self.tickets.lookup(self.ticket[which])
        codes = np.zeros(len(at), np.int32)
        codes[there] = self.codes()[at[there]]
        return codes

    def whole(self) -> Codes:
        return self[slice(None)]
