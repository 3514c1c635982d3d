"""How each source stands, and which of all measures can be answered with what they tell."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby

from metrics.catalogue import CATALOGUE
from metrics.catalogue.metric import AnyMetric
from metrics.errors import AskError, NotReadyError
from metrics.sources.standing import Dark, Overview, Standing
from metrics.store import ledger
from metrics.store.engine import Store
from metrics.store.knowledge import reasons
from metrics.store.reading import Snapshot


def overview(store: Store, snapshot: Snapshot, demand: Callable[[AnyMetric], object]) -> Overview:
    """How everything stands; `demand` raises AskError for a measure that cannot be answered."""
    standings = tuple(_standings(store, snapshot))
    whys = {metric.title: _why(metric, demand) for metric in CATALOGUE.values()}
    lit = tuple(title for title, why in whys.items() if not why)
    by_why: dict[str, list[str]] = {}
    for title, why in whys.items():
        if why:
            by_why.setdefault(why, []).append(title)
    dark = tuple(Dark(titles=tuple(titles), why=why) for why, titles in by_why.items())
    return Overview(standings=standings, lit=lit, dark=dark)


def _standings(store: Store, snapshot: Snapshot) -> Iterator[Standing]:
    known = sorted(snapshot.knowledge, key=lambda each: (ledger.is_file(each.source), each.source))
    with store.read() as connection:
        for source, each in groupby(known, lambda one: one.source):
            mine = tuple(each)
            yield Standing(
                source=source,
                name=mine[0].name,
                knowledge=mine,
                aside=reasons(connection, source),
                words=ledger.unknown_words(connection, source),
            )


def _why(metric: AnyMetric, demand: Callable[[AnyMetric], object]) -> str:
    """Why a measure cannot be answered, without its own name; "" where it can."""
    try:
        demand(metric)
    except NotReadyError as error:
        return str(error)
    except AskError as error:
        if metric.supply is not None and metric.supply.because in str(error):
            return f"{metric.supply.how[:1].upper()}{metric.supply.how[1:]}."
        return str(error).removeprefix(f"{metric.title} is not available: ")
    return ""
