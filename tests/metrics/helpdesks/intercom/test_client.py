from __future__ import annotations

from typing import Any

import httpx
import pytest
import respx

from metrics.errors import HelpdeskError
from metrics.helpdesks.intercom import Intercom, Reading, connect, pages_of, web
from metrics.helpdesks.intercom.client import VERSION, allowance
from metrics.helpdesks.intercom.settings import IntercomSettings
from metrics.helpdesks.settings import Keeping
from metrics.helpdesks.web import Surroundings
from metrics.tickets.dimensions import ORGANIZATION
from metrics.tickets.office import DeskSchedule
from metrics.tickets.records import (
    Event,
    Handling,
    Person,
    Rating,
    Removal,
    Removed,
    SlaEvent,
    Team,
    Ticket,
    Unreadable,
)
from tests.metrics.helpdesks.intercom import examples
from tests.metrics.helpdesks.intercom.examples import (
    BASE,
    CREATED,
    DATE,
    NOW,
    admin,
    customer,
    found,
    linked,
    operator,
    part,
    said,
    whole,
)

SINCE = NOW - 1000


def all_of(page: Any, kind: type) -> list[Any]:
    return [record for record in page.records if isinstance(record, kind)]


def test_the_streams_come_in_the_order_of_a_first_sync(intercom: Intercom) -> None:
    always = ("admins", "teams", "conversations", "tickets", "deleted")
    later = ("unsolved", "unsolved_tickets", "parts", "office_hours")
    assert intercom.streams == (*always, *later)
    assert intercom.optional == {"office_hours"}
    assert intercom.by_time == {"conversations", "tickets"}
    assert intercom.children == {"parts": ("conversations", "unsolved")}


def settings(**more: str) -> IntercomSettings:
    return IntercomSettings.model_validate(
        {
            "INTERCOM_URL": "https://api.eu.intercom.io/",
            "INTERCOM_TOKEN": "secret",
            "INTERCOM_WORKSPACE": " acme1 ",
            "DESKPULSE_INTERCOM_FIELDS": "Product area = area",
            **more,
        }
    )


def test_the_settings_open_a_workspace_known_by_its_id() -> None:
    own = settings()
    assert own.missing() is None
    assert own.field_names() == {"Product area": "area"}
    desk = connect(own, Keeping(), Surroundings())
    assert desk.account == "acme1"
    assert desk.ticket_url("7") == "https://app.eu.intercom.com/a/inbox/acme1/inbox/conversation/7"


def test_two_workspaces_of_one_address_are_two_accounts() -> None:
    assert settings().identity() != settings(INTERCOM_WORKSPACE="acme2").identity()
    with pytest.raises(ValueError, match="no ID of a workspace"):
        settings(INTERCOM_WORKSPACE="acme/1")


@pytest.mark.parametrize(
    ("origin", "expected"),
    [
        ("https://api.intercom.io", "https://app.intercom.com"),
        ("https://api.au.intercom.io", "https://app.au.intercom.com"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
    ],
)
def test_pages_are_where_the_region_has_them(origin: str, expected: str) -> None:
    assert pages_of(origin) == expected


def test_each_request_has_the_token_and_the_version(
    api: respx.MockRouter, intercom: Intercom
) -> None:
    route = api.get("/teams").respond(json={"teams": [{"id": "7", "name": "Front"}]}, headers=DATE)
    page = intercom.page("teams", None, SINCE)
    assert page.records == (Team(id="7", name="Front"),)
    headers = route.calls.last.request.headers
    assert headers["authorization"] == "Bearer token"
    assert headers["intercom-version"] == VERSION == "2.16"


def test_a_token_of_another_workspace_reads_nothing(
    bare_api: respx.MockRouter, intercom: Intercom
) -> None:
    bare_api.get("/me").respond(json=examples.me("other"))
    for _ in range(2):
        with pytest.raises(HelpdeskError, match="opens the workspace other") as raised:
            intercom.page("conversations", None, SINCE)
        assert raised.value.permanent
        assert not raised.value.refused
    with pytest.raises(HelpdeskError, match="opens the workspace other"):
        intercom.details("parts", ("1295",))


def test_whose_the_token_is_is_asked_once_a_run(api: respx.MockRouter, intercom: Intercom) -> None:
    me = api.routes[0]
    api.get("/admins").respond(json={"admins": [admin()]}, headers=DATE)
    api.get("/teams").respond(json={"teams": []}, headers=DATE)
    for stream in ("admins", "teams", "teams"):
        intercom.page(stream, None, SINCE)
    assert me.call_count == 1
    page = intercom.page("admins", None, SINCE)
    assert me.call_count == 2
    assert [each.name for each in all_of(page, Person)] == ["Ann Smith"]


def test_a_row_of_a_search_has_its_rating_and_what_the_settings_want(
    api: respx.MockRouter,
) -> None:
    reading = Reading(
        by_name=frozenset({ORGANIZATION}),
        tags=frozenset({"vip"}),
        fields={"Plan": "plan", "Trial": "trial"},
    )
    desk = Intercom("acme1", web(BASE, "token"), reading)
    own = {"rating": 5, "created_at": CREATED, "updated_at": CREATED + 60}
    became = examples.conversation(id="3", ticket={"id": "3"})
    work = {"adjusted_handling_time": 90, "last_close_at": CREATED + 50}
    rows = [examples.conversation(conversation_rating=own, statistics=work), became]
    api.post("/conversations/search").respond(json=found(rows), headers=DATE)
    page = desk.page("conversations", None, SINCE)
    (ticket,) = all_of(page, Ticket)
    assert ticket.attributes == {
        "organization": ("Acme",),
        "tag": ("vip",),
        "plan": ("Pro", "Team"),
        "trial": ("no",),
    }
    assert [each.ticket for each in all_of(page, Rating)] == ["1295"]
    assert [each.talk_seconds for each in all_of(page, Handling)] == [90]
    assert not page.unknown


def test_a_tickets_row_tells_all_of_it(api: respx.MockRouter, intercom: Intercom) -> None:
    row = examples.ticket(examples.moved(5, 60, "submitted", "galactic"), said(6, 90, admin()))
    api.post("/tickets/search").respond(json=found([row], key="tickets"), headers=DATE)
    page = intercom.page("tickets", None, SINCE)
    (ticket,) = all_of(page, Ticket)
    assert ticket.attributes == {"kind": ("refund request",), "custom status": ("With finance",)}
    assert [event.id for event in all_of(page, Event)] == ["1310:created", "6"]
    assert dict(page.unknown) == {"ticket state:galactic": 1}


@pytest.mark.parametrize("kind", ["ticket_sla_applied_by_rule", "conversation_sla_applied_by_rule"])
def test_a_ticket_promises_nothing_since_nobody_tells_what_was_missed(
    api: respx.MockRouter, intercom: Intercom, kind: str
) -> None:
    details = {"sla_definition": {"first_reply_time": 300}}
    row = examples.ticket(part(5, kind, 0, operator(), event_details=details))
    api.post("/tickets/search").respond(json=found([row], key="tickets"), headers=DATE)
    page = intercom.page("tickets", None, SINCE)
    assert not all_of(page, SlaEvent)
    assert not page.unknown


def test_a_row_that_cannot_be_read_is_set_aside_and_the_rest_goes_on(
    api: respx.MockRouter, intercom: Intercom
) -> None:
    rows: list[Any] = [
        examples.conversation(id="2", created_at=None),
        "no",
        examples.conversation(),
    ]
    api.post("/conversations/search").respond(json=found(rows), headers=DATE)
    page = intercom.page("conversations", None, SINCE)
    aside = all_of(page, Unreadable)
    assert [(each.id[:7], each.reason) for each in aside] == [
        ("2", "created_at is missing or not a time"),
        ("unnamed", "record is not an object"),
    ]
    assert "custom_attributes" in aside[0].excerpt
    assert "Billing" not in aside[0].excerpt
    assert [each.id for each in all_of(page, Ticket)] == ["1295"]


def test_what_happened_in_a_conversation_takes_a_call(
    api: respx.MockRouter, intercom: Intercom
) -> None:
    details = {"sla_definition": {"first_reply_time": 300}}
    parts = [
        part(1, "conversation_sla_applied_by_rule", 0, operator(), event_details=details),
        said(2, 60, admin(), "close", state="closed"),
        part(3, "galactic", 90, operator(), state="closed"),
        "nonsense",
    ]
    replied = {"first_admin_reply_at": CREATED + 60}
    api.get("/conversations/1295").respond(json=whole(*parts, total=501, statistics=replied))
    told = intercom.details("parts", ("1295",))
    assert {event.id for event in all_of(told, Event)} == {
        "1295:opening",
        "1295:created",
        "2",
        "2:status",
    }
    assert len(all_of(told, SlaEvent)) == 3
    assert [each.id for each in all_of(told, Unreadable)] == ["1295/3", "1295/parts"]
    assert dict(told.unknown) == {"part:galactic": 1}


def test_one_that_was_merged_away_is_known_by_what_took_it_in(
    api: respx.MockRouter, intercom: Intercom
) -> None:
    close = part(7, "close", 590, admin(), state="closed")
    raw = whole(close, state="closed", linked_objects=linked("conversation", "9"))
    took_in = part(133, "merged_primary_conversation", 590, operator())
    api.get("/conversations/1295").respond(json=raw)
    api.get("/conversations/9").respond(json=whole(took_in, id="9"))
    told = intercom.details("parts", ("1295",))
    merged = Removed(id="1295", removal=Removal.MERGED, at=CREATED + 590)
    assert all_of(told, Removed) == [merged]


def test_one_that_searches_find_and_nobody_can_have_was_deleted(
    api: respx.MockRouter, intercom: Intercom
) -> None:
    for ident in ("5", "6", "7"):
        for kind in ("conversations", "tickets"):
            api.get(f"/{kind}/{ident}").respond(404, json={"type": "error.list", "errors": []})
    pages = [examples.deletions([("5", NOW - 9)], more=True), examples.deletions([("6", NOW - 99)])]
    route = api.get("/conversations/deleted").mock(
        side_effect=[httpx.Response(200, json=page) for page in pages]
    )
    one = intercom.details("parts", ("5",))
    assert one.records == (Removed(id="5", removal=Removal.DELETED, at=NOW - 9),)
    assert route.call_count == 1
    two, three = intercom.details("parts", ("6", "7")).records
    assert two == Removed(id="6", removal=Removal.DELETED, at=NOW - 99)
    assert isinstance(three, Unreadable)
    assert "knows it no more" in three.reason
    assert route.call_count == 2


def test_an_odd_id_leads_to_no_other_place(api: respx.MockRouter, intercom: Intercom) -> None:
    api.get("/conversations/deleted").respond(json=examples.deletions([]), headers=DATE)
    api.get(url__regex=".*").respond(404, json={"type": "error.list", "errors": []})
    intercom.details("parts", ("1/me?a",))
    asked = {call.request.url.raw_path for call in api.calls}
    assert {b"/conversations/1%2Fme%3Fa", b"/tickets/1%2Fme%3Fa"} <= asked
    assert intercom.ticket_url("1/../x").endswith("/inbox/conversation/1%2F..%2Fx")


def test_of_a_ticket_there_are_no_parts_to_ask_for(
    api: respx.MockRouter, intercom: Intercom
) -> None:
    """A sync that reads all again asks of all that is stored, and of a ticket in vain."""
    api.get("/conversations/1310").respond(404, json={"type": "error.list", "errors": []})
    api.get("/tickets/1310").respond(json=examples.ticket())
    became = whole(said(2, 60, admin()), id="3", ticket={"id": "3"})
    api.get("/conversations/3").respond(json=became)
    assert intercom.details("parts", ("1310", "3")).records == ()


def test_the_only_office_hours_are_the_usual_ones_with_their_days_off(
    api: respx.MockRouter, intercom: Intercom, caplog: pytest.LogCaptureFixture
) -> None:
    span = {"start_minute": 540, "end_minute": 1020}
    row = {"id": "123", "name": "A", "time_zone_name": "Europe/Berlin", "time_intervals": [span]}
    off = {"exception_date": "2026-12-24", "exception_type": "closed"}
    hours = api.get("/office_hours_schedules")
    hours.respond(json={"data": [row]}, headers=DATE)
    path = "/office_hours_schedules/123/office_hours_exceptions"
    api.get(path).respond(json={"data": [off]})
    (told,) = intercom.page("office_hours", None, SINCE).records
    assert isinstance(told, DeskSchedule)
    assert (told.default, told.holidays, told.since_at) == (True, "2026-12-24", NOW)
    hours.respond(json={"data": [row, {**row, "id": None}]}, headers=DATE)
    for _ in range(2):
        page = intercom.page("office_hours", None, SINCE)
    assert [each.default for each in all_of(page, DeskSchedule)] == [False]
    assert len(all_of(page, Unreadable)) == 1
    assert caplog.text.count("2 schedules") == 1


def test_no_link_of_theirs_is_followed(api: respx.MockRouter, intercom: Intercom) -> None:
    """The address of the next page of deletions leads elsewhere in this answer."""
    route = api.get("/conversations/deleted").respond(
        json=examples.deletions([("5", NOW)], more=True), headers=DATE
    )
    page = intercom.page("deleted", None, SINCE)
    assert not page.caught_up
    intercom.page("deleted", page.cursor, SINCE)
    assert [call.request.url.host for call in route.calls] == ["api.intercom.io"] * 2
    assert route.calls.last.request.url.params["page"] == "2"


@pytest.mark.parametrize(
    ("status", "code", "words", "refused"),
    [
        (401, "unauthorized", "copy it again from the Developer Hub", False),
        (401, "token_unauthorized", "tick the right", True),
        (403, "forbidden", "tick the right", True),
        (403, "api_plan_restricted", "tick the right", True),
        (400, "intercom_version_invalid", "version 2.16", True),
        (400, "parameter_invalid", "did not accept the request", False),
    ],
)
def test_a_refusal_says_what_mends_it(
    api: respx.MockRouter, intercom: Intercom, status: int, code: str, words: str, refused: bool
) -> None:
    body = {"type": "error.list", "errors": [{"code": code, "message": "No"}]}
    api.get("/teams").respond(status, json=body)
    with pytest.raises(HelpdeskError, match=words) as raised:
        intercom.page("teams", None, SINCE)
    assert raised.value.permanent
    assert raised.value.refused is refused
    assert "token" not in str(raised.value) or "access token" in str(raised.value)


def limits(left: int, resets_in: int = 7, limit: str = "1667") -> dict[str, str]:
    return {
        **DATE,
        "X-RateLimit-Limit": limit,
        "X-RateLimit-Remaining": str(left),
        "X-RateLimit-Reset": str(NOW + resets_in),
    }


def test_a_429_waits_until_the_window_ends(
    api: respx.MockRouter, intercom: Intercom, waits: list[float]
) -> None:
    body = {"errors": [{"code": "rate_limit_exceeded", "message": "Exceeded 167 in 10_seconds"}]}
    busy = httpx.Response(429, headers=limits(0), json=body)
    done = httpx.Response(200, json={"teams": []}, headers=DATE)
    api.get("/teams").mock(side_effect=[busy, done])
    assert intercom.page("teams", None, SINCE).caught_up
    assert sum(waits) == pytest.approx(7)


def test_a_fault_is_tried_again_and_garbage_is_no_answer(
    api: respx.MockRouter, intercom: Intercom, waits: list[float]
) -> None:
    answers = [
        httpx.Response(500, json={"errors": [{"code": "server_error"}]}),
        httpx.Response(200, text="<html>"),
        httpx.Response(200, json=[]),
        httpx.Response(200, json={"teams": []}, headers=DATE),
    ]
    api.get("/teams").mock(side_effect=answers)
    assert intercom.page("teams", None, SINCE).caught_up
    assert len(waits) == 3


def test_what_may_be_called_is_learnt_and_others_are_left_a_quarter() -> None:
    learnt = allowance(httpx.Headers(limits(1600)))
    assert learnt
    assert (learnt.calls, learnt.remaining, learnt.resets_seconds) == (1250, 1600, 7.0)
    without = {name: value for name, value in limits(5).items() if name != "X-RateLimit-Limit"}
    bare = allowance(httpx.Headers(without))
    assert bare
    assert bare.calls is None
    assert allowance({}) is None
    assert allowance(httpx.Headers(limits(1, limit="lots"))) is not None


def test_nothing_is_asked_where_the_window_has_nothing_left(
    api: respx.MockRouter, intercom: Intercom, waits: list[float]
) -> None:
    api.get("/teams").respond(json={"teams": []}, headers=limits(0))
    intercom.page("teams", None, SINCE)
    assert not waits
    intercom.page("teams", None, SINCE)
    assert sum(waits) == pytest.approx(7)


def test_the_settings_may_allow_fewer_calls(api: respx.MockRouter, waits: list[float]) -> None:
    around = Surroundings(clock=lambda: sum(waits), wait=waits.append)
    desk = Intercom("acme1", web(BASE, "token", around, calls_per_minute=60))
    api.get("/teams").respond(json={"teams": []}, headers=limits(1000))
    for _ in range(9):
        desk.page("teams", None, SINCE)
    assert not waits
    desk.page("teams", None, SINCE)
    assert sum(waits) == pytest.approx(10, abs=0.1)


def test_a_customers_words_go_nowhere(api: respx.MockRouter, intercom: Intercom) -> None:
    own = {"rating": 1, "remark": examples.SECRET_WORDS, "created_at": CREATED}
    raw = whole(said(2, 60, customer()), said(3, 70, admin(), "note"), conversation_rating=own)
    api.post("/conversations/search").respond(json=found([raw]), headers=DATE)
    api.get("/conversations/1295").respond(json=raw)
    told = f"{intercom.page('conversations', None, SINCE)}{intercom.details('parts', ('1295',))}"
    for word in ("Nobody may keep", "jo@example.com", "Jo'", "Broken toaster"):
        assert word not in told
