"""What is offered below an answer, in words that can be asked as they are."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date

from bot.cards.blocks import OPTION_VALUE_LIMIT, VALUE_LIMIT
from bot.cards.controls import WATCH, Offer, Offers
from bot.cards.how import LABEL
from bot.grammar import parse, render
from metrics.catalogue import measure
from metrics.errors import AskError
from metrics.periods import Period
from metrics.periods.windows import day_range
from metrics.question.explanation import adds_up
from metrics.question.query import Against, Directory, Query
from metrics.question.result import Result
from metrics.tickets.records import Dimension

PERIODS = ("last 7 days", "this week", "last week", "last 30 days", "last month")
CUTS = (Dimension.CHANNEL, Dimension.TEAM)
ABOUT_RECEIPT = "re:"
"""So begins what is asked about an answer that is named by its receipt."""


def offers(
    query: Query,
    directory: Directory,
    receipt: str,
    today: date,
    *,
    share: bool,
    why: bool = False,
) -> Offers:
    """What is offered on the day `today` below the answer of `query`, kept as `receipt`."""
    phrase = render(query, directory)
    tickets = _short(f"{phrase} list", f"{ABOUT_RECEIPT}{receipt} list", VALUE_LIMIT)
    why_phrase = _short(f"{phrase} why", f"{ABOUT_RECEIPT}{receipt} why", VALUE_LIMIT)
    buttons = [
        *_cuts(query, directory, receipt),
        *([("Why", why_phrase)] if why else []),
        ("Tickets", tickets),
        (LABEL, f"made {receipt}"),
    ]
    periods = list(_periods(query, directory, receipt, today))
    periods += _rivals(query, directory, receipt)
    return Offers(
        buttons=buttons,
        periods=periods,
        share=f"share {receipt}" if share else None,
        alert="" if query.values(Dimension.AGENT) else f"{WATCH} {receipt}",
    )


def can_say_why(result: Result) -> bool:
    """Whether there is a change since an earlier period that can be split into parts."""
    changed = result.change is not None and bool(result.change.difference)
    changed = changed and result.query.against in {Against.BEFORE, Against.YEAR}
    return changed and adds_up(result.metric)


def _cuts(query: Query, directory: Directory, receipt: str) -> list[Offer]:
    """The splits that say something new, and the way back to the trend."""
    dimensions = measure(query.metric, query.variant).dimensions
    cuts = [
        (f"By {cut}", _split(query, (cut,), directory, f"{ABOUT_RECEIPT}{receipt} by {cut}"))
        for cut in CUTS
        if cut in dimensions and query.split != (cut,) and len(query.values(cut)) != 1
    ]
    trend = _split(query, (), directory, f"{ABOUT_RECEIPT}{receipt} trend")
    several = len(query.values(Dimension.AGENT)) > 1  # people are not told as one
    return [*cuts, *([("Trend", trend)] if query.split and not several else [])]


def _split(query: Query, cut: tuple[Dimension, ...], directory: Directory, rather: str) -> str:
    return _short(render(replace(query, split=cut), directory), rather, VALUE_LIMIT)


def _rivals(query: Query, directory: Directory, receipt: str) -> list[Offer]:
    """What else the figure can be compared with, as far as it can."""
    rivals = []
    for rival in Against:
        phrase = render(replace(query, against=rival), directory)
        with suppress(AskError):
            if rival is not query.against:
                parse(phrase, directory)
                rather = f"{ABOUT_RECEIPT}{receipt} vs {rival}"
                rivals.append((f"vs {rival}", _short(phrase, rather, OPTION_VALUE_LIMIT)))
    return rivals


def _periods(query: Query, directory: Directory, receipt: str, today: date) -> Iterator[Offer]:
    """The question in other periods, with their dates, as short as a menu needs it."""
    for words in PERIODS:
        period = Period.of(words).by_dates(today)
        if period == query.period:
            continue
        _, first, last = period.days(today)
        label = f"{words[:1].upper()}{words[1:]}: {day_range(first, last)}"
        phrase = render(replace(query, period=period), directory)
        rather = f"{ABOUT_RECEIPT}{receipt} {period}"
        yield label, _short(phrase, rather, OPTION_VALUE_LIMIT)


def _short(phrase: str, rather: str, limit: int) -> str:
    return phrase if len(phrase) <= limit else rather
