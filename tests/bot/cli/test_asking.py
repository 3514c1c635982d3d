"""A question from the terminal."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.cli.asking import Wanted, answer, instant
from metrics.ask import Asker
from metrics.errors import AskError
from tests.bot import desk


@pytest.fixture
def asker(tmp_path: Path) -> Iterator[Asker]:
    with desk.services(desk.settings(tmp_path), tickets=600) as services:
        yield services.asker


def test_the_answer_is_the_card_as_text(asker: Asker) -> None:
    said = answer(asker, "frt last month", desk.NOW, Wanted())
    assert "First response time" in said
    assert "&amp;" not in said


def test_the_answer_as_json_has_the_canonical_phrase(asker: Asker) -> None:
    said = json.loads(answer(asker, "first response time last month", desk.NOW, Wanted(json=True)))
    assert said["phrase"] == "frt oct 2026"
    assert said["asked_at"] == "2026-11-24T06:00:00Z"


def test_in_the_terminal_nobody_asks_for_figures_of_their_own(asker: Asker) -> None:
    with pytest.raises(AskError, match="say agent and a name") as refused:
        answer(asker, "my frt last month", desk.NOW, Wanted())
    assert refused.value.suggestions == ("frt last month",)


def test_the_tickets_behind_it_are_as_many_as_it_says(asker: Asker, tmp_path: Path) -> None:
    file = tmp_path / "tickets.csv"
    wanted = Wanted(json=True, csv=file)
    said = json.loads(answer(asker, "frt last month", desk.NOW, wanted))
    with file.open(encoding="utf-8", newline="") as lines:
        assert len(list(csv.DictReader(lines))) == said["n"] > 0


def test_the_chart_is_a_png(asker: Asker, tmp_path: Path) -> None:
    file = tmp_path / "chart.png"
    answer(asker, "frt last month", desk.NOW, Wanted(chart=file))
    assert file.read_bytes().startswith(b"\x89PNG")


def test_where_there_is_nothing_to_draw_that_is_said(asker: Asker, tmp_path: Path) -> None:
    with pytest.raises(AskError, match="nothing to draw"):
        answer(asker, "frt sms last month", desk.NOW, Wanted(chart=tmp_path / "chart.png"))


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2026-11-24", 1_795_474_800),
        ("2026-11-24T09:00", 1_795_507_200),
        ("2026-11-24T08:00:00Z", 1_795_507_200),
    ],
)
def test_a_time_without_an_offset_is_one_of_the_teams_zone(text: str, at: int) -> None:
    assert instant(text, "Europe/Berlin") == at


def test_what_is_no_time_is_refused() -> None:
    with pytest.raises(AskError, match="is no time"):
        instant("noon", "UTC")
