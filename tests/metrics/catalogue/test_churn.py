"""Customers who leave after a ticket and without one, from the files to the answer's JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from metrics.ask import Asker
from metrics.errors import AskError
from metrics.store.database.engine import Store
from tests.scenarios.filed import ZONE, asked, asking, imported, opened


@pytest.fixture
def asker(store: Store) -> Asker:
    return asking(store)


def local(day: str) -> int:
    """The instant of a local day's noon."""
    return int(datetime.fromisoformat(f"{day}T12:00").replace(tzinfo=ZoneInfo(ZONE)).timestamp())


def left(asker: Asker, folder: Path, lost: Mapping[str, Iterable[str]]) -> None:
    """Who was lost on which day."""
    rows = [f"{who},{day}" for day, names in lost.items() for who in names]
    imported(asker, folder, "churn", "customer,lost_at", rows)


def counted(asker: Asker, folder: Path, row: str) -> None:
    """How many customers there were as a day began."""
    imported(asker, folder, "customers", "date,customers", [row])


def named(prefix: str, count: int) -> list[str]:
    return [f"{prefix}{n}" for n in range(1, count + 1)]


def test_customers_lost_after_a_ticket_stand_beside_those_without_one(
    asker: Asker, tmp_path: Path
) -> None:
    july, earlier = local("2026-07-10"), local("2026-05-04")
    tickets = [(who, july) for who in [*named("a", 40), "gone", None]]
    tickets += [("a40", local("2026-07-30"))]  # the second one of one customer
    opened(asker.store, [*tickets, *((who, earlier) for who in named("old", 6))])
    lost: dict[str, Iterable[str]] = {
        "2026-06-02": ["gone"],  # no customer any more when the ticket came
        "2026-07-20": ["a1", "a2", "old6"],  # old6 had none in July and was not there at its end
        "2026-10-08": ["a3", "a4", "a5", "a6", "a7", "a8", "a9", "a10"],  # the 90th day, at 00:00
        "2026-10-09": ["a11"],  # the day after
        "2026-10-20": ["a40"],  # 82 days after the second ticket, 102 after the first
        "2026-10-29": [*named("old", 5), *named("stranger", 3)],  # within 90 days of 1 August
        "2026-10-31": ["late"],
    }
    left(asker, tmp_path, lost)
    counted(asker, tmp_path, "2026-08-01,200")
    found = asked(asker, "churn after support july 2026")
    assert (found["phrase"], found["title"]) == (
        "churn after support jul 2026",
        "Customer churn after support",
    )
    assert (found["value"], found["hits"], found["n"]) == (0.25, 10, 40)
    # Of 200 customers at the end 38 had a ticket in July and were still there.
    sides = [(part["label"], part["hits"], part["n"]) for part in found["parts"]]
    assert sides == [("With a ticket", 10, 40), ("Without a ticket", 8, 162)]
    bounds = [(round(part["low"], 3), round(part["high"], 3)) for part in found["parts"]]
    assert bounds == [(0.142, 0.402), (0.025, 0.094)]  # Wilson
    assert [(each["reason"], each["n"]) for each in found["excluded"]] == [
        ("of an unknown customer", 1),
        ("by customers who had been lost before", 1),
    ]
    assert found["provisional_until"] is None
    assert found["caveats"][:2] == [
        "20.1 points higher among those with a ticket than among those without a ticket (8.3 to "
        "35.4): more than chance, which does not say that the ticket is why.",
        "3 lost customers are not known to the helpdesk by the id in the file and count as without "
        "a ticket.",
    ]
    assert "Who leaves after a ticket need not leave because of it." in found["caveats"]


def test_churn_after_support_gives_no_verdict_before_all_its_days_are_over(
    asker: Asker, tmp_path: Path
) -> None:
    months = {"s": "2026-09-10", "o": "2026-10-10"}
    opened(asker.store, [(who, local(d)) for m, d in months.items() for who in named(m, 40)])
    left(asker, tmp_path, {"2026-06-30": ["s1"], "2026-10-15": named("o", 9)})
    counted(asker, tmp_path, "2026-01-01,900")
    found = asked(asker, "churn after support october 2026")
    assert (found["hits"], found["n"], found["change"]) == (9, 40, None)
    assert found["previous"]["n"] == 39  # s1 had been lost before
    assert found["provisional_until"] == "2027-01-29T23:00:00Z"
    assert found["caveats"][0] == (
        "Both may rise until 30 Jan 2027: before then there is no verdict. The newest that stands "
        "is July 2026."
    )
    running = asked(asker, "churn after support this month")
    assert running["parts"] == []
    assert "counted from the end of the period" in running["caveats"][0]


def test_churn_after_support_says_what_it_lacks(asker: Asker, tmp_path: Path) -> None:
    july = local("2026-07-10")
    opened(asker.store, [*((who, july) for who in named("a", 5)), ("a1", july + 60)])
    left(asker, tmp_path, {"2026-07-01": ["x1"], "2026-07-20": ["x2"]})
    with pytest.raises(AskError, match="lost customers that the helpdesk knows by the same id"):
        asked(asker, "churn after support july 2026")
    left(asker, tmp_path, {"2026-07-21": ["a1"]})
    alone = asked(asker, "churn after support july 2026")
    assert (alone["hits"], alone["n"], alone["parts"]) == (1, 5, [])
    assert "deskpulse import customers FILE" in alone["caveats"][0]
    counted(asker, tmp_path, "2026-07-02,4")
    few = asked(asker, "churn after support july 2026")
    assert (few["parts"], "more people opened one" in few["caveats"][0]) == ([], True)
    counted(asker, tmp_path, "2026-07-03,6")
    both = asked(asker, "churn after support july 2026")
    assert [(p["n"], p["hidden"]) for p in both["parts"]] == [(5, False), (2, True)]
    assert both["caveats"][0].startswith("Too few to compare")


def fresh(asker: Asker, until: str) -> None:
    told = f"update source set fresh_until = {until} where name = 'zendesk:acme'"
    with asker.store.write() as connection:
        connection.execute(text(told))


def test_churn_after_support_is_as_fresh_as_the_older_of_file_and_helpdesk(
    asker: Asker, tmp_path: Path
) -> None:
    opened(asker.store, [("a1", local("2026-10-05"))])
    left(asker, tmp_path, {"2026-10-21": ["a1"]})
    fresh(asker, "fresh_until - 3600")
    assert asked(asker, "churn after support october 2026")["fresh_until"] == "2026-11-24T05:00:00Z"
    fresh(asker, "null")
    with pytest.raises(AskError, match="first sync"):
        asked(asker, "churn after support october 2026")
