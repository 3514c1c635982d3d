"""A question from the terminal, and the one shape in which machines are answered."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from bot.cli.asking import OutputForms, Printout, ask, instant
from bot.config import SettingsError
from bot.exports import EXIT_CODES, AnswerDocument, Status
from bot.services import Services
from metrics.catalogue import CATALOGUE
from metrics.errors import AskError, StoreError
from tests.bot import desk

SCHEMA = Draft202012Validator(AnswerDocument.model_json_schema(mode="serialization"))
OF_EACH_KIND = {type(m): key for key, m in CATALOGUE.items() if m.supply is None}.values()
"""A metric of each kind."""


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    folder = tmp_path_factory.mktemp("asking")
    with desk.services(desk.settings(folder), tickets=600) as opened:
        yield replace(opened, asker=opened.asker.still())


def answer(services: Services, words: str, wanted: OutputForms = OutputForms()) -> Printout:  # noqa: B008
    return ask(lambda: services, words, wanted)


def machine(services: Services, words: str) -> tuple[dict[str, Any], int]:
    """The answer as JSON, which keeps to the schema, and the exit code."""
    ended = answer(services, words, OutputForms(json=True))
    read: dict[str, Any] = json.loads(ended.text)
    assert [error.message for error in SCHEMA.iter_errors(read)] == []
    assert read["schema"] == "deskpulse.answer/1"
    assert read["asked"] == words
    assert not ended.fault
    return read, ended.code


def test_the_answer_is_the_card_as_text(services: Services) -> None:
    ended = answer(services, "frt last month")
    assert "First response time" in ended.text
    assert "&amp;" not in ended.text
    assert ended.code == 0


def test_the_answer_as_json_has_the_canonical_phrase(services: Services) -> None:
    said, code = machine(services, "first response time last month")
    assert (said["status"], said["kind"], code) == ("answered", "figure", 0)
    assert said["phrase"] == said["result"]["phrase"] == "frt oct 2026"
    assert said["result"]["asked_at"] == "2026-11-24T06:00:00Z"
    assert said["result"]["value"] > 0


@pytest.mark.parametrize("key", CATALOGUE)
def test_every_metric_is_answered_in_one_shape(services: Services, key: str) -> None:
    said, code = machine(services, key)
    assert code == EXIT_CODES[Status(said["status"])]
    if said["status"] == "not_available":
        assert said["result"] is None
        assert code == 5
        assert said["missing"]
        assert all(each["what"] and each["mends"] for each in said["missing"])
        return
    assert said["status"] in {"answered", "no_value"}
    shown = said["result"]["value"]
    assert (shown is None) == (said["status"] == "no_value")


@pytest.mark.parametrize("key", OF_EACH_KIND)
@pytest.mark.parametrize("form", ["list", "why", "explain"])
def test_every_form_of_every_kind_of_metric_is_answered_in_one_shape(
    services: Services, key: str, form: str
) -> None:
    said, code = machine(services, f"{key} last month {form}")
    assert code == EXIT_CODES[Status(said["status"])]
    assert said["status"] in {"answered", "no_value", "refused", "not_available"}
    if said["status"] == "answered":
        assert said["kind"] == form
        assert said["phrase"].endswith(form)


def test_a_list_has_as_many_tickets_as_the_figure(services: Services) -> None:
    said, _ = machine(services, "frt last month list")
    assert said["tickets"]["n"] == len(said["tickets"]["rows"]) == said["result"]["n"] > 0
    few, _ = machine(services, "frt last month worst 3")
    assert few["tickets"]["n"] == said["tickets"]["n"]
    assert few["tickets"]["rows"] == said["tickets"]["rows"][:3]
    assert few["phrase"] == "frt oct 2026 worst 3"


def test_the_parts_of_why_add_up(services: Services) -> None:
    said, _ = machine(services, "volume last month why")
    why, result = said["why"], said["result"]
    assert sum(part["both"] for part in why["parts"]) == pytest.approx(why["whole"]["both"])
    assert why["whole"]["both"] == result["value"] - result["previous"]["value"]


def test_explain_lays_the_helpdesks_figure_beside_ours(services: Services) -> None:
    said, _ = machine(services, "frt last month explain")
    assert said["explain"]["helpdesk"] == "Zendesk"
    assert said["explain"]["theirs"]["n"] >= 0
    said, code = machine(services, "backlog explain")
    assert (said["status"], code) == ("not_available", 5)
    assert "no figure of its own" in said["sentence"]


def test_words_that_mean_nothing_bring_what_may_have_been_meant(services: Services) -> None:
    said, code = machine(services, "frt emial")
    assert (said["status"], code) == ("not_understood", 7)
    assert said["suggestions"] == ["frt email"]
    assert "emial" in said["sentence"]
    assert said["phrase"] is said["result"] is None


def test_what_is_refused_says_why(services: Services) -> None:
    said, code = machine(services, "frt by agent")
    assert (said["status"], code) == ("refused", 6)
    assert "single people" in said["sentence"]
    assert said["phrase"] == "frt by agent"
    said, code = machine(services, "who is the slowest agent")
    assert (said["status"], code) == ("refused", 6)


def test_a_window_of_which_nothing_is_read_is_not_known_yet(services: Services) -> None:
    late = replace(services, now=lambda: desk.NOW + 40 * 86_400)
    said, code = machine(late, "volume last week")
    assert (said["status"], code) == ("not_known_yet", 4)
    assert said["missing"][0]["what"].startswith("What happened after 2026-11-")


def test_a_window_that_is_over_and_half_read_is_partly_known(services: Services) -> None:
    late = replace(services, now=lambda: desk.NOW + 6 * 86_400)
    said, code = machine(late, "volume last week")
    assert (said["status"], code) == ("partly_known", 3)
    assert said["missing"][0]["what"].startswith("What happened after 2026-11-")
    assert said["sentence"]


def test_before_the_first_sync_it_is_not_ready(tmp_path: Path) -> None:
    with desk.services(desk.settings(tmp_path), tickets=0) as empty:
        said, code = machine(empty, "frt")
    assert (said["status"], code) == ("not_ready", 4)
    assert "first sync" in said["sentence"]


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (StoreError("The database is away."), 1),
        (SettingsError("DESKPULSE_TIMEZONE is wrong."), 2),
        (OSError("No space left."), 1),
        (ZeroDivisionError("oh"), 1),
    ],
)
def test_what_has_to_be_mended_first_is_json_too(error: Exception, code: int) -> None:
    def opening() -> Services:
        raise error

    ended = ask(opening, "frt", OutputForms(json=True))
    read = json.loads(ended.text)
    assert list(SCHEMA.iter_errors(read)) == []
    assert (read["status"], ended.code) == ("failed", code)
    assert str(error) in read["sentence"]


def test_without_json_a_refusal_is_one_line_and_the_same_exit_code(services: Services) -> None:
    ended = answer(services, "frt emial")
    assert (ended.code, ended.fault) == (7, True)
    assert ended.text.endswith("Try: frt email")


@pytest.mark.parametrize("form", ["list", "worst 3", "why", "explain", "csv"])
def test_the_terminal_takes_lists_and_reasons_too(services: Services, form: str) -> None:
    ended = answer(services, f"frt last month {form}")
    assert (ended.code, ended.fault) == (0, False)
    assert "First response time" in ended.text


def test_the_terminal_answers_several_measures_one_below_the_other(services: Services) -> None:
    printout = answer(services, "frt and csat email last month")
    assert (printout.code, printout.fault) == (0, False)
    assert printout.text.index("First response time") < printout.text.index("Customer satisfaction")
    document, code = machine(services, "frt and csat email")
    assert code != 0
    assert document["suggestions"] == ["frt email", "csat email"]


def test_in_the_terminal_nobody_asks_for_figures_of_their_own(services: Services) -> None:
    said, code = machine(services, "my frt last month")
    assert (said["status"], code) == ("not_understood", 7)
    assert "say agent and a name" in said["sentence"]
    assert said["suggestions"] == ["frt last month"]


def test_the_tickets_behind_it_are_as_many_as_it_says(services: Services, tmp_path: Path) -> None:
    file = tmp_path / "tickets.csv"
    ended = answer(services, "frt last month", OutputForms(json=True, csv=file))
    with file.open(encoding="utf-8", newline="") as lines:
        assert len(list(csv.DictReader(lines))) == json.loads(ended.text)["result"]["n"] > 0


def test_the_chart_is_a_png(services: Services, tmp_path: Path) -> None:
    file = tmp_path / "chart.png"
    answer(services, "frt last month", OutputForms(chart=file))
    assert file.read_bytes().startswith(b"\x89PNG")


def test_where_there_is_nothing_to_draw_that_is_said(services: Services, tmp_path: Path) -> None:
    ended = answer(services, "frt sms last month", OutputForms(chart=tmp_path / "chart.png"))
    assert "nothing to draw" in ended.text
    assert ended.fault


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
