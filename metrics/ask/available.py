"""Whether a measure can be answered at all, of which sources, and from when to when those know it.

Whether the period that is asked for lies within is decided in `known_period`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple
from zoneinfo import ZoneInfo

from metrics.ask.standings import reading_note
from metrics.ask.vendors import how_to_have, vendors_of
from metrics.catalogue.metric import Age, AnyMetric, Level
from metrics.errors import Missing, NotReadyError, UnavailableError
from metrics.periods.windows import day_range, local_date
from metrics.question.query import Query
from metrics.sources.knowledge import (
    Coverage,
    Edge,
    Gap,
    Knowledge,
    NeedState,
    earliest_end,
    with_predecessors,
)
from metrics.sources.needs import OF_EITHER, OF_HELPDESKS, Need
from metrics.store.database.engine import Store
from metrics.store.syncs.ledger import is_file
from metrics.store.tickets.snapshot import Snapshot
from metrics.tickets.records import NEVER, Dimension, Instant

NO_HELPDESK = "No helpdesk is connected, so there are no tickets to count."
NO_SYNC_YET = (
    "The first sync of your helpdesk has not begun. `deskpulse serve` begins it by itself, "
    "`deskpulse sync` at once."
)


def _no_note(_: str) -> str:
    return ""


class Scope(NamedTuple):
    """What is asked for: these sources (all where none is named), and a stretch of time.

    It must be known from `needed_at` on, and of what comes from `start_at` on something.
    `reading_note` says how far back a source has been read, where it has not been to its end.
    Days are told in `zone`.
    """

    sources: tuple[str, ...] = ()
    needed_at: Instant = NEVER
    start_at: Instant = 0
    reading_note: Callable[[str], str] = _no_note
    zone: ZoneInfo = ZoneInfo("UTC")

    def holds(self, source: str) -> bool:
        """Whether a source is among those that are asked for."""
        return not self.sources or source in self.sources

    @classmethod
    def of(
        cls, query: Query, metric: AnyMetric, now: Instant, zone: ZoneInfo, store: Store
    ) -> Scope:
        """What a question asks for; a level needs what led to its instant."""
        window = query.period.window(now, ZoneInfo(query.zone) if query.zone else zone)
        at_once = isinstance(metric, Level | Age)
        return cls(
            sources=query.values(Dimension.SOURCE),
            needed_at=min(window.end, now) - 1 if at_once else window.start,
            start_at=window.start,
            reading_note=lambda source: reading_note(store, (source,), now, zone),
            zone=zone,
        )


ALL = Scope()


def coverage(
    metric: AnyMetric,
    snapshot: Snapshot,
    early: Callable[[], str],
    own: Collection[Need] = (),
    scope: Scope = ALL,
) -> Coverage:
    """From when, up to when and of which sources what `metric` is made of is whole.

    `early` says what tickets wait for; `own` are needs that the settings supply, for all sources;
    `scope` is what of it is asked for. A source that does not know that period is left out where
    another one does. What a helpdesk tells is known as far as it tells it, whatever files add.
    Raises UnavailableError where something was never supplied, and NotReadyError where a helpdesk
    is missing or its first sync has not read what is needed.
    """
    require_supply(metric, snapshot)
    needs = metric.made_of.difference(own)
    desk_needs = (needs & OF_HELPDESKS) | _told(needs, snapshot)
    files = [each for each in _of_files(snapshot) if each.need in needs - desk_needs]
    desk_needs = desk_needs if files else (desk_needs or frozenset({Need.TICKETS}))
    known = [each for each in _of_desks(snapshot) if each.need in desk_needs]
    desks = with_predecessors([each for each in known if scope.holds(each.source)])
    gaps = list(_gaps(desks))
    gaps += _beyond(desks, {gap.source for gap in gaps if gap.until_at is None}, scope)
    missing = {gap.source for gap in gaps if gap.until_at is None}
    there = [each for each in desks if each.source not in missing]
    if desk_needs and not there:
        raise _nothing(metric, gaps, early)
    if (until := earliest_end([*there, *files])) is None:
        raise NotReadyError(early())
    return Coverage(
        since_at=_beginning([*there, *files]),
        first_at=max((each.since_at for each in files), default=0),
        until_at=until,
        sources=tuple(sorted({each.source for each in there})),
        gaps=tuple(gaps),
        unread=tuple(sorted({entry for each in there for entry in each.unread})),
        nearly=tuple(each for each in there if each.how),
        edges=tuple(_edges(there)),
    )


def _beginning(known: Sequence[Knowledge]) -> Instant:
    """From when on nothing is missing: of files only what was deleted may be."""
    cut = (each for each in known if not is_file(each.source) or each.kept_from_at == each.since_at)
    return max((each.since_at for each in cut), default=0)


def _told(needs: frozenset[Need], snapshot: Snapshot) -> frozenset[Need]:
    """Of what files may bring too, what some helpdesk tells, has told or is still being read for.

    One that never told it is not missing: a file stands for it, or else there is nothing at all.
    """
    known = (each for each in _of_desks(snapshot) if each.need in needs & OF_EITHER)
    return frozenset(
        each.need for each in known if each.until_at is not None or each.state is NeedState.FILLING
    )


def _of_files(snapshot: Snapshot) -> list[Knowledge]:
    return [each for each in snapshot.knowledge if is_file(each.source)]


def _of_desks(snapshot: Snapshot) -> list[Knowledge]:
    return [each for each in snapshot.knowledge if not is_file(each.source)]


def _edges(desks: Sequence[Knowledge]) -> Iterator[Edge]:
    """From when on the sources that are still being read back are whole."""
    for source, each in groupby(sorted(desks, key=lambda k: k.source), lambda k: k.source):
        known = list(each)
        if any(one.reads_back for one in known):
            yield Edge(source, known[0].name, max(one.since_at for one in known))


def _gaps(desks: Sequence[Knowledge]) -> Iterator[Gap]:
    """The sources that do not give all that is needed, or not any more: one gap each."""
    for source, each in groupby(sorted(desks, key=lambda k: k.source), lambda k: k.source):
        known = list(each)
        lacking = [k for k in known if k.until_at is None or k.state is not NeedState.WHOLE]
        if not lacking:
            continue
        ends = [k.until_at for k in known if k.until_at is not None]
        worst = max(lacking, key=lambda k: (k.until_at is None, k.state is NeedState.WITHHELD))
        yield Gap(
            source=source,
            name=worst.name,
            needs=tuple(k.need for k in lacking),
            state=worst.state,
            why=worst.why,
            until_at=min(ends) if len(ends) == len(known) else None,
        )


def _beyond(desks: Sequence[Knowledge], missing: Collection[str], scope: Scope) -> list[Gap]:
    """The sources that know nothing of the time that is asked for, where another one does."""
    known: dict[str, list[Knowledge]] = {}
    for each in desks:
        if each.source not in missing:
            known.setdefault(each.source, []).append(each)
    unfit = {source: whys for source, mine in known.items() if (whys := _unfit(mine, scope))}
    if len(unfit) == len(known):
        return []
    return [
        Gap(
            source=source,
            name=known[source][0].name,
            needs=tuple(each.need for each in known[source]),
            state=NeedState.FILLING,
            why=why,
        )
        for source, why in unfit.items()
    ]


def _unfit(known: Sequence[Knowledge], scope: Scope) -> str:
    """Why one source's data do not reach what is asked for; "" where they do."""
    until = earliest_end(known)
    late = [each for each in known if each.since_at > scope.needed_at]
    nearly = next((each for each in late if each.how), None)
    if nearly is not None and len(late) < len(known):
        first = local_date(nearly.since_at, scope.zone)
        what, since = nearly.need.words, day_range(first, first)
        words = f"{what[:1].upper()}{what[1:]} of it is known only since {since}."
        return f"{words} {nearly.how_sentence}"
    if late and all(each.kept_from_at == each.since_at for each in late):
        return "What it told of that time has been deleted, as the settings say."
    if late:
        return f"Its data begin later. {scope.reading_note(known[0].source)}".strip()
    closed = all(each.retired for each in known)
    if until is not None and until <= scope.start_at and not closed:
        return next((each.why for each in known if each.why), "Its data do not reach so far yet.")
    return ""


def _nothing(
    metric: AnyMetric, gaps: Sequence[Gap], early: Callable[[], str]
) -> UnavailableError | NotReadyError:
    """Why no source can answer; what is only being read yet will be there by itself."""
    lacks = [gap for gap in gaps if gap.state is not NeedState.FILLING]
    if not lacks:
        return NotReadyError(early())
    why = " ".join(dict.fromkeys(gap.why for gap in lacks))
    missing = tuple(
        Missing(" and ".join(need.words for need in gap.needs), gap.source, gap.why)
        for gap in lacks
    )
    return UnavailableError(f"{metric.title} is not available: {why}", missing=missing)


def require_supply(metric: AnyMetric, snapshot: Snapshot) -> None:
    """Raises UnavailableError where nobody has supplied what a measure needs."""
    if _told(metric.made_of - {Need.TONE}, snapshot):
        return  # whether any ticket has a tone its own supply says
    if metric.supply is not None and not metric.supply.there(snapshot):
        desks, how = helpdesks(snapshot), how_to_have(metric.supply, vendors_of(sources(snapshot)))
        missing = Missing(metric.supply.because, desks, how)
        raise UnavailableError(metric.supply.missing(metric.title, desks, how), missing=(missing,))


def waits_for(snapshot: Snapshot, connect: str, count: Callable[[], int]) -> str:
    """What figures of tickets wait for, in sentences; "" where they are there.

    `connect` says who connects a helpdesk and how, "" where one is; `count` counts the tickets that
    have been read.
    """
    if snapshot.fresh_until is not None:
        return ""
    if connect:
        return f"{NO_HELPDESK} {connect}"
    if not helpdesks(snapshot):
        return NO_SYNC_YET
    whys = [each.why for each in snapshot.knowledge if each.state is NeedState.WITHHELD]
    if whys:
        return whys[0]
    return (
        "The first sync of your helpdesk has not come to its first figures yet; it has read "
        f"{count():,} tickets so far. It reads the newest three weeks first, and answers of those "
        "while it reads on. Before that figures would be wrong, so ask again in some minutes."
    )


def helpdesks(snapshot: Snapshot) -> str:
    """The helpdesks by name: "Acme EU and Acme US"."""
    return " and ".join(sorted({k.name for k in snapshot.knowledge if not is_file(k.source)}))


def sources(snapshot: Snapshot) -> frozenset[str]:
    """The sources that are helpdesks."""
    return frozenset(k.source for k in snapshot.knowledge if not is_file(k.source))
