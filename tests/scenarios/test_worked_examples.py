"""The guides' worked examples through the whole way: a file, its import, a question, its JSON."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.cli.asking import OutputForms
from metrics.ask import Asker
from metrics.errors import AskError
from metrics.store.database.engine import Store
from tests.filled import fill
from tests.scenarios.filed import NOW, answer, asked, asking, imported, synced

LAST_WEEK = "2026-11-18T10:00"
OCTOBER = 1_790_805_600


@pytest.fixture
def asker(sqlite_store_url: str) -> Iterator[Asker]:
    with closing(Store.open(sqlite_store_url)) as store:
        yield asking(store)


def answers(
    asker: Asker, folder: Path, survey: str, counts: dict[str, int], scale: str = ""
) -> None:
    rows = [f"{survey},{s},{LAST_WEEK},{scale}" for s, n in counts.items() for _ in range(n)]
    imported(asker, folder, "surveys", "survey,score,answered_at,scale_max", rows)


@pytest.mark.parametrize(
    ("counts", "scale", "hits", "n"),
    [
        ({"5": 50, "4": 30, "3": 12, "1": 8}, "5", 80, 100),
        ({"good": 8, "bad": 2}, "", 8, 10),
        ({"3": 7, "2": 1, "1": 2}, "3", 7, 10),
        ({"10": 3, "9": 2, "8": 5}, "10", 5, 10),
    ],
)
def test_csat_is_positive_answers_by_all_answers(
    asker: Asker, tmp_path: Path, counts: dict[str, int], scale: str, hits: int, n: int
) -> None:
    synced(asker.store, 1, OCTOBER)
    answers(asker, tmp_path, "csat", counts, scale)
    found = asked(asker, "csat last week")
    assert (found["value"], found["hits"], found["n"]) == (hits / n, hits, n)


def test_scales_of_csat_do_not_mix(asker: Asker, tmp_path: Path) -> None:
    synced(asker.store, 1, OCTOBER)
    answers(asker, tmp_path, "csat", {"5": 30}, "5")
    answers(asker, tmp_path, "csat", {"1": 10}, "10")
    assert asked(asker, "csat last week")["n"] == 30


def test_nps_of_60_promoters_and_15_detractors_is_45(asker: Asker, tmp_path: Path) -> None:
    answers(asker, tmp_path, "nps", {"10": 40, "9": 20, "8": 15, "7": 10, "6": 5, "0": 10})
    found = asked(asker, "nps last week")
    assert (found["value"], found["n"], found["unit"]) == (45, 100, "net score")
    assert (round(found["low"], 1), round(found["high"], 1)) == (30.5, 59.5)


def test_enps_is_told_from_five_answers_on_and_has_no_list(asker: Asker, tmp_path: Path) -> None:
    answers(asker, tmp_path, "enps", {"9": 3, "5": 1})
    few = asked(asker, "enps last week")
    assert (few["value"], few["n"], few["hidden"]) == (None, 4, True)
    answers(asker, tmp_path, "enps", {"9": 3, "5": 2})
    assert asked(asker, "enps last week")["value"] == 20
    with pytest.raises(AskError, match="anonymous"):
        answer(asker, "enps last week", OutputForms(csv=tmp_path / "x.csv"))


def test_ces_is_the_mean_of_its_answers_on_one_scale(asker: Asker, tmp_path: Path) -> None:
    counts = (80, 210, 140, 110, 160, 180, 120)
    answers(asker, tmp_path, "ces", {str(n): count for n, count in enumerate(counts, start=1)})
    answers(asker, tmp_path, "ces", {"1": 50}, "5")
    found = asked(asker, "ces last week")
    assert (round(found["value"], 2), found["n"]) == (4.08, 1000)
    assert found["excluded"] == [
        {"reason": "on another scale than 1 to 7 with 7 for easy", "n": 50}
    ]
    assert "4.08 of 7" in answer(asker, "ces last week", OutputForms())


def test_aht_of_3000_minutes_and_200_contacts_is_15_minutes(asker: Asker, tmp_path: Path) -> None:
    rows = [f"{LAST_WEEK},600,120,{180 if n % 2 else ''}" for n in range(200)]
    rows = [row if row[-1] != "," else f"{row}180" for row in rows]
    imported(asker, tmp_path, "handling", "ended_at,talk_seconds,hold_seconds,wrap_seconds", rows)
    found = asked(asker, "aht last week")
    assert (found["value"], found["median"], found["n"]) == (900, 900, 200)
    assert "15m 0s on average" in answer(asker, "aht last week", OutputForms())


def test_32_of_40_hours_are_a_utilization_of_80_percent(asker: Asker, tmp_path: Path) -> None:
    days = [f"2026-11-{day}" for day in range(16, 21)]
    rows = [f"Ann,{day}T09:00,{day}T17:00,23040" for day in days]
    imported(asker, tmp_path, "shifts", "agent,started_at,ended_at,productive_seconds", rows)
    found = asked(asker, "utilization last week")
    assert (found["value"], found["n"]) == (0.8, 5)
    assert "healthy" not in " ".join(found["caveats"])


def test_a_utilization_outside_the_band_says_so(asker: Asker, tmp_path: Path) -> None:
    rows = [f"Ann,2026-11-{day}T09:00,2026-11-{day}T17:00,28000" for day in range(16, 21)]
    imported(asker, tmp_path, "shifts", "agent,started_at,ended_at,productive_seconds", rows)
    assert asked(asker, "utilization last week")["caveats"][0].startswith("Above the band")


def test_a_single_shift_tells_no_utilization(asker: Asker, tmp_path: Path) -> None:
    row = "Ann,2026-11-16T09:00,2026-11-16T17:00,19584"
    imported(asker, tmp_path, "shifts", "agent,started_at,ended_at,productive_seconds", [row])
    found = asked(asker, "utilization last week")
    assert (found["value"], found["n"], found["hidden"]) == (None, 1, True)
    assert "68%" not in answer(asker, "utilization last week", OutputForms())


def test_20000_dollars_for_1000_tickets_are_20_each(asker: Asker, tmp_path: Path) -> None:
    synced(asker.store, 1000, OCTOBER + 500_000)
    rows = ["2026-10,15000,USD,salaries", "2026-10,5000.00,USD,tools"]
    imported(asker, tmp_path, "costs", "month,amount,currency,item", rows)
    found = asked(asker, "cost_ticket october 2026")
    assert (found["value"], found["n"], found["statistic"]) == (20, 1000, "USD per ticket")
    assert "20.00 USD per ticket" in answer(asker, "cost_ticket october 2026", OutputForms())


def test_a_month_without_a_cost_is_not_available_and_never_0(asker: Asker, tmp_path: Path) -> None:
    synced(asker.store, 10, OCTOBER + 500_000)
    with pytest.raises(AskError, match="deskpulse import costs FILE"):
        asked(asker, "cost_ticket october 2026")
    imported(asker, tmp_path, "costs", "month,amount,currency", ["2026-09,100,USD"])
    with pytest.raises(AskError, match="not available for October 2026: not all of its cost"):
        asked(asker, "cost_resolution october 2026")


def test_a_resolved_issue_is_never_cheaper_than_a_resolution(asker: Asker, tmp_path: Path) -> None:
    fill(asker.store, 3000, NOW)
    with asker.store.write() as connection:
        same = "update timeline set category = 'c1', requester = 'r1' where ticket % 10 = 0"
        connection.execute(text(same))
    imported(asker, tmp_path, "costs", "month,amount,currency", ["2026-10,20000,EUR"])
    headline = asked(asker, "cost_resolution october 2026")
    issue = asked(asker, "cost_resolution issue october 2026")
    assert issue["n"] + issue["excluded"][0]["n"] == headline["n"]
    assert issue["value"] == 20_000 / issue["n"] > headline["value"] == 20_000 / headline["n"]
    assert issue["statistic"] == "EUR per issue"


def test_contacts_are_counted_by_the_customers_there_were(asker: Asker, tmp_path: Path) -> None:
    synced(asker.store, 500, OCTOBER + 500_000)
    rows = ["2026-09-01,3000,smb", "2026-09-15,1000,big", "2026-10-20,5000,smb"]
    imported(asker, tmp_path, "customers", "date,customers,segment", rows)
    assert asked(asker, "contact_rate october 2026")["value"] == pytest.approx(10)  # 500 by 5,000
    with pytest.raises(AskError, match="dated 2026-08-01 or earlier"):
        asked(asker, "contact_rate august 2026")


def test_churn_is_of_the_customers_at_the_start(asker: Asker, tmp_path: Path) -> None:
    imported(asker, tmp_path, "customers", "date,customers", ["2026-10-01,500", "2026-10-09,900"])
    rows = [f"c{n},2026-10-{n + 10}" for n in range(10)]
    imported(asker, tmp_path, "churn", "customer,lost_at", [*rows, "c99,2026-11-02"])
    found = asked(asker, "churn october 2026")
    assert (found["value"], found["hits"], found["n"]) == (0.02, 10, 500)


def test_deflection_counts_tries_that_ended_in_an_answer_or_a_ticket(
    asker: Asker, tmp_path: Path
) -> None:
    soon, late = "2026-11-18T20:00", "2026-11-20T20:00"
    rows = [f"{LAST_WEEK},v{n},yes," for n in range(60)]
    rows += [f"{LAST_WEEK},w{n},yes,{late}" for n in range(20)]
    rows += [f"{LAST_WEEK},x{n},no,{soon}" for n in range(40)]
    rows += [f"{LAST_WEEK},y{n},no," for n in range(7)] + [f"{LAST_WEEK},,yes,"] * 3
    imported(asker, tmp_path, "sessions", "at,visitor,answered,followed_at", rows)
    found = asked(asker, "deflection last week")
    assert (found["hits"], found["n"]) == (80, 120)
    assert [entry["n"] for entry in found["excluded"]] == [3, 7]


def test_self_service_counts_each_visitor_and_each_requester_once(
    asker: Asker, tmp_path: Path
) -> None:
    synced(asker.store, 500, OCTOBER + 500_000)  # by 400 requesters
    rows = [f"2026-10-0{day},v{n},yes" for day in (2, 3) for n in range(800)]
    imported(asker, tmp_path, "sessions", "at,visitor,answered", rows)
    assert asked(asker, "self_service october 2026")["value"] == 2


def test_qa_is_the_mean_of_random_reviews_and_an_auto_fail_is_0(
    asker: Asker, tmp_path: Path
) -> None:
    heading = "reviewed_at,points,points_possible,rubric,auto_fail,sample"
    rows = [f"{LAST_WEEK},18,20,v1,no,random"] * 19 + [f"{LAST_WEEK},20,20,v1,yes,random"]
    rows += [f"{LAST_WEEK},0,20,v1,no,picked"] * 3
    imported(asker, tmp_path, "reviews", heading, rows)
    found = asked(asker, "qa last week")
    assert (found["value"], found["n"]) == (pytest.approx(85.5), 20)
    assert found["excluded"][0]["n"] == 3


@pytest.mark.parametrize(
    ("key", "kind"),
    [
        *[(key, "surveys") for key in ("ces", "nps", "enps")],
        *[("qa", "reviews"), ("aht", "handling"), ("utilization", "shifts")],
        *[("cost_ticket", "costs"), ("cost_resolution", "costs"), ("contact_rate", "customers")],
        *[("deflection", "sessions"), ("self_service", "sessions"), ("churn", "churn")],
        ("asa", "calls"),
    ],
)
def test_what_nobody_imported_is_not_available_and_says_how_to_have_it(
    asker: Asker, key: str, kind: str
) -> None:
    synced(asker.store, 3, OCTOBER)
    with pytest.raises(AskError, match=f"not available.*deskpulse import {kind} FILE"):
        asked(asker, key)


@pytest.mark.parametrize(
    ("phrase", "why"),
    [
        ("aht by agent", "makes them rush"),
        ("utilization by agent", "staffing"),
        ("enps by agent", "anonymous"),
        ("nps by agent", "whole company"),
        ("cost_ticket by agent", "all of support"),
        ("cost_ticket by team", "one figure"),
    ],
)
def test_what_is_no_measure_of_people_is_refused_with_the_reason(
    asker: Asker, phrase: str, why: str
) -> None:
    with pytest.raises(AskError, match=why):
        asked(asker, phrase)


def test_files_are_answered_without_any_helpdesk_and_as_fresh_as_their_import(
    asker: Asker, tmp_path: Path
) -> None:
    answers(asker, tmp_path, "ces", {"6": 40})
    found = asked(asker, "ces this week")
    assert found["fresh_until"] == "2026-11-24T06:00:00Z"
    assert asked(asker, "ces last week")["n"] == 40
