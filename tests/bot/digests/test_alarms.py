"""What alerts did in a week, in one sentence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.digests.alarms import alarms
from metrics.periods import PeriodKind, Window
from metrics.posting.alerts import Standing
from metrics.store.books.alerts import Alerts, AlertStep
from metrics.store.database.engine import Store
from tests.bot.alerts.desk import alert

START, END = 1_000_000, 1_604_800
WEEK = Window(START, END, PeriodKind.WEEK, "Week 3", date(1970, 1, 12), date(1970, 1, 18))
SLOW = alert(phrase="frt email above 4h", made_at=0)
RUSH = alert(id="bbbb", phrase="spike", made_at=0)


def keep(store: Store, *told: tuple[str, int, int, str]) -> Alerts:
    """Alerts of which these became: alert, episode, instant, what."""
    alerts = Alerts(store)
    for each in (SLOW, RUSH):
        alerts.make(each)
    for number, (id, episode, at, what) in enumerate(told, 1):
        watched = alerts.get(id)
        assert watched is not None
        step = AlertStep(alert=id, episode=episode, at=at, what=what)
        alerts.settle(watched, replace(Standing(), streak=number), [step])
    return alerts


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ((), "No alert fired."),
        ((("aaaa", 1, START, "fired"),), "1 alert fired, none were acted on."),
        (
            (("aaaa", 1, START, "fired"), ("aaaa", 1, END + 9, "acknowledged")),
            "1 alert fired, and somebody acted on it.",
        ),
        (
            (
                ("aaaa", 1, START - 9, "fired"),
                ("aaaa", 2, START, "fired"),
                ("aaaa", 2, START + 5, "fired"),
                ("aaaa", 2, START + 6, "acknowledged"),
                ("aaaa", 3, START + 99, "fired"),
                ("bbbb", 1, END - 1, "fired"),
                ("bbbb", 1, END, "acknowledged"),
                ("bbbb", 2, END, "fired"),
            ),
            "3 alerts fired, 2 were acted on; most often, 2 times: frt email above 4h.",
        ),
        ((("aaaa", 1, START, "peak"), ("aaaa", 1, START, "recovered")), "No alert fired."),
    ],
)
def test_an_alert_that_is_told_again_has_fired_once(
    store: Store, told: tuple[tuple[str, int, int, str], ...], said: str
) -> None:
    assert alarms(keep(store, *told), WEEK) == said


def test_what_watches_for_one_person_alone_is_not_told_to_others(store: Store) -> None:
    Alerts(store).make(alert(id="cccc", phrase="mine", channel="D1"))
    alerts = keep(store)
    watched = alerts.get("cccc")
    assert watched is not None
    steps = [AlertStep(alert="cccc", episode=n, at=START, what="fired") for n in (1, 2)]
    alerts.settle(watched, replace(Standing(), streak=1), steps)
    assert alarms(alerts, WEEK) == "No alert fired."


def test_where_none_could_see_it_is_not_called_calm(store: Store) -> None:
    dark = [("aaaa", 0, START - 9, "blind"), ("bbbb", 0, START - 5, "few")]
    said = "No alert could tell anything. With /kpi alerts each says why."
    assert alarms(keep(store, *dark), WEEK) == said


def test_how_long_some_could_not_see_is_told(store: Store) -> None:
    part = [("aaaa", 0, START - 9, "blind"), ("aaaa", 0, START + 7200, "sees")]
    short = [("bbbb", 0, END - 600, "blind"), ("bbbb", 0, END + 9, "sees")]
    alerts = keep(store, *part, *short)
    assert alarms(alerts, WEEK) == "No alert fired. 1 of 2 could not see for up to 2h 0m of it."


def test_what_fired_is_told_with_what_could_not_see(store: Store) -> None:
    steps = [("aaaa", 1, START, "fired"), ("bbbb", 0, START + 5, "blind")]
    assert alarms(keep(store, *steps), WEEK) == (
        "1 alert fired, none were acted on. 1 of 2 could not see for up to 7d 0h of it."
    )


def test_what_was_made_later_watched_nothing(store: Store) -> None:
    Alerts(store).make(alert(made_at=END))
    assert alarms(Alerts(store), WEEK) == ""


def test_where_nobody_is_alerted_nothing_is_said(store: Store) -> None:
    assert alarms(Alerts(store), WEEK) == ""
