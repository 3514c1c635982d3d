"""How objects are walked: behind the last row, whatever happens meanwhile."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from metrics.errors import HelpdeskError
from metrics.helpdesks.salesforce import Salesforce
from metrics.helpdesks.salesforce.pages import IDS_AT_ONCE
from metrics.tickets.records import Event, Ticket, Unreadable
from tests.metrics.helpdesks.salesforce import examples
from tests.metrics.helpdesks.salesforce.examples import CREATED, SERVED, Raw, stamp
from tests.metrics.helpdesks.salesforce.org import Org, objection, records

SINCE = CREATED - 1000


def case(number: int, at: str) -> Raw:
    return examples.case(Id=f"5003h{number:010}AA1", SystemModstamp=at)


def scripted(org: Org, *batches: httpx.Response) -> None:
    """Answer queries about cases with one after the other."""
    left: Iterator[httpx.Response] = iter(batches)
    org.answer = lambda query: next(left) if "FROM Case " in query else None


def test_the_next_page_begins_behind_the_last_row_and_never_by_a_link(
    org: Org, salesforce: Salesforce
) -> None:
    rows = [case(1, stamp(5)), case(2, "2026-03-02T08:00:07.500+0000")]
    scripted(org, records(rows, done=False), records([case(3, stamp(9))]))
    first = salesforce.page("tickets", None, SINCE)
    assert (first.caught_up, first.through_at) == (False, CREATED + 6)
    second = salesforce.page("tickets", first.cursor, SINCE)
    assert second.caught_up
    assert [r.id for page in (first, second) for r in page.records if isinstance(r, Ticket)] == [
        f"5003h{number:010}AA1" for number in (1, 2, 3)
    ]
    begins, goes_on = (query.partition(" WHERE ")[2] for query in org.asked("Case"))
    assert begins == (
        "SystemModstamp >= 2026-03-02T07:43:20Z ORDER BY SystemModstamp,Id LIMIT 2000"
    )
    assert goes_on == (
        "(SystemModstamp > 2026-03-02T08:00:07.500Z OR (SystemModstamp = 2026-03-02T08:00:07.500Z "
        "AND Id > '5003h0000000002AA1')) ORDER BY SystemModstamp,Id LIMIT 2000"
    )


def test_a_page_that_is_full_is_followed_by_another(org: Org, salesforce: Salesforce) -> None:
    full = [case(number, stamp(number // 1000)) for number in range(2000)]
    scripted(org, records(full), records([]))
    first = salesforce.page("tickets", None, SINCE)
    assert not first.caught_up
    assert salesforce.page("tickets", first.cursor, SINCE).caught_up


def test_a_run_goes_back_behind_where_the_last_one_ended(org: Org, salesforce: Salesforce) -> None:
    scripted(org, records([case(1, stamp(5))]), records([]))
    first = salesforce.page("tickets", None, SINCE)
    assert first.through_at == SERVED - 60
    again = salesforce.page("tickets", first.cursor, SINCE)
    assert "SystemModstamp >= 2026-03-02T11:50:00Z" in org.asked("Case")[1]
    assert again.cursor == first.cursor


def test_a_run_that_ends_within_a_walk_goes_back_all_the_same(
    org: Org, salesforce: Salesforce
) -> None:
    recent = "2026-03-02T11:59:30.000+0000"
    scripted(org, records([case(1, recent)], done=False), records([]), records([]))
    first = salesforce.page("tickets", None, SINCE)
    second = salesforce.page("tickets", first.cursor, SINCE)
    salesforce.page("tickets", second.cursor, SINCE)
    assert "SystemModstamp >= 2026-03-02T11:50:00Z" in org.asked("Case")[2]


def test_nothing_is_read_from_before_what_is_wanted(org: Org, salesforce: Salesforce) -> None:
    scripted(org, records([]), records([]))
    first = salesforce.page("tickets", None, SERVED - 5)
    assert first.through_at == SERVED - 5
    salesforce.page("tickets", first.cursor, SERVED - 5)
    assert org.asked("Case")[1] == org.asked("Case")[0]


def test_a_query_that_takes_too_long_is_put_for_fewer_rows(
    org: Org, salesforce: Salesforce
) -> None:
    def answer(query: str) -> httpx.Response | None:
        return objection(400, "QUERY_TIMEOUT") if query.endswith("LIMIT 2000") else None

    org.answer = answer
    org.rows["Case"] = [case(number, stamp(number)) for number in range(500)]
    page = salesforce.page("unsolved", None, SINCE)
    assert not page.caught_up
    sizes = [query.rpartition(" ")[2] for query in org.asked("Case")]
    assert sizes == ["2000", "2000", "500"]


def test_what_is_unsolved_is_read_once_by_id(org: Org, salesforce: Salesforce) -> None:
    scripted(org, records([case(1, stamp(1))], done=False), records([case(2, stamp(0))]))
    first = salesforce.page("unsolved", None, SINCE)
    second = salesforce.page("unsolved", first.cursor, SINCE)
    assert [first.caught_up, second.caught_up] == [False, True]
    begins, goes_on = (query.partition(" WHERE ")[2] for query in org.asked("Case"))
    assert begins == "IsClosed = false ORDER BY Id LIMIT 2000"
    assert goes_on == "IsClosed = false AND Id > '5003h0000000001AA1' ORDER BY Id LIMIT 2000"
    again = salesforce.page("unsolved", second.cursor, SINCE)
    assert (again.records, again.caught_up) == ((), True)
    assert len(org.asked("Case")) == 2


def test_what_came_before_is_asked_of_so_many_cases_that_the_address_holds_them(
    org: Org, salesforce: Salesforce
) -> None:
    org.rows["CaseHistory2"] = [
        examples.lifecycle(
            Id=f"1Hr3h{number:010}AA1",
            CaseId=f"5003h{number:010}AA1",
            PreviousUpdate="2026-03-01T08:00:00.000+0000",
        )
        for number in range(IDS_AT_ONCE + 1)
    ]
    page = salesforce.page("lifecycle", None, SINCE)
    assert any(isinstance(record, Event) for record in page.records)
    _, *lookups = org.asked("CaseHistory2")
    assert [query.count("'5003h") for query in lookups] == [IDS_AT_ONCE, 1]
    assert max(len(str(httpx.QueryParams({"q": query}))) for query in lookups) < 16_000


def test_an_answer_of_another_shape_is_no_empty_page(org: Org, salesforce: Salesforce) -> None:
    org.answer = lambda query: (
        httpx.Response(200, json={"done": True}) if "FROM Case " in query else None
    )
    with pytest.raises(HelpdeskError, match="holds no records"):
        salesforce.page("tickets", None, SINCE)


def test_a_row_without_an_id_ends_no_page(org: Org, salesforce: Salesforce) -> None:
    scripted(org, records([{"SystemModstamp": stamp(1)}], done=False))
    with pytest.raises(HelpdeskError, match="holds no ids"):
        salesforce.page("tickets", None, SINCE)


@pytest.mark.parametrize("odd", [{"SystemModstamp": "soon"}, {"Id": None}, {"Id": [1]}])
def test_an_odd_last_row_is_set_aside_and_the_walk_goes_on_behind_the_one_before(
    org: Org, salesforce: Salesforce, odd: Raw
) -> None:
    rows = [case(1, stamp(5)), {**case(2, stamp(6)), **odd}]
    scripted(org, records(rows, done=False), records([case(3, stamp(9))]))
    first = salesforce.page("tickets", None, SINCE)
    assert [r.id for r in first.records if isinstance(r, Ticket)] == [rows[0]["Id"]]
    assert len([r for r in first.records if isinstance(r, Unreadable)]) == 1
    assert salesforce.page("tickets", first.cursor, SINCE).caught_up
    assert rows[0]["Id"] in org.queries[-1]
    scripted(org, records(rows, done=False), records([case(3, stamp(9))]))
    unsolved = salesforce.page("unsolved", None, SINCE)
    assert salesforce.page("unsolved", unsolved.cursor, SINCE).caught_up


def test_a_page_of_odd_rows_alone_cannot_be_gone_on_from(org: Org, salesforce: Salesforce) -> None:
    scripted(org, records([case(1, "soon"), case(2, "later")], done=False))
    with pytest.raises(HelpdeskError, match="no ids and stamps"):
        salesforce.page("tickets", None, SINCE)
