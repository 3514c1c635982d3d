from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import httpx
import pytest

from sandbox.helpdesks.salesforce import CLIENT_ID, CLIENT_SECRET, Quirks, ids, salesforce_app
from sandbox.helpdesks.salesforce.schema import ENTITIES
from sandbox.year import cast, promises
from sandbox.year.plan import Speech, TicketPlan
from tests import patience
from tests.sandbox.serving import served
from tests.sandbox.small_year import ENDS, NOW, YEAR

PLANS = {ids.ident(ids.CASE, plan.id): plan for plan in YEAR.plans if plan.created_at <= NOW}
DAY = 86_400
DATA = "/services/data/v66.0"
GONE = {ident: p for ident, p in PLANS.items() if p.removed_at is not None and p.removed_at <= NOW}
HERE = {ident: plan for ident, plan in PLANS.items() if ident not in GONE}
IN_BIN = {ident for ident, p in GONE.items() if (p.removed_at or 0) > NOW - 15 * DAY}


class Api:
    """A caller with no manners."""

    def __init__(self, address: str) -> None:
        self.http = httpx.Client(base_url=address, timeout=patience.SECONDS, trust_env=False)
        self.sign_in()

    def sign_in(self) -> None:
        token = self.token().json()["access_token"]
        self.http.headers["Authorization"] = f"Bearer {token}"

    def token(self, **form: str) -> httpx.Response:
        form = {
            "grant_type": "client_credentials",
            "client_id": CLIENT_ID,
            "client_secret": CLIENT_SECRET,
            **form,
        }
        return self.http.post("/services/oauth2/token", data=form)

    def ask(self, soql: str, path: str = "query", **headers: str) -> httpx.Response:
        return self.http.get(f"{DATA}/{path}", params={"q": soql}, headers=headers)

    def __call__(self, soql: str, path: str = "query") -> list[Any]:
        """All records, batch by batch."""
        response = self.ask(soql, path)
        rows: list[Any] = []
        while True:
            assert response.status_code == 200, response.text
            body = response.json()
            rows += body["records"]
            if body["done"]:
                assert len(rows) == body["totalSize"]
                return rows
            response = self.http.get(body["nextRecordsUrl"])

    def refusal(self, soql: str) -> tuple[int, str]:
        response = self.ask(soql)
        return response.status_code, response.json()[0]["errorCode"]


@contextmanager
def org(**options: Any) -> Iterator[Api]:
    options = {"clock": lambda: float(NOW), **options}
    with served(salesforce_app(YEAR, **options)) as address:
        api = Api(address)
        yield api
        api.http.close()


@pytest.fixture(scope="module")
def api() -> Iterator[Api]:
    with org(batch_size=300) as api:
        yield api


def at(text: str | None) -> int | None:
    return None if text is None else int(datetime.fromisoformat(text).timestamp())


def iso(when: int) -> str:
    return datetime.fromtimestamp(when, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def test_no_row_stands_there_twice() -> None:
    when = max(p.removed_at or 0 for p in GONE.values()) + DAY
    with org(clock=lambda: float(when)) as api:
        for entity in ENTITIES.values():
            rows = Counter(row["Id"] for row in api(f"SELECT Id FROM {entity.name}", "queryAll"))
            assert set(rows.values()) == {1}, entity.name


def test_an_id_has_three_letters_that_tell_case_apart() -> None:
    assert ids.long("001A0000006Vm9r") == "001A0000006Vm9rIAC"
    made = [ids.ident(ids.CASE, number) for number in range(5000)]
    assert len({ident.upper() for ident in made}) == len(made)


def test_a_query_gives_what_is_there_and_query_all_the_recycle_bin_too(api: Api) -> None:
    rows = api("SELECT Id, IsDeleted FROM Case")
    assert Counter(row["Id"] for row in rows) == Counter(list(HERE))
    every = api("SELECT Id, IsDeleted, MasterRecordId, SystemModstamp FROM Case", "queryAll")
    deleted = {row["Id"]: row for row in every if row["IsDeleted"]}
    assert deleted.keys() == IN_BIN
    assert {row["Id"] for row in every} == HERE.keys() | IN_BIN
    for ident, row in deleted.items():
        assert at(row["SystemModstamp"]) == GONE[ident].removed_at
        assert (row["MasterRecordId"] is not None) is (GONE[ident].removal == "merged")
    for child, parent in (("EmailMessage", "ParentId"), ("CaseHistory2", "CaseId")):
        query = f"SELECT {parent} FROM {child} WHERE IsDeleted = true"
        assert api(query) == []
        with_case = {row[parent] for row in api(query, "queryAll")}
        assert with_case
        assert with_case <= IN_BIN


def test_a_merged_case_names_the_one_it_went_into() -> None:
    merged = next(p for p in YEAR.plans if p.removal == "merged" and p.removed_at)
    with org(clock=lambda: float(merged.removed_at or 0)) as then:
        ident = ids.ident(ids.CASE, merged.id)
        rows = then(f"SELECT MasterRecordId FROM Case WHERE Id = '{ident}'", "queryAll")
        [row] = then(f"SELECT Id FROM Case WHERE Id = '{rows[0]['MasterRecordId']}'")
    assert PLANS[row["Id"]].created_at <= merged.created_at


def test_an_org_may_keep_what_was_merged() -> None:
    merged = {ident for ident, plan in GONE.items() if plan.removal == "merged"}
    query = "SELECT Id, IsDeleted, Status, IsClosed, ClosedDate, SystemModstamp FROM Case WHERE "
    with org(quirks=Quirks(keeps_merged=True)) as keeping:
        rows = keeping(query + "MasterRecordId != null")
        assert {row["Id"] for row in rows} == merged
        words = keeping("SELECT IsClosed FROM CaseStatus WHERE ApiName = 'Merged'")
    assert [row["IsClosed"] for row in words] == [True]
    for row in rows:
        assert (row["Status"], row["IsClosed"], row["IsDeleted"]) == ("Merged", True, False)
        assert row["ClosedDate"] == row["SystemModstamp"]


def test_stamps_go_by_changes_of_the_case_and_not_by_words(api: Api) -> None:
    rows = api(
        "SELECT Id, CreatedDate, SystemModstamp, ClosedDate, IsClosed, IsClosedOnCreate FROM Case"
    )
    for row in rows:
        plan = PLANS[row["Id"]]
        fields = {"status", "group_id", "assignee_id", "priority"}
        changed = [s.at for s in plan.steps if s.at <= NOW and fields & dict(s.changes).keys()]
        assert at(row["CreatedDate"]) == plan.created_at
        assert plan.created_at <= (at(row["SystemModstamp"]) or 0) <= max(changed)
        if plan.came_closed:
            assert row["IsClosedOnCreate"]
            assert (at(row["ClosedDate"]) or NOW) < plan.created_at
            continue
        done = [solve.at for solve in plan.solves if solve.at <= NOW]
        again = [when for when in plan.reopened_at if when <= NOW]
        assert row["IsClosed"] is (len(done) > len(again))
        assert at(row["ClosedDate"]) == (done[-1] if len(done) > len(again) else None)


def test_the_lifecycle_tells_every_solve_reopening_and_owner(api: Api) -> None:
    lives: dict[str, list[Any]] = {}
    closed = {r["ApiName"] for r in api("SELECT ApiName FROM CaseStatus WHERE IsClosed = TRUE")}
    for row in api(
        "SELECT CaseId, Status, OwnerId, PreviousUpdate, LastModifiedDate FROM CaseHistory2 "
        "ORDER BY LastModifiedDate, Id"
    ):
        lives.setdefault(row["CaseId"], []).append(row)
    assert lives.keys() == HERE.keys()
    for ident, rows in lives.items():
        plan = PLANS[ident]
        assert rows[0]["PreviousUpdate"] is None
        assert all(row["PreviousUpdate"] is not None for row in rows[1:])
        solved: list[int | None] = []
        reopened: list[int | None] = []
        for before, after in pairwise(rows):
            if (after["Status"] in closed) is not (before["Status"] in closed):
                kind = solved if after["Status"] in closed else reopened
                kind.append(at(after["LastModifiedDate"]))
        assert solved == [solve.at for solve in plan.solves if solve.at <= NOW]
        assert reopened == [when for when in plan.reopened_at if when <= NOW]
        holder = plan.holder(NOW)
        who = ids.user(holder.agent) if holder.agent else ids.ident(ids.QUEUE, holder.team or 0)
        assert rows[-1]["OwnerId"] == who


def test_an_owner_change_is_two_rows_of_the_field_history(api: Api) -> None:
    rows = api("SELECT CaseId, Field, OldValue, NewValue, DataType FROM CaseHistory")
    counts = Counter(row["Field"] for row in rows)
    assert counts["created"] == len(HERE)
    assert counts["ownerAccepted"]
    owners = [row for row in rows if row["Field"].startswith("owner")]
    names = [row for row in owners if row["DataType"] == "Text"]
    assert 2 * len(names) == len(owners)
    people = {one.name for one in (*YEAR.people, cast.FORMER)} | set(cast.TEAMS.values())
    assert {row["NewValue"] for row in names} <= people
    assert api.refusal("SELECT Id FROM CaseHistory WHERE NewValue = 'x'") == (400, "INVALID_FIELD")


def _messages(api: Api) -> dict[str, list[tuple[int, bool, bool]]]:
    """When something was said in each case, whether by the customer, and whether in public."""
    found: dict[str, list[tuple[int, bool, bool]]] = {}
    for row in api(
        "SELECT ParentId, Incoming, MessageDate FROM EmailMessage WHERE Status != '5' "
        "AND IsPrivateDraft = false"
    ):
        said = (at(row["MessageDate"]) or 0, row["Incoming"], True)
        found.setdefault(row["ParentId"], []).append(said)
    for row in api(
        "SELECT ParentId, IsPublished, CreatedDate, CreatedById, CreatedBy.UserType "
        "FROM CaseComment"
    ):
        asks = row["CreatedById"] == ids.user(PLANS[row["ParentId"]].requester)
        assert asks or row["CreatedBy"]["UserType"] != "CspLitePortal"
        said = (at(row["CreatedDate"]) or 0, asks, row["IsPublished"])
        found.setdefault(row["ParentId"], []).append(said)
    return found


def test_what_was_said_stands_in_mails_and_comments(api: Api) -> None:
    found = _messages(api)
    for ident, plan in HERE.items():
        spoken = [
            (step.at, step.who == plan.requester, step.speech is Speech.PUBLIC)
            for number, step in enumerate(plan.steps)
            if step.speech
            and step.at <= NOW
            and (number or plan.agent_created or plan.channel == "email")
        ]
        assert sorted(found.get(ident, [])) == sorted(spoken), plan.id


def test_a_mail_may_be_a_draft_before_it_is_sent() -> None:
    plan = next(
        p
        for p in HERE.values()
        if p.channel == "email"
        and p.id % 13 == 0
        and p.replies
        and p.replies[0].at < NOW
        and p.replies[0].at - p.created_at > 100
    )
    sent_at, agent = plan.replies[0].at, plan.replies[0].by.agent or 0
    clock = [float(sent_at - 1)]
    query = (
        "SELECT Id, Status, CreatedDate, MessageDate FROM EmailMessage WHERE ParentId = "
        f"'{ids.ident(ids.CASE, plan.id)}' AND CreatedById = '{ids.user(agent)}'"
    )
    with org(clock=lambda: clock[0]) as then:
        [draft] = then(query)
        clock[0] += 1
        [mail] = then(query)
    assert (draft["Id"], draft["Status"], mail["Status"]) == (mail["Id"], "5", "3")
    assert at(mail["MessageDate"]) == sent_at
    assert mail["CreatedDate"] == draft["CreatedDate"] != mail["MessageDate"]


def _promised(plan: TicketPlan) -> list[promises.Promise]:
    since = promises.changed_at(ENDS)
    every = promises.promises_of(plan, YEAR.shifts, since)
    return [promise for promise in every if promise.started_at <= NOW]


def test_milestones_are_the_promises_cut_to_the_minute(api: Api) -> None:
    found: dict[str, list[Any]] = {}
    for row in api(
        "SELECT CaseId, MilestoneType.Name, StartDate, TargetDate, CompletionDate, IsCompleted, "
        "IsViolated, SystemModstamp, TimeRemainingInMins, TimeSinceTargetInMins, BusinessHoursId "
        "FROM CaseMilestone ORDER BY Id"
    ):
        found.setdefault(row["CaseId"], []).append(row)
    violated = 0
    for ident, plan in HERE.items():
        rows, wanted = found.get(ident, []), _promised(plan)
        assert len(rows) == len(wanted)
        for row, promise in zip(rows, wanted, strict=True):
            due_at, ended_at = promise.due_at // 60 * 60, promise.fulfilled_at
            done = ended_at is not None and ended_at <= NOW
            assert row["MilestoneType"]["attributes"]["type"] == "MilestoneType"
            assert (at(row["StartDate"]), at(row["TargetDate"])) == (promise.started_at, due_at)
            assert at(row["CompletionDate"]) == (ended_at if done else None)
            assert row["IsViolated"] is ((ended_at if done and ended_at else NOW) > due_at)
            violated += row["IsViolated"] and not done
            stamp = ended_at if done else promise.started_at
            assert at(row["SystemModstamp"]) == stamp
            if done:
                assert row["TimeRemainingInMins"] == "00:00"
    assert violated
    words = {row["MilestoneStatus"] for row in api("SELECT MilestoneStatus FROM Case")}
    assert words == {None, "Compliant", "Open Violation", "Closed Violation"}


def test_a_violation_comes_without_a_stamp() -> None:
    ident, promise = next(
        (ident, promise)
        for ident, plan in HERE.items()
        for promise in _promised(plan)[:1]
        if (promise.fulfilled_at or NOW) > promise.due_at + 120 and promise.business
    )
    due_at = promise.due_at // 60 * 60
    clock = [float(due_at)]
    query = (
        "SELECT IsViolated, SystemModstamp, TimeRemainingInMins, TimeSinceTargetInMins FROM "
        f"CaseMilestone WHERE CaseId = '{ident}' ORDER BY Id LIMIT 1"
    )
    with org(clock=lambda: clock[0]) as then:
        [before] = then(query)
        clock[0] += 61
        [after] = then(query)
    assert (before["IsViolated"], after["IsViolated"]) == (False, True)
    assert before["SystemModstamp"] == after["SystemModstamp"]
    assert before["TimeRemainingInMins"] == "00:00" != after["TimeSinceTargetInMins"]


def test_surveys_are_linked_to_their_cases(api: Api) -> None:
    subjects = {
        r["ParentId"]: r["SubjectId"] for r in api("SELECT ParentId, SubjectId FROM SurveySubject")
    }
    offered = {p.id for p in PLANS.values() if p.survey and p.survey.offered_at <= NOW}
    assert {PLANS[ident].id for ident in subjects.values()} == offered
    answers = api(
        "SELECT NumberValue, InvitationId, Response.CompletionDateTime FROM SurveyQuestionResponse "
        "WHERE Question.QuestionType = 'CSAT'"
    )
    for row in answers:
        survey = PLANS[subjects[row["InvitationId"]]].survey
        assert survey
        assert (row["NumberValue"] >= 4) is survey.good
        assert at(row["Response"]["CompletionDateTime"]) == survey.answered_at
    surveys = [plan.survey for plan in PLANS.values() if plan.survey]
    given = [one for one in surveys if one.answered_at is not None and one.answered_at <= NOW]
    assert len(answers) == len(given)


def test_users_are_staff_customers_and_machines(api: Api) -> None:
    rows = {r["Id"]: r for r in api("SELECT Id, IsActive, UserType, UserRole.Name FROM User")}
    assert not rows[ids.user(cast.FORMER.id)]["IsActive"]
    assert rows[ids.user(cast.ASSISTANT.id)]["UserRole"]["Name"] == "Front line"
    assert rows[ids.user(cast.ADMIN.id)]["UserRole"] is None
    kinds = Counter(row["UserType"] for row in rows.values())
    assert kinds["AutomatedProcess"] == 1
    assert kinds["CspLitePortal"]
    queues = api("SELECT Id, Name FROM Group WHERE Type = 'Queue'")
    assert {row["Name"] for row in queues} == set(cast.TEAMS.values())
    [hours] = api("SELECT MondayStartTime, SundayStartTime FROM BusinessHours WHERE IsDefault=true")
    assert hours["MondayStartTime"] == "08:00:00.000Z"
    assert hours["SundayStartTime"] is None


def test_conditions_of_every_kind_are_understood(api: Api) -> None:
    def found(where: str) -> set[str]:
        return {row["Id"] for row in api(f"SELECT Id FROM Case WHERE {where}")}

    def plans(wanted: Any) -> set[str]:
        return {ident for ident, plan in HERE.items() if wanted(plan)}

    middle = sorted(plan.created_at for plan in HERE.values())[len(HERE) // 2]
    assert found(f"CreatedDate >= {iso(middle)}") == plans(lambda p: p.created_at >= middle)
    offset = iso(middle).replace("Z", "+00:00")
    assert found(f"createddate<{offset}") == plans(lambda p: p.created_at < middle)
    assert found("Origin IN ('email', 'Web')") == plans(lambda p: p.channel in {"email", "web"})
    assert found("Origin NOT IN ('Email')") == plans(lambda p: p.channel != "email")
    assert found("NOT Origin LIKE 'E%'") == plans(lambda p: p.channel != "email")
    assert found("Category__c = null") == plans(lambda p: p.category is None)
    assert found("Category__c != 'billing'") == plans(lambda p: p.category != "billing")
    assert found("(Origin = 'Chat' OR Origin = 'Web') AND ParentId != null") == plans(
        lambda p: p.channel in {"chat", "web"} and (p.problem or p.parent)
    )
    assert found("RecordType.DeveloperName = 'Internal'") == plans(lambda p: p.child)
    one = next(iter(HERE))
    assert found(f"Id = '{one[:15]}'") == {one}
    assert found(f"Id = '{one.lower()}'") == set()
    assert found("Subject = 'it\\'s'") == set()
    counted = api.ask("SELECT COUNT() FROM Case").json()
    assert (counted["totalSize"], counted["records"]) == (len(HERE), [])


@pytest.mark.parametrize(
    ("soql", "code"),
    [
        (
            "SELECT Id FROM Case WHERE Origin = 'a' AND Origin = 'b' OR Origin = 'c'",
            "MALFORMED_QUERY",
        ),
        ("SELECT Id FROM Case WHERE", "MALFORMED_QUERY"),
        ("SELECT Id, FROM Case", "MALFORMED_QUERY"),
        ("SELECT * FROM Case", "MALFORMED_QUERY"),
        ("SELECT Id FROM Case LIMIT x", "MALFORMED_QUERY"),
        ("SELECT Id FROM Case WHERE CreatedDate > '2026-01-01T00:00:00Z'", "INVALID_FIELD"),
        ("SELECT Id FROM Case WHERE Status = New", "MALFORMED_QUERY"),
        ("SELECT Id FROM Case WHERE IsClosed = 'true'", "INVALID_FIELD"),
        ("SELECT Id, id FROM Case", "INVALID_FIELD"),
        ("SELECT Nothing FROM Case", "INVALID_FIELD"),
        ("SELECT Nobody.Name FROM Case", "INVALID_FIELD"),
        ("SELECT Id FROM Case WHERE MilestoneStatus = 'Compliant'", "INVALID_FIELD"),
        ("SELECT Id FROM Cases", "INVALID_TYPE"),
    ],
)
def test_a_query_that_makes_no_sense_is_refused(api: Api, soql: str, code: str) -> None:
    assert api.refusal(soql) == (400, code)


def test_batches_go_on_from_the_moment_of_the_query() -> None:
    clock = [float(NOW - 30 * DAY)]
    with org(clock=lambda: clock[0], batch_size=100) as api:
        first = api.ask("SELECT Id FROM Case ORDER BY SystemModstamp, Id", "queryAll").json()
        clock[0] += 20 * DAY
        api.sign_in()
        assert first["nextRecordsUrl"].startswith(f"{DATA}/query/01g")
        rows, body = list(first["records"]), first
        while not body["done"]:
            body = api.http.get(body["nextRecordsUrl"]).json()
            rows += body["records"]
        then = [p for p in YEAR.plans if p.created_at <= NOW - 30 * DAY]
        assert len({row["Id"] for row in rows}) == len(rows) == first["totalSize"] <= len(then)
        lost = api.http.get(f"{DATA}/query/01g000000000000-100")
        assert (lost.status_code, lost.json()[0]["errorCode"]) == (400, "INVALID_QUERY_LOCATOR")
        for _ in range(11):
            api.ask("SELECT Id FROM Case")
        old = api.http.get(first["nextRecordsUrl"])
        assert old.json()[0]["errorCode"] == "INVALID_QUERY_LOCATOR"
    with org() as api:
        asked = api.ask("SELECT Id FROM User", **{"Sforce-Query-Options": "batchSize=10"}).json()
        assert len(asked["records"]) == min(200, asked["totalSize"])


def test_rows_are_sorted_and_cut_as_asked(api: Api) -> None:
    rows = api("SELECT Id, ClosedDate FROM Case ORDER BY ClosedDate DESC NULLS LAST, Id LIMIT 50")
    closed = [at(row["ClosedDate"]) or 0 for row in rows]
    assert len(rows) == 50
    assert closed == sorted(closed, reverse=True)
    assert api("SELECT ClosedDate FROM Case ORDER BY ClosedDate LIMIT 1")[0]["ClosedDate"] is None


def test_a_change_may_be_committed_after_its_stamp() -> None:
    plan = max(HERE.values(), key=lambda p: p.created_at)
    clock = [float(plan.created_at + 5)]
    quirks = Quirks(late=lambda number: 60 if number == plan.id else 0)
    query = f"SELECT SystemModstamp FROM Case WHERE Id = '{ids.ident(ids.CASE, plan.id)}'"
    with org(clock=lambda: clock[0], quirks=quirks) as odd:
        assert odd(query) == []
        clock[0] = float(plan.created_at + 60)
        assert at(odd(query)[0]["SystemModstamp"]) == plan.created_at


def test_a_token_lives_for_a_while() -> None:
    clock = [float(NOW)]
    with org(clock=lambda: clock[0], token_seconds=600) as api:
        assert api.ask("SELECT Id FROM Group").status_code == 200
        clock[0] += 600
        expired = api.ask("SELECT Id FROM Group")
        assert (expired.status_code, expired.json()[0]["errorCode"]) == (401, "INVALID_SESSION_ID")
        api.sign_in()
        assert api.ask("SELECT Id FROM Group").status_code == 200
        wrong = api.token(client_secret="no")
        assert (wrong.status_code, wrong.json()["error"]) == (400, "invalid_client")
        assert api.token(client_id="no").json()["error"] == "invalid_client_id"
        assert api.token(grant_type="password").json()["error"] == "unsupported_grant_type"
        named = api.http.post(
            "/services/oauth2/token",
            data={"grant_type": "client_credentials"},
            auth=(CLIENT_ID, CLIENT_SECRET),
        ).json()
        assert named["instance_url"] == str(api.http.base_url).rstrip("/")
        assert "expires_in" not in named


def test_the_calls_of_a_day_run_out() -> None:
    clock = [float(NOW)]
    with org(clock=lambda: clock[0], calls_per_day=3, token_seconds=10 * DAY) as api:
        first = api.ask("SELECT Id FROM Group")
        assert first.headers["Sforce-Limit-Info"] == "api-usage=1/3"
        limits = api.http.get(f"{DATA}/limits").json()
        assert limits["DailyApiRequests"] == {"Max": 3, "Remaining": 1}
        api.ask("SELECT Id FROM Group")
        spent = api.ask("SELECT Id FROM Group")
        assert (spent.status_code, spent.json()[0]["errorCode"]) == (403, "REQUEST_LIMIT_EXCEEDED")
        assert "Retry-After" not in spent.headers
        clock[0] += DAY
        assert api.ask("SELECT Id FROM Group").status_code == 200


def test_what_a_user_may_not_see_is_not_there() -> None:
    hidden = Quirks(lacking_fields={"Case.Priority"}, lacking_objects={"SurveyResponse"})
    with org(quirks=hidden) as api:
        refused = api.ask("SELECT Id, Priority FROM Case")
        assert refused.status_code == 400
        assert "No such column 'Priority' on entity 'Case'" in refused.json()[0]["message"]
        assert api.refusal("SELECT Id FROM Case ORDER BY Priority") == (400, "INVALID_FIELD")
        assert api.refusal("SELECT Id FROM SurveyResponse") == (400, "INVALID_TYPE")
        described = api.http.get(f"{DATA}/sobjects/Case/describe").json()
        names = {one["name"] for one in described["fields"]}
        assert "Status" in names
        assert "Priority" not in names
        assert not described["updateable"]
        assert api.http.get(f"{DATA}/sobjects/SurveyResponse/describe").status_code == 404
        listed = {o["name"] for o in api.http.get(f"{DATA}/sobjects").json()["sobjects"]}
        assert {"Case", "CaseHistory2"} <= listed
        assert "SurveyResponse" not in listed
        old = api.http.get(
            "/services/data/v58.0/query", params={"q": "SELECT Id FROM CaseHistory2"}
        )
        assert old.json()[0]["errorCode"] == "INVALID_TYPE"
        assert api.http.get("/services/data/v99.0/limits").status_code == 404


def test_requests_fail_by_their_number_and_long_ones_always() -> None:
    with org(quirks=Quirks(faults={2: 503})) as api:
        assert api.ask("SELECT Id FROM Group").json()[0]["errorCode"] == "SERVER_UNAVAILABLE"
        many = ", ".join(f"'{ident}'" for ident in list(PLANS)[:900])
        assert api.ask(f"SELECT Id FROM Case WHERE Id IN ({many})").status_code == 414


def test_a_bulk_query_comes_as_csv_in_parts() -> None:
    with org(batch_size=500) as api:
        soql = "SELECT Id, IsClosed, CreatedDate, ClosedDate, Owner.Name FROM Case"
        jobs = f"{DATA}/jobs/query"
        job = api.http.post(jobs, json={"operation": "queryAll", "query": soql}).json()
        assert (job["state"], job["object"]) == ("UploadComplete", "Case")
        early = api.http.get(f"{jobs}/{job['id']}/results")
        assert early.json()[0]["errorCode"] == "JOB_NOT_COMPLETE"
        states = [api.http.get(f"{jobs}/{job['id']}").json()["state"] for _ in range(2)]
        assert states == ["InProgress", "JobComplete"]
        rows: list[dict[str, str]] = []
        locator, parts = "", 0
        while locator != "null":
            params = {"locator": locator} if locator else {}
            part = api.http.get(f"{jobs}/{job['id']}/results", params=params)
            some = list(csv.DictReader(io.StringIO(part.text)))
            assert part.headers["Sforce-NumberOfRecords"] == str(len(some))
            locator, parts = part.headers["Sforce-Locator"], parts + 1
            rows += some
        assert parts == -(-len(rows) // 500)
        assert parts > 1
        assert {row["Id"] for row in rows} == HERE.keys() | IN_BIN
        assert {row["IsClosed"] for row in rows} == {"true", "false"}
        assert "" in {row["ClosedDate"] for row in rows}
        assert all(row["CreatedDate"].endswith(".000Z") and row["Owner.Name"] for row in rows)
        other = api.http.get(f"/services/data/v65.0/jobs/query/{job['id']}/results")
        assert other.status_code == 409
        assert api.http.delete(f"{jobs}/{job['id']}").status_code == 204
        assert api.http.get(f"{jobs}/{job['id']}").status_code == 404
        for query, code in (
            ("SELECT Id FROM CaseStatus", "INVALIDENTITY"),
            ("SELECT Id FROM Nothing", "INVALID_TYPE"),
            ("SELECT COUNT() FROM Case", "API_ERROR"),
        ):
            refused = api.http.post(jobs, json={"operation": "query", "query": query})
            assert (refused.status_code, refused.json()[0]["errorCode"]) == (400, code)
        given_up = api.http.post(jobs, json={"operation": "query", "query": soql}).json()["id"]
        assert api.http.patch(f"{jobs}/{given_up}", json={"state": "Aborted"}).json()["state"] == (
            "Aborted"
        )


def test_a_link_leads_to_the_steps_of_a_case(api: Api) -> None:
    ident = next(iter(HERE))
    assert "Made up" in api.http.get(f"/lightning/r/Case/{ident}/view").text
    assert api.http.get("/lightning/r/Case/nothing/view").status_code == 404
