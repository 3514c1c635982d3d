"""Whether a measure can be answered: what it is made of, from when and up to when that is whole."""

from __future__ import annotations

from metrics.ask.question import Told
from metrics.catalogue.metric import AnyMetric
from metrics.errors import AskError, UnavailableError
from metrics.store.ledger import is_file
from metrics.store.reading import Known, Snapshot


def available(metric: AnyMetric, snapshot: Snapshot) -> Told:
    """From when and up to when what `metric` is made of is complete.

    Raises UnavailableError where that was never supplied, and AskError before the first sync.
    """
    supplied(metric, snapshot)
    known = [snapshot.files[kind] for kind in metric.files if kind in snapshot.files]
    known += [Known(snapshot.since_at, snapshot.fresh_until)] * (metric.of_tickets or not known)
    fresh = [each.fresh_until for each in known if each.fresh_until is not None]
    if len(fresh) < len(known):
        raise AskError("The first sync has not come to its end yet; ask again in a moment.")
    return Told(max(each.since_at for each in known), min(fresh))


def supplied(metric: AnyMetric, snapshot: Snapshot) -> None:
    """Raises UnavailableError where nobody has supplied what a measure needs."""
    if metric.supply is not None and not metric.supply.there(snapshot):
        raise UnavailableError(metric.supply.missing(metric.title, helpdesks(snapshot)))


def helpdesks(snapshot: Snapshot) -> str:
    """The helpdesks by name: "Zendesk"."""
    return " and ".join(sorted(n.capitalize() for n in snapshot.revisions if not is_file(n)))
