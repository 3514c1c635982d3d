from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from sandbox.helpdesks.pylon import (
    OLDER,
    OTHER_REGION_TOKEN,
    TOKEN,
    Limits,
    Quirks,
    delivery,
    pylon_app,
)
from sandbox.helpdesks.pylon.ids import issue_id, user_id
from sandbox.year import cast
from sandbox.year.plan import SYSTEM, Speech, TicketPlan
from tests import patience, truth
from tests.sandbox.serving import served
from tests.sandbox.small_year import NOW, YEAR

PLANS = {plan.id: plan for plan in truth.counted(YEAR, NOW)}
MANY = Limits(windows=10**6, statuses=10**6, searches=10**6, messages=10**6, others=10**6)
ALWAYS = {"field": "updated_at", "operator": "time_is_after", "value": "2020-01-01T00:00:00Z"}


class Api:
    """A caller with no manners."""

    def __init__(self, address: str, token: str = TOKEN) -> None:
        self.http = httpx.Client(
            base_url=address,
            headers={"Authorization": f"Bearer {token}"},
            timeout=patience.SECONDS,
            trust_env=False,
        )

    def get(self, path: str, **asked: Any) -> httpx.Response:
        return self.http.get(path, params=asked)

    def search(self, **asked: Any) -> httpx.Response:
        return self.http.post("/issues/search", json=asked)

    def __call__(self, path: str, **asked: Any) -> Any:
        response = self.get(path, **asked)
        assert response.status_code == 200, response.text
        return response.json()

    def found(self, **asked: Any) -> Any:
        response = self.search(**asked)
        assert response.status_code == 200, response.text
        return response.json()

    def walk(self, path: str, **asked: Any) -> list[Any]:
        """All rows of a list, as long as there is a next page."""
        rows, page = [], self(path, **asked)
        rows += page.get("data", [])
        while page.get("pagination", {}).get("has_next_page"):
            cursor = page["pagination"]["cursor"]
            page = self(path, **asked, cursor=cursor)
            assert page["pagination"]["cursor"] != cursor
            rows += page["data"]
        return rows

    def walk_search(self, node: dict[str, Any], **asked: Any) -> list[Any]:
        """All rows that a filter finds."""
        page = self.found(filter=node, **asked)
        rows = list(page.get("data", []))
        while page.get("pagination", {}).get("has_next_page"):
            cursor = page["pagination"]["cursor"]
            page = self.found(filter=node, **asked, cursor=cursor)
            assert page["pagination"]["cursor"] != cursor
            rows += page["data"]
        return rows


@contextmanager
def desk(**options: Any) -> Iterator[Api]:
    options = {"clock": lambda: float(NOW), "limits": MANY, **options}
    with served(pylon_app(YEAR, **options)) as address:
        api = Api(address)
        yield api
        api.http.close()


@pytest.fixture(scope="module")
def api() -> Iterator[Api]:
    with desk() as api:
        yield api


@pytest.fixture(scope="module")
def issues(api: Api) -> dict[int, Any]:
    return {row["number"]: row for row in api.walk_search(ALWAYS, limit=999)}


def at(text: str | None) -> int | None:
    return None if text is None else int(datetime.fromisoformat(text).timestamp())


def iso(when: int) -> str:
    return datetime.fromtimestamp(when, UTC).isoformat()


def test_search_walks_all_issues_once_by_the_cursor_in_the_body(api: Api) -> None:
    rows = api.walk_search(ALWAYS, limit=97)
    assert sorted(row["number"] for row in rows) == sorted(
        {plan.id for plan in PLANS.values()} | {p.id for p in YEAR.plans if is_merged(p)}
    )
    first = api.found(filter=ALWAYS, limit=97)
    cursor = first["pagination"]["cursor"]
    again = api.http.post(
        "/issues/search", params={"cursor": cursor}, json={"filter": ALWAYS, "limit": 97}
    ).json()
    assert again["data"] == first["data"]
    usual = api.found(filter=ALWAYS)
    assert len(usual["data"]) == 100


def is_merged(plan: TicketPlan) -> bool:
    return plan.removal == "merged" and plan.created_at <= NOW


def test_what_is_not_there_is_left_out(api: Api, issues: dict[int, Any]) -> None:
    nothing = api.found(filter={**ALWAYS, "value": "2100-01-01T00:00:00Z"})
    assert set(nothing) == {"request_id"}
    assert set(api("/custom-fields", object_type="account")) == {"request_id"}
    nps = next(one["id"] for one in api.walk("/surveys") if one["type"] == "nps")
    assert set(api(f"/surveys/{nps}/responses")) == {"request_id"}
    waits = {number: row for number, row in issues.items() if not row.get("resolution_time")}
    assert {"resolution_time" in row for number, row in waits.items() if number % 2} == {False}
    assert {row["resolution_time"] for number, row in waits.items() if not number % 2} == {None}


def test_bounds_of_time_belong_to_no_span(api: Api, issues: dict[int, Any]) -> None:
    number, row = max(issues.items())
    when = at(row["updated_at"])
    assert when is not None
    for low, high, found in ((0, 1, False), (-1, 0, False), (-1, 1, True)):
        span = {
            "field": "updated_at",
            "operator": "time_range",
            "values": [iso(when + low), iso(when + high)],
        }
        numbers = {each["number"] for each in api.walk_search(span)}
        assert (number in numbers) is found


def test_a_status_is_asked_for_by_its_own_slug(api: Api, issues: dict[int, Any]) -> None:
    category = {row["slug"]: row["category"] for row in api.walk("/issue-statuses")}
    assert set(category.values()) == {
        *("new", "waiting_on_you", "waiting_on_customer", "on_hold", "closed")
    }
    asked = {"field": "state", "operator": "not_in", "values": ["closed"]}
    slugs = {row["state"] for row in api.walk_search(asked)}
    assert "resolved" in slugs
    assert "closed" not in slugs
    assert category["resolved"] == "closed"
    assert {row["state"] for row in issues.values()} <= set(category)


def test_filters_are_nested_and_refused_as_pylon_does(api: Api, issues: dict[int, Any]) -> None:
    team = next(row["team"]["id"] for row in issues.values() if row.get("team"))
    both = [
        {"field": "team_id", "operator": "equals", "value": team},
        {"field": "issue_type", "operator": "equals", "value": "conversation"},
    ]
    got = api.walk_search({"operator": "and", "subfilters": both})
    assert got
    assert {(row["team"]["id"], row["type"]) for row in got} == {(team, "conversation")}
    deep: dict[str, Any] = ALWAYS
    for _ in range(3):
        deep = {"operator": "or", "subfilters": [deep]}
    assert api.search(filter=deep, limit=1).status_code == 200
    refused: tuple[dict[str, Any], ...] = (
        {"filter": {"operator": "or", "subfilters": [deep]}},
        {"filter": {**ALWAYS, "field": "spell"}},
        {"filter": {**ALWAYS, "operator": "equals"}},
        {"filter": {**ALWAYS, "value": "2026-01-01T00:00:00"}},
        {"filter": ALWAYS, "limit": 1000},
        {"filter": ALWAYS, "limit": 0},
        {"filter": ALWAYS, "cursor": "spell"},
        {},
    )
    for asked in refused:
        answer = api.search(**asked)
        assert answer.status_code == 400, asked
        assert set(answer.json()) == {"errors", "request_id"}
    tagged = {"field": "tags", "operator": "contains", "value": "outage"}
    assert {tuple(row["tags"]) for row in api.walk_search(tagged)} == {("outage",)}


def test_windows_are_of_creation_and_at_most_thirty_days_long(api: Api) -> None:
    end = datetime.fromtimestamp(NOW, UTC)
    start = end - timedelta(days=30)
    rows = api.walk("/issues", start_time=start.isoformat(), end_time=end.isoformat(), limit=13)
    numbers = [row["number"] for row in rows]
    born = [
        plan.id
        for plan in YEAR.plans
        if start.timestamp() < plan.created_at < NOW and not is_deleted(plan) and not plan.child
    ]
    assert sorted(numbers) == born
    longer = (start - timedelta(seconds=1)).isoformat()
    for asked in (
        {"start_time": longer, "end_time": end.isoformat()},
        {"start_time": start.isoformat()},
        {"start_time": "2026-01-01T00:00:00", "end_time": "2026-01-02T00:00:00"},
    ):
        assert api.get("/issues", **asked).status_code == 400


def is_deleted(plan: TicketPlan) -> bool:
    return plan.removal == "deleted" and (plan.removed_at or NOW) <= NOW


def test_stamps_and_seconds_are_those_of_the_plan_in_both_clocks(issues: dict[int, Any]) -> None:
    reopened = replied = 0
    for number, row in issues.items():
        plan = YEAR.plans[number - YEAR.plans[0].id]
        assert at(row["created_at"]) == plan.created_at
        solves = [solve.at for solve in plan.solves if solve.at <= NOW]
        again = [when for when in plan.reopened_at if when <= NOW]
        reopened += bool(again)
        if not plan.came_closed and not plan.removal:
            last = None if len(again) == len(solves) else solves[-1]
            assert at(row.get("first_resolution_time")) == (solves[0] if solves else None)
            assert at(row.get("resolution_time")) == last, number
            assert_seconds(plan, row, "resolution", last)
        first = first_words(plan)
        replied += first is not None
        assert at(row.get("first_response_time")) == first, number
        assert_seconds(plan, row, "first_response", first)
    assert reopened > 20
    assert replied > 500


def test_an_issue_that_is_opened_again_keeps_its_first_resolution_only() -> None:
    plan = next(plan for plan in PLANS.values() if plan.reopened_at and plan.id % 2)
    clock = [0.0]
    with desk(clock=lambda: clock[0]) as later:
        for when, resolved in (
            (plan.reopened_at[0] - 1, plan.solves[0].at),
            (plan.reopened_at[0], None),
            (plan.solves[1].at, plan.solves[1].at),
        ):
            clock[0] = float(when)
            row = later(f"/issues/{plan.id}")["data"]
            assert at(row["first_resolution_time"]) == plan.solves[0].at
            assert at(row.get("resolution_time")) == resolved
            assert (row["state"] in {"closed", "resolved"}) is (resolved is not None)


def first_words(plan: TicketPlan) -> int | None:
    """When somebody but the customer first spoke, the AI agent too, and no trigger."""
    if plan.agent_created:
        return None
    words = (
        step.at
        for step in plan.steps[1:]
        if step.speech in {Speech.PUBLIC, Speech.CALL}
        and step.who not in {SYSTEM, plan.requester}
        and step.at <= NOW
    )
    return next(words, None)


def assert_seconds(plan: TicketPlan, row: Any, name: str, end: int | None) -> None:
    office = YEAR.shifts.seconds_until
    start = plan.created_at
    assert row.get(f"{name}_seconds") == (None if end is None else end - start)
    worked = None if end is None else office(end) - office(start)
    assert row.get(f"business_hours_{name}_seconds") == worked


def test_only_sums_are_kept_of_what_an_issue_went_through(issues: dict[int, Any]) -> None:
    own = {"new", "waiting_on_you", "waiting_on_customer", "on_hold", "closed"}
    custom = set()
    for row in issues.values():
        spent = row["time_in_status_seconds"]
        born = at(row["created_at"])
        assert born is not None
        assert sum(spent.get(slug, 0) for slug in own) == NOW - born
        custom |= set(spent) - own
        worked = row["business_hours_time_in_status_seconds"]
        assert all(worked[slug] <= spent[slug] for slug in spent)
    assert custom == {"waiting_on_vendor", "resolved"}
    both = [
        row
        for row in issues.values()
        if (row.get("team_slas") or [{}])[0].get("resolution") and row.get("resolution_seconds")
    ]
    moved = [
        row
        for row in both
        if row["team_slas"][0]["resolution"]["seconds"] != row["resolution_seconds"]
    ]
    assert moved
    assert len(moved) < len(both)


def test_an_answer_has_a_score_and_no_date_in_its_issue(api: Api, issues: dict[int, Any]) -> None:
    answered = {
        plan.id: plan.survey
        for plan in YEAR.plans
        if plan.survey and plan.survey.answered_at and plan.survey.answered_at <= NOW
    }
    scored = {
        number: row["csat_responses"] for number, row in issues.items() if row.get("csat_responses")
    }
    assert set(scored) == set(answered) & set(issues)
    for number, responses in scored.items():
        assert (responses[0]["score"] > 3) is answered[number].good
        assert set(responses[0]) == {"score", "comment"}
    csat = next(one["id"] for one in api.walk("/surveys") if one["type"] == "csat")
    rows = api.walk(f"/surveys/{csat}/responses", limit=50)
    assert [at(row["submitted_at"]) for row in rows] == sorted(
        one.answered_at or 0 for one in answered.values()
    )
    assert not any("issue_id" in row for row in rows)
    later = api.walk(f"/surveys/{csat}/responses", submitted_after=rows[9]["submitted_at"])
    assert later == rows[10:]


def test_messages_come_in_pages_and_tell_notes_from_replies() -> None:
    spoken = [plan for plan in PLANS.values() if sum(s.speech is not None for s in plan.steps) > 4]
    with desk(page_limit=2) as small:
        for plan in spoken[:40]:
            rows = small.walk(f"/issues/{issue_id(plan.id)}/messages")
            steps = [step for step in plan.steps if step.speech and step.at <= NOW]
            assert [at(row["timestamp"]) for row in rows] == [step.at for step in steps]
            for step, row in zip(steps, rows, strict=True):
                note = step.speech is Speech.NOTE
                assert (row["is_private"], "thread_id" in row) == (note, note)
                kinds = {"user", "contact"} & set(row["author"])
                asks = step.who == plan.requester
                assert kinds == (set() if step.who == SYSTEM else {"contact" if asks else "user"})
        assert len(small("/users")["data"]) == 2


def test_slack_is_a_channel_like_others(issues: dict[int, Any]) -> None:
    sources = {row["source"] for row in issues.values()}
    assert sources == {"email", "form", "chat_widget", "slack", "phone", "discord", "manual"}
    of_slack = [row for row in issues.values() if row["source"] == "slack"]
    assert all(
        {"channel_id", "message_ts", "workspace_id"} == set(row["slack"]) for row in of_slack
    )
    assert {row["type"] for row in of_slack} == {"conversation"}
    manual = [row for row in issues.values() if row["source"] == "manual"]
    assert not any(row.get("requester") for row in manual)


def test_an_issue_goes_by_its_id_and_its_number_until_it_is_deleted(api: Api) -> None:
    number = max(PLANS)
    by_id = api(f"/issues/{issue_id(number)}")["data"]
    assert by_id == api(f"/issues/{number}")["data"]
    assert by_id["link"].endswith(f"issueNumber={number}")
    gone = next(plan for plan in YEAR.plans if is_deleted(plan))
    for path in (f"/issues/{gone.id}", f"/issues/{issue_id(gone.id)}/messages", "/spells"):
        answer = api.get(path)
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
        assert answer.json()["request_id"] == answer.headers["X-Pylon-Request-ID"]


def test_the_organisation_tells_who_is_there_now(api: Api) -> None:
    assert set(api("/me")["data"]) == {"id", "name"}
    people = {row["id"]: row["name"] for row in api.walk("/users")}
    assert people[user_id(cast.ASSISTANT.id)] == cast.ASSISTANT.name
    assert user_id(cast.FORMER.id) not in people
    teams = {row["name"]: row["users"] for row in api.walk("/teams")}
    assert set(teams) == set(cast.TEAMS.values())
    assert all(one["id"] in people for users in teams.values() for one in users)
    assert len(api.walk("/accounts", limit=7)) == 60
    assert {row["slug"] for row in api.walk("/custom-fields", object_type="issue")} == {
        *("priority", "question_type")
    }
    assert api.get("/custom-fields").status_code == 400
    assert {row["object_type"] for row in api.walk("/tags")} == {"issue", "account"}


def test_every_endpoint_has_a_minute_of_its_own() -> None:
    clock = [float(NOW)]
    with desk(clock=lambda: clock[0], limits=OLDER) as poor:
        number = max(PLANS)
        path = f"/issues/{number}/messages"
        codes = [poor.get(path).status_code for _ in range(21)]
        assert codes == [200] * 20 + [429]
        refused = poor.get(f"/issues/{issue_id(number)}/messages")
        assert refused.status_code == 429
        assert refused.headers["X-Rate-Limit-Remaining"] == "0"
        assert "Retry-After" not in refused.headers
        assert poor.get(f"/issues/{number}").status_code == 200
        clock[0] += int(refused.headers["X-Retry-After"])
        assert poor.get(path).headers["X-Rate-Limit-Remaining"] == "19"


def test_refusals_look_as_pylons_do() -> None:
    quirks = Quirks(lacking={"/surveys"}, faults={2: 503}, wait_in="Retry-After")
    with desk(quirks=quirks, limits=Limits(others=3)) as odd:
        assert odd.get("/me").status_code == 200
        assert odd.get("/me").status_code == 503
        lacking = odd.get("/surveys")
        assert (lacking.status_code, set(lacking.json())) == (403, {"errors", "request_id"})
        codes = {
            f"Bearer {OTHER_REGION_TOKEN}": "wrong_region_token",
            "Bearer spell": "invalid_api_token",
            TOKEN: "invalid_authorization_header",
        }
        for header, code in codes.items():
            answer = odd.http.get("/me", headers={"Authorization": header})
            assert (answer.status_code, answer.json()["code"]) == (401, code)
        large = odd.http.post("/issues/search", content=b" " * (10 * 1024 * 1024 + 1))
        assert (large.status_code, large.json()["code"]) == (413, "payload_too_large")
        while (answer := odd.get("/me")).status_code == 200:
            pass
        assert answer.status_code == 429
        assert int(answer.headers["Retry-After"]) > 0
    with desk() as plain:
        assert plain.get("/audit-logs").status_code == 403


def test_lists_may_be_behind_the_issue_itself() -> None:
    stamp, late = max(
        (step.at, plan)
        for plan in PLANS.values()
        for step in plan.steps[1:]
        if step.at <= NOW and step.speech
    )
    clock = [float(stamp + 5)]
    quirks = Quirks(late=lambda number: 60 if number == late.id else 0)
    with desk(clock=lambda: clock[0], quirks=quirks) as odd:
        seen = {row["number"]: row["updated_at"] for row in odd.walk_search(ALWAYS, limit=999)}
        assert at(seen[late.id]) != stamp
        assert at(odd(f"/issues/{late.id}")["data"]["updated_at"]) == stamp
        clock[0] += 60
        seen = {row["number"]: row["updated_at"] for row in odd.walk_search(ALWAYS, limit=999)}
        assert at(seen[late.id]) == stamp


def test_a_webhook_is_signed_over_its_time_and_body(api: Api) -> None:
    issue = api(f"/issues/{max(PLANS)}")["data"]
    headers, body = delivery("issue_status_changed", issue, "secret", NOW)
    mac = hmac.new(b"secret", str(NOW).encode() + b"." + body, hashlib.sha256).hexdigest()
    assert headers["Pylon-Webhook-Signature"] == f"hs256={mac}"
    assert headers["Pylon-Webhook-Timestamp"] == str(NOW)
    assert json.loads(body)["issue_id"] == issue["id"]
