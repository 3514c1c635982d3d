"""What became of a number that was said before: the same, or restated, and why."""

from __future__ import annotations

from bot import words
from bot.cards import facts
from metrics.receipts import Receipt
from metrics.result import Result

MADE_OTHERWISE = (
    "It is measured differently now: its definition, the hours or the time zone have changed."
)


def since(before: Receipt, again: Receipt, result: Result) -> str | None:
    """What has changed since the same was answered before; None where nothing has."""
    if before.window != again.window:
        return f"Above it was {before.window}: {before.headline}."
    if before.headline == again.headline and before.figures == again.figures:
        return None
    at = words.lately(before.asked_at, result.asked_at, result.zone)
    return f"At {at} it was {before.headline}. {reason(before, again, result)}"


def reason(before: Receipt, again: Receipt, result: Result) -> str:
    """Why a number is another than before."""
    if before.making != again.making:
        return MADE_OTHERWISE
    if more := again.n - before.n:
        which = "more" if more > 0 else "fewer"
        number, _, noun = facts.counted(result, abs(more)).partition(" ")
        changed = f"{number} {which} {noun} {'counts' if abs(more) == 1 else 'count'} now"
    else:
        changed = f"As many {result.metric.counts} count, but some tickets have changed"
    return f"{changed}; {_told(before, again, result)}"


def _told(before: Receipt, again: Receipt, result: Result) -> str:
    then, now = (
        "nothing" if at is None else words.lately(at, result.asked_at, result.zone)
        for at in (before.fresh_until, again.fresh_until)
    )
    if then == now:
        return f"data are complete up to {now}, as they were then."
    return f"data were complete up to {then}, and now up to {now}."
