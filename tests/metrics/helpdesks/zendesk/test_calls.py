"""Calls of Zendesk Talk in our words: who waited how long, and what work they were."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
import respx

from metrics.errors import HelpdeskError
from metrics.helpdesks.contract import Helpdesk
from metrics.helpdesks.fields import MalformedError
from metrics.helpdesks.zendesk.calls import records
from metrics.helpdesks.zendesk.normalise import Reading
from metrics.tickets.records import Call, Channel, Handling, Unreadable
from tests.metrics.helpdesks.oddities import failures

BEGAN = int(datetime(2026, 3, 2, 8, tzinfo=UTC).timestamp())
PATH = "/channels/voice/stats/incremental/calls"


def call(**changes: Any) -> dict[str, Any]:
    return {
        "id": 360087,
        "created_at": "2026-03-02T08:00:00Z",
        "updated_at": "2026-03-02T08:06:00Z",
        "agent_id": 501,
        "call_group_id": 31,
        "ticket_id": 1517,
        "customer_id": 9001,
        "direction": "inbound",
        "completion_status": "completed",
        "voicemail": False,
        "callback": False,
        "duration": 300,
        "time_to_answer": 50,
        "wait_time": 20,
        "talk_time": 230,
        "hold_time": 20,
        "wrap_up_time": 60,
        "phone_number": "+15550100",
        **changes,
    }


def read(**changes: Any) -> list[Call | Handling]:
    return list(records(call(**changes), Reading()))


def test_a_call_waits_in_the_queue_and_then_is_work() -> None:
    wait, work = read()
    own = {"id": "360087", "ticket": "1517", "team": "31", "agent": "501"}
    assert wait == Call(queued_at=BEGAN + 30, ended_at=BEGAN + 50, answered=True, **own)
    assert work == Handling(
        ended_at=BEGAN + 360,
        talk_seconds=230,
        hold_seconds=20,
        wrap_seconds=60,
        channel=Channel.PHONE,
        **own,
    )


@pytest.mark.parametrize(
    ("waits", "queued", "answered"),
    [
        ({"time_to_answer": 20, "wait_time": 50}, 30, 50),
        ({"time_to_answer": None}, 0, 20),
        ({"wait_time": None}, 0, 50),
        ({"time_to_answer": 0, "wait_time": 0}, 0, 0),
    ],
)
def test_the_longer_of_two_waits_began_with_the_call(
    waits: dict[str, Any], queued: int, answered: int
) -> None:
    wait, _ = read(**waits)
    assert isinstance(wait, Call)
    assert (wait.queued_at, wait.ended_at) == (BEGAN + queued, BEGAN + answered)


def test_a_call_given_up_in_the_queue_ended_there_and_was_no_work() -> None:
    given_up: dict[str, Any] = {"completion_status": "abandoned_in_queue", "agent_id": None}
    given_up |= {"ticket_id": None, "talk_time": 0, "time_to_answer": 0, "duration": 45}
    (wait,) = read(**given_up)
    assert wait == Call(
        id="360087", queued_at=BEGAN + 25, ended_at=BEGAN + 45, answered=False, team="31"
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"direction": "outbound"},
        {"voicemail": True},
        {"completion_status": "abandoned_in_ivr"},
        {"completion_status": "abandoned_in_voicemail"},
    ],
    ids=str,
)
def test_what_waited_for_nobody_is_no_call_and_no_work(changes: dict[str, Any]) -> None:
    reading = Reading()
    assert list(records(call(**changes), reading)) == []
    assert not reading.unknown


@pytest.mark.parametrize(
    ("changes", "word", "told"),
    [
        ({"completion_status": None}, "call without its status", []),
        ({"agent_id": None}, "call without its agent", []),
        ({"talk_time": None}, "call without its talk time", [Call]),
        ({"duration": None}, "call without its talk time", [Call]),
    ],
    ids=str,
)
def test_what_a_call_does_not_tell_is_counted(
    changes: dict[str, Any], word: str, told: list[type]
) -> None:
    reading = Reading()
    assert [type(each) for each in records(call(**changes), reading)] == told
    assert reading.unknown == {word: 1}


def test_who_was_called_back_did_not_wait_on_the_line_and_was_work_all_the_same() -> None:
    (work,) = read(callback=True)
    assert isinstance(work, Handling)


def test_a_caller_who_hangs_up_on_hold_had_been_answered() -> None:
    assert [type(each) for each in read(completion_status="abandoned_on_hold")] == [Call, Handling]


def test_what_is_not_told_is_unknown_and_never_no_time_at_all() -> None:
    reading = Reading()
    assert list(records(call(wait_time=None, time_to_answer=None, talk_time=None), reading)) == []
    assert list(records(call(completion_status="beamed_up"), reading)) == []
    assert reading.unknown == {
        "call without its wait": 1,
        "call without its talk time": 1,
        "call:beamed_up": 1,
    }
    _, work = read(hold_time=None, wrap_up_time=None)
    assert isinstance(work, Handling)
    assert (work.hold_seconds, work.wrap_seconds) == (None, None)


@pytest.mark.parametrize("broken", [{"id": None}, {"created_at": "soon"}])
def test_a_call_without_an_id_or_a_time_is_malformed(broken: dict[str, Any]) -> None:
    with pytest.raises(MalformedError):
        read(**broken)


def answers(
    rows: list[Any], end_time: int | None, next_page: str | None = "an address"
) -> httpx.Response:
    body = {"calls": rows, "count": len(rows), "end_time": end_time, "next_page": next_page}
    date = {"Date": "Tue, 03 Mar 2026 08:00:00 GMT"}
    return httpx.Response(200, json=body, headers=date)


def test_the_last_page_leads_to_itself_and_is_the_end(
    api: respx.MockRouter, zendesk: Helpdesk
) -> None:
    route = api.get(PATH).mock(side_effect=[answers([call(), {}], 1772438760)] * 2)
    first = zendesk.page("calls", None, 1772400000)
    assert (first.caught_up, first.through_at) == (False, 1772438760)
    assert [type(record) for record in first.records] == [Call, Handling]
    second = zendesk.page("calls", first.cursor, 1772400000)
    assert (second.caught_up, second.cursor) == (True, first.cursor)
    starts = [str(request.request.url.params["start_time"]) for request in route.calls]
    assert starts == ["1772400000", "1772438760"]


def test_without_an_end_time_the_next_page_says_where_to_go_on(
    api: respx.MockRouter, zendesk: Helpdesk
) -> None:
    following = f"https://acme.zendesk.com/api/v2{PATH}?start_time=1772438760&per_page=1000"
    api.get(PATH).mock(return_value=answers([call()], None, following))
    page = zendesk.page("calls", None, 1772400000)
    assert (page.caught_up, page.through_at) == (False, 1772438760)
    assert page.cursor == "start_time=1772438760"


@pytest.mark.parametrize("following", [None, "an address", "?start_time=soon", "?start_time=7"])
def test_rows_that_nothing_says_where_to_go_on_after_are_no_end(
    api: respx.MockRouter, zendesk: Helpdesk, following: str | None
) -> None:
    api.get(PATH).mock(return_value=answers([call()], None, following))
    with pytest.raises(HelpdeskError, match="does not say where"):
        zendesk.page("calls", None, 1772400000)


def test_a_full_page_that_moves_time_no_further_is_no_end(
    api: respx.MockRouter, zendesk: Helpdesk
) -> None:
    api.get(PATH).mock(return_value=answers([call()] * 1000, 1772438760))
    with pytest.raises(HelpdeskError, match="same page again"):
        zendesk.page("calls", "start_time=1772438760", 1772400000)


def test_a_call_that_cannot_be_read_is_set_aside(api: respx.MockRouter, zendesk: Helpdesk) -> None:
    api.get(PATH).mock(return_value=answers([call(created_at=None)], 1772438760))
    (lost,) = zendesk.page("calls", None, 1772400000).records
    assert isinstance(lost, Unreadable)
    assert "+15550100" not in lost.excerpt


@pytest.mark.parametrize("status", [403, 404])
def test_an_account_without_talk_is_refused_and_lacks_nothing_else(
    api: respx.MockRouter, zendesk: Helpdesk, status: int
) -> None:
    api.get(PATH).respond(status)
    with pytest.raises(HelpdeskError) as refusal:
        zendesk.page("calls", None, 1772400000)
    assert refusal.value.refused
    assert "calls" in zendesk.optional


def test_no_odd_value_stops_the_reading_of_calls() -> None:
    def read_one(raw: dict[str, Any]) -> None:
        with suppress(MalformedError):
            list(records(raw, Reading()))

    assert failures(read_one, call()) == []
