from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import httpx
import pytest

from sandbox.helpdesks.freshdesk import KEY, Quirks, freshdesk_app
from sandbox.helpdesks.freshdesk.states import CLOSED, RESOLVED
from sandbox.year import cast, promises, work
from sandbox.year.plan import Speech, TicketPlan
from tests import patience
from tests.sandbox.serving import served
from tests.sandbox.small_year import ENDS, NOW, YEAR

SINCE = "2020-01-01T00:00:00Z"
BY_UPDATE = {"updated_since": SINCE, "order_by": "updated_at", "order_type": "asc"}
PLANS = {plan.id: plan for plan in YEAR.plans if plan.created_at <= NOW}


class Api:
    """A caller with no manners."""

    def __init__(self, address: str) -> None:
        self.http = httpx.Client(
            base_url=f"{address}/api/v2",
            auth=(KEY, "X"),
            timeout=patience.SECONDS,
            trust_env=False,
        )

    def get(self, path: str, **asked: Any) -> httpx.Response:
        return self.http.get(path, params=asked)

    def __call__(self, path: str, **asked: Any) -> Any:
        response = self.get(path, **asked)
        assert response.status_code == 200, response.text
        return response.json()

    def walk(self, path: str, **asked: Any) -> list[Any]:
        """All rows of a list, as long as there is a link to a next page."""
        rows: list[Any] = []
        page = 1
        while True:
            response = self.get(path, **{"per_page": 100, **asked, "page": page})
            assert response.status_code == 200, response.text
            rows += response.json()
            if "link" not in response.headers:
                return rows
            page += 1


@contextmanager
def desk(**options: Any) -> Iterator[Api]:
    options = {"clock": lambda: float(NOW), "credits_per_minute": 1_000_000, **options}
    with served(freshdesk_app(YEAR, **options)) as address:
        api = Api(address)
        yield api
        api.http.close()


@pytest.fixture(scope="module")
def api() -> Iterator[Api]:
    with desk() as api:
        yield api


def at(text: str | None) -> int | None:
    return None if text is None else int(datetime.fromisoformat(text).timestamp())


def test_three_lists_hold_all_tickets_once_by_their_last_update(api: Api) -> None:
    lists = {
        which: api.walk("/tickets", **BY_UPDATE, **({"filter": which} if which else {}))
        for which in ("", "deleted", "spam")
    }
    assert Counter(row["id"] for rows in lists.values() for row in rows) == Counter(list(PLANS))
    for rows in lists.values():
        stamps = [(at(row["updated_at"]), row["id"]) for row in rows]
        assert stamps == sorted(stamps)
    thrown = {p.id for p in PLANS.values() if p.removal == "deleted" and (p.removed_at or 0) <= NOW}
    assert {row["id"] for row in (*lists["deleted"], *lists["spam"])} == thrown
    assert all(row["deleted"] for row in lists["deleted"])
    assert all(row["spam"] for row in lists["spam"])
    assert not any("stats" in row or "deleted" in row for row in lists[""])


def test_stamps_are_those_of_what_last_happened(api: Api) -> None:
    reopened = 0
    for row in api.walk("/tickets", **BY_UPDATE, include="stats"):
        plan, stats = PLANS[row["id"]], row["stats"]
        done = [solve.at for solve in plan.solves if solve.at <= NOW]
        again = [when for when in plan.reopened_at if when <= NOW]
        reopened += bool(again)
        assert at(stats["reopened_at"]) == (again[-1] if again else None), plan.id
        if plan.came_closed or plan.removal:
            continue
        open_again = len(again) == len(done)
        assert at(stats["resolved_at"]) == (None if open_again else done[-1]), plan.id
        assert (row["status"] in {RESOLVED, CLOSED}) is not open_again
        replies = [reply.at for reply in plan.replies if reply.at <= NOW]
        first = replies[0] if replies and not plan.agent_created else None
        assert at(stats["first_responded_at"]) == first, plan.id
    assert reopened > 20


def test_what_was_said_is_told_but_for_the_opening(api: Api) -> None:
    plans = [plan for plan in PLANS.values() if len(plan.steps) > 4 and not plan.removal][:60]
    feedback = 0
    for plan in plans:
        rows = api.walk(f"/tickets/{plan.id}/conversations")
        spoken = [step for step in plan.steps[1:] if step.speech and step.at <= NOW]
        mine = [row for row in rows if row["source"] != 6]
        feedback += len(rows) - len(mine)
        assert [at(row["created_at"]) for row in mine] == [step.at for step in spoken]
        for row, step in zip(mine, spoken, strict=True):
            assert row["incoming"] is (step.who == plan.requester)
            assert row["private"] is (step.speech is Speech.NOTE)
            assert (row["automation_id"] is not None) is (step.who < 0)
    assert feedback


def test_a_merge_is_told_by_a_note_alone(api: Api) -> None:
    plan = next(p for p in PLANS.values() if p.removal == "merged" and (p.removed_at or 0) <= NOW)
    note = api.walk(f"/tickets/{plan.id}/conversations")[-1]
    assert note["private"]
    assert "merged into ticket" in note["body_text"]
    assert api(f"/tickets/{plan.id}")["status"] == CLOSED


def test_pages_are_numbered_and_neither_long_nor_endless(api: Api) -> None:
    rows = api.walk("/tickets", **BY_UPDATE)
    first = api.get("/tickets", **BY_UPDATE)
    assert [row["id"] for row in first.json()] == [row["id"] for row in rows[:30]]
    assert 'rel="next"' in first.headers["link"]
    for bad in ({"per_page": 101}, {"per_page": "x"}, {"page": 0}):
        refused = api.get("/tickets", **BY_UPDATE, **bad)
        assert (refused.status_code, refused.json()["description"]) == (400, "Validation failed")
    assert api.get("/tickets", **BY_UPDATE, page=300).json() == []
    assert "300th page" in api.get("/tickets", **BY_UPDATE, page=301).text


def test_without_a_beginning_only_the_newest_tickets_come(api: Api) -> None:
    rows = api.walk("/tickets")
    assert rows
    assert all((at(row["created_at"]) or 0) >= NOW - 30 * 86_400 for row in rows)


def test_the_second_of_the_beginning_belongs_to_the_list(api: Api) -> None:
    rows = api.walk("/tickets", **BY_UPDATE)
    last = rows[-1]
    again = api("/tickets", **{**BY_UPDATE, "updated_since": last["updated_at"]})
    assert last["id"] in {row["id"] for row in again}


def test_a_search_is_short_and_goes_by_days(api: Api) -> None:
    unsolved = {
        row["id"]
        for row in api.walk("/tickets", **BY_UPDATE)
        if row["status"] not in {RESOLVED, CLOSED}
    }
    query = "\"(status:2 OR status:3 OR status:7) AND created_at:>'2020-01-01'\""
    found = [api("/search/tickets", query=query, page=page) for page in (1, 2)]
    assert len(found[0]["results"]) == min(30, found[0]["total"])
    ids = {row["id"] for body in found for row in body["results"]}
    assert ids <= unsolved
    assert found[0]["total"] == len(unsolved)
    assert api.get("/search/tickets", query="status:2").status_code == 400
    assert api.get("/search/tickets", query=query, page=11).status_code == 400


def test_answers_to_surveys_stand_on_two_scales(api: Api) -> None:
    rows = api.walk("/surveys/satisfaction_ratings", created_since=SINCE)
    answered = {p.id: p for p in PLANS.values() if p.survey and (p.survey.answered_at or NOW) < NOW}
    assert {row["ticket_id"] for row in rows} == set(answered)
    scale = {1: {1: True, 3: False}, 2: dict.fromkeys((101, 102, 103), True)}
    scale[2] |= dict.fromkeys((-101, -102, -103), False)
    for row in rows:
        survey = answered[row["ticket_id"]].survey
        good = scale[row["survey_id"]][row["ratings"]["default_question"]]
        assert survey
        assert good is survey.good
    assert {row["survey_id"] for row in rows} == {1, 2}


def test_time_is_noted_by_when_it_was_worked(api: Api) -> None:
    planned = {piece.id: piece for piece in work.work(YEAR) if piece.at <= NOW}
    rows = api.walk("/time_entries", executed_after=SINCE)
    assert [row["id"] for row in rows] == list(planned)
    assert len(rows) > 200
    for row in rows:
        hours, minutes = map(int, row["time_spent"].split(":"))
        assert 60 * (60 * hours + minutes) == planned[row["id"]].seconds
    late = api.walk("/time_entries", executed_after=rows[-3]["executed_at"])
    assert [row["id"] for row in late] == [row["id"] for row in rows[-3:]]


def test_who_has_left_is_no_agent(api: Api) -> None:
    rows = api.walk("/agents")
    assert cast.FORMER.id not in {row["id"] for row in rows}
    with desk(clock=lambda: float(YEAR.left_at - 1)) as before:
        assert cast.FORMER.id in {row["id"] for row in before.walk("/agents")}
    light = next(row for row in rows if row["id"] == cast.LIGHT.id)
    assert light["type"] == "collaborator"


def test_due_times_are_those_of_the_newest_promises(api: Api) -> None:
    late = 0
    for row in api.walk("/tickets", **BY_UPDATE):
        promised = {p.measure: p for p in _promised(PLANS[row["id"]]) if p.started_at <= NOW}
        names = {"due_by": "resolution", "fr_due_by": "frt", "nr_due_by": "next_reply"}
        for name, measure in names.items():
            expected = promised[measure].due_at if measure in promised else None
            assert at(row[name]) == expected
        late += row["is_escalated"]
    assert late


def _promised(plan: TicketPlan) -> list[promises.Promise]:
    return list(promises.promises_of(plan, YEAR.shifts, promises.changed_at(ENDS)))


def test_credits_run_out_by_what_is_included(api: Api) -> None:
    with desk(credits_per_minute=200) as poor:
        first = poor.get("/tickets", **BY_UPDATE, include="stats,requester")
        assert first.headers["X-RateLimit-Used-CurrentRequest"] == "5"
        assert first.headers["X-RateLimit-Remaining"] == "195"
        assert first.headers["X-RateLimit-Total"] == "200.0"
        answers = [poor.get("/tickets", **BY_UPDATE).status_code for _ in range(20)]
        assert answers == [200] * 19 + [429]
        refused = poor.get("/tickets", **BY_UPDATE)
        assert int(refused.headers["Retry-After"]) > 1
        while poor.get("/groups").status_code == 200:
            pass
        assert poor.get("/agents/me").status_code == 429


def test_refusals_look_as_freshdesks_do(api: Api) -> None:
    with desk(quirks=Quirks(lacking={"/surveys"}, faults={2: 503})) as odd:
        lacking = odd.get("/surveys/satisfaction_ratings")
        assert (lacking.status_code, lacking.json()["code"]) == (403, "require_feature")
        assert odd.get("/groups").status_code == 503
        assert odd.get("/tickets/1").status_code == 404
        assert odd.get("/tickets/1").content == b""
        stranger = odd.http.get("/agents/me", auth=("wrong", "X"))
        assert (stranger.status_code, stranger.json()["code"]) == (401, "invalid_credentials")
    thrown = next(p for p in PLANS.values() if p.removal == "deleted" and (p.removed_at or 0) < NOW)
    assert api.get(f"/tickets/{thrown.id}/conversations").status_code == 404
    assert api(f"/tickets/{thrown.id}")["id"] == thrown.id


def test_a_change_may_come_late_into_the_list() -> None:
    stamp = max(step.at for plan in PLANS.values() for step in plan.steps if step.at <= NOW)
    late = next(p for p in PLANS.values() if any(step.at == stamp for step in p.steps))
    clock = [float(stamp + 5)]
    quirks = Quirks(late=lambda ident: 60 if ident == late.id else 0)
    with desk(clock=lambda: clock[0], quirks=quirks) as odd:
        before = {row["id"]: row["updated_at"] for row in odd.walk("/tickets", **BY_UPDATE)}
        clock[0] += 60
        after = {row["id"]: row["updated_at"] for row in odd.walk("/tickets", **BY_UPDATE)}
    assert at(before.get(late.id)) != stamp
    assert at(after[late.id]) == stamp


def test_what_is_archived_stands_in_no_list(api: Api) -> None:
    with desk(quirks=Quirks(archived_days=120)) as old:
        rows = old.walk("/tickets", **BY_UPDATE, include="stats")
    closed = [at(row["stats"]["closed_at"]) for row in rows]
    assert all(when is None or when > NOW - 120 * 86_400 for when in closed)
    assert len(rows) < len(api.walk("/tickets", **BY_UPDATE))
