"""Whether a measure can be answered: what it is made of, from when and up to when that is whole."""

from __future__ import annotations

from collections.abc import Callable

from metrics.ask.question import Told
from metrics.catalogue.metric import AnyMetric
from metrics.errors import NotReadyError, UnavailableError
from metrics.store.ledger import is_file
from metrics.store.reading import Known, Snapshot

NO_HELPDESK = "No helpdesk is connected, so there are no tickets to count."
NOT_BEGUN = (
    "The first sync of your helpdesk has not begun. `deskpulse serve` begins it by itself, "
    "`deskpulse sync` at once."
)


def available(metric: AnyMetric, snapshot: Snapshot, early: Callable[[], str]) -> Told:
    """From when and up to when what `metric` is made of is complete.

    `early` says what tickets wait for. Raises UnavailableError where something was never supplied,
    and NotReadyError where a helpdesk is missing or its first sync has not ended.
    """
    supplied(metric, snapshot)
    known = [snapshot.files[kind] for kind in metric.files if kind in snapshot.files]
    known += [Known(snapshot.since_at, snapshot.fresh_until)] * (metric.of_tickets or not known)
    fresh = [each.fresh_until for each in known if each.fresh_until is not None]
    if len(fresh) < len(known):
        raise NotReadyError(early())
    return Told(max(each.since_at for each in known), min(fresh))


def supplied(metric: AnyMetric, snapshot: Snapshot) -> None:
    """Raises UnavailableError where nobody has supplied what a measure needs."""
    if metric.supply is not None and not metric.supply.there(snapshot):
        raise UnavailableError(metric.supply.missing(metric.title, helpdesks(snapshot)))


def waits_for(snapshot: Snapshot, connect: str, read: Callable[[], int]) -> str:
    """What figures of tickets wait for, in sentences; "" where they are there.

    `connect` says who connects a helpdesk and how, "" where one is; `read` counts the tickets that
    have been read.
    """
    if snapshot.fresh_until is not None:
        return ""
    if connect:
        return f"{NO_HELPDESK} {connect}"
    if not helpdesks(snapshot):
        return NOT_BEGUN
    return (
        "The first sync of your helpdesk has not come to its end yet; it has read "
        f"{read():,} tickets so far. Figures would be wrong before it has, so ask again later."
    )


def helpdesks(snapshot: Snapshot) -> str:
    """The helpdesks by name: "Zendesk"."""
    vendors = {name.partition(":")[0] for name in snapshot.revisions if not is_file(name)}
    return " and ".join(sorted(map(str.capitalize, vendors)))
