"""Whether a measure can be answered, of which sources, from when and up to when: decided here."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import groupby

from metrics.catalogue.metric import AnyMetric
from metrics.errors import NotReadyError, UnavailableError
from metrics.sources.knowledge import Coverage, Gap, Knowledge, State, earliest_end
from metrics.sources.needs import OF_HELPDESKS, Need
from metrics.store.ledger import is_file
from metrics.store.reading import Snapshot

NO_HELPDESK = "No helpdesk is connected, so there are no tickets to count."
NOT_BEGUN = (
    "The first sync of your helpdesk has not begun. `deskpulse serve` begins it by itself, "
    "`deskpulse sync` at once."
)


def coverage(
    metric: AnyMetric,
    snapshot: Snapshot,
    early: Callable[[], str],
    own: Collection[Need] = (),
) -> Coverage:
    """From when, up to when and of which sources what `metric` is made of is whole.

    `early` says what tickets wait for; `own` are needs that the settings supply, for all sources.
    Raises UnavailableError where something was never supplied, and NotReadyError where a helpdesk
    is missing or its first sync has not read what is needed.
    """
    supplied(metric, snapshot)
    needs = metric.made_of - frozenset(own)
    files = [each for need in needs - OF_HELPDESKS for each in snapshot.known(need)]
    wanted = needs & OF_HELPDESKS if files else (needs & OF_HELPDESKS or {Need.TICKETS})
    desks = [each for each in snapshot.knowledge if each.need in wanted]
    gaps = list(_gaps(desks))
    missing = {gap.source for gap in gaps if gap.until_at is None}
    there = [each for each in desks if each.source not in missing]
    if wanted and not there:
        raise _nothing(metric, gaps, early)
    until = earliest_end([*there, *files])
    if until is None:
        raise NotReadyError(early())
    return Coverage(
        since_at=max((each.since_at for each in there), default=0),
        first_at=max((each.since_at for each in files), default=0),
        until_at=until,
        sources=tuple(sorted({each.source for each in there})),
        gaps=tuple(gaps),
        unread=tuple(sorted({entry for each in there for entry in each.unread})),
    )


def _gaps(desks: Sequence[Knowledge]) -> Iterator[Gap]:
    """The sources that do not give all that is needed, or not any more: one gap each."""
    for source, each in groupby(sorted(desks, key=lambda k: k.source), lambda k: k.source):
        known = list(each)
        lacking = [k for k in known if k.until_at is None or k.state is not State.WHOLE]
        if not lacking:
            continue
        ends = [k.until_at for k in known if k.until_at is not None]
        worst = max(lacking, key=lambda k: (k.until_at is None, k.state is State.WITHHELD))
        yield Gap(
            source=source,
            name=worst.name,
            needs=tuple(k.need for k in lacking),
            state=worst.state,
            why=worst.why,
            until_at=min(ends) if len(ends) == len(known) else None,
        )


def _nothing(
    metric: AnyMetric, gaps: Sequence[Gap], early: Callable[[], str]
) -> UnavailableError | NotReadyError:
    """Why no source can answer; what is only being read yet will be there by itself."""
    refused = [gap for gap in gaps if gap.state is not State.FILLING]
    if not refused:
        return NotReadyError(early())
    why = " ".join(dict.fromkeys(gap.why for gap in refused))
    return UnavailableError(f"{metric.title} is not available: {why}")


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
    refused = [each.why for each in snapshot.knowledge if each.state is State.WITHHELD]
    if refused:
        return refused[0]
    return (
        "The first sync of your helpdesk has not come to its end yet; it has read "
        f"{read():,} tickets so far. Figures would be wrong before it has, so ask again later."
    )


def helpdesks(snapshot: Snapshot) -> str:
    """The helpdesks by name: "Zendesk"."""
    return " and ".join(sorted({k.name for k in snapshot.knowledge if not is_file(k.source)}))
