from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest

from metrics.helpdesks.contract import Check
from metrics.helpdesks.web import Surroundings
from metrics.helpdesks.zendesk import Reading, Zendesk, web
from metrics.office_hours.calendar import Calendar, parse_hours
from metrics.office_hours.public_holidays import parse_holidays
from metrics.store.tickets.snapshots import SnapshotReader
from metrics.sync.sync import Sync
from metrics.tickets.office import DeskSchedule
from metrics.tickets.records import (
    Call,
    Channel,
    Event,
    Person,
    Record,
    Removal,
    Role,
    SlaEvent,
    Suspended,
)
from sandbox.helpdesks.zendesk import (
    CATEGORY_FIELD,
    EMAIL,
    TOKEN,
    chats,
    sharing,
    suspended,
    zendesk_app,
)
from sandbox.year import calls, cast
from sandbox.year.calls import Outcome
from sandbox.year.plan import Speech
from tests import patience, truth
from tests.empty import opened
from tests.sandbox.serving import served
from tests.sandbox.small_year import NOW, YEAR

TICKETS = "/incremental/tickets/cursor"
PLANNED = Counter(step.at for plan in YEAR.plans for step in plan.steps)
EVENTS = "/incremental/ticket_events"
_DONE = frozenset({"solved", "closed"})


class Clock:
    """A moment that only the test moves."""

    def __init__(self, at: int) -> None:
        self.at = at

    def __call__(self) -> float:
        return self.at


class Api:
    """A signed-in caller with no manners."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.http = httpx.Client(
            base_url=f"{address}/api/v2",
            auth=(f"{EMAIL}/token", TOKEN),
            timeout=patience.SECONDS,
            trust_env=False,
        )

    def __call__(self, path: str, **asked: Any) -> Any:
        response = self.http.get(path, params=asked)
        assert response.status_code == 200, response.text
        return response.json()

    def walk(self, path: str, name: str, **asked: Any) -> list[Any]:
        """All rows of a cursor export."""
        rows: list[Any] = []
        place: dict[str, Any] = {"start_time": 0}
        while True:
            page = self(path, **asked, **place)
            rows += page[name]
            if page["end_of_stream"]:
                return rows
            place = {"cursor": page["after_cursor"]}


@pytest.fixture
def clock() -> Clock:
    return Clock(NOW)


@pytest.fixture
def api(clock: Clock) -> Iterator[Api]:
    with served(zendesk_app(YEAR, clock=clock, exports_per_minute=10_000)) as address:
        caller = Api(address)
        yield caller
        caller.http.close()


def seen(now: int) -> set[int]:
    return {p.id for p in YEAR.plans if p.created_at <= now}


@pytest.mark.parametrize("size", [1000, 37])
def test_a_walk_ends_with_every_ticket_once(api: Api, size: int) -> None:
    rows = api.walk(TICKETS, "tickets", per_page=size, support_type_scope="all")
    assert sorted(row["id"] for row in rows) == sorted(seen(NOW))
    stamps = [(row["generated_timestamp"], row["id"]) for row in rows]
    assert stamps == sorted(stamps)


def test_cursors_are_opaque_and_stand_on_the_last_page_too(api: Api) -> None:
    page = api(TICKETS, start_time=0, per_page=600, support_type_scope="all")
    last = api(TICKETS, cursor=page["after_cursor"], support_type_scope="all")
    assert last["end_of_stream"]
    assert last["after_url"]
    row = last["tickets"][-1]
    told = base64.b64decode(last["after_cursor"]).decode()
    assert told == f"{row['generated_timestamp']}.0||{row['id']}|"


def test_a_cursor_at_the_end_goes_on_where_it_stopped(api: Api, clock: Clock) -> None:
    rows = api.walk(TICKETS, "tickets", support_type_scope="all")
    end = base64.b64encode(f"{rows[-1]['generated_timestamp']}.0||{rows[-1]['id']}|".encode())
    assert api(TICKETS, cursor=end.decode(), support_type_scope="all")["tickets"] == []
    clock.at += 86_400
    more = api(TICKETS, cursor=end.decode(), support_type_scope="all")["tickets"]
    changed = {
        plan.id for plan in YEAR.plans for step in plan.steps if NOW - 60 < step.at <= clock.at - 60
    }
    hidden = {
        plan.id for plan in YEAR.plans for step in plan.steps if clock.at - 60 < step.at <= clock.at
    }
    assert {row["id"] for row in more} == changed - hidden


def test_the_same_ticket_comes_back_after_each_change(api: Api, clock: Clock) -> None:
    plan = next(p for p in YEAR.plans if len(p.steps) > 4 and p.created_at > NOW - 60 * 86_400)
    stamps = sorted({step.at for step in plan.steps})
    versions = []
    for stamp in stamps:
        clock.at = stamp + 61
        rows = api(TICKETS, start_time=stamp - 1, support_type_scope="all")["tickets"]
        versions += [row["generated_timestamp"] for row in rows if row["id"] == plan.id]
    assert len(versions) >= len(stamps) - 1
    assert set(versions) <= set(stamps)


@pytest.mark.parametrize(("age", "shown"), [(59, False), (60, True)])
def test_the_newest_minute_is_hidden(api: Api, clock: Clock, age: int, shown: bool) -> None:
    plan = next(p for p in YEAR.plans if p.channel == "web" and p.steps[1].at > p.created_at + 99)
    clock.at = plan.created_at + age
    asked = {"start_time": plan.created_at - 100, "support_type_scope": "all"}
    assert (plan.id in [r["id"] for r in api(TICKETS, **asked)["tickets"]]) is shown
    assert (plan.id in [r["ticket_id"] for r in api(EVENTS, **asked)["ticket_events"]]) is shown


def test_a_start_within_the_newest_minute_is_refused(api: Api) -> None:
    assert api.http.get(EVENTS, params={"start_time": NOW - 60}).status_code == 422
    assert api.http.get(EVENTS, params={"start_time": NOW - 61}).status_code == 200


def test_conversations_with_the_ai_agent_alone_are_hidden_unless_asked_for(api: Api) -> None:
    alone = {plan.id for plan in YEAR.plans if plan.bot_only} & seen(NOW)
    assert alone
    by_scope = {
        scope: {row["id"] for row in api.walk(TICKETS, "tickets", support_type_scope=scope)}
        for scope in ("all", "agent", "ai_agent")
    }
    assert by_scope["ai_agent"] == alone
    assert by_scope["agent"] == by_scope["all"] - alone
    assert {row["id"] for row in api.walk(TICKETS, "tickets")} == by_scope["agent"]


@pytest.mark.parametrize("size", [1000, 50, 1])
def test_events_are_never_cut_inside_a_second_and_none_is_lost(api: Api, size: int) -> None:
    start = NOW - 20 * 86_400
    found: Counter[int] = Counter()
    place, pages = start, 0
    while True:
        page = api(EVENTS, start_time=place, per_page=size, support_type_scope="all")
        pages += 1
        stamps = Counter(row["timestamp"] for row in page["ticket_events"])
        found.update(row["id"] for row in page["ticket_events"])
        assert stamps == {stamp: PLANNED[stamp] for stamp in stamps}
        assert page["next_page"]
        if page["end_of_stream"]:
            break
        assert page["end_time"] > place
        place = page["end_time"]
    assert len(found) == sum(n for at, n in PLANNED.items() if start <= at <= NOW - 60)
    if size == 50:
        assert max(found.values()) == 2


def test_changes_name_their_field_by_key_and_keep_the_value_before(api: Api) -> None:
    rows = api(EVENTS, start_time=NOW - 30 * 86_400, include="comment_events")["ticket_events"]
    children = [child for row in rows for child in row["child_events"]]
    created = [c for c in children if c["event_type"] == "Create" and "status" in c]
    changed = [c for c in children if c["event_type"] == "Change" and "status" in c]
    assert {child["status"] for child in created} <= {"new", "pending", "closed"}
    assert not any("previous_value" in child for child in created)
    assert {"new", "open", "pending"} <= {child["previous_value"] for child in changed}
    assert all(child["status"] != child["previous_value"] for child in changed)
    ids = [child["id"] for child in children]
    assert ids == sorted(set(ids))


def test_comments_are_told_in_full_only_where_they_are_asked_for(api: Api) -> None:
    def comments(**asked: Any) -> list[Any]:
        rows = api(EVENTS, start_time=NOW - 9 * 86_400, **asked)["ticket_events"]
        found = [child for row in rows for child in row["child_events"]]
        return [child for child in found if child["event_type"] == "Comment"]

    assert {"body", "author_id", "public"} <= set(comments(include="comment_events")[0])
    assert "body" not in comments()[0]
    assert "comment_public" in comments()[0]


def test_removed_tickets_are_rows_of_their_own_kind(api: Api) -> None:
    rows = {row["id"]: row for row in api.walk(TICKETS, "tickets", include="metric_sets")}
    for plan in YEAR.plans:
        if plan.removed_at is not None and plan.removed_at <= NOW:
            row = rows[plan.id]
            merged = row["status"] == "closed" and "closed_by_merge" in row["tags"]
            assert merged if plan.removal == "merged" else row["status"] == "deleted"


def test_metric_sets_are_at_a_tickets_side_on_request(api: Api) -> None:
    (bare, *_) = api(TICKETS, start_time=0, per_page=1)["tickets"]
    assert "metric_set" not in bare
    rows = {row["id"]: row for row in api.walk(TICKETS, "tickets", include="metric_sets")}
    plan = next(p for p in YEAR.plans if p.replies and p.replies[0].first and not p.removal)
    figures = rows[plan.id]["metric_set"]
    waited = (plan.replies[0].at - plan.created_at) // 60
    assert figures["reply_time_in_minutes"]["calendar"] == waited
    assert 0 <= figures["reply_time_in_minutes"]["business"] <= waited
    assert any(
        row["metric_set"]["replies"] == 0
        and row["metric_set"]["reply_time_in_minutes"]["calendar"] == 0
        for row in rows.values()
    )


def test_users_come_with_their_roles(api: Api) -> None:
    rows = api.walk("/incremental/users/cursor", "users", per_page=500)
    roles = Counter(row["role"] for row in rows)
    assert roles["agent"] + roles["admin"] == len(YEAR.people)
    staff = {person.id for person in YEAR.people} | {cast.FORMER.id}
    customers = {p.requester for p in YEAR.plans if p.id in seen(NOW)} - staff
    assert roles["end-user"] == len(customers) + 2  # the one who has left, and the partner's agent
    assert [row["id"] for row in rows if row["shared_agent"]] == [sharing.PARTNER]
    (light,) = [row["id"] for row in rows if row["role_type"] == 1]
    assert light == cast.LIGHT.id
    assert len({row["id"] for row in rows}) == len(rows)


def test_a_rating_is_offered_first_and_answered_later(api: Api, clock: Clock) -> None:
    survey = next(p.survey for p in YEAR.plans if p.survey and p.survey.answered_at)
    assert survey.answered_at is not None
    scores = []
    for at in (survey.offered_at, survey.answered_at):
        clock.at = at
        rows = api("/satisfaction_ratings", start_time=at)["satisfaction_ratings"]
        scores.append(rows[0]["score"])
    assert scores == ["offered", "good" if survey.good else "bad"]


@pytest.mark.parametrize("credentials", [(EMAIL, TOKEN), (f"{EMAIL}/token", "wrong"), None])
def test_a_stranger_is_turned_away(api: Api, credentials: tuple[str, str] | None) -> None:
    response = httpx.get(f"{api.address}/api/v2/groups", auth=credentials, trust_env=False)
    assert response.status_code == 401


def test_a_cursor_of_somebody_elses_making_is_refused(api: Api) -> None:
    assert api.http.get(TICKETS, params={"cursor": "abc"}).status_code == 422


def test_more_exports_than_allowed_are_refused_until_the_minute_is_over(clock: Clock) -> None:
    with served(zendesk_app(YEAR, clock=clock, exports_per_minute=2)) as address:
        api = Api(address)
        tried = [api.http.get(path, params={"start_time": 0}) for path in (TICKETS, EVENTS, EVENTS)]
        assert [response.status_code for response in tried] == [200, 200, 429]
        assert 1 <= int(tried[2].headers["retry-after"]) <= 61
        said = tried[1].headers["Zendesk-RateLimit-incremental-exports-cursor"]
        assert said.startswith("total=2; remaining=0; resets=")
        assert api.http.get("/incremental/users/cursor", params={"start_time": 0}).is_success
        assert api.http.get("/groups").is_success
        clock.at += 61
        assert api.http.get(TICKETS, params={"start_time": 0}).is_success
        api.http.close()


def test_the_date_is_the_sandboxs_own(api: Api) -> None:
    stamp = parsedate_to_datetime(api.http.get("/groups").headers["date"])
    assert int(stamp.timestamp()) == NOW


def test_a_link_to_a_ticket_opens_a_page_without_a_word_of_what_was_said(api: Api) -> None:
    found = api.http.get(f"{api.address}/agent/tickets/{YEAR.plans[0].id}")
    assert found.status_code == 200
    assert "must never keep" not in found.text
    assert api.http.get(f"{api.address}/agent/tickets/1").status_code == 404


def test_an_ordinary_page_is_plain_about_who_asks(api: Api) -> None:
    assert api("/users/me")["user"]["role"] == "admin"
    assert len(api("/groups.json")["groups"]) == len(cast.TEAMS)


def test_the_schedule_is_the_teams_hours_in_zendesks_own_words(api: Api) -> None:
    (told,) = api("/business_hours/schedules.json")["schedules"]
    assert told["time_zone"] == "Berlin"
    assert [i["start_time"] for i in told["intervals"]] == [1920, 3360, 4800, 6240, 7680]
    assert "holidays" not in told
    days = api(f"/business_hours/schedules/{told['id']}/holidays")["holidays"]
    assert ("2025-12-25", "2025-12-26") in {(d["start_date"], d["end_date"]) for d in days}
    assert api.http.get("/business_hours/schedules/7/holidays").status_code == 404


def test_a_clock_on_the_stand_ins_schedule_counts_as_its_own_figures_do(
    api: Api, clock: Clock
) -> None:
    found = synced(api.address, clock)
    (told,) = (record for record in found if isinstance(record, DeskSchedule))
    hours = Calendar(ZoneInfo(told.zone), parse_hours(told.hours), parse_holidays(told.holidays))
    assert told.default
    for plan in YEAR.plans[:300]:
        since, until = plan.created_at, plan.created_at + 5 * 86_400
        worked = YEAR.shifts.seconds_until(until) - YEAR.shifts.seconds_until(since)
        assert hours.working_seconds(since, until) == worked


def synced(address: str, world: Clock) -> list[Record]:
    """Everything the real client reads, its waits moving the clock."""

    def wait(seconds: float) -> None:
        world.at += round(seconds)

    client = web(address, EMAIL, TOKEN, Surroundings(clock=world, wait=wait))
    bots = frozenset({cast.ASSISTANT.name})
    zendesk = Zendesk(
        "sandbox", client, Reading(category_field=str(CATEGORY_FIELD), bot_users=bots)
    )
    found = [record for stream in zendesk.streams for record in pages(zendesk, stream)]
    client.close()
    return found


def pages(zendesk: Zendesk, stream: str) -> list[Record]:
    """What a stream tells in the whole year, page after page."""
    found: list[Record] = []
    cursor, ended = None, False
    while not ended:
        page = zendesk.page(stream, cursor, YEAR.starts_at)
        assert page.unknown == {}
        found += page.records
        cursor, ended = page.cursor, page.caught_up
    return found


def test_the_real_client_reads_it_all_within_the_limit_and_through_faults(clock: Clock) -> None:
    faults = {2: 429, 5: 500, 6: 503, 9: 429}
    app = zendesk_app(YEAR, clock=clock, exports_per_minute=3, page_limit=500, faults=faults)
    with served(app) as address:
        found = synced(address, clock)
    tickets = {str(plan.id) for plan in YEAR.plans if plan.created_at <= NOW}
    assert tickets <= {record.ticket for record in found if isinstance(record, Event)}
    names = {p.name for p in found if isinstance(p, Person) and p.role is not Role.CUSTOMER}
    assert names == {person.name for person in YEAR.people} | {""}  # nobody keeps the partner's
    partner = str(sharing.PARTNER)
    theirs = [one for one in found if isinstance(one, Event) and one.actor == partner]
    assert {(one.public, one.author, one.automated) for one in theirs} == {
        (public, None, False) for public in (True, False)
    }


def test_what_a_small_plan_lacks_is_told_once_and_comes_by_itself_when_it_is_granted(
    clock: Clock, tmp_path: Path
) -> None:
    lacking = ["/business_hours", "/incremental/ticket_metric_events", "/guide"]
    lacking += ["/channels/voice", "/suspended_tickets"]
    app = zendesk_app(YEAR, clock=clock, exports_per_minute=10_000, lacking=lacking)
    store = opened(tmp_path / "small.db")
    with served(app) as address:
        client = web(address, EMAIL, TOKEN, exports_per_minute=10_000)
        desk = Zendesk("sandbox", client)
        sync = Sync(store=store, helpdesk=desk, since_at=YEAR.starts_at, clock=lambda: clock.at)
        first, second = sync.run(), sync.run()
        assert set(first.withheld) == set(desk.optional)
        assert "403 at /incremental/ticket_metric_events" in first.withheld["sla_events"]
        assert first.unavailable == second.withheld == second.unavailable == {}
        assert (first.finished, first.fresh_until) == (True, NOW - 60)
        small = SnapshotReader(store).snapshot()
        assert small.hours.histories == ((),)
        assert len(small.imported["calls"]) == 0
        lacking.clear()
        assert sync.run().fresh_until == NOW - 60
        client.close()
    granted = SnapshotReader(store).snapshot()
    assert [v.calendar.name for v in granted.hours.histories[0]] == ["Support"]
    assert len(granted.stretches) > 100
    assert len(granted.imported["calls"]) > 40
    store.close()


def test_the_real_client_has_nothing_to_mend(api: Api) -> None:
    client = web(api.address, EMAIL, TOKEN)
    found = list(Zendesk("sandbox", client).check())
    assert [each for each in found if isinstance(each, str)] == []
    assert any("all of some" in each.what for each in found if isinstance(each, Check))
    client.close()


def test_the_stand_in_speaks_only_words_the_client_knows() -> None:
    assert set(cast.CHANNELS) <= set(Channel)
    assert {plan.removal for plan in YEAR.plans} - {None} <= set(Removal)


def test_every_step_of_a_promise_comes_however_few_a_page_holds(clock: Clock) -> None:
    found: list[set[str]] = []
    for limit in (37, 1000):
        app = zendesk_app(YEAR, clock=clock, exports_per_minute=10_000, page_limit=limit)
        with served(app) as address:
            client = web(address, EMAIL, TOKEN, exports_per_minute=10_000)
            steps = pages(Zendesk("sandbox", client), "sla_events")
            found.append({step.id for step in steps if isinstance(step, SlaEvent)})
            client.close()
    assert found[0] == found[1]
    assert len(found[0]) > 1000


def test_every_call_of_a_customer_comes_however_few_a_page_holds(clock: Clock) -> None:
    planned = [call for call in calls.calls(YEAR) if YEAR.starts_at <= call.done_at <= NOW - 60]
    waited = {call.id for call in planned if call.outcome in {Outcome.ANSWERED, Outcome.GIVEN_UP}}
    for limit in (7, 1000):
        app = zendesk_app(YEAR, clock=clock, exports_per_minute=10_000, page_limit=limit)
        with served(app) as address:
            client = web(address, EMAIL, TOKEN, exports_per_minute=10_000)
            told = pages(Zendesk("sandbox", client), "calls")
            client.close()
        assert {int(each.id) for each in told if isinstance(each, Call)} == waited
    assert len(waited) > 40


def test_every_unsolved_ticket_is_there_however_short_the_history(
    clock: Clock, tmp_path: Path
) -> None:
    """The year has many that were forgotten: open, and not touched for months."""
    since = NOW - 20 * 86_400
    there = [plan for plan in truth.counted(YEAR, NOW) if truth.unsolved(plan, NOW)]
    forgotten = [p for p in there if max(s.at for s in p.steps if s.at <= NOW) < since]
    assert len(forgotten) > 10
    store = opened(tmp_path / "short.db")
    app = zendesk_app(YEAR, clock=clock, exports_per_minute=10_000)
    with served(app) as address:
        client = web(address, EMAIL, TOKEN, exports_per_minute=10_000)
        sync = Sync(
            store=store,
            helpdesk=Zendesk("sandbox", client),
            since_at=since,
            clock=lambda: clock.at,
        )
        assert sync.run().finished
        assert sync.run().finished
        client.close()
    lines = SnapshotReader(store).lines(SnapshotReader(store).snapshot().tickets.key.tolist())
    store.close()
    children = {plan.id for plan in YEAR.plans if plan.child}
    still = {int(line.id) for line in lines.values() if line.status not in _DONE} - children
    assert sorted(still) == [plan.id for plan in there]


def test_the_words_of_a_talk_stand_in_its_audits_alone_and_are_read_from_there(
    api: Api, clock: Clock
) -> None:
    talks = {p.id: p for p in truth.counted(YEAR, NOW) if chats.is_talk(p) and p.replies}
    assert len(talks) > 10
    exported = api(EVENTS, start_time=0, include="comment_events", support_type_scope="all")
    kinds = {
        child["event_type"]
        for row in exported["ticket_events"]
        if row["ticket_id"] in talks and row["via"] in {"Chat", "Messaging"}
        for child in row["child_events"]
    }
    assert kinds == {"ChatStartedEvent", "Create", "Change"}
    said: dict[int, set[tuple[int, int]]] = {number: set() for number in talks}
    client = web(api.address, EMAIL, TOKEN, exports_per_minute=10_000)
    for event in pages(Zendesk("sandbox", client), "events"):
        if isinstance(event, Event) and event.public and int(event.ticket) in talks:
            said[int(event.ticket)].add((event.at, int(event.actor or -1)))
    client.close()
    for number, plan in talks.items():
        public = [s for s in plan.steps if s.speech is Speech.PUBLIC and s.at <= NOW]
        assert said[number] == {(step.at, step.who) for step in public}


def test_mails_that_wait_are_counted_as_the_stand_in_has_them(api: Api) -> None:
    client = web(api.address, EMAIL, TOKEN)
    found = pages(Zendesk("sandbox", client), "suspended")
    client.close()
    waiting = suspended.waiting(NOW)
    counts = Counter(cause for _, cause in waiting)
    assert sorted(one.n for one in found if isinstance(one, Suspended)) == sorted(counts.values())
    oldest = {one.oldest_at for one in found if isinstance(one, Suspended)}
    assert oldest == {min(at for at, cause in waiting if cause == each) for each in counts}
