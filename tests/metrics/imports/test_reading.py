"""Whole files: templates, ids, and every fault with its line, its column and what to write."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from metrics.imports import KINDS, CellContext, FileKind, template
from tests.metrics.imports.whole import read

AROUND = CellContext(ZoneInfo("Europe/Berlin"), 1_795_500_000)
EVERY = pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))


def faults(kind: str, data: bytes) -> list[str]:
    return [str(fault) for fault in read(KINDS[kind], data, AROUND).faults]


@EVERY
def test_a_template_can_be_imported_as_it_is(kind: FileKind) -> None:
    reading = read(kind, template(kind).encode(), AROUND)
    assert reading.faults == ()
    assert len({row["id"] for row in reading.rows}) == 2


@EVERY
def test_every_column_is_explained_and_every_key_is_a_column(kind: FileKind) -> None:
    assert all(column.says for column in kind.columns)
    assert set(kind.key) | set(kind.alike) <= set(kind.names)
    assert kind.summary.endswith(".")


def test_an_unknown_column_is_named_with_the_nearest_known() -> None:
    data = b"survey;rating score;answred_at;zzz\nnps;9;2026-11-02;x\n"
    found = faults("surveys", data)
    assert found[0].startswith("line 1, column rating_score: ")
    assert found[0].endswith("did you mean score?")
    assert found[1].endswith("did you mean answered_at?")
    assert "columns are survey, score" in found[2]
    assert [fault.split(":")[0] for fault in found[3:]] == [
        "line 1, column score",
        "line 1, column answered_at",
    ]


def test_every_fault_is_told_and_in_the_order_of_the_file() -> None:
    data = b"team,tier\nA,1\nB,x\n,2\nA,3\n"
    assert faults("tiers", data) == [
        "line 3, column tier: 'x' is no plain number; write it like 1234.50.",
        "line 4, column team: nothing is written; write the team's name or id in the helpdesk.",
        "line 5, column team: this is the same as on line 2; write each only once.",
    ]


def test_a_number_of_however_many_digits_is_a_fault_of_its_cell() -> None:
    data = b'[{"month": "2026-10", "amount": ' + b"1" * 5_000 + b', "currency": "EUR"}]'
    (fault,) = faults("costs", data)
    assert fault.startswith("line 1, column amount: '1111")


def customers(*rows: str) -> list[object]:
    data = "date;customers\n" + "\n".join(rows)
    return [
        (row["date"], row["customers"])
        for row in read(KINDS["customers"], data.encode(), AROUND).rows
    ]


def test_one_row_tells_how_a_column_of_dates_and_numbers_is_written() -> None:
    plain = customers("2026-04-03;5000", "2026-04-25;5200")
    assert len(plain) == 2
    assert customers("03/04/2026;5.000", "25/04/2026;5.200") == plain
    assert customers("04/03/2026;5,000", "04/25/2026;5,200") == plain


def test_what_no_row_of_its_column_decides_is_refused_with_what_to_write() -> None:
    assert faults("customers", b"date;customers\n03/04/2026;5.000\n") == [
        "line 2, column date: '03/04/2026' could be 3 April 2026 or 4 March 2026, and its column "
        "does not tell which; write it like 2026-04-03.",
        "line 2, column customers: '5.000' could be 5 or 5000, and its column does not tell which; "
        "write the one that is meant.",
    ]


def test_a_column_that_contradicts_itself_decides_nothing() -> None:
    data = b"date;customers\n25/04/2026;1\n04/26/2026;2\n03/04/2026;3\n"
    (fault,) = faults("customers", data)
    assert fault.startswith("line 4, column date: '03/04/2026' could be 3 April 2026 or")


def test_a_number_in_json_is_what_it_says() -> None:
    data = (
        b'[{"reviewed_at": "2026-11-02", "points": 17.125, "points_possible": 20, "rubric": "1"}]'
    )
    (row,) = read(KINDS["reviews"], data, AROUND).rows
    assert row["points"] == 17.125


def test_an_amount_whose_sign_is_of_another_currency_is_refused() -> None:
    data = "month;amount;currency\nOct 2026;\u20ac20.000,00;USD\n11/2026;20.000,00 \u20ac;EUR\n"
    assert faults("costs", data.encode()) == [
        "line 2, column amount: '\u20ac' is not USD; write one of them."
    ]


def test_what_is_told_of_a_column_steers_no_terminal() -> None:
    assert faults("tiers", b"\x1b[1m,\x1b[1m\n1,2\n")[0].startswith("line 1, column \ufffd[1m: ")


def test_a_file_without_rows_is_told_where_to_begin() -> None:
    assert faults("tiers", b"team,tier\n") == faults("tiers", b"") == faults("tiers", b"[]")
    assert "deskpulse import tiers --template" in faults("tiers", b"")[0]


def test_currencies_do_not_mix() -> None:
    data = b"month,amount,currency\n2026-10,5,EUR\n2026-09,5,USD\n"
    assert faults("costs", data) == [
        "line 3, column currency: 'USD' differs from 'EUR' above; write one for all rows."
    ]


def test_equal_rows_without_an_id_are_told_apart_and_are_the_same_when_read_again() -> None:
    data = b"survey,score,answered_at\nenps,9,2026-11-02\nenps,9,2026-11-02\nenps,8,2026-11-02\n"
    once, again = (read(KINDS["surveys"], data, AROUND).rows for _ in range(2))
    assert len({row["id"] for row in once}) == 3
    assert once == again


def test_an_id_of_ones_own_is_the_key() -> None:
    data = b"survey,score,answered_at,id\nnps,9,2026-11-02,a\nnps,8,2026-11-02,a\n"
    assert faults("surveys", data) == [
        "line 3, column id: this is the same as on line 2; write each only once."
    ]


@pytest.mark.parametrize(
    ("kind", "heading", "row", "column"),
    [
        ("reviews", "reviewed_at,points,points_possible,rubric", "2026-11-02,21,20,1", "points"),
        ("reviews", "reviewed_at,points,points_possible,rubric", "2026-11-02,0,0,1", "points_po"),
        ("shifts", "agent,started_at,ended_at,productive_seconds", "a,2026-11-02T09,x,0", "ended"),
        (
            "shifts",
            "agent,started_at,ended_at,productive_seconds",
            "a,2026-11-02T09:00,2026-11-02T17:00,28801",
            "productive_seconds",
        ),
        (
            "shifts",
            "agent,started_at,ended_at,productive_seconds",
            "a,2026-11-02T09:00,2026-11-02T09:00,0",
            "ended_at",
        ),
        ("calls", "queued_at,answered_at,abandoned_at", "2026-11-02,,", "answered_at"),
        ("calls", "queued_at,answered_at,abandoned_at", "2026-11-02,2026-11-01,", "queued_at"),
        ("sessions", "at,answered,followed_at", "2026-11-02,yes,2026-11-01", "followed_at"),
    ],
)
def test_rows_that_contradict_themselves_are_refused(
    kind: str, heading: str, row: str, column: str
) -> None:
    (fault,) = faults(kind, f"{heading}\n{row}\n".encode())
    assert fault.startswith(f"line 2, column {column}")
