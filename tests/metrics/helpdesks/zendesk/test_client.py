from __future__ import annotations

from typing import Any

import httpx
import pytest
import respx

from metrics.errors import HelpdeskError
from metrics.helpdesks.contract import Helpdesk, Page
from metrics.helpdesks.web import Surroundings
from metrics.helpdesks.zendesk import Reading, Zendesk, web
from metrics.tickets.office import DeskSchedule
from metrics.tickets.records import Event, Person, Rating, Team, Ticket, Unreadable
from tests.metrics.helpdesks.zendesk import examples
from tests.metrics.helpdesks.zendesk.examples import BASE

SINCE = 1700000000
DATE = {"Date": "Mon, 02 Mar 2026 10:00:00 GMT"}
SERVED = 1772445600


@pytest.fixture
def waits() -> list[float]:
    return []


@pytest.fixture
def zendesk(waits: list[float]) -> Helpdesk:
    around = Surroundings(clock=lambda: sum(waits), wait=waits.append)
    client = web("https://acme.zendesk.com", "ann@acme.test", "token", around)
    return Zendesk("acme", client, Reading(bot_users=frozenset({"Pulse Assistant"})))


def asked(route: respx.Route) -> dict[str, str]:
    return dict(route.calls.last.request.url.params)


def tickets(*rows: Any, cursor: str | None, ended: bool) -> httpx.Response:
    body = {
        "tickets": list(rows),
        "after_cursor": cursor,
        "after_url": f"{BASE}/incremental/tickets/cursor.json?cursor={cursor}",
        "before_cursor": None,
        "end_of_stream": ended,
    }
    return httpx.Response(200, json=body, headers=DATE)


def test_the_streams_come_in_the_order_of_a_first_sync(zendesk: Helpdesk) -> None:
    always = ("users", "groups", "tickets", "unsolved", "events", "ratings")
    optional = ("surveys", "sla_events", "schedules", "calls", "suspended")
    assert zendesk.streams == (*always, *optional)
    assert zendesk.optional == set(optional)
    assert (zendesk.vendor, zendesk.account) == ("zendesk", "acme")
    assert zendesk.ticket_url("7") == "https://acme.zendesk.com/agent/tickets/7"


def test_the_first_page_of_tickets_starts_at_since_and_asks_for_all_kinds(
    api: respx.MockRouter, zendesk: Helpdesk
) -> None:
    route = api.get("/incremental/tickets/cursor")
    route.mock(return_value=tickets(examples.ticket(), cursor="abc==", ended=False))
    page = zendesk.page("tickets", None, SINCE)
    assert asked(route) == {
        "start_time": str(SINCE),
        "include": "metric_sets",
        "support_type_scope": "all",
        "per_page": "1000",
    }
    assert [type(record) for record in page.records] == [Ticket]
    assert (page.caught_up, page.through_at) == (False, 1772442003)


def test_the_next_page_is_asked_for_with_the_servers_cursor_alone(
    api: respx.MockRouter, zendesk: Helpdesk
) -> None:
    route = api.get("/incremental/tickets/cursor")
    route.mock(side_effect=[tickets(cursor="a+b/c==", ended=e) for e in (False, True)])
    first = zendesk.page("tickets", None, SINCE)
    second = zendesk.page("tickets", first.cursor, SINCE)
    assert asked(route)["cursor"] == "a+b/c=="
    assert "start_time" not in asked(route)
    assert (second.caught_up, second.cursor) == (True, first.cursor)


def test_the_end_of_an_export_tells_all_but_the_newest_minute_by_the_servers_clock(
    api: respx.MockRouter, zendesk: Helpdesk
) -> None:
    api.get("/incremental/tickets/cursor").mock(
        return_value=tickets(examples.ticket(), cursor="abc", ended=True)
    )
    assert zendesk.page("tickets", None, SINCE).through_at == SERVED - 60


def test_an_empty_account_keeps_the_place_to_start_from(
    api: respx.MockRouter, zendesk: Helpdesk
) -> None:
    route = api.get("/incremental/tickets/cursor")
    route.mock(return_value=tickets(cursor=None, ended=True))
    page = zendesk.page("tickets", None, SINCE)
    zendesk.page("tickets", page.cursor, SINCE + 999)
    assert asked(route)["start_time"] == str(SINCE)


def test_a_cursor_that_does_not_move_ends_in_an_error(
    api: respx.MockRouter, zendesk: Helpdesk
) -> None:
    api.get("/incremental/tickets/cursor").mock(
        return_value=tickets(examples.ticket(), cursor="same", ended=False)
    )
    page = zendesk.page("tickets", None, SINCE)
    with pytest.raises(HelpdeskError, match="same page again"):
        zendesk.page("tickets", page.cursor, SINCE)


def ticket_events(*rows: Any, end_time: int | None, ended: bool) -> httpx.Response:
    body = {
        "ticket_events": list(rows),
        "count": len(rows),
        "end_time": end_time,
        "next_page": f"{BASE}/incremental/ticket_events.json?start_time={end_time}",
        "end_of_stream": ended,
    }
    return httpx.Response(200, json=body, headers=DATE)


def test_events_go_on_from_the_servers_end_time(api: respx.MockRouter, zendesk: Helpdesk) -> None:
    row = examples.ticket_event(examples.comment(), examples.change("status", "open", "new"))
    route = api.get("/incremental/ticket_events")
    route.mock(
        side_effect=[
            ticket_events(row, end_time=1772442001, ended=False),
            ticket_events(end_time=None, ended=True),
        ]
    )
    first = zendesk.page("events", None, SINCE)
    assert asked(route)["include"] == "comment_events"
    assert [type(record) for record in first.records] == [Event, Event]
    assert (first.caught_up, first.through_at) == (False, 1772442001)
    second = zendesk.page("events", first.cursor, SINCE)
    assert asked(route)["start_time"] == "1772442001"
    assert (second.cursor, second.caught_up) == (first.cursor, True)
    assert second.through_at == SERVED - 60


def test_events_never_start_within_the_newest_minute_of_the_servers_clock(
    api: respx.MockRouter, zendesk: Helpdesk
) -> None:
    route = api.get("/incremental/ticket_events")
    route.mock(return_value=ticket_events(end_time=SERVED - 59, ended=True))
    page = zendesk.page("events", None, SINCE)
    zendesk.page("events", page.cursor, SINCE)
    assert asked(route)["start_time"] == str(SERVED - 61)


def test_events_that_stand_still_end_in_an_error(api: respx.MockRouter, zendesk: Helpdesk) -> None:
    api.get("/incremental/ticket_events").mock(
        return_value=ticket_events(end_time=SINCE, ended=False)
    )
    with pytest.raises(HelpdeskError, match="same page again"):
        zendesk.page("events", None, SINCE)


def test_groups_are_walked_to_the_end_and_then_again_from_the_start(
    api: respx.MockRouter, zendesk: Helpdesk
) -> None:
    route = api.get("/groups")
    more = {"groups": [examples.group()], "meta": {"has_more": True, "after_cursor": "g2"}}
    last = {"groups": [examples.group(id=32)], "meta": {"has_more": False, "after_cursor": "g3"}}
    route.mock(
        side_effect=[httpx.Response(200, json=body, headers=DATE) for body in (more, last, more)]
    )
    first = zendesk.page("groups", None, SINCE)
    second = zendesk.page("groups", first.cursor, SINCE)
    assert asked(route)["page[after]"] == "g2"
    assert [record.id for record in second.records if isinstance(record, Team)] == ["32"]
    assert (first.caught_up, second.caught_up, second.through_at) == (False, True, SERVED)
    zendesk.page("groups", second.cursor, SINCE)
    assert asked(route) == {"page[size]": "100"}


def test_ratings_are_walked_from_a_start_time_that_follows_the_newest_seen(
    api: respx.MockRouter, zendesk: Helpdesk
) -> None:
    route = api.get("/satisfaction_ratings")
    newest, older = "2026-03-03T18:30:00Z", "2026-03-01T00:00:00Z"
    pages = [
        {
            "satisfaction_ratings": [examples.rating(updated_at=newest)],
            "meta": {"has_more": True, "after_cursor": "r2"},
        },
        {
            "satisfaction_ratings": [examples.rating(id=63, updated_at=older)],
            "meta": {"has_more": False, "after_cursor": "r3"},
        },
        {"satisfaction_ratings": [], "meta": {"has_more": False}},
    ]
    route.mock(side_effect=[httpx.Response(200, json=body, headers=DATE) for body in pages])
    first = zendesk.page("ratings", None, SINCE)
    assert asked(route) == {"page[size]": "100", "start_time": str(SINCE)}
    second = zendesk.page("ratings", first.cursor, SINCE)
    assert asked(route)["page[after]"] == "r2"
    assert asked(route)["start_time"] == str(SINCE)
    assert [type(r) for r in second.records] == [Rating]
    assert (second.caught_up, second.through_at) == (True, SERVED - 60)
    third = zendesk.page("ratings", second.cursor, SINCE)
    assert asked(route) == {"page[size]": "100", "start_time": str(1772562600 - 86400)}
    assert third.cursor == second.cursor


def test_a_page_zendesk_cannot_manage_is_asked_for_in_smaller_pieces_from_then_on(
    api: respx.MockRouter, zendesk: Helpdesk
) -> None:
    sizes: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        sizes.append(request.url.params["per_page"])
        if int(sizes[-1]) > 250:
            return httpx.Response(504)
        return ticket_events(end_time=SINCE + len(sizes), ended=False)

    api.get("/incremental/ticket_events").mock(side_effect=answer)
    page = zendesk.page("events", None, SINCE)
    zendesk.page("events", page.cursor, SINCE)
    assert sizes == ["1000", "1000", "500", "500", "250", "250"]


def test_all_exports_together_keep_to_ten_a_minute(
    api: respx.MockRouter, zendesk: Helpdesk, waits: list[float]
) -> None:
    api.get("/incremental/tickets/cursor").mock(return_value=tickets(cursor="c", ended=True))
    api.get("/incremental/ticket_events").mock(
        return_value=ticket_events(end_time=SINCE + 1, ended=True)
    )
    for _ in range(5):
        zendesk.page("tickets", None, SINCE)
        zendesk.page("events", None, SINCE)
    assert waits == []
    zendesk.page("tickets", None, SINCE)
    assert waits == [60]


def test_the_exports_real_limit_is_learnt_from_its_header(
    api: respx.MockRouter, zendesk: Helpdesk, waits: list[float]
) -> None:
    answer = tickets(cursor="c", ended=True)
    answer.headers["Zendesk-RateLimit-incremental-exports-cursor"] = (
        "total=30; remaining=29; resets=41"
    )
    api.get("/incremental/tickets/cursor").mock(return_value=answer)
    for _ in range(30):
        zendesk.page("tickets", None, SINCE)
    assert waits == []


def test_one_record_that_cannot_be_read_does_not_stop_its_page(
    api: respx.MockRouter, zendesk: Helpdesk
) -> None:
    rows = [examples.ticket(), examples.ticket(id=None), examples.ticket(id=8, created_at="x"), 5]
    api.get("/incremental/tickets/cursor").mock(return_value=tickets(*rows, cursor="c", ended=True))
    page = zendesk.page("tickets", None, SINCE)
    good, nameless, dated, number = page.records
    assert isinstance(good, Ticket)
    assert isinstance(nameless, Unreadable)
    assert isinstance(number, Unreadable)
    assert nameless.id.startswith("unnamed-")
    assert nameless.id != number.id
    assert isinstance(dated, Unreadable)
    assert (dated.id, dated.reason) == ("8", "created_at is not a time")
    assert "Kim" not in dated.excerpt
    assert "created_at" in dated.excerpt


def test_a_page_of_which_nothing_can_be_read_is_handed_on_as_that(
    api: respx.MockRouter, zendesk: Helpdesk
) -> None:
    rows = [examples.ticket(id=None) | {"identifier": n} for n in range(3)]
    api.get("/incremental/tickets/cursor").mock(return_value=tickets(*rows, cursor="c", ended=True))
    records = zendesk.page("tickets", None, SINCE).records
    assert [type(record) for record in records] == [Unreadable] * 3
    assert len({record.id for record in records}) == 3


def test_an_answer_without_its_rows_is_an_error_and_no_empty_page(
    api: respx.MockRouter, zendesk: Helpdesk
) -> None:
    api.get("/incremental/tickets/cursor").respond(json={"end_of_stream": True})
    with pytest.raises(HelpdeskError, match="holds no tickets"):
        zendesk.page("tickets", None, SINCE)


def test_unknown_words_are_counted_page_by_page(api: respx.MockRouter, zendesk: Helpdesk) -> None:
    odd = tickets(*[examples.ticket(status="galactic")] * 2, cursor="c", ended=True)
    api.get("/incremental/tickets/cursor").mock(return_value=odd)
    pages: list[Page] = [zendesk.page("tickets", None, SINCE) for _ in range(2)]
    assert [dict(page.unknown) for page in pages] == [{"status:galactic": 2}] * 2


def test_users_are_read_from_the_beginning_as_old_accounts_answer_today(
    api: respx.MockRouter, zendesk: Helpdesk
) -> None:
    route = api.get("/incremental/users/cursor").respond(json={"users": [], "end_of_stream": True})
    zendesk.page("users", None, SINCE)
    assert asked(route) == {"per_page": "1000", "start_time": "0"}


def test_users_are_people(api: respx.MockRouter, zendesk: Helpdesk) -> None:
    body = {
        "users": [examples.user(), examples.user(id=502, name="Pulse Assistant")],
        "after_cursor": "u",
        "end_of_stream": True,
    }
    api.get("/incremental/users/cursor").respond(json=body, headers=DATE)
    people = zendesk.page("users", None, SINCE).records
    assert [p.role.value for p in people if isinstance(p, Person)] == ["agent", "bot"]


def troubles(zendesk: Helpdesk) -> list[str]:
    """What a look at the account finds to mend."""
    return [each for each in zendesk.check() if isinstance(each, str)]


def everything_answers(api: respx.MockRouter, role: str = "admin", ident: int | None = 1) -> None:
    api.get("/users/me").respond(json={"user": {"id": ident, "role": role}}, headers=DATE)
    api.get("/incremental/users/cursor").respond(json={"users": [], "end_of_stream": True})
    api.get("/groups").respond(json={"groups": []})
    api.get("/incremental/tickets/cursor").mock(return_value=tickets(cursor=None, ended=True))
    api.get("/incremental/ticket_events").mock(
        return_value=ticket_events(end_time=None, ended=True)
    )
    api.get("/satisfaction_ratings").respond(json={"satisfaction_ratings": []})
    api.get("/search/export").respond(json={"results": []}, headers=DATE)
    api.get("/ticket_audits").respond(json={"audits": []})
    api.get("/guide/survey_responses").respond(json={"survey_responses": []}, headers=DATE)
    api.get(STEPS).mock(return_value=steps(0, None))
    api.get("/business_hours/schedules").respond(json={"schedules": []})
    api.get("/channels/voice/stats/incremental/calls").respond(json={"calls": []}, headers=DATE)
    api.get("/suspended_tickets").respond(json={"suspended_tickets": []}, headers=DATE)
    api.get("/tickets/count").respond(json={"count": {"value": 120_000, "refreshed_at": None}})


STEPS = "/incremental/ticket_metric_events"


def steps(count: int, end_time: int | None) -> httpx.Response:
    row = {"ticket_id": 7, "metric": "reply_time", "instance_id": 1, "type": "activate"}
    rows = [{**row, "id": n, "time": "2026-03-01T10:00:00Z"} for n in range(1, count + 1)]
    body = {"ticket_metric_events": rows, "count": count, "end_time": end_time, "next_page": "..."}
    return httpx.Response(200, json=body, headers=DATE)


def test_a_page_of_few_steps_of_promises_is_not_the_last_one(
    api: respx.MockRouter, zendesk: Helpdesk
) -> None:
    pages = [steps(3, SINCE + 50), steps(100, SINCE + 90), steps(1, SINCE + 90)]
    route = api.get(STEPS).mock(side_effect=pages)
    page = zendesk.page("sla_events", None, SINCE)
    assert (len(page.records), page.caught_up, page.through_at) == (3, False, SINCE + 50)
    page = zendesk.page("sla_events", page.cursor, SINCE)
    assert asked(route)["start_time"] == str(SINCE + 50)
    assert (len(page.records), page.caught_up, page.through_at) == (100, False, SINCE + 90)
    page = zendesk.page("sla_events", page.cursor, SINCE)
    assert (page.caught_up, page.through_at) == (True, SERVED - 60)
    assert page.cursor == f"start_time={SINCE + 90}"


def test_the_steps_of_promises_end_with_a_page_without_any(
    api: respx.MockRouter, zendesk: Helpdesk
) -> None:
    api.get(STEPS).mock(return_value=steps(0, SINCE + 50))
    page = zendesk.page("sla_events", None, SINCE)
    assert (page.caught_up, page.through_at) == (True, SERVED - 60)


def test_steps_of_promises_that_come_all_the_time_are_not_chased(
    api: respx.MockRouter, zendesk: Helpdesk
) -> None:
    api.get(STEPS).mock(return_value=steps(3, SERVED - 70))
    page = zendesk.page("sla_events", None, SINCE)
    assert (page.caught_up, page.through_at) == (True, SERVED - 70)
    api.get(STEPS).mock(return_value=steps(3, SERVED - 50))
    page = zendesk.page("sla_events", None, SINCE)
    assert (page.caught_up, page.through_at) == (True, SERVED - 60)
    assert page.cursor == f"start_time={SERVED - 61}"


def test_the_steps_of_promises_end_where_time_stands_still(
    api: respx.MockRouter, zendesk: Helpdesk
) -> None:
    api.get(STEPS).mock(return_value=steps(100, SINCE))
    page = zendesk.page("sla_events", None, SINCE)
    assert (page.caught_up, page.cursor) == (True, f"start_time={SINCE}")


def test_a_plan_without_service_levels_has_nothing_to_mend(
    api: respx.MockRouter, zendesk: Helpdesk
) -> None:
    everything_answers(api)
    api.get(STEPS).respond(403)
    api.get("/business_hours/schedules").respond(403)
    api.get("/suspended_tickets").respond(403)
    assert troubles(zendesk) == []
    for stream in ("sla_events", "schedules", "suspended"):
        assert stream in zendesk.optional
        with pytest.raises(HelpdeskError) as refused:
            zendesk.page(stream, None, SINCE)
        assert refused.value.refused
        assert refused.value.permanent


def test_a_revoked_token_is_no_matter_of_the_plan(api: respx.MockRouter, zendesk: Helpdesk) -> None:
    api.get("/business_hours/schedules").respond(401)
    with pytest.raises(HelpdeskError) as refused:
        zendesk.page("schedules", None, SINCE)
    assert (refused.value.permanent, refused.value.refused) == (True, False)


def a_schedule(number: int, zone: str, created_at: str) -> dict[str, Any]:
    return {
        "id": number,
        "name": f"Hours {number}",
        "time_zone": zone,
        "intervals": [{"start_time": 1980, "end_time": 2460}],
        "created_at": created_at,
    }


def schedules(api: respx.MockRouter, *rows: dict[str, Any]) -> None:
    body = {"schedules": list(rows), "url": "..."}
    api.get("/business_hours/schedules").respond(json=body, headers=DATE)
    for row in rows:
        day = {"id": 1, "name": "Day", "start_date": "2026-05-01", "end_date": "2026-05-01"}
        found = {"holidays": [day] if row["id"] == 2 else []}
        api.get(f"/business_hours/schedules/{row['id']}/holidays").respond(json=found)


def test_schedules_come_with_their_holidays_and_the_first_made_is_the_default(
    api: respx.MockRouter, zendesk: Helpdesk
) -> None:
    late = a_schedule(1, "London", "2025-01-01T00:00:00Z")
    schedules(api, late, a_schedule(2, "Berlin", "2024-01-01T00:00:00Z"))
    page = zendesk.page("schedules", None, SINCE)
    first, second = (r for r in page.records if isinstance(r, DeskSchedule))
    assert (first.zone, first.default, first.holidays) == ("Europe/London", False, "")
    assert (second.zone, second.default, second.holidays) == ("Europe/Berlin", True, "2026-05-01")
    assert second.hours == "Mon 09:00-17:00"
    assert second.since_at == page.through_at == SERVED
    assert (page.caught_up, page.cursor) == (True, "")


def test_a_time_zone_nobody_knows_is_told_once_and_named_by_a_check(
    api: respx.MockRouter, zendesk: Helpdesk, caplog: pytest.LogCaptureFixture
) -> None:
    everything_answers(api)
    schedules(api, a_schedule(1, "Atlantis", "2025-01-01T00:00:00Z"))
    found = [zendesk.page("schedules", None, SINCE).records[0] for _ in range(2)]
    assert [type(record) for record in found] == [Unreadable] * 2
    assert ["Atlantis" in record.message for record in caplog.records] == [True]
    (mend,) = troubles(zendesk)
    assert "Atlantis" in mend


def test_a_healthy_account_has_nothing_to_mend(api: respx.MockRouter, zendesk: Helpdesk) -> None:
    everything_answers(api)
    assert troubles(zendesk) == []


def test_a_token_of_somebody_who_is_no_admin_is_said(
    api: respx.MockRouter, zendesk: Helpdesk
) -> None:
    everything_answers(api, role="agent")
    (said,) = troubles(zendesk)
    assert "not an admin" in said


def test_an_anonymous_answer_means_the_credentials_were_not_accepted(
    api: respx.MockRouter, zendesk: Helpdesk
) -> None:
    everything_answers(api, role="end-user", ident=None)
    (said,) = troubles(zendesk)
    assert "did not accept the credentials" in said


def test_a_stream_that_is_refused_is_named(api: respx.MockRouter, zendesk: Helpdesk) -> None:
    everything_answers(api)
    api.get("/satisfaction_ratings").respond(403, html="")
    (said,) = troubles(zendesk)
    assert said.startswith("ratings: Zendesk refused")


def test_a_token_that_may_not_read_audits_is_told_what_for(
    api: respx.MockRouter, zendesk: Helpdesk
) -> None:
    everything_answers(api)
    api.get("/ticket_audits").respond(403)
    assert troubles(zendesk) == [
        "The token may not read ticket audits, where the replies of chats and messaging stand. "
        "Give it the scope read."
    ]


def test_without_a_sign_in_nothing_else_is_asked(api: respx.MockRouter, zendesk: Helpdesk) -> None:
    api.get("/users/me").respond(401)
    (said,) = troubles(zendesk)
    assert "check the e-mail address" in said


@pytest.mark.parametrize(
    ("email", "header"),
    [("ann@acme.test", "Basic YW5uQGFjbWUudGVzdC90b2tlbjpzM2NyZXQ="), (None, "Bearer s3cret")],
)
def test_it_signs_in_with_an_api_token_or_an_oauth_token(
    api: respx.MockRouter, email: str | None, header: str
) -> None:
    route = api.get("/users/me").mock(return_value=httpx.Response(200, json={}, headers=DATE))
    web("https://acme.zendesk.com", email, "s3cret").get("/users/me")
    assert route.calls.last.request.headers["Authorization"] == header


@pytest.mark.parametrize(
    ("status", "words"), [(401, "the API token"), (403, "the admin role"), (404, "the subdomain")]
)
def test_a_refusal_says_what_to_mend_in_zendesk(
    api: respx.MockRouter, zendesk: Helpdesk, status: int, words: str
) -> None:
    api.get("/groups").respond(status)
    with pytest.raises(HelpdeskError, match=words):
        zendesk.page("groups", None, 0)
