"""Calls of Zendesk Talk, turned into our records. Pure.

A call tells what its agents talked, held and wrapped up in sums, so its legs are not read: what
each single agent did is in no figure, and in no table then.

The pages of Zendesk differ on which of `time_to_answer` and `wait_time` begins with the call and
which one in the queue, behind menus and greetings. The longer one began first.
https://developer.zendesk.com/api-reference/voice/talk-api/incremental_exports/
https://support.zendesk.com/hc/en-us/articles/8202998599066
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from metrics.helpdesks.fields import Raw, clean, count, identity, instant, optional_identity
from metrics.helpdesks.zendesk.normalise import Reading
from metrics.tickets.records import Call, Channel, Handling

_ANSWERED: Final = frozenset({"completed", "abandoned_on_hold"})
_GIVEN_UP: Final = "abandoned_in_queue"
_OF_NO_QUEUE: Final = frozenset(
    (
        *("abandoned_in_ivr", "abandoned_in_voicemail", "completed_voicemail"),
        *("pending_voicemail", "external_overflow", "overflowed", "failed", "not_answered"),
    )
)
"""What a call also ends with: it came to no queue, to voicemail, elsewhere or to nothing."""


def records(raw: Raw, reading: Reading) -> Iterator[Call | Handling]:
    """The wait of a customer's call and the work on it. Raises MalformedError.

    One that we made, that is under way or that nobody waited for on the line has no wait.
    """
    if raw.get("direction") != "inbound" or raw.get("voicemail") is True:
        return
    status = raw.get("completion_status")
    status = status if isinstance(status, str) else ""
    if status in _ANSWERED and not optional_identity(raw, "agent_id"):
        reading.unknown["call without its agent"] += 1
    elif status in _ANSWERED:
        if raw.get("callback") is not True:
            yield from _wait(raw, reading, answered=True)
        yield from _work(raw, reading)
    elif status == _GIVEN_UP:
        yield from _wait(raw, reading, answered=False)
    elif not status:
        reading.unknown["call without its status"] += 1
    elif status not in _OF_NO_QUEUE:
        reading.unknown[f"call:{clean(str(status), 40)}"] += 1


def _wait(raw: Raw, reading: Reading, *, answered: bool) -> Iterator[Call]:
    waits = [count(raw, name) for name in ("time_to_answer", "wait_time")]
    known = [seconds for seconds in waits if seconds is not None]
    if not answered:
        wait, duration = count(raw, "wait_time"), count(raw, "duration")
        known = [] if wait is None else [wait, wait if duration is None else duration]
    if not known:
        reading.unknown["call without its wait"] += 1
        return
    ended_at = instant(raw, "created_at") + max(known)
    yield Call(
        id=identity(raw, "id"),
        queued_at=ended_at - min(known),
        ended_at=ended_at,
        answered=answered,
        ticket=optional_identity(raw, "ticket_id"),
        team=optional_identity(raw, "call_group_id"),
        agent=optional_identity(raw, "agent_id"),
    )


def _work(raw: Raw, reading: Reading) -> Iterator[Handling]:
    """What was worked on a call; unknown where nobody says how long."""
    talk, hold, wrap = (count(raw, f"{what}_time") for what in ("talk", "hold", "wrap_up"))
    duration = count(raw, "duration")
    if talk is None or duration is None:
        reading.unknown["call without its talk time"] += 1
        return
    yield Handling(
        id=identity(raw, "id"),
        ended_at=instant(raw, "created_at") + duration + (wrap or 0),
        talk_seconds=talk,
        hold_seconds=hold,
        wrap_seconds=wrap,
        ticket=optional_identity(raw, "ticket_id"),
        team=optional_identity(raw, "call_group_id"),
        agent=optional_identity(raw, "agent_id"),
        channel=Channel.PHONE,
    )
