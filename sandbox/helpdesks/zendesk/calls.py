"""The stand-in's Talk: its export of calls, by their last change, which never says when it ends.

`next_page` begins with the last row's second again, so the last page leads to itself.
https://developer.zendesk.com/api-reference/voice/talk-api/incremental_exports/
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from metrics.tickets.records import Instant
from sandbox.year import Year, calls
from sandbox.year.calls import Outcome, PlannedCall

PATH: Final = "/channels/voice/stats/incremental/"
_STATUS: Final = {
    Outcome.GIVEN_UP: "abandoned_in_queue",
    Outcome.VOICEMAIL: "abandoned_in_voicemail",
}


class Calls:
    """All calls of the year, sorted once."""

    def __init__(self, year: Year) -> None:
        self._calls = calls.calls(year)
        self._done_at = [call.done_at for call in self._calls]

    def page(self, params: Mapping[str, str], edge: Instant, page_limit: int) -> dict[str, Any]:
        """The calls that were done from `start_time` on; those of one second stand together."""
        start = int(params.get("start_time", "0"))
        first, end = bisect_left(self._done_at, start), bisect_right(self._done_at, edge)
        last = min(first + page_limit, end)
        if first < last < end:
            last = bisect_right(self._done_at, self._done_at[last - 1])
        page = self._calls[first : max(first, last)]
        end_time = page[-1].done_at if page else start
        return {
            "calls": [row(call) for call in page],
            "count": len(page),
            "end_time": end_time,
            "next_page": f"/api/v2{PATH}calls?start_time={end_time}",
        }


def row(call: PlannedCall) -> dict[str, Any]:
    """A call as Talk tells it, with the time to answer counted from its beginning."""
    answered = call.agent is not None
    return {
        "id": call.id,
        "created_at": _iso(call.began_at),
        "updated_at": _iso(call.done_at),
        "agent_id": call.agent,
        "call_group_id": call.team,
        "ticket_id": call.ticket,
        "customer_id": None,
        "direction": "outbound" if call.outcome is Outcome.OUTBOUND else "inbound",
        "completion_status": _STATUS.get(call.outcome, "completed"),
        "voicemail": call.outcome is Outcome.VOICEMAIL,
        "callback": call.outcome is Outcome.CALLED_BACK,
        "callback_source": "queue" if call.outcome is Outcome.CALLED_BACK else None,
        "duration": call.ended_at - call.began_at,
        "wait_time": call.met_at - call.queued_at,
        "time_to_answer": call.met_at - call.began_at if answered else None,
        "ivr_time_spent": call.queued_at - call.began_at,
        "talk_time": call.talk_seconds,
        "hold_time": call.hold_seconds,
        "wrap_up_time": call.wrap_seconds,
        "consultation_time": 0,
        "phone_number": "+15550100",
        "line_type": "phone",
        "outside_business_hours": False,
        "exceeded_queue_wait_time": False,
    }


def _iso(at: Instant) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
