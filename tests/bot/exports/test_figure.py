"""Answers for machines."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from jsonschema import Draft202012Validator

from bot.exports.figure import SCHEMA, ResultDocument, document
from metrics.question.result import Part, Target, Versus, Waiting
from metrics.sources.knowledge import Coverage
from metrics.tickets.records import Dimension
from tests.bot.samples import answer, figure, wait, weekly


def exported(**more: Any) -> dict[str, Any]:
    text = document(answer(**more), "frt email").model_dump_json(by_alias=True)
    read: dict[str, Any] = json.loads(text)
    return read


def whole() -> dict[str, Any]:
    part = Part(key=("email",), label="Email", figure=wait(60.0, 3), share=0.5)
    part = replace(part, previous=wait(80.0, 44))
    return exported(
        split=(Dimension.CHANNEL,),
        parts=(part,),
        series=weekly([wait(3600.0), wait(None, 0)]),
        waiting=Waiting(n=3, oldest_seconds=99.0, what="waiting"),
        target=Target(value=14400.0, met=True, words="4h"),
        excluded=(("merged", 2),),
        caveats=("few",),
        guards=("Reopen rate rose: audit the last notes.",),
        lever="staffing by hour",
        provisional_until=1_795_500_000,
        versus=Versus(label="a year ago", series=(None, wait(3.0, 2))),
    )


def test_an_answer_is_valid_by_its_own_schema() -> None:
    schema = ResultDocument.model_json_schema(mode="serialization")
    Draft202012Validator.check_schema(schema)
    assert list(Draft202012Validator(schema).iter_errors(whole())) == []


def test_the_schema_says_what_was_promised() -> None:
    promised = {
        *("schema", "metric", "phrase", "window", "clock", "population", "definition", "value"),
        *("unit", "n", "low", "high", "p90", "mean", "previous", "change", "parts", "series"),
        *("waiting", "fresh_until", "excluded", "caveats", "provisional_until", "target"),
        *("guards", "lever", "versus"),
    }
    assert promised <= set(whole())
    assert whole()["schema"] == SCHEMA


def test_the_numbers_are_those_of_the_result() -> None:
    result, read = answer(), exported()
    assert (read["value"], read["n"]) == (result.figure.value, result.figure.n)
    assert read["previous"]["value"] == 9180.0
    assert read["change"]["verdict"] == "better"
    assert read["waiting"] is None


def test_what_a_figure_is_made_of_is_told_with_its_edges() -> None:
    known = Coverage(
        since_at=1_795_000_000,
        until_at=1_795_500_000,
        sources=("zendesk:eu",),
        unread=(("tickets", 2),),
    )
    assert exported(coverage=known)["coverage"] == {
        "since": "2026-11-18T11:06:40Z",
        "until": "2026-11-24T06:00:00Z",
        "sources": ["zendesk:eu"],
        "unread": [{"stream": "tickets", "n": 2}],
    }


def test_instants_are_iso_times_in_utc() -> None:
    read = exported()
    assert read["window"]["start"] == "2026-11-15T23:00:00Z"
    assert read["window"]["zone"] == "Europe/Berlin"
    assert exported(fresh_until=None)["fresh_until"] is None


def test_no_data_is_null_and_never_zero() -> None:
    read = exported(figure=figure(None, 0), previous=None, previous_window=None, change=None)
    assert read["value"] is None
    assert read["previous"] is None


def test_what_is_compared_with_has_its_own_series_without_what_is_hidden() -> None:
    versus = whole()["versus"]
    assert (versus["label"], versus["missing"]) == ("a year ago", "")
    assert versus["series"][0] is None
    assert (versus["series"][1]["value"], versus["series"][1]["n"]) == (None, 2)


def test_what_is_hidden_on_the_card_is_hidden_here() -> None:
    (part,) = whole()["parts"]
    assert part["hidden"] is True
    assert part["n"] == 3
    assert [part[name] for name in ("value", "low", "high", "p90", "mean", "hits")] == [None] * 6


def test_a_part_has_what_it_is_compared_with() -> None:
    (part,) = whole()["parts"]
    assert (part["previous"]["value"], part["previous"]["n"], part["change"]) == (80.0, 44, None)


def test_an_answer_is_the_same_each_time() -> None:
    assert document(answer(), "frt") == document(replace(answer()), "frt")
