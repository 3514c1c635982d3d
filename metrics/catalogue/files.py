"""What measures made of files have in common: how to supply them, and rows of one kind."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from metrics.catalogue.supply import Supply, Versions
from metrics.sources.needs import Need
from metrics.tickets.arrays import Bools, Floats, Imported, Ints, Words
from metrics.tickets.columns import Columns, Facts, facts


def supply(
    kind: str,
    what: str,
    there: Callable[[Imported], Bools] | None = None,
    need: Need | None = None,
) -> Supply:
    """Files of a kind; `what` is what nobody has imported yet, `there` which rows tell it.

    `need`: some helpdesk may bring it as well.
    """

    def known(columns: Columns) -> bool:
        rows = columns.imported[kind]
        return bool(there(rows).any()) if there else len(rows) > 0

    return Supply(
        there=known,
        because=f"{what} were not imported",
        how=f"import them with `deskpulse import {kind} FILE` (`--template` prints one to fill in)",
        file=kind,
        need=need,
    )


TIERS = supply("customer-tiers", "the tiers of customers")
"""What cutting by the tier of a ticket's customer needs."""


def versions(
    kind: str, column: str, what: str, there: Callable[[Imported], Bools] | None = None
) -> Versions:
    """The versions that a column of a kind of file names."""

    def rows_of(columns: Columns) -> tuple[Ints, Words]:
        rows = columns.imported[kind]
        rows = rows.where(there(rows)) if there else rows
        return rows.at, rows.words[column]

    return Versions(what=what, rows=rows_of)


def wordings(name: str) -> Versions:
    """The versions of a survey's wording."""
    return versions("surveys", "version", "survey", surveys(name))


def surveys(name: str) -> Callable[[Imported], Bools]:
    """Which answers are those of one survey."""

    def which(rows: Imported) -> Bools:
        mask: Bools = rows.words["survey"] == name
        return mask

    return which


def scores(rows: Imported, points: Floats, left_out: Bools | None = None) -> Facts:
    """Rows with their points; those left out have reason 1."""
    return facts(
        ticket=rows.ticket,
        at=rows.at,
        cut=rows.cut,
        amount=points,
        reason=None if left_out is None else left_out.astype(np.int32),
    )
