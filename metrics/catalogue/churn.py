"""Customers who leave, and whether more of them do after a ticket."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from metrics.catalogue.contacts import contacts
from metrics.catalogue.exclusions import codes
from metrics.catalogue.files import supply
from metrics.catalogue.metric import (
    Better,
    Family,
    Rate,
    Share,
    Unit,
    Variant,
)
from metrics.catalogue.others import Others, Rest
from metrics.periods import Period
from metrics.sources.needs import Need
from metrics.tickets.arrays import Bools, Imported, Ints, Words, in_order_of_all
from metrics.tickets.columns import Columns, Facts, facts
from metrics.tickets.intervals import at_of, place
from metrics.tickets.records import NEVER, Instant

MONTH = Period.of("last month")
DAYS = 90
AFTER_SECONDS = DAYS * 24 * 3600
"""So long after a ticket a loss is one after support (catalogue, `churn`)."""


def losses(columns: Columns) -> Facts:
    """Customers at the moment they were lost."""
    rows = columns.imported["churn"]
    return facts(ticket=rows.ticket, at=rows.at, cut=rows.cut)


def customers_at(columns: Columns, at: Instant) -> float | None:
    """How many customers there were: the latest count of each segment, None where there is none."""
    rows = columns.imported["customers"]
    latest: dict[str, tuple[int, float]] = {}
    for when, segment, number in zip(
        rows.at.tolist(), rows.words["segment"].tolist(), rows.numbers["customers"], strict=True
    ):
        if when <= at and when >= latest.get(segment, (0, 0.0))[0]:
            latest[segment] = when, float(number)
    return sum(number for _, number in latest.values()) if latest else None


def at_the_start(columns: Columns, start: Instant, _end: Instant) -> float | None:
    """How many customers there were as a window began."""
    return customers_at(columns, start)


def after_support(columns: Columns) -> Facts:
    """Tickets that customers began; a hit when the customer was next lost.

    `earlier_at` is when the same customer had begun another one: of a window only their first
    counts, since what is known of it then does not hang on what came later.
    """
    tickets = columns.tickets
    who, at = tickets.requester, tickets.created_at
    before, lost_at = _losses_around(columns, who, at)
    reasons = (~contacts(columns), who == 0, before)
    reason = codes(*reasons)
    return facts(
        table=tickets,
        where=~tickets.removed,
        ticket=tickets.key,
        at=at,
        hit_at=lost_at,
        earlier_at=_earlier(np.where(reason == 0, who, 0), at),
        cut=tickets.latest,
        reason=reason,
    )


def _losses_around(columns: Columns, who: Ints, at: Ints) -> tuple[Bools, Ints]:
    """Whether each customer had been lost before an instant, and when they were next lost."""
    rows = _losses(columns)
    keys = np.sort(place(rows.requester, rows.at))
    with_edges = np.concatenate(([-1], keys, [-1]))
    next_one = np.searchsorted(keys, place(who, at)) + 1
    known = who > 0
    before = known & (with_edges[next_one - 1] >= place(who, np.zeros_like(at)))
    after = with_edges[next_one]
    same = known & (after >= 0) & (after <= place(who, np.full_like(at, NEVER)))
    return before, np.where(same, at_of(after), NEVER)


def _earlier(who: Ints, at: Ints) -> Ints:
    """When each row's `who` came before, -1 where they never did; 0 is nobody."""
    order = in_order_of_all(at, who)
    same = (who[order][1:] == who[order][:-1]) & (who[order][1:] != 0)
    earlier = np.full(len(at), -1)
    earlier[order[1:][same]] = at[order[:-1][same]]
    return earlier


def _losses(columns: Columns) -> Imported:
    """The losses of customers who are known to have opened a ticket, whenever that was."""
    rows = columns.imported["churn"]
    return rows.where(rows.requester > 0)


def without_support(
    columns: Columns, rows: Facts, bounds: tuple[Instant, Instant], as_of: Instant
) -> Rest | str:
    """Those who were customers as a window ended and had opened no ticket in it.

    Their time begins as the window ends: until then nobody can tell who they are.
    """
    end = bounds[1]
    if as_of < end:
        return "Customers without a ticket are counted from the end of the period on."
    there = customers_at(columns, end)
    if there is None:
        return (
            "How many customers opened no ticket is not known: no customer count is dated before "
            "the end of the period. Import one with `deskpulse import customers FILE`."
        )
    n = round(there) - int((rows.hit_at >= end).sum())
    if n < 1:
        return (
            "How many customers opened no ticket is not known: more people opened one than there "
            "are in the customer count. Import a count of all who may ask with "
            "`deskpulse import customers FILE`."
        )
    losses = columns.imported["churn"]
    losses = losses.where((losses.at >= end) & (losses.at <= min(end + AFTER_SECONDS, as_of)))
    who = columns.tickets.requester[columns.tickets.rows(rows.ticket)]
    losses = losses.where(~((losses.requester > 0) & np.isin(losses.requester, who)))
    names = losses.words["customer"]
    return Rest(
        min(len(np.unique(names)), n), n, _strangers(np.unique(names[losses.requester == 0]))
    )


def _strangers(names: Words) -> str:
    """That some of the lost are nobody whom the helpdesk knows."""
    if not len(names):
        return ""
    many = f"{len(names):,} lost customers are" if len(names) > 1 else "One lost customer is"
    return f"{many} not known to the helpdesk by the id in the file and count as without a ticket."


_CHURN = Rate(
    key="churn",
    other_names=("churn rate", "customers lost", "lost customers", "customer churn"),
    title="Customer churn",
    family=Family.LOYALTY,
    unit=Unit.SHARE,
    better=Better.LOWER,
    counts="customers",
    definition="The share of customers there were at the start who were lost in the period.",
    formula="customers lost in the period / customers at its start",
    population="Customers lost in the period; those at its start are the latest count by then.",
    made_of=frozenset({Need.CHURN, Need.CUSTOMERS}),
    caveats=("Who leaves after a bad ticket need not leave because of it.",),
    dimensions=frozenset(),
    own_period=MONTH,
    team_only="Churn belongs to the whole company: it is never split by the people of support.",
    supply=supply("churn", "lost customers"),
    facts=losses,
    whole=at_the_start,
    unknown=(
        "no customer count is dated {start} or earlier. "
        "Import one with `deskpulse import customers FILE`"
    ),
)

AFTER_SUPPORT = Share(
    key="churn",
    other_names=(),
    title="Customer churn after support",
    family=Family.LOYALTY,
    unit=Unit.SHARE,
    better=Better.LOWER,
    counts="customers",
    hits="left",
    definition=(
        f"The share of customers lost within {DAYS} days of a ticket, beside the share of those "
        "without one."
    ),
    formula=(
        f"customers lost within {DAYS} days of their first ticket in the period / customers who "
        f"opened one; beside it, customers without one lost within {DAYS} days of the period's "
        "end / customers without one who were there then"
    ),
    population=(
        "Customers who opened a ticket in the period, each once; merged, deleted and spam tickets "
        "are none. Beside them, all others in the latest customer count by the period's end."
    ),
    made_of=frozenset({Need.TICKETS, Need.CHURN}),
    beside=frozenset({Need.CUSTOMERS}),
    reasons=(
        "opened by an agent",
        "of an unknown customer",
        "by customers who had been lost before",
    ),
    caveats=(
        "Who leaves after a ticket need not leave because of it.",
        "A customer here is one who asks: of a company of many, each person counts.",
    ),
    dimensions=frozenset(),
    own_period=MONTH,
    team_only=_CHURN.team_only,
    supply=supply(
        "churn",
        "lost customers that the helpdesk knows by the same id",
        lambda rows: rows.requester > 0,
    ),
    horizon_seconds=AFTER_SECONDS,
    facts=after_support,
    others=Others(
        labels=("With a ticket", "Without a ticket"),
        count=without_support,
        caution="which does not say that the ticket is why",
    ),
)

CHURN = replace(
    _CHURN,
    variants=(
        Variant(
            key="after support",
            words=("after a ticket", "after tickets", "after contact"),
            names=("customers lost after support", "lost after a ticket"),
            metric=AFTER_SUPPORT,
        ),
    ),
)
