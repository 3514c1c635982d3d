"""Customers who were not content: each bad rating, and how long their ticket took."""

from __future__ import annotations

from collections.abc import Sequence

from metrics.ask import figures
from metrics.ask.asker import Asker
from metrics.ask.question import Question
from metrics.periods import Period
from metrics.question.query import Clock, Filter, Query
from metrics.question.unhappy import BadRating, Unhappy
from metrics.store.books.bad_ratings import bad_ratings
from metrics.tickets.columns import Facts, subset
from metrics.tickets.records import NEVER, Instant, TicketId

_TODAY = Period.of("today")


def unhappy(
    asker: Asker,
    where: tuple[Filter, ...],
    since_at: Instant,
    now: Instant,
    ticket: TicketId | None = None,
) -> list[Unhappy]:
    """The bad ratings since an instant, of those tickets or of one, in order. Raises AskError.

    One that the customer has taken back since is none.
    """
    all_ratings = bad_ratings(asker.store, since_at, now + 1, ticket)
    if not all_ratings:
        return []
    question = asker.question(_query("csat", where), now)
    rows = figures.matching(question.rows, question.where)
    assert isinstance(rows, Facts)
    stands = (rows.hit_at == NEVER) & (rows.gone_at > now)
    meant = {*zip(rows.ticket[stands].tolist(), rows.at[stands].tolist(), strict=True)}
    ratings = [rating for rating in all_ratings if (rating.key, rating.at) in meant]
    who = question.who([rating.key for rating in ratings])
    replies, solves = (_seconds(asker, key, ratings, now) for key in ("frt", "resolution"))
    return [
        Unhappy(
            rating=rating,
            channel=who[rating.key].channel,
            helpdesk=question.directory.helpdesk(rating.ticket.source),
            first_reply=replies.get(rating.key),
            resolution=solves.get(rating.key),
        )
        for rating in ratings
        if rating.key in who
    ]


def _query(metric: str, where: tuple[Filter, ...] = ()) -> Query:
    return Query(metric=metric, period=_TODAY, where=where)


def _seconds(
    asker: Asker, metric: str, ratings: Sequence[BadRating], now: Instant
) -> dict[int, int]:
    """How long it took by ticket, the newest time of each."""
    question: Question = asker.question(_query(metric), now)
    rows = figures.countable(question.rows)
    assert isinstance(rows, Facts)
    found: dict[int, int] = {}
    for key in {rating.key for rating in ratings}:
        own = subset(rows, rows.ticket == key)
        if len(own):
            seconds = figures.seconds(own, Clock.CALENDAR, question.hours, now)
            found[key] = int(seconds[-1])
    return found
