"""The questions that are timed, and one of them said in plain SQL."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

from sqlalchemy import text

from metrics.catalogue import CATALOGUE
from metrics.store.database.engine import Store

CUTS = (
    "frt email",
    "frt chat business",
    "frt email by team",
    "next_reply email p90",
    "resolution last month",
    "resolution by agent",
    "volume by channel",
    "backlog by status",
    "aging email",
    "reopen email",
    "csat by category",
)
PHRASES = (*CUTS, *CATALOGUE)
"""Every measure as it stands, and some cut and filtered."""

# Median and 90th percentile of first replies to email in one week, and the medians of twelve weeks:
# what the card "frt email" needs, as somebody would write it by hand.
SQL = """
with replies as (
    select (first_reply_at - :start) / 604800 as week, first_reply_at - created_at as wait
    from timeline
    where channel = 'email' and removal is null and agent_created = :no
      and first_reply_at >= :start and first_reply_at < :end
), ranked as (
    select week, wait, row_number() over (partition by week order by wait) as place,
           count(*) over (partition by week) as n
    from replies
)
select week, n, avg(wait) from ranked where place in ((n + 1) / 2, (n + 2) / 2) group by week, n
"""


def seconds(work: Callable[[], object]) -> float:
    """How long one call takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def by_sql(store: Store, start: int, end: int, times: int = 5) -> float:
    """The median time of the plain SQL question."""

    def ask() -> None:
        with store.read() as connection:
            connection.execute(text(SQL), {"start": start, "end": end, "no": False}).all()

    return statistics.median(seconds(ask) for _ in range(times))
