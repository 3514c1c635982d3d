from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from typing import Any

import httpx
import pytest

from sandbox.helpdesks.intercom import TOKEN, Quirks, intercom_app
from sandbox.year import cast, promises
from sandbox.year.plan import TicketPlan
from tests import patience
from tests.sandbox.serving import served
from tests.sandbox.small_year import ENDS, NOW, YEAR

PLANS = {plan.id: plan for plan in YEAR.plans if plan.created_at <= NOW}
TICKETS = {n: p for n, p in PLANS.items() if p.child or p.kind != "question"}
DELETED = {n: p for n, p in PLANS.items() if p.removal == "deleted" and (p.removed_at or 0) <= NOW}
ALL = {"field": "updated_at", "operator": ">", "value": 0}
NESTED: dict[str, Any] = {"operator": "AND", "value": []}
BY_ID = {"field": "id", "order": "ascending"}


class Api:
    """A caller with no manners."""

    def __init__(self, address: str) -> None:
        self.http = httpx.Client(
            base_url=address,
            headers={"Authorization": f"Bearer {TOKEN}", "Intercom-Version": "2.16"},
            timeout=patience.SECONDS,
            trust_env=False,
        )

    def __call__(self, path: str, **asked: Any) -> Any:
        response = self.http.get(path, params=asked)
        assert response.status_code == 200, response.text
        return response.json()

    def post(self, query: Any, what: str = "conversations", **more: Any) -> httpx.Response:
        return self.http.post(f"/{what}/search", json={"query": query, **more})

    def ids(self, query: Any, what: str = "conversations") -> set[int]:
        return {int(row["id"]) for row in self.walk(query, what)}

    def walk(self, query: Any, what: str = "conversations", size: int = 150) -> list[Any]:
        """All rows that a query finds, by id."""
        return [row for page in self.pages(query, what, size, BY_ID) for row in page[what]]

    def pages(self, query: Any, what: str, size: int, sort: Any) -> Iterator[Any]:
        paging: dict[str, Any] = {"per_page": size}
        while True:
            response = self.post(query, what, pagination=paging, sort=sort)
            assert response.status_code == 200, response.text
            page = response.json()
            yield page
            if "next" not in page["pages"]:
                return
            paging["starting_after"] = page["pages"]["next"]["starting_after"]


@contextmanager
def desk(**options: Any) -> Iterator[Api]:
    options = {"clock": lambda: float(NOW), "requests_per_window": 1_000_000, **options}
    with served(intercom_app(YEAR, **options)) as address:
        api = Api(address)
        with api.http:
            yield api


@pytest.fixture(scope="module")
def api() -> Iterator[Api]:
    with desk() as api:
        yield api


def code(response: httpx.Response) -> tuple[int, str]:
    body = response.json()
    assert body["type"] == "error.list"
    assert body["request_id"]
    return response.status_code, body["errors"][0]["code"]


def parts(api: Api, plan: TicketPlan) -> list[Any]:
    conversation = api(f"/conversations/{plan.id}")
    return list(conversation["conversation_parts"]["conversation_parts"])


def is_human(part: Any) -> bool:
    kind = part["part_type"]
    return bool(part["author"]["type"] == "admin" and part["body"] and kind != "note")


def test_the_searches_hold_all_there_is_once(api: Api) -> None:
    conversations = Counter(int(row["id"]) for row in api.walk(ALL, size=37))
    assert max(conversations.values()) == 1
    assert set(TICKETS) == api.ids(ALL, "tickets")
    listed = set(conversations)
    assert listed <= set(PLANS) - set(TICKETS)
    assert set(PLANS) - set(TICKETS) - listed == {n for n in DELETED if n % 5}
    first = next(api.pages(ALL, "conversations", 37, BY_ID))
    assert first["total_count"] == len(listed)
    assert first["pages"]["total_pages"] == -(-len(listed) // 37)
    assert not any("conversation_parts" in row for row in first["conversations"])


def test_what_was_deleted_is_listed_and_cannot_be_fetched(api: Api) -> None:
    rows, page = [], 1
    while True:
        body = api("/conversations/deleted", per_page=20, page=page)
        rows += body["conversations"]
        if body["pages"]["next"] is None:
            break
        assert f"page={page + 1}" in body["pages"]["next"]
        page += 1
    assert {int(row["id"]): row["deleted_at"] for row in rows} == {
        n: plan.removed_at for n, plan in DELETED.items()
    }
    assert rows == sorted(rows, key=lambda row: -row["deleted_at"])
    ghosts = api.ids(ALL) & set(DELETED)
    assert ghosts
    assert code(api.http.get(f"/conversations/{min(ghosts)}")) == (404, "not_found")
    assert api.http.get("/conversations/deleted", params={"per_page": 61}).status_code == 400


def test_parts_tell_what_was_said_and_closed(api: Api) -> None:
    seen: Counter[str] = Counter()
    plans = [p for p in PLANS.values() if p.id not in TICKETS and p.removal is None]
    for plan in [p for p in plans if len(p.steps) > 5][:150]:
        rows = parts(api, plan)
        seen.update(row["part_type"] for row in rows)
        replies = [r.at for r in plan.replies if r.at <= NOW]
        answers = [row["created_at"] for row in rows if is_human(row)]
        assert set(replies) <= set(answers), plan.id
        closes = [row["created_at"] for row in rows if row["part_type"] == "close"]
        assert closes == [solve.at for solve in plan.solves if solve.at <= NOW], plan.id
        opens = [row for row in rows if row["part_type"] == "open"]
        assert [row["created_at"] for row in opens] == [a for a in plan.reopened_at if a <= NOW]
        assert all(row["body"] and row["author"]["type"] in {"user", "lead"} for row in opens)
        assert [int(row["id"]) for row in rows] == sorted({int(row["id"]) for row in rows})
    wanted = {"open", "close", "comment", "note", "assignment", "snoozed", "default_assignment"}
    assert wanted <= set(seen)


def test_a_reply_may_be_the_body_of_a_close_or_an_assignment(api: Api) -> None:
    plans = [p for p in PLANS.values() if p.replies and p.id not in TICKETS and p.id not in DELETED]
    kinds = Counter(row["part_type"] for p in plans[:200] for row in parts(api, p) if is_human(row))
    assert min(kinds["close"], kinds["assignment"], kinds["comment"]) > 5


def test_the_newest_parts_are_given_and_no_more(api: Api) -> None:
    plan = max(
        (p for p in PLANS.values() if p.id not in TICKETS and p.id not in DELETED),
        key=lambda p: len(p.steps),
    )
    whole = parts(api, plan)
    with desk(quirks=Quirks(parts=4)) as short:
        body = short(f"/conversations/{plan.id}")["conversation_parts"]
    assert body["conversation_parts"] == whole[-4:]
    assert body["total_count"] == len(whole)


def test_figures_run_by_office_hours_and_moments_by_the_calendar(api: Api) -> None:
    checked = 0
    for row in api.walk(ALL):
        plan, figures = PLANS[int(row["id"])], row.get("statistics")
        if figures is None or plan.agent_created or plan.id in DELETED:
            continue
        assert figures["first_contact_reply_at"] == plan.created_at
        first = figures["first_admin_reply_at"]
        if plan.replies and plan.replies[0].at <= NOW:
            assert first is not None
            assert first <= plan.replies[0].at
            working = YEAR.shifts.seconds_until(first) - YEAR.shifts.seconds_until(plan.created_at)
            assert figures["time_to_admin_reply"] == working
            checked += working != first - plan.created_at
        assert figures["count_reopens"] == sum(at <= NOW for at in plan.reopened_at)
        solves = [s.at for s in plan.solves if s.at <= NOW]
        assert figures["last_close_at"] == (solves[-1] if solves else figures["last_close_at"])
    assert checked > 100


def test_a_rating_without_points_was_asked_for_only(api: Api) -> None:
    found = {}
    for row in api.walk(ALL):
        survey, rating = PLANS[int(row["id"])].survey, row.get("conversation_rating")
        assert (rating is not None) is (survey is not None and survey.offered_at <= NOW)
        if rating is not None and survey is not None:
            assert rating["created_at"] == survey.offered_at
            has_answer = survey.answered_at is not None and survey.answered_at <= NOW
            assert (rating["rating"] is not None) is has_answer
            if has_answer:
                assert (rating["rating"] >= 4) is survey.good
            found[has_answer] = True
    assert set(found) == {True, False}


def test_a_resolution_of_the_ai_agent_is_taken_back(api: Api) -> None:
    states: Counter[str | None] = Counter()
    for row in api.walk(ALL):
        plan, agent = PLANS[int(row["id"])], row.get("ai_agent")
        assert row["ai_agent_participated"] is (agent is not None)
        if agent is None:
            continue
        states[agent["resolution_state"]] += 1
        is_solved = (agent["resolution_state"] or "").endswith("resolution")
        assert is_solved is (plan.bot_only and bool(plan.solves) and plan.solves[0].at <= NOW)
        rows = parts(api, plan) if is_solved else []
        assert not any(is_human(one) for one in rows)
    assert {"assumed_resolution", "confirmed_resolution", "escalated"} <= set(states)
    back = next(
        p
        for p in PLANS.values()
        if p.reopened_at
        and not p.bot_only
        and p.steps[-1].at <= NOW
        and p.solves[0].by.agent
        and p.solves[0].by.agent == cast.ASSISTANT.id
    )
    with desk(clock=lambda: float(back.reopened_at[0] - 1)) as before:
        agent = before(f"/conversations/{back.id}")["ai_agent"]
    assert agent["resolution_state"].endswith("resolution")
    after = api(f"/conversations/{back.id}")["ai_agent"]
    assert not after["resolution_state"].endswith("resolution")


def test_an_agreement_is_missed_only_when_somebody_replies_late(api: Api) -> None:
    states: Counter[str | None] = Counter()
    since = promises.changed_at(ENDS)
    for row in api.walk(ALL)[:400]:
        plan, status = PLANS[int(row["id"])], (row.get("sla_applied") or {}).get("sla_status")
        states[status] += 1
        if plan.id in DELETED:
            continue
        rows = parts(api, plan)
        kinds = {one["part_type"]: one["event_details"] for one in rows}
        removed = "conversation_sla_removed" in kinds
        late = [
            one
            for one in promises.promises_of(plan, YEAR.shifts, since)
            if not one.in_time and one.fulfilled_at is not None and one.fulfilled_at <= NOW
        ]
        missed = [r for r in rows if r["part_type"] == "conversation_sla_target_missed"]
        assert (status == "missed") is (bool(late) and not removed)
        assert {r["created_at"] for r in missed} == {
            one.fulfilled_at for one in late if not removed
        }
        applied = kinds.get("conversation_sla_applied_by_rule")
        assert (applied is not None) is (status is not None or removed)
    assert min(states[state] for state in ("hit", "missed", "active", None)) > 0


def test_a_change_of_priority_is_a_part(api: Api) -> None:
    words = {"low": "low", "normal": "medium", "high": "high", "urgent": "urgent", None: "none"}
    changed = 0
    for plan in PLANS.values():
        moves = [h.priority for h in plan.holders if h.at <= NOW]
        if len(set(moves)) < 2 or plan.id in TICKETS or plan.id in DELETED:
            continue
        rows = [
            r["event_details"] for r in parts(api, plan) if r["part_type"] == "priority_changed"
        ]
        after = [row["current_priority"] for row in rows]
        assert after == [words[b] for a, b in pairwise(moves) if a != b]
        assert rows[0]["previous_priority"] == words[moves[0]]
        changed += 1
    assert changed > 10


def test_keys_are_missing_and_nobody_is_zero_in_two_ways(api: Api) -> None:
    rows = api.walk(ALL)
    assert any("sla_applied" not in row for row in rows)
    assert any(row.get("sla_applied", "") is None for row in rows)
    assert {type(row["admin_assignee_id"]) for row in rows} == {int}
    assert any(row["admin_assignee_id"] == 0 for row in rows)
    tickets = [row["admin_assignee_id"] for row in api.walk(ALL, "tickets")]
    assert {type(one) for one in tickets} == {int, str}


def test_tickets_carry_their_parts_and_states(api: Api) -> None:
    rows = {int(row["id"]): row for row in api.walk(ALL, "tickets")}
    kinds = Counter(row["category"] for row in rows.values())
    assert set(kinds) == {"Customer", "Back-office", "Tracker"}
    for ident, row in rows.items():
        assert "statistics" not in row
        moves = [p for p in row["ticket_parts"]["ticket_parts"] if "ticket_state" in p]
        solved = [p["created_at"] for p in moves if p["ticket_state"] == "resolved"]
        assert solved == [s.at for s in PLANS[ident].solves if s.at <= NOW][:1]
        assert api(f"/tickets/{ident}") == row
        assert api.http.get(f"/conversations/{ident}").status_code == 404
    incident = next(row for row in rows.values() if row["category"] == "Customer")
    assert [one["category"] for one in incident["linked_objects"]["data"]] == ["Tracker"]


def test_a_merge_links_and_is_a_part_of_the_one_that_stays(api: Api) -> None:
    merged = [p for p in PLANS.values() if p.removal == "merged" and (p.removed_at or 0) <= NOW]
    linked = [(p, api(f"/conversations/{p.id}")["linked_objects"]["data"]) for p in merged]
    plan, links = next((p, links) for p, links in linked if links)
    other = PLANS[int(links[0]["id"])]
    assert other.requester == plan.requester
    rows = [row for row in parts(api, other) if row["part_type"] == "merged_primary_conversation"]
    assert plan.removed_at in {row["created_at"] for row in rows}
    assert api(f"/conversations/{plan.id}")["state"] == "closed"


def test_filters_nest_and_compare(api: Api) -> None:
    def one(field: str, word: str, value: Any) -> dict[str, Any]:
        return {"field": field, "operator": word, "value": value}

    stamps = sorted({row["updated_at"] for row in api.walk(ALL)})
    low, high = stamps[-30], stamps[-10]
    between = [one("updated_at", ">", str(low)), one("updated_at", "<", high)]
    rows = api.walk({"operator": "AND", "value": between})
    assert {row["updated_at"] for row in rows} == set(stamps[-29:-10])
    snoozed_or_open = one("state", "IN", ["open", "snoozed"])
    assert api.ids(snoozed_or_open) == api.ids(one("open", "=", True))
    either = {"operator": "OR", "value": [one("id", "=", stamps[0]), snoozed_or_open]}
    assert api.ids({"operator": "AND", "value": [either, ALL]}) == api.ids(snoozed_or_open)
    assert api.ids(one("state", "!=", "closed")) == api.ids(snoozed_or_open)
    rated = api.ids(one("conversation_rating.score", "<", 3))
    assert rated
    assert rated == {
        int(row["id"])
        for row in api.walk(ALL)
        if (row.get("conversation_rating") or {}).get("rating") in {1, 2}
    }
    plan = PLANS[next(iter(rated))]
    assert plan.id in api.ids(one("contact_ids", "=", f"{plan.requester:024x}"))
    assert api.ids(one("created_at", ">=", plan.created_at)) > api.ids(
        one("created_at", ">", plan.created_at)
    )


@pytest.mark.parametrize(
    "query",
    [
        None,
        {"field": "updated_at", "operator": ">=", "value": 1},
        {"field": "updated_at", "operator": ">", "value": "yesterday"},
        {"field": "state", "operator": "IN", "value": "open"},
        {"operator": "AND", "value": [ALL] * 16},
        {
            "operator": "AND",
            "value": [{"operator": "OR", "value": [{"operator": "AND", "value": []}]}],
        },
    ],
)
def test_a_query_that_makes_no_sense_is_refused(api: Api, query: Any) -> None:
    assert code(api.post(query)) == (400, "parameter_invalid")


def test_pages_are_no_longer_than_150_and_twenty_if_nobody_asks(api: Api) -> None:
    assert len(api.post(ALL).json()["conversations"]) == 20
    refused = api.post(ALL, pagination={"per_page": 151})
    assert refused.json()["errors"][0]["message"] == "Per Page is too big"
    assert code(api.post(ALL, pagination={"starting_after": "x"})) == (400, "parameter_invalid")
    with desk(page_limit=3) as small:
        assert len(small.post(ALL, pagination={"per_page": 150}).json()["conversations"]) == 3


def test_what_changes_while_it_is_paged_by_update_is_missed(api: Api) -> None:
    spoken = sorted(
        (s.at, n)
        for n, p in PLANS.items()
        for s in p.steps
        if n not in TICKETS and n not in DELETED and s.speech and s.at <= NOW
    )
    stamp, moved = next(
        (at, n)
        for (_, other), (at, n) in reversed(list(pairwise(spoken)))
        if other != n and PLANS[n].created_at < at
    )
    clock = [float(stamp - 1)]
    with desk(clock=lambda: clock[0], quirks=Quirks(late=lambda _: 0)) as live:
        (row,) = live.walk({"field": "id", "operator": "=", "value": moved})
        before = row["updated_at"]
        start = min(before, stamp - 5 * 86_400) - 1
        since = {"field": "updated_at", "operator": ">", "value": start}
        found = []
        for page in live.pages(since, "conversations", 1, {"field": "updated_at"}):
            found += [int(row["id"]) for row in page["conversations"]]
            clock[0] = float(stamp)
        assert len(found) > 1
        assert moved not in found
        again = {int(row["id"]): row for row in live.walk(since)}
    assert again[moved]["updated_at"] == stamp


def test_the_index_is_late_and_the_conversation_is_not(api: Api) -> None:
    plan = max((p for n, p in PLANS.items() if n not in TICKETS), key=lambda p: p.created_at)
    clock = [float(plan.created_at + 89)]
    with desk(clock=lambda: clock[0]) as live:
        assert plan.id not in live.ids(ALL)
        assert live(f"/conversations/{plan.id}")["id"] == str(plan.id)
        clock[0] += 1
        assert plan.id in live.ids(ALL)


def test_requests_run_out_in_windows_of_ten_seconds() -> None:
    clock = [1_000_000_003.0]
    with desk(clock=lambda: clock[0], requests_per_window=3) as poor:
        first = poor.http.get("/me")
        assert first.headers["X-RateLimit-Limit"] == "3"
        assert first.headers["X-RateLimit-Remaining"] == "2"
        assert first.headers["X-RateLimit-Reset"] == "1000000010"
        assert [poor.http.get("/me").status_code for _ in range(3)] == [200, 200, 429]
        refused = poor.http.get("/me")
        assert code(refused) == (429, "rate_limit_exceeded")
        assert refused.json()["errors"][0]["message"] == "Exceeded rate limit of 3 in 10_seconds"
        assert "retry-after" not in refused.headers
        clock[0] = 1_000_000_010.0
        assert poor.http.get("/me").status_code == 200


def test_refusals_look_as_intercoms_do(api: Api) -> None:
    with desk(quirks=Quirks(lacking={"/teams"}, faults={2: 503})) as odd:
        assert code(odd.http.get("/teams")) == (403, "forbidden")
        assert code(odd.http.get("/me"))[0] == 503
        stranger = odd.http.get("/me", headers={"Authorization": "Bearer wrong"})
        assert code(stranger) == (401, "unauthorized")
        assert "x-ratelimit-limit" not in stranger.headers
        old = odd.http.get("/conversations/deleted", headers={"Intercom-Version": "2.11"})
        assert code(old) == (400, "intercom_version_invalid")
        assert code(odd.http.get("/conversations/1")) == (404, "not_found")
        assert code(odd.http.get("/nowhere")) == (404, "not_found")


def test_who_has_left_is_no_admin_and_the_ai_agent_never_was(api: Api) -> None:
    ids = {int(row["id"]) for row in api("/admins")["admins"]}
    assert cast.FORMER.id not in ids
    assert cast.ASSISTANT.id not in ids
    with desk(clock=lambda: float(YEAR.left_at - 1)) as before:
        assert cast.FORMER.id in {int(row["id"]) for row in before("/admins")["admins"]}
    teams = {int(row["id"]): row for row in api("/teams")["teams"]}
    assert {n: row["name"] for n, row in teams.items()} == YEAR.teams
    assert api("/me")["app"]["id_code"]
    assert {row["name"] for row in api("/tags")["data"]} == {"outage", "refund"}


def test_office_hours_are_minutes_of_a_week_from_monday(api: Api) -> None:
    (schedule,) = api("/office_hours_schedules")["data"]
    assert schedule["time_zone_name"] == YEAR.zone
    monday, *_, friday = schedule["time_intervals"]
    assert (monday["start_minute"], monday["end_minute"], monday["day_of_week"]) == (480, 1080, 0)
    assert (friday["start_minute"], friday["day_of_week"]) == (4 * 1440 + 480, 4)
    path = f"/office_hours_schedules/{schedule['id']}/office_hours_exceptions"
    days = [row["exception_date"] for row in api(path)["data"]]
    assert any(day.endswith("-12-25") for day in days)
    assert {row["exception_type"] for row in api(path)["data"]} == {"closed"}
