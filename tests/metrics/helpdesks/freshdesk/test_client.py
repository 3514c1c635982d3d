from __future__ import annotations

from typing import Any

import httpx
import pytest
import respx

from metrics.errors import HelpdeskError
from metrics.helpdesks.freshdesk import Freshdesk, Reading, connect, web
from metrics.helpdesks.freshdesk.client import allowance, unsolved_statuses
from metrics.helpdesks.freshdesk.settings import FreshdeskSettings
from metrics.helpdesks.settings import Keeping
from metrics.helpdesks.web import Surroundings
from metrics.tickets.dimensions import BRAND
from metrics.tickets.records import (
    Event,
    Removal,
    Removed,
    Role,
    Status,
    Team,
    Ticket,
    Unreadable,
)
from tests.metrics.helpdesks.freshdesk import examples
from tests.metrics.helpdesks.freshdesk.examples import BASE, CREATED, stamp

SINCE = CREATED - 1000
SAID = "/tickets/1517/conversations"


def first(page: Any, kind: type) -> Any:
    return next(record for record in page.records if isinstance(record, kind))


def test_the_streams_come_in_the_order_of_a_first_sync(freshdesk: Freshdesk) -> None:
    always = ("agents", "groups", "tickets", "deleted", "spam", "unsolved", "conversations")
    optional = ("ratings", "business_hours", "time_entries")
    assert freshdesk.streams == (*always, *optional)
    assert freshdesk.optional == set(optional)
    assert freshdesk.by_time == {"tickets", "deleted", "spam"}
    assert freshdesk.children == {"conversations": ("tickets", "unsolved")}
    assert freshdesk.ticket_url("7") == "https://acme.freshdesk.com/a/tickets/7"


def test_the_settings_open_an_account_known_by_its_name() -> None:
    settings = FreshdeskSettings.model_validate(
        {
            "FRESHDESK_URL": "https://acme.freshdesk.com/a/",
            "FRESHDESK_API_KEY": "secret",
            "DESKPULSE_FRESHDESK_FIELDS": "cf_area = area",
        }
    )
    assert settings.missing() is None
    assert settings.field_names() == {"cf_area": "area"}
    assert connect(settings, Keeping(), Surroundings()).account == "acme"


def test_the_key_is_the_name_of_a_user_whose_password_is_nothing(
    api: respx.MockRouter, freshdesk: Freshdesk
) -> None:
    route = api.get("/agents").respond(json=[])
    freshdesk.page("agents", None, SINCE)
    assert route.calls.last.request.headers["authorization"] == "Basic a2V5Olg="


def test_names_come_from_lists_that_a_run_reads_once(api: respx.MockRouter) -> None:
    fields = api.get("/ticket_fields").respond(
        json=[
            {"type": "default_status", "choices": {"8": ["Waiting on Customer", "Ours"]}},
            {"type": "default_source", "choices": {"Galactic": 101}},
        ]
    )
    api.get("/groups").respond(json=[{"id": 31, "name": "Front", "business_hour_id": 59}])
    api.get("/products").respond(json=[{"id": 6, "name": "Toasters"}])
    api.get("/agents").respond(json=[examples.agent(), examples.agent(id=900)])
    row = examples.ticket(status=8, source=101, product_id=6)
    api.get("/tickets").respond(json=[row])
    said = examples.conversation(user_id=501)
    api.get(SAID).respond(json=[said])
    reading = Reading(
        bot_users=frozenset({"Ann Smith"}),
        by_name=frozenset({BRAND}),
        tags=frozenset({"vip"}),
        fields={"cf_area": "area"},
    )
    desk = Freshdesk("acme", web("https://acme.freshdesk.com", "key"), reading)
    page = desk.page("tickets", None, SINCE)
    ticket = first(page, Ticket)
    assert (ticket.status, ticket.status_name) == (Status.PENDING, "Waiting on Customer")
    assert ticket.channel_raw == "Galactic"
    assert ticket.attributes == {
        "kind": ("Question",),
        "custom status": ("Waiting on Customer",),
        "brand": ("Toasters",),
        "tag": ("vip",),
        "area": ("north",),
    }
    assert dict(page.unknown) == {"channel:Galactic": 1}
    (message,) = desk.details("conversations", ("1517",)).records
    assert isinstance(message, Event)
    assert message.author is Role.BOT
    assert fields.call_count == 1
    desk.page("agents", None, SINCE)
    desk.page("tickets", None, SINCE)
    assert fields.call_count == 2


def test_an_agent_that_cannot_be_read_is_no_ai_agent_and_stops_nothing(
    lists: respx.MockRouter,
) -> None:
    odd = (examples.agent(id=None), examples.agent(id=7, updated_at="2026-03-02T08:00:00"))
    lists.get("/agents").respond(json=[*odd, examples.agent()])
    lists.get(SAID).respond(json=[examples.conversation()])
    reading = Reading(bot_users=frozenset({"Ann Smith"}))
    desk = Freshdesk("acme", web("https://acme.freshdesk.com", "key"), reading)
    (message,) = desk.details("conversations", ("1517",)).records
    assert isinstance(message, Event)
    assert message.author is Role.BOT


def test_lists_that_are_refused_leave_the_numbers_unknown(
    api: respx.MockRouter, freshdesk: Freshdesk
) -> None:
    api.get("/ticket_fields").respond(403, json={"code": "access_denied"})
    api.get("/groups").respond(json=[])
    api.get("/tickets").respond(json=[examples.ticket(status=8)])
    assert dict(freshdesk.page("tickets", None, SINCE).unknown) == {"status:8": 1}


def test_all_that_was_said_is_read_page_by_page(
    lists: respx.MockRouter, freshdesk: Freshdesk
) -> None:
    link = {"Link": f'<{BASE}{SAID}?page=2>; rel="next"'}
    rows = [examples.conversation(id=n) for n in range(1, 4)]
    route = lists.get(SAID).mock(
        side_effect=[
            httpx.Response(200, json=rows[:2], headers=link),
            httpx.Response(200, json=rows[2:]),
        ]
    )
    details = freshdesk.details("conversations", ("1517",))
    assert [record.id for record in details.records if isinstance(record, Event)] == [*"123"]
    assert route.call_count == 2


def test_a_merge_is_told_by_its_note(lists: respx.MockRouter, freshdesk: Freshdesk) -> None:
    text = "This ticket is closed and merged into ticket 12"
    note = examples.conversation(private=True, source=2, body_text=text)
    others = (
        examples.conversation(id=5, source=2, incoming=True, body_text=text),
        examples.conversation(id=6, body_text=text),
        examples.conversation(id=7, private=True, source=2, body_text=f"She read: {text}"),
        examples.conversation(id=8, source=2, body_text="Your other one was merged into ticket 9"),
    )
    lists.get(SAID).respond(json=[*others, note])
    details = freshdesk.details("conversations", ("1517",))
    removed = [record for record in details.records if isinstance(record, Removed)]
    assert removed == [Removed(id="1517", removal=Removal.MERGED, at=CREATED + 600)]


@pytest.mark.parametrize(
    ("row", "removal"), [({"deleted": True}, Removal.DELETED), ({"spam": True}, Removal.SPAM)]
)
def test_a_ticket_that_was_thrown_away_meanwhile_is_removed(
    lists: respx.MockRouter, freshdesk: Freshdesk, row: dict[str, Any], removal: Removal
) -> None:
    lists.get(SAID).respond(404)
    lists.get("/tickets/1517").respond(json=examples.ticket(**row))
    (record,) = freshdesk.details("conversations", ("1517",)).records
    assert record == Removed(id="1517", removal=removal, at=CREATED + 3600)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({}, "Freshdesk knows the ticket, and not what was said in it"),
        ({"deleted": True, "updated_at": "yesterday"}, "updated_at is missing or not a time"),
    ],
)
def test_a_ticket_whose_words_alone_are_not_found_was_not_deleted(
    lists: respx.MockRouter, freshdesk: Freshdesk, row: dict[str, Any], reason: str
) -> None:
    lists.get(SAID).respond(404)
    lists.get("/tickets/1517").respond(json=examples.ticket(**row))
    details = freshdesk.details("conversations", ("1517",))
    assert details.records == (Unreadable(id="1517", reason=reason),)


def test_a_ticket_that_nobody_knows_any_more_may_be_archived_and_is_set_aside(
    lists: respx.MockRouter, freshdesk: Freshdesk
) -> None:
    lists.get(SAID).respond(404)
    lists.get("/tickets/1517").respond(404)
    (record,) = freshdesk.details("conversations", ("1517",)).records
    assert isinstance(record, Unreadable)
    assert "archived" in record.reason


def test_a_row_that_cannot_be_read_is_set_aside_and_the_rest_goes_on(
    lists: respx.MockRouter, freshdesk: Freshdesk
) -> None:
    broken = examples.ticket(id=2, created_at=None)
    rows: list[Any] = [broken, "nonsense", examples.ticket()]
    lists.get("/tickets").respond(json=rows)
    page = freshdesk.page("tickets", None, SINCE)
    aside = [record for record in page.records if isinstance(record, Unreadable)]
    assert [(record.id[:7], record.reason) for record in aside] == [
        ("2", "created_at is missing or not a time"),
        ("unnamed", "record is not an object"),
    ]
    assert "custom_fields, due_by" in aside[0].excerpt
    assert "billing" not in aside[0].excerpt
    assert first(page, Ticket).id == "1517"


def test_old_tickets_that_are_unsolved_are_searched_for_in_stretches_of_days(
    lists: respx.MockRouter, freshdesk: Freshdesk
) -> None:
    row = {key: value for key, value in examples.ticket().items() if key != "stats"}
    queries: list[str] = []

    def found(request: httpx.Request) -> httpx.Response:
        query, page = (request.url.params[name] for name in ("query", "page"))
        queries.append(f"{query} {page}")
        first_day = query.partition("created_at:>'")[2][:10]
        total = 301 if first_day == "2010-01-01" and "2018" not in query else 31
        headers = {"Date": "Mon, 02 Mar 2026 12:00:00 GMT"}
        return httpx.Response(200, json={"total": total, "results": [row]}, headers=headers)

    lists.get("/search/tickets").mock(side_effect=found)
    cursor: str | None = None
    caught_up: list[bool] = []
    while not any(caught_up):
        page = freshdesk.page("unsolved", cursor, SINCE)
        cursor = page.cursor
        assert isinstance(page.records[0], Ticket)
        caught_up.append(page.caught_up)
    assert queries == [
        f"\"(status:2 OR status:3) AND created_at:>'{start}' AND created_at:<'{end}'\" {number}"
        for start, end, number in (
            ("2010-01-01", "2100-01-01", 1),
            ("2018-02-01", "2026-03-03", 1),
            ("2018-02-01", "2026-03-03", 2),
            ("2010-01-01", "2018-01-31", 1),
            ("2010-01-01", "2018-01-31", 2),
        )
    ]
    assert caught_up == [False, False, False, True]
    again = freshdesk.page("unsolved", cursor, SINCE)
    assert (again.records, again.caught_up) == ((), True)
    assert len(queries) == 5


def test_statuses_in_which_a_ticket_is_unsolved_are_all_but_those_that_say_solved() -> None:
    labels = {"2": "Open", "4": "Resolved", "5": "Closed", "6": "Waiting on Customer", "7": "Done"}
    assert unsolved_statuses(labels) == ("2", "3", "6")


def limits(total: str, left: int, used: int = 1) -> dict[str, str]:
    return {
        "x-ratelimit-total": total,
        "x-ratelimit-remaining": str(left),
        "x-ratelimit-used-currentrequest": str(used),
    }


def test_what_the_plan_allows_is_learnt_and_others_are_left_a_quarter() -> None:
    learnt = allowance(limits("400.0", 399))
    assert learnt
    assert (learnt.calls, learnt.remaining) == (300, 399)
    hourly = allowance(limits("5000", 4999))
    assert hourly
    assert hourly.calls == 62
    assert allowance(limits("400", 397, used=3)) is None
    assert allowance({}) is None
    assert allowance(limits("lots", 1)) is None


def test_credits_are_kept_to_before_freshdesk_refuses(
    api: respx.MockRouter, freshdesk: Freshdesk, waits: list[float]
) -> None:
    api.get("/agents").respond(json=[], headers=limits("50.0", 49))
    for _ in range(37):
        freshdesk.page("agents", None, SINCE)
    assert not waits
    freshdesk.page("agents", None, SINCE)
    assert sum(waits) == pytest.approx(60, abs=1)


def test_lists_of_tickets_have_a_limit_of_their_own_and_cost_three(
    lists: respx.MockRouter, waits: list[float]
) -> None:
    around = Surroundings(clock=lambda: sum(waits), wait=waits.append)
    client = web("https://acme.freshdesk.com", "key", around, credits_per_minute=200)
    desk = Freshdesk("acme", client)
    lists.get("/tickets").respond(json=[])
    for _ in range(20):
        desk.page("tickets", None, SINCE)
    assert not waits
    desk.page("tickets", None, SINCE)
    assert sum(waits) == pytest.approx(60, abs=1)


def test_a_429_waits_as_long_as_it_says(
    api: respx.MockRouter, freshdesk: Freshdesk, waits: list[float]
) -> None:
    busy = httpx.Response(429, headers={"Retry-After": "21"}, json={"message": "limit"})
    api.get("/groups").mock(side_effect=[busy, httpx.Response(200, json=[{"id": 1, "name": "A"}])])
    page = freshdesk.page("groups", None, SINCE)
    assert page.records == (Team(id="1", name="A"),)
    assert waits == [21.0]


@pytest.mark.parametrize(
    ("status", "words", "refused"),
    [
        (401, "did not accept the API key", False),
        (403, "the admin role", True),
        (404, "https://NAME.freshdesk.com", True),
    ],
)
def test_a_refusal_says_what_mends_it(
    api: respx.MockRouter, freshdesk: Freshdesk, status: int, words: str, refused: bool
) -> None:
    api.get("/groups").respond(status, json={"code": "access_denied"})
    with pytest.raises(HelpdeskError, match=words) as raised:
        freshdesk.page("groups", None, SINCE)
    assert raised.value.permanent
    assert raised.value.refused is refused


def test_an_answer_of_another_shape_is_no_empty_list(
    api: respx.MockRouter, freshdesk: Freshdesk
) -> None:
    api.get("/groups").respond(json={"groups": []})
    with pytest.raises(HelpdeskError, match="not a JSON list"):
        freshdesk.page("groups", None, SINCE)


def test_a_search_without_stamps_tells_of_a_ticket_all_the_same(
    lists: respx.MockRouter, freshdesk: Freshdesk
) -> None:
    row = {key: value for key, value in examples.ticket(status=3).items() if key != "stats"}
    lists.get("/search/tickets").respond(json={"total": 1, "results": [row]})
    page = freshdesk.page("unsolved", None, SINCE)
    changes = [(e.at, e.new) for e in page.records if isinstance(e, Event) and e.field]
    assert changes == [(CREATED, "open"), (CREATED + 3600, "pending")]
    assert stamp(3600) == row["updated_at"]
