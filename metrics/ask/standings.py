"""How each source stands, and which of all measures can be answered with what they tell."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import tzinfo
from itertools import groupby

from metrics.catalogue import CATALOGUE
from metrics.catalogue.metric import AnyMetric
from metrics.errors import AskError, NotReadyError, UnavailableError
from metrics.sources.standing import Dark, Overview, SourceStanding
from metrics.store.database.engine import Store
from metrics.store.syncs import aside, ledger, reading_settings, suspended
from metrics.store.syncs.backfill import backfill_progress
from metrics.store.syncs.knowledge import observes
from metrics.store.tickets.snapshot import Snapshot
from metrics.store.tickets.vendor_figures import UnreadCounts, count_unread
from metrics.tickets.records import Instant


def overview(store: Store, snapshot: Snapshot, demand: Callable[[AnyMetric], object]) -> Overview:
    """How everything stands; `demand` raises AskError for a measure that cannot be answered."""
    standings = tuple(_standings(store, snapshot))
    whys = {metric.title: _why(metric, snapshot, demand) for metric in CATALOGUE.values()}
    answers = tuple(title for title, (why, _) in whys.items() if not why)
    alike: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for title, why in whys.items():
        if title not in answers:
            alike.setdefault(why, []).append(title)
    dark = tuple(
        Dark(titles=tuple(each), why=why, files=files) for (why, files), each in alike.items()
    )
    proposals = tuple(each.words() for each in snapshot.who.proposals)
    return Overview(standings=standings, answers=answers, dark=dark, proposals=proposals)


def _standings(store: Store, snapshot: Snapshot) -> Iterator[SourceStanding]:
    known = sorted(snapshot.knowledge, key=lambda each: (ledger.is_file(each.source), each.source))
    with store.read() as connection:
        for source, each in groupby(known, lambda one: one.source):
            mine = tuple(each)
            yield SourceStanding(
                source=source,
                name=mine[0].name,
                knowledge=mine,
                aside=aside.reasons(connection, source),
                words=ledger.unknown_words(connection, source),
                contradictions=tuple(
                    _contradictions(
                        count_unread(connection, source), observed=observes(connection, source)
                    )
                ),
                suspended=suspended.waiting(connection, source),
                mixed=reading_settings.mixed(connection, source),
            )


def _contradictions(unread: UnreadCounts, *, observed: bool) -> Iterator[tuple[str, int]]:
    """What a helpdesk says of its tickets that is not among what was read, as halves of sentences.

    Of one that tells of no changes it is known that reopenings are missing.
    Those tickets are left out of figures, and never told as waiting or open.
    """
    says = {
        "answered, but I cannot read the answer": unread.replies,
        "solved, but the history I read has no solve": unread.solves,
        "reopened, but the history I read has no reopening": 0 if observed else unread.reopens,
        "rated, but I was given no rating": unread.ratings,
    }
    for what, n in says.items():
        if n:
            yield f"{'ticket is' if n == 1 else 'tickets are'} {what}", n


def reading_note(store: Store, sources: Iterable[str], now: Instant, zone: tzinfo) -> str:
    """How far helpdesks have been read back, in a sentence; "" where all of it is there."""
    with store.read() as connection:
        slices = [backfill_progress(connection, source, now) for source in sources]
    slowest = min((each for each in slices if each), key=lambda each: each.share, default=None)
    return f"I am still at it: {slowest.words(zone)}." if slowest else ""


def _why(
    metric: AnyMetric, snapshot: Snapshot, demand: Callable[[AnyMetric], object]
) -> tuple[str, tuple[str, ...]]:
    """Why a measure cannot be answered, without its own name, and which files would mend it.

    Both are empty where it can be.
    """
    lacks = tuple(need.file for need in metric.needs if need.file and not snapshot.known(need))
    try:
        demand(metric)
    except NotReadyError as error:
        return str(error), ()
    except AskError as error:
        lost = error.missing[0] if isinstance(error, UnavailableError) and error.missing else None
        if lost and metric.supply is not None and lost.what == metric.supply.because:
            how = f"{lost.mends[:1].upper()}{lost.mends[1:]}."
            return how, lacks or tuple(filter(None, (metric.supply.file,)))
        return str(error).removeprefix(f"{metric.title} is not available: "), ()
    return (f"Import {' and '.join(lacks)} with `deskpulse import`." if lacks else ""), lacks
