"""What was kept without a period was about the last week, and still is after the upgrade."""

from __future__ import annotations

import importlib
import json
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import insert

from bot.alerts.phrases import plan_of
from bot.deliveries.payload import load
from bot.grammar import parse
from metrics.ask import Asker
from metrics.catalogue import CATALOGUE
from metrics.office_hours.calendar import Calendar, parse_hours
from metrics.periods import Period
from metrics.posting.audit import Look
from metrics.question.query import Query
from metrics.question.result import Result
from metrics.store.books.alerts import Alerts
from metrics.store.books.audit import Looks
from metrics.store.books.digest_schedules import DigestSchedules
from metrics.store.books.outbox import Outbox
from metrics.store.books.posts import Posts
from metrics.store.database.engine import Store
from metrics.store.database.schema import tables_of
from metrics.tickets.records import Instant
from tests.metrics.desk import at
from tests.revisions.text import FOLDER, laid

STEP = importlib.import_module("metrics.store.migrations.versions.0018_usual_window")
CALENDAR = Calendar(ZoneInfo("UTC"), parse_hours("mon-fri 09:00-17:00"))
LAST_WEEK = Period.of("last week")
KEPT_AT = at(9 * 24)
"""A Wednesday: the last seven days are another period than the last week."""
PHRASE = 'frt email team "7" by channel vs target'
BUTTON = {"type": "button", "text": {"type": "plain_text", "text": "By team"}}


def rows() -> dict[str, list[dict[str, Any]]]:
    """One of each that keeps a phrase, and of what keeps a measure alone."""
    payload = {
        "text": "It was slow: frt email",
        "head": [{"type": "section", "text": {"type": "mrkdwn", "text": "frt email"}}],
        "tail": [
            {
                "type": "actions",
                "elements": [
                    {**BUTTON, "action_id": "card:0", "value": "frt email by team"},
                    {**BUTTON, "action_id": "card:1", "value": "backlog email"},
                    {**BUTTON, "action_id": "card:2", "value": "share R1"},
                    {
                        "type": "static_select",
                        "action_id": "card:3",
                        "options": [{"text": BUTTON["text"], "value": "csat list"}],
                    },
                ],
            }
        ],
        "picture": None,
        "listing": None,
    }
    receipt = {
        "id": "OLD",
        "phrase": PHRASE,
        "asked_at": KEPT_AT,
        "person": "U1",
        "window": "W",
        "headline": "1h",
        "n": 4,
        "figures": "f",
        "making": "m",
        "measuring": 2,
    }
    alert = {
        "phase": "ok",
        "checks": 1,
        "every_seconds": 300,
        "remind_seconds": 0,
        "kind": "threshold",
        "value": 14_400.0,
        "clear": 13_000.0,
        "minimum": 5,
        "above": True,
        "channel": "C1",
        "owner": "U2",
        "made_at": at(3),
    }
    return {
        "receipt": [receipt],
        "card": [{"channel": "C1", "ts": "1.1", "thread": "1.1", "receipt": "OLD"}],
        "look": [
            {"at": KEPT_AT, "person": "U1", "channel": "C1", "phrase": "frt", "allowed": True}
        ],
        "alert": [
            {**alert, "id": "a1", "phrase": "frt email above 4h", "watch": "frt email"},
            {**alert, "id": "a2", "kind": "drift", "phrase": "drift frt", "watch": "frt email"},
            {**alert, "id": "a3", "kind": "spike", "phrase": "spike email", "watch": "email"},
        ],
        "delivery": [
            {
                "id": "d1",
                "source": "digest:1",
                "due_at": KEPT_AT,
                "part": 0,
                "channel": "C1",
                "owner": "U1",
                "state": "ready",
                "payload": json.dumps(payload),
                "receipts": "OLD",
                "expires_at": at(1000),
                "checked_at": 0,
            }
        ],
    }


def upgraded(store: Store, *, file: str = "0016") -> Asker:
    """The desk of an earlier revision with all these kept there, as it is today."""
    laid(FOLDER / f"{file}.jsonl", store)
    tables = tables_of(file).tables
    with store.rebuild() as connection:
        for name, values in rows().items():
            for row in values:
                table = tables[name]
                blank = {
                    column.name: "" if column.type.python_type is str else 0
                    for column in table.columns
                    if not column.nullable and not column.primary_key
                }
                connection.execute(insert(table), {**blank, **row})
    store.migrate()
    return Asker(store, CALENDAR)


def meant(asker: Asker, phrase: str, when: Instant) -> tuple[Query, Result]:
    """What a phrase without a period was about at an instant, and its answer."""
    query = replace(parse(phrase, asker.directory()), period=LAST_WEEK)
    result = asker.answer(query, when)
    assert result.figure.n
    return result.query, result


def test_an_answer_that_was_kept_is_about_the_week_it_was_about(store: Store) -> None:
    asker = upgraded(store)
    receipt = Posts(store).receipt("OLD")
    assert receipt is not None
    assert [kept.id for kept in Posts(store).thread("C1", "1.1")] == ["OLD"]
    query, then = meant(asker, PHRASE, KEPT_AT)
    again = asker.answer(parse(receipt.phrase, asker.directory()), KEPT_AT)
    assert (again.query, again.figure, again.window) == (query, then.figure, then.window)
    assert again.window != asker.answer(parse(PHRASE, asker.directory()), KEPT_AT).window


def test_a_look_at_people_was_one_at_that_week(store: Store) -> None:
    upgraded(store)
    looks: list[Look] = [look for look in Looks(store).since(0) if look.phrase.startswith("frt l")]
    assert [look.phrase for look in looks] == ["frt last week"]


def test_an_alert_watches_what_it_watched(store: Store) -> None:
    asker = upgraded(store)
    alerts = {kept.alert.id: kept.alert for kept in Alerts(store).all()}
    directory = asker.directory()
    plan = plan_of(alerts["a1"], directory)
    assert plan.query.period == LAST_WEEK
    query, then = meant(asker, "frt email", KEPT_AT)
    now = asker.answer(plan.query, KEPT_AT)
    assert (now.query, now.figure) == (query, then.figure)
    assert alerts["a1"].phrase == "frt email last week above 4h"
    drift = alerts["a2"]
    assert (drift.phrase, drift.watch) == ("drift frt", "frt email"), "it knows no period"
    week = replace(parse("frt email", directory), period=LAST_WEEK)
    assert asker.weeks(plan_of(drift, directory).query, KEPT_AT, 2) == asker.weeks(week, KEPT_AT, 2)
    assert alerts["a3"].watch == "email"


def test_a_message_that_waits_has_buttons_for_the_same_week(store: Store) -> None:
    upgraded(store)
    (delivery,) = (each for each in Outbox(store, "").of("digest:1"))
    assert delivery.payload
    reply = load(delivery.payload, None)
    *buttons, menu = reply.tail[0]["elements"]
    values = [button["value"] for button in buttons]
    assert values == ["frt email last week by team", "backlog email", "share R1"]
    assert menu["options"][0]["value"] == "csat last week list"
    assert reply.text == "It was slow: frt email"


def test_targets_and_schedules_have_no_period_and_stay(store: Store) -> None:
    asker = upgraded(store)
    aims = {(aim.metric, aim.value) for aim in asker.all_targets().aims}
    assert {("frt", 7200), ("csat", 0.9)} <= aims
    assert [schedule.where for schedule in DigestSchedules(store).all()] == ["email"]


@pytest.mark.parametrize(
    ("phrase", "dated"),
    [
        ("frt", "frt last week"),
        ("reopen strict high", "reopen strict high last week"),
        ("frt Asia/Kolkata by team", "frt last week Asia/Kolkata by team"),
        ('frt team "by list" list', 'frt team "by list" last week list'),
        ("csat team july", "csat team july last week"),
        ("frt email, chat p90 business worst 5", "frt email, chat p90 business last week worst 5"),
        *(
            (f"frt {words} by team", f"frt {words} by team")
            for words in (
                *("today", "last week", "this month", "last 30 days", "w31", "q3", "july"),
                *("2026", "jul 2026", "q3 2026", "14 jul 2026", "9..15 nov 2026"),
                *("30 nov..6 dec 2026", "28 dec 2026..3 jan 2027", "since 1 july"),
                *("nov 2026 up to 17 nov", "since 1 jul 2026", "last week Asia/Kolkata"),
            )
        ),
        *((words, words) for words in ("backlog", "nps by team", "share R1", "", "target frt 4h")),
    ],
)
def test_a_phrase_is_given_the_last_week_only_where_it_says_no_period(
    phrase: str, dated: str
) -> None:
    assert STEP.with_period(phrase) == dated
    assert STEP.with_period(dated) == dated


def test_every_measure_of_another_usual_period_than_before_is_known_to_the_step() -> None:
    usual = {key for key, metric in CATALOGUE.items() if metric.own_period is None}
    assert usual >= STEP._OF_LAST_WEEK
