"""What became of a number that was said before: the same, or restated, and why."""

from __future__ import annotations

from bot import words
from bot.cards import facts
from metrics.question.receipts import Receipt
from metrics.question.result import Result

MADE_OTHERWISE = (
    "It is measured differently now: its definition, the hours, the time zone or when the clock "
    "pauses have changed."
)
UPGRADED = (
    "I was upgraded meanwhile, and data may have come in late. My changelog says which things I "
    "count another way, and why."
)


def since(before: Receipt, again: Receipt, result: Result) -> str | None:
    """What has changed since the same was answered before; None where nothing has."""
    if before.window != again.window:
        return f"Above it was {before.window}: {headline(before, result)}."
    then = headline(before, result)
    if then == again.headline and before.figures == again.figures:
        return None
    at = words.lately(before.asked_at, result.asked_at, result.zone)
    return f"At {at} it was {then}. {reason(before, again, result)}"


def headline(before: Receipt, result: Result) -> str:
    """What was said then, as far as it may be told by now: of so few not how many there were."""
    if hides_count(before, result) and facts.FEWER not in before.headline:
        return facts.headline(result)
    return before.headline


def count_words(receipt: Receipt, result: Result) -> str:
    """How many stood behind what was said, where that may be told."""
    return facts.FEWER if hides_count(receipt, result) else facts.count_words(result, receipt.n)


def hides_count(receipt: Receipt, result: Result) -> bool:
    """Whether so few stood behind it that not even their number may be told."""
    is_few = facts.FEWER in receipt.headline
    return is_few or (receipt.value is None and receipt.n > 0 and result.figure.hides_count)


def reason(before: Receipt, again: Receipt, result: Result) -> str:
    """Why a number is another than before."""
    if before.measuring != again.measuring:
        return UPGRADED
    if before.making != again.making:
        return MADE_OTHERWISE
    if {hides_count(before, result), hides_count(again, result)} != {False}:
        change = f"Other {result.metric.counts} count now"
    elif more := again.n - before.n:
        which = "more" if more > 0 else "fewer"
        number, _, noun = facts.count_words(result, abs(more)).partition(" ")
        change = f"{number} {which} {noun} {'counts' if abs(more) == 1 else 'count'} now"
    else:
        change = f"As many {result.metric.counts} count, but some tickets have changed"
    return f"{change}; {_freshness(before, again, result)}"


def _freshness(before: Receipt, again: Receipt, result: Result) -> str:
    then, now = (
        "nothing" if at is None else words.lately(at, result.asked_at, result.zone)
        for at in (before.fresh_until, again.fresh_until)
    )
    if then == now:
        return f"data are complete up to {now}, as they were then."
    return f"data were complete up to {then}, and now up to {now}."
