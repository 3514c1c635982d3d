"""The organisation through its API: names, messages, refusals, and how many calls are made."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
import respx

from metrics.errors import HelpdeskError
from metrics.helpdesks.pylon import Pylon, Reading, connect, normalise, web
from metrics.helpdesks.pylon.client import allowance
from metrics.helpdesks.pylon.settings import PylonSettings
from metrics.helpdesks.settings import Keeping
from metrics.helpdesks.web import Surroundings
from metrics.tickets.dimensions import ORGANIZATION
from metrics.tickets.records import (
    Event,
    EventKind,
    Removal,
    Removed,
    Role,
    Status,
    Team,
    Ticket,
    Unreadable,
)
from metrics.tickets.story import Story
from tests.metrics.helpdesks.pylon import examples
from tests.metrics.helpdesks.pylon.examples import BASE, CREATED, SERVED, listed, stamp

SINCE = CREATED - 1000
SEARCH = "/issues/search"
SAID = "/issues/0f1e-issue/messages"


def first(page: Any, kind: type) -> Any:
    return next(record for record in page.records if isinstance(record, kind))


def test_the_streams_come_in_the_order_of_a_first_sync(pylon: Pylon) -> None:
    assert pylon.streams == ("users", "teams", "issues", "unsolved", "messages", "ratings")
    assert pylon.optional == {"ratings"}
    assert pylon.by_time == {"issues"}
    assert pylon.children == {"messages": ("issues", "unsolved")}


OPENED = {
    "PYLON_URL": "https://api.usepylon.com/",
    "PYLON_API_TOKEN": "secret",
    "PYLON_ACCOUNT": " acme ",
}


def test_the_settings_open_an_organisation_known_by_the_name_they_give_it() -> None:
    settings = PylonSettings.model_validate(OPENED)
    assert settings.missing() is None
    desk = connect(settings, Keeping(), Surroundings())
    assert desk.account == "acme"
    assert desk.ticket_url("7") == "https://app.usepylon.com/issues?issueNumber=7"
    own = PylonSettings.model_validate({**OPENED, "DESKPULSE_PYLON_APP_URL": "https://a.example/"})
    assert connect(own, Keeping(), Surroundings()).ticket_url("7").startswith("https://a.example/i")


def test_two_organisations_at_one_address_are_never_one() -> None:
    one = PylonSettings.model_validate(OPENED)
    other = PylonSettings.model_validate({**OPENED, "PYLON_ACCOUNT": "globex"})
    assert one.url == other.url
    assert one.identity() != other.identity()
    nameless = {key: text for key, text in OPENED.items() if key != "PYLON_ACCOUNT"}
    assert PylonSettings.model_validate(nameless).missing() == "account"
    with pytest.raises(ValueError, match="without spaces"):
        PylonSettings.model_validate({**OPENED, "PYLON_ACCOUNT": "two words"})


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (
            {"id": "globex", "name": "Globex"},
            "organization Globex, whose id is globex, and PYLON_A",
        ),
        ({}, "does not say which organization"),
    ],
)
def test_a_token_of_another_organisation_is_refused_before_anything_is_read(
    bare_api: respx.MockRouter, pylon: Pylon, data: dict[str, str], words: str
) -> None:
    bare_api.get("/me").respond(json={"data": data, "request_id": "req-1"})
    for ask in (
        lambda: pylon.page("users", None, SINCE),
        lambda: pylon.page("issues", None, SINCE),
        lambda: pylon.details("messages", ("2290",)),
    ):
        with pytest.raises(HelpdeskError, match=words) as raised:
            ask()
        assert raised.value.permanent


def test_whose_the_token_is_is_asked_once_a_run(bare_api: respx.MockRouter, pylon: Pylon) -> None:
    route = bare_api.get("/me").respond(json=examples.me())
    for path in ("/users", "/teams"):
        bare_api.get(path).mock(return_value=listed())
    pylon.page("users", None, SINCE)
    pylon.page("teams", None, SINCE)
    assert route.call_count == 1
    route.respond(json=examples.me("globex"))
    with pytest.raises(HelpdeskError, match="whose id is globex"):
        pylon.page("users", None, SINCE)


def test_a_user_that_cannot_be_read_is_no_ai_agent_and_stops_nothing(
    lists: respx.MockRouter,
) -> None:
    odd: tuple[Any, ...] = (examples.user(id=None), examples.user(id=[1]), examples.user())
    lists.get("/users").mock(return_value=listed(*odd))
    lists.get("/issues/2290").respond(json={"data": examples.issue(), "request_id": "req-1"})
    lists.get(SAID).mock(return_value=listed(examples.message()))
    desk = Pylon("acme", web(BASE, "token"), Reading(bot_users=frozenset({"Ann Smith"})))
    (message,) = desk.details("messages", ("2290",)).records
    assert isinstance(message, Event)
    assert message.author is Role.BOT


def test_the_token_goes_with_every_request(api: respx.MockRouter, pylon: Pylon) -> None:
    route = api.get("/users").mock(return_value=listed())
    pylon.page("users", None, SINCE)
    assert route.calls.last.request.headers["authorization"] == "Bearer token"


def test_names_come_from_lists_that_a_run_reads_once(api: respx.MockRouter) -> None:
    row = {"slug": "with_vendor", "label": "With vendor", "category": "on_hold"}
    statuses = api.get("/issue-statuses").mock(return_value=listed(row))
    accounts = [listed({"id": "acc-7", "name": "Globex"}, cursor="c1"), listed()] * 2
    api.get("/accounts").mock(side_effect=accounts)
    users = api.get("/users").mock(return_value=listed(examples.user()))
    issue = examples.issue(state="with_vendor", source="pigeon")
    api.post(SEARCH).mock(return_value=listed(issue))
    api.get(SAID).mock(return_value=listed(examples.message()))
    reading = Reading(
        bot_users=frozenset({"Ann Smith"}),
        by_name=frozenset({ORGANIZATION}),
        tags=frozenset({"vip"}),
        fields={"question_type": "area", "beta": "beta"},
    )
    desk = Pylon("acme", web(BASE, "token"), reading)
    page = desk.page("issues", None, SINCE)
    ticket = first(page, Ticket)
    assert (ticket.id, ticket.status, ticket.status_name) == ("2290", Status.HOLD, "With vendor")
    assert ticket.attributes == {
        "kind": ("ticket",),
        "custom status": ("With vendor",),
        "organization": ("Globex",),
        "tag": ("vip",),
        "area": ("bug",),
        "beta": ("yes",),
    }
    assert dict(page.unknown) == {"channel:pigeon": 1}
    (message,) = desk.details("messages", ("2290",)).records
    assert isinstance(message, Event)
    assert message.author is Role.BOT
    assert (statuses.call_count, users.call_count) == (1, 1)
    desk.page("users", None, SINCE)
    desk.page("issues", None, SINCE)
    assert statuses.call_count == 2


def test_lists_that_are_refused_leave_names_and_own_statuses_unknown(api: respx.MockRouter) -> None:
    for path in ("/issue-statuses", "/accounts"):
        api.get(path).respond(403, json={"errors": ["no"], "request_id": "req-1"})
    rows = [examples.issue(state="with_vendor"), examples.issue(number=2, state="on_hold")]
    api.post(SEARCH).mock(return_value=listed(*rows))
    desk = Pylon("acme", web(BASE, "token"), Reading(by_name=frozenset({ORGANIZATION})))
    page = desk.page("issues", None, SINCE)
    assert dict(page.unknown) == {"status:with_vendor": 1}
    tickets = [record for record in page.records if isinstance(record, Ticket)]
    assert [ticket.status for ticket in tickets] == [Status.OPEN, Status.HOLD]
    assert tickets[0].attributes["organization"] == ("acc-7",)


def test_all_that_was_said_is_read_page_by_page_in_the_order_of_time(
    lists: respx.MockRouter, pylon: Pylon
) -> None:
    lists.post(SEARCH).mock(return_value=listed(examples.issue()))
    pylon.page("issues", None, SINCE)
    rows = [examples.message(id=f"m{n}", timestamp=stamp(900 - n)) for n in range(3)]
    route = lists.get(SAID).mock(side_effect=[listed(*rows[:2], cursor="c1"), listed(rows[2])])
    details = pylon.details("messages", ("2290",))
    said = [record for record in details.records if isinstance(record, Event)]
    assert [(each.id, each.order, each.ticket) for each in said] == [
        ("m2", 0, "2290"),
        ("m1", 1, "2290"),
        ("m0", 2, "2290"),
    ]
    assert {each.kind for each in said} == {EventKind.MESSAGE}
    assert dict(route.calls.last.request.url.params) == {"cursor": "c1"}


def test_what_was_said_within_one_second_stands_in_its_order(
    lists: respx.MockRouter, pylon: Pylon
) -> None:
    lists.get("/issues/2290").respond(json={"data": examples.issue(), "request_id": "req-1"})
    times = {"second": "2026-03-02T09:00:00.5Z", "first": "2026-03-02T09:00:00Z"}
    rows = [examples.message(id=name, timestamp=time) for name, time in times.items()]
    lists.get(SAID).mock(return_value=listed(*rows))
    details = pylon.details("messages", ("2290",))
    said = [record for record in details.records if isinstance(record, Event)]
    assert [each.id for each in said] == ["first", "second"]


@pytest.mark.parametrize("known", [True, False])
def test_an_issue_that_an_agent_wrote_down_was_opened_by_the_agent(
    lists: respx.MockRouter, pylon: Pylon, known: bool
) -> None:
    row = examples.issue(source="manual", requester=None)
    if known:
        lists.post(SEARCH).mock(return_value=listed(row))
        pylon.page("issues", None, SINCE)
    else:
        lists.get("/issues/2290").respond(json={"data": row, "request_id": "req-1"})
    rows = [examples.message(id=f"m{n}", timestamp=stamp(n)) for n in (2, 30)]
    lists.get(SAID).mock(return_value=listed(*rows))
    details = pylon.details("messages", ("2290",))
    said = [record for record in details.records if isinstance(record, Event)]
    story = Story.of(normalise.ticket(row, Reading()), said)
    assert story.opened_by_agent()
    assert [each.at - CREATED for each in said] == [0, 30]


def test_an_issue_that_no_page_told_of_is_asked_for_its_id(
    lists: respx.MockRouter, pylon: Pylon
) -> None:
    lists.get("/issues/2290").respond(json={"data": examples.issue(), "request_id": "req-1"})
    lists.get(SAID).mock(return_value=listed(examples.message()))
    (message,) = pylon.details("messages", ("2290",)).records
    assert message.id == "msg-1"


@pytest.mark.parametrize("known", [True, False])
def test_an_issue_that_is_no_more_was_deleted(
    lists: respx.MockRouter, pylon: Pylon, known: bool
) -> None:
    gone = httpx.Response(404, json={"errors": ["Issue not found!"], "code": "not_found"})
    if known:
        lists.post(SEARCH).mock(return_value=listed(examples.issue()))
        pylon.page("issues", None, SINCE)
        lists.get(SAID).mock(return_value=gone)
    lists.get("/issues/2290").mock(return_value=gone)
    (record,) = pylon.details("messages", ("2290",)).records
    assert record == Removed(id="2290", removal=Removal.DELETED, at=SERVED)


def test_without_a_clock_nobody_knows_since_when_an_issue_is_gone(
    lists: respx.MockRouter, pylon: Pylon
) -> None:
    gone = httpx.Response(404, json={"errors": ["Issue not found!"], "code": "not_found"})
    lists.get("/issues/2290").mock(return_value=gone)
    lists.get("/me").respond(json=examples.me())
    with pytest.raises(HelpdeskError, match="Date header"):
        pylon.details("messages", ("2290",))


def test_an_issue_whose_messages_alone_are_not_found_was_not_deleted(
    lists: respx.MockRouter, pylon: Pylon
) -> None:
    lists.get("/issues/2290").respond(json={"data": examples.issue(), "request_id": "req-1"})
    lists.get(SAID).respond(404, json={"errors": ["not found"], "code": "not_found"})
    with pytest.raises(HelpdeskError) as raised:
        pylon.details("messages", ("2290",))
    assert raised.value.gone


def test_an_id_is_one_part_of_a_path_whatever_stands_in_it(
    lists: respx.MockRouter, pylon: Pylon
) -> None:
    row = examples.issue(id="a/b?c#d")
    one = lists.get(url__regex=".*/issues/.*7$").respond(json={"data": row, "request_id": "r"})
    said = lists.get(url__regex=".*/messages$").mock(return_value=listed())
    pylon.details("messages", ("x/y?7",))
    assert one.calls.last.request.url.raw_path.endswith(b"/issues/x%2Fy%3F7")
    assert said.calls.last.request.url.raw_path.endswith(b"/issues/a%2Fb%3Fc%23d/messages")
    assert pylon.ticket_url("7&a=b").endswith("issueNumber=7%26a%3Db")


def test_a_row_that_cannot_be_read_is_set_aside_and_the_rest_goes_on(
    lists: respx.MockRouter, pylon: Pylon
) -> None:
    broken = examples.issue(number=2, created_at=None)
    lists.post(SEARCH).mock(return_value=listed(broken, "nonsense", examples.issue()))
    page = pylon.page("issues", None, SINCE)
    aside = [record for record in page.records if isinstance(record, Unreadable)]
    assert [(record.id[:7], record.reason) for record in aside] == [
        ("2", "created_at is missing or not a time"),
        ("unnamed", "record is not an object"),
    ]
    assert "custom_fields" in aside[0].excerpt
    assert "bug" not in aside[0].excerpt
    assert first(page, Ticket).id == "2290"
    lists.get(SAID).mock(return_value=listed(examples.message(timestamp=None)))
    (message,) = pylon.details("messages", ("2290",)).records
    assert isinstance(message, Unreadable)


@pytest.mark.parametrize("header", ["X-Retry-After", "Retry-After"])
def test_a_429_waits_as_long_as_it_says_under_either_name(
    api: respx.MockRouter, pylon: Pylon, waits: list[float], header: str
) -> None:
    busy = httpx.Response(429, headers={header: "21"}, json={"errors": ["Rate limit exceeded"]})
    api.get("/teams").mock(side_effect=[busy, listed({"id": "t1", "name": "A"})])
    page = pylon.page("teams", None, SINCE)
    assert page.records == (Team(id="t1", name="A"),)
    assert waits == [21.0]


def test_a_fault_of_pylons_is_tried_again(
    api: respx.MockRouter, pylon: Pylon, waits: list[float]
) -> None:
    api.get("/teams").mock(side_effect=[httpx.Response(502), listed()])
    assert pylon.page("teams", None, SINCE).caught_up
    assert len(waits) == 1


def test_what_is_left_of_a_minute_is_learnt(
    api: respx.MockRouter, pylon: Pylon, waits: list[float]
) -> None:
    learnt = allowance({"x-rate-limit-remaining": "3"})
    assert learnt
    assert (learnt.remaining, learnt.calls) == (3, None)
    assert allowance({}) is None
    none_left = listed()
    none_left.headers["X-Rate-Limit-Remaining"] = "0"
    api.get("/teams").mock(return_value=none_left)
    pylon.page("teams", None, SINCE)
    assert not waits
    pylon.page("teams", None, SINCE)
    assert sum(waits) == pytest.approx(5)


def test_searches_messages_and_lists_have_minutes_of_their_own(
    lists: respx.MockRouter, pylon: Pylon, waits: list[float]
) -> None:
    lists.post(SEARCH).mock(return_value=listed(examples.issue()))
    lists.get(SAID).mock(return_value=listed())
    for _ in range(90):
        pylon.page("issues", None, SINCE)
    for _ in range(225):
        pylon.details("messages", ("2290",))
    assert not waits
    pylon.page("issues", None, SINCE)
    assert sum(waits) == pytest.approx(60, abs=1)


@pytest.mark.parametrize(
    ("status", "code", "words", "refused"),
    [
        (401, "invalid_api_token", "did not accept the token", False),
        (401, "wrong_region_token", "api.eu.usepylon.com", False),
        (403, None, "the plan or the token lacks the right", True),
        (404, "not_found", "knows nothing at this address", True),
    ],
)
def test_a_refusal_says_what_mends_it(
    api: respx.MockRouter, pylon: Pylon, status: int, code: str | None, words: str, refused: bool
) -> None:
    body = {"errors": ["no"], "request_id": "req-1"} | ({"code": code} if code else {})
    api.get("/teams").respond(status, json=body)
    with pytest.raises(HelpdeskError, match=words) as raised:
        pylon.page("teams", None, SINCE)
    assert raised.value.permanent
    assert raised.value.refused is refused
    assert "token=" not in str(raised.value)


def test_a_refusal_that_says_nothing_is_one_all_the_same(
    api: respx.MockRouter, pylon: Pylon
) -> None:
    for content in (b"<html>", b"[1]"):
        api.get("/teams").respond(401, content=content)
        with pytest.raises(HelpdeskError, match="did not accept the token"):
            pylon.page("teams", None, SINCE)
