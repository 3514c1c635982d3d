"""Long stretches by jobs: the same rows as page by page, whatever becomes of a job."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest
import respx

from metrics.errors import HelpdeskError
from metrics.helpdesks.salesforce import Salesforce, bulk, connect
from metrics.helpdesks.salesforce.settings import SalesforceSettings
from metrics.helpdesks.salesforce.soql import moment
from metrics.helpdesks.settings import Keeping
from metrics.helpdesks.web import Surroundings
from metrics.sync.sync import Sync
from metrics.tickets.records import Event, Ticket
from sandbox.helpdesks.salesforce import CLIENT_ID, CLIENT_SECRET, Quirks, salesforce_app
from sandbox.year import Year
from tests import truth
from tests.empty import opened
from tests.metrics.helpdesks.salesforce.examples import AGENT, BASE, CASE, CREATED, DATE, SERVED
from tests.metrics.helpdesks.salesforce.org import Org, objection
from tests.metrics.scripted import state
from tests.sandbox.serving import served

ENDS = 1795564800
SINCE = CREATED - 86_400
JOB = "7503h00000JOB01AA1"
JOBS = f"{BASE}/jobs/query"
END = SERVED - 600
HEAD = "Id,ParentId,IsPublished,CreatedById,CreatedDate,CreatedBy.UserType,SystemModstamp"
HEAD += ",IsDeleted,Parent.IsDeleted"


def line(number: int, kind: str = "Standard") -> str:
    ident, at = f"00a3h{number:010}AA1", "2026-03-02T08:00:00.000Z"
    words = (ident, CASE, "true", AGENT, at, kind, at)
    return ",".join(f'"{word}"' for word in words)


def part(*lines: str, locator: str = "null", rows: int | None = None) -> httpx.Response:
    head = ",".join(f'"{name}"' for name in HEAD.split(","))
    headers = {
        "Sforce-Locator": locator,
        "Sforce-NumberOfRecords": str(len(lines) if rows is None else rows),
        "Date": DATE,
    }
    return httpx.Response(200, text="\n".join((head, *lines, "")), headers=headers)


@pytest.fixture
def jobs(api: respx.MockRouter, org: Org) -> Callable[..., dict[str, respx.Route]]:
    """A job with its states and its parts."""
    org.extra["CaseComment.IsPublished"] = "boolean"

    def made(states: list[str], *parts: httpx.Response) -> dict[str, respx.Route]:
        looks = [httpx.Response(200, json={"id": JOB, "state": state}) for state in states]
        return {
            "create": api.post(JOBS).respond(json={"id": JOB, "state": "UploadComplete"}),
            "look": api.get(f"{JOBS}/{JOB}").mock(side_effect=looks),
            "results": api.get(f"{JOBS}/{JOB}/results").mock(side_effect=list(parts)),
        }

    return made


def test_a_long_stretch_comes_by_a_job_in_parts(
    org: Org, salesforce: Salesforce, jobs: Any, waits: list[float]
) -> None:
    org.totals = [12_000, 3]
    states = ["InProgress", "InProgress", "JobComplete", "JobComplete"]
    routes = jobs(states, part(line(1), line(2), locator="MTAw"), part(line(3, "AutomatedProcess")))
    begun = salesforce.page("comments", None, SINCE)
    assert (begun.records, begun.caught_up, begun.through_at) == ((), False, SINCE)
    first = salesforce.page("comments", begun.cursor, SINCE)
    assert (len(first.records), first.caught_up, first.through_at) == (2, False, SINCE)
    assert waits == [1.0, 2.0]
    second = salesforce.page("comments", first.cursor, SINCE)
    assert (second.caught_up, second.through_at) == (False, END)
    (message,) = second.records
    assert isinstance(message, Event)
    assert (message.public, message.automated) == (True, True)
    last = salesforce.page("comments", second.cursor, SINCE)
    assert last.caught_up
    assert "SystemModstamp >= 2026-03-02T11:50:00Z" in org.queries[-1]
    body = routes["create"].calls.last.request.content.decode()
    assert '"operation":"queryAll"' in body.replace(" ", "")
    assert "ORDER BY" not in body
    assert "SystemModstamp < 2026-03-02T11:50:00Z" in body
    asked = [dict(call.request.url.params) for call in routes["results"].calls]
    assert asked == [{"maxRecords": "20000"}, {"maxRecords": "20000", "locator": "MTAw"}]
    assert routes["create"].call_count == 1


def test_few_rows_come_page_by_page(org: Org, salesforce: Salesforce, jobs: Any) -> None:
    org.totals = [bulk.LEAST_ROWS - 1]
    routes = jobs([])
    assert salesforce.page("comments", None, SINCE).caught_up
    assert routes["create"].call_count == 0


def test_many_rows_are_halved_by_time(org: Org, salesforce: Salesforce, jobs: Any) -> None:
    org.totals = [160_000, 90_000, 40_000]
    routes = jobs([])
    salesforce.page("comments", None, SINCE)
    assert len(org.counts) == 3
    end = SINCE + (END - SINCE) // 2
    end = SINCE + (end - SINCE) // 2
    assert moment(end) in routes["create"].calls.last.request.content.decode()


def test_a_run_that_goes_on_counts_nothing(org: Org, salesforce: Salesforce) -> None:
    org.totals = [1]
    page = salesforce.page("comments", None, SINCE)
    assert len(org.counts) == 1
    salesforce.page("comments", page.cursor, SINCE)
    assert len(org.counts) == 1


@pytest.mark.parametrize("states", [["Failed"], ["Aborted"]])
def test_a_job_that_fails_is_read_page_by_page(
    org: Org, salesforce: Salesforce, jobs: Any, states: list[str]
) -> None:
    org.totals = [12_000]
    jobs(states)
    begun = salesforce.page("comments", None, SINCE)
    lost = salesforce.page("comments", begun.cursor, SINCE)
    assert (lost.records, lost.caught_up) == ((), False)
    assert salesforce.page("comments", lost.cursor, SINCE).caught_up
    assert moment(SINCE) in org.queries[-1]


def test_a_job_that_nobody_knows_any_more_is_read_page_by_page(
    org: Org, salesforce: Salesforce, api: respx.MockRouter, jobs: Any
) -> None:
    org.totals = [12_000]
    jobs([])
    begun = salesforce.page("comments", None, SINCE)
    api.get(f"{JOBS}/{JOB}").mock(side_effect=lambda _: objection(404, "NOT_FOUND"))
    lost = salesforce.page("comments", begun.cursor, SINCE)
    assert "pages=1" in lost.cursor


def test_results_of_another_version_are_read_page_by_page(
    org: Org, salesforce: Salesforce, jobs: Any
) -> None:
    org.totals = [12_000]
    jobs(["JobComplete"], objection(409, "VERSION_MISMATCH"))
    begun = salesforce.page("comments", None, SINCE)
    assert "pages=1" in salesforce.page("comments", begun.cursor, SINCE).cursor


def test_an_object_that_no_job_reads_is_read_page_by_page(
    org: Org, salesforce: Salesforce, api: respx.MockRouter
) -> None:
    org.totals = [12_000]
    api.post(JOBS).mock(side_effect=lambda _: objection(400, "INVALIDENTITY"))
    assert salesforce.page("comments", None, SINCE).caught_up


def test_a_job_that_takes_long_is_gone_on_with_later(
    org: Org, salesforce: Salesforce, jobs: Any, waits: list[float]
) -> None:
    org.totals = [12_000]
    jobs(["InProgress"] * 20)
    begun = salesforce.page("comments", None, SINCE)
    with pytest.raises(HelpdeskError, match="still at work") as caught:
        salesforce.page("comments", begun.cursor, SINCE)
    assert (caught.value.permanent, caught.value.retry_after) == (False, 60.0)
    assert sum(waits) < 300


def test_a_part_that_is_cut_off_is_no_part(org: Org, salesforce: Salesforce, jobs: Any) -> None:
    org.totals = [12_000]
    jobs(["JobComplete"], part(line(1), rows=2))
    begun = salesforce.page("comments", None, SINCE)
    with pytest.raises(HelpdeskError, match="cut off") as caught:
        salesforce.page("comments", begun.cursor, SINCE)
    assert not caught.value.permanent


@pytest.mark.parametrize("lacking", ["Sforce-Locator", "Sforce-NumberOfRecords", "Id", "all"])
def test_what_is_no_part_of_a_job_is_read_page_by_page(
    org: Org, salesforce: Salesforce, jobs: Any, lacking: str
) -> None:
    """A proxy that answers with a page of its own, or drops headers, loses no row."""
    org.totals = [12_000]
    answer = part(line(1), line(2))
    answer.headers.pop(lacking, None)
    if lacking == "Id":
        answer = httpx.Response(200, text=answer.text[5:], headers=answer.headers)
    if lacking == "all":
        answer = httpx.Response(
            200, text="<html>\n<p>One moment, please</p>\n", headers={"Date": DATE}
        )
    jobs(["JobComplete"], answer)
    begun = salesforce.page("comments", None, SINCE)
    lost = salesforce.page("comments", begun.cursor, SINCE)
    assert (lost.records, lost.caught_up, lost.through_at) == ((), False, SINCE)
    assert salesforce.page("comments", lost.cursor, SINCE).caught_up
    assert f"SystemModstamp >= {moment(SINCE)}" in org.queries[-1]


@pytest.mark.parametrize("locator", ["a&b=c", "x" * 201])
def test_a_locator_that_is_none_is_not_followed(
    org: Org, salesforce: Salesforce, jobs: Any, locator: str
) -> None:
    org.totals = [12_000]
    jobs(["JobComplete"], part(line(1), locator=locator))
    begun = salesforce.page("comments", None, SINCE)
    with pytest.raises(HelpdeskError, match="no next part"):
        salesforce.page("comments", begun.cursor, SINCE)


def test_months_by_jobs_are_the_months_by_pages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    year = Year.plan_until(ENDS, tickets_per_weekday=4)
    now = truth.quiet_moment(year, ENDS)
    app = salesforce_app(year, clock=lambda: float(now), batch_size=300, quirks=Quirks(polls=2))
    calls = Counter[str]()

    def counted(request: httpx.Request) -> None:
        calls[
            "jobs" if request.method == "POST" and "/jobs/" in request.url.path else "others"
        ] += 1

    def synced(address: str, name: str) -> dict[str, Any]:
        settings = SalesforceSettings.model_validate(
            {
                "SALESFORCE_URL": address,
                "SALESFORCE_CLIENT_ID": CLIENT_ID,
                "SALESFORCE_CLIENT_SECRET": CLIENT_SECRET,
            }
        )
        with (
            closing(opened(tmp_path / name)) as store,
            closing(_Counted(counted)) as transport,
        ):
            desk = connect(
                settings, Keeping(), Surroundings(transport=transport, wait=lambda _: None)
            )
            since = year.ends_at - 60 * 86_400
            outcome = Sync(store=store, helpdesk=desk, since_at=since, clock=lambda: now).run()
            assert outcome.finished, outcome
            return state(store)

    with served(app) as address:
        by_pages = synced(address, "pages.db")
        assert calls["jobs"] == 0
        monkeypatch.setattr(bulk, "LEAST_ROWS", 100)
        monkeypatch.setattr(bulk, "MOST_ROWS", 500)
        assert synced(address, "jobs.db") == by_pages
    assert calls["jobs"] > 5


class _Counted(httpx.HTTPTransport):
    """The network, counted."""

    def __init__(self, count: Callable[[httpx.Request], None]) -> None:
        super().__init__()
        self._count = count

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self._count(request)
        return super().handle_request(request)


def test_cases_are_asked_for_with_the_recycle_bin(
    org: Org, salesforce: Salesforce, jobs: Any
) -> None:
    org.totals = [12_000]
    org.extra |= {"Case.IsDeleted": "boolean", "Case.IsClosed": "boolean"}
    routes = jobs(["JobComplete"])
    begun = salesforce.page("tickets", None, SINCE)
    body = json.loads(routes["create"].calls.last.request.content)
    assert body["operation"] == "queryAll"
    names = body["query"].removeprefix("SELECT ").partition(" FROM ")[0].split(",")
    at = "2026-03-02T08:00:00.000Z"
    values = {"Id": CASE, "Status": "New", "OwnerId": AGENT, "CreatedDate": at, "IsDeleted": "true"}
    values |= {"IsClosed": "false", "SystemModstamp": at}
    text = f"{','.join(names)}\n{','.join(values.get(name, '') for name in names)}\n"
    headers = {"Sforce-Locator": "null", "Sforce-NumberOfRecords": "1", "Date": DATE}
    routes["results"].mock(return_value=httpx.Response(200, text=text, headers=headers))
    (ticket,) = salesforce.page("tickets", begun.cursor, SINCE).records
    assert isinstance(ticket, Ticket)
    assert ticket.removal == "deleted"


def test_a_count_that_takes_too_long_leaves_it_to_pages(
    org: Org, salesforce: Salesforce, jobs: Any
) -> None:
    routes = jobs([])
    org.tired = True
    assert salesforce.page("comments", None, SINCE).caught_up
    assert routes["create"].call_count == 0
    assert len(org.counts) == 2
