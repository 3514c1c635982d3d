"""Alerts: one copy of the bot checks, and what is told is in the outbox with it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import time
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import update

from metrics.posting.alerts import Alert, Care, Phase, Quiet, Standing
from metrics.posting.deliveries import Delivery, State
from metrics.store.books.alerts import ALERT, Alerts, AlertStep, WatchedAlert
from metrics.store.books.outbox import Outbox
from metrics.store.database.engine import Store

NOW = 1_795_424_400
SLOW = Alert(
    id="aaaa",
    kind="threshold",
    phrase="frt email today above 4h",
    watch="frt email today",
    value=14400.0,
    clear=13000.0,
    minimum=5,
    channel="C1",
    owner="U1",
    made_at=NOW,
    care=Care(quiet=Quiet(start=time(22), end=time(7), zone=ZoneInfo("Europe/Berlin"))),
)
FIRING = Standing(phase=Phase.FIRING, since_at=NOW, episode=1, told_at=NOW)
MESSAGE = Delivery(
    id="dddd",
    source="alert:aaaa",
    due_at=NOW,
    channel="C1",
    state=State.READY,
    payload="{}",
    expires_at=NOW + 900,
)
FIRED = AlertStep(alert="aaaa", episode=1, at=NOW, what="fired", detail="6h 2m")


@pytest.fixture
def alerts(store: Store) -> Alerts:
    made = Alerts(store)
    assert made.make(SLOW)
    return made


def watched(alerts: Alerts) -> WatchedAlert:
    found = alerts.get("aaaa")
    assert found is not None
    return found


def test_an_alert_comes_back_as_it_was_made(alerts: Alerts) -> None:
    assert watched(alerts) == WatchedAlert(
        alert=SLOW, standing=Standing(), post=None, next_check_at=0
    )
    assert not alerts.make(replace(SLOW, owner="U2"))
    assert alerts.all() == (watched(alerts),)


def test_a_check_is_taken_on_once(alerts: Alerts) -> None:
    (due,) = alerts.due(NOW)
    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(lambda _: alerts.claim(due, NOW), range(6))) == 1
    assert alerts.due(NOW + 299) == ()
    assert len(alerts.due(NOW + 300)) == 1


def test_what_is_told_goes_out_with_the_standing(alerts: Alerts) -> None:
    assert alerts.settle(watched(alerts), FIRING, [FIRED], MESSAGE, post="dddd")
    assert watched(alerts).standing == FIRING
    assert watched(alerts).post == "dddd"
    assert alerts.since(NOW) == (FIRED,)
    held = Outbox(alerts.store, "me").claim(NOW)
    assert held is not None
    assert held.id == "dddd"


def test_what_has_changed_meanwhile_is_not_overwritten(alerts: Alerts) -> None:
    before = watched(alerts)
    taken = replace(FIRING, acknowledged_by="U2")
    alerts.settle(before, FIRING)
    alerts.settle(watched(alerts), taken)
    assert not alerts.settle(before, Standing(), [FIRED], MESSAGE)
    assert watched(alerts).standing == taken
    assert Outbox(alerts.store, "me").claim(NOW) is None


def test_a_deleted_alert_is_not_told_of_and_can_be_made_again(alerts: Alerts) -> None:
    alerts.settle(watched(alerts), FIRING)
    assert alerts.delete("aaaa", NOW)
    assert not alerts.delete("aaaa", NOW)
    assert alerts.all() == ()
    assert alerts.due(NOW) == ()
    assert alerts.make(SLOW)
    assert watched(alerts).standing == Standing()


def test_one_of_the_settings_that_another_copy_deleted_stands_as_it_stood(alerts: Alerts) -> None:
    settled = replace(SLOW, id="bbbb", owner="")
    alerts.make(settled)
    before = alerts.get("bbbb")
    assert before is not None
    alerts.settle(before, FIRING, post="pppp")
    alerts.delete("bbbb", NOW)
    assert alerts.make(replace(settled, made_at=NOW + 300))
    again = alerts.get("bbbb")
    assert again is not None
    assert (again.standing, again.post) == (FIRING, "pppp")
    alerts.delete("bbbb", NOW)
    assert alerts.make(replace(settled, made_at=NOW + 2 * 86400))
    fresh = alerts.get("bbbb")
    assert fresh is not None
    assert (fresh.standing, fresh.post) == (Standing(), None)


@pytest.mark.parametrize(
    "spoilt", [{"quiet": "22:00 07:00 Moon/Base"}, {"quiet": "x"}, {"phase": "x"}]
)
def test_one_that_cannot_be_read_keeps_no_other_from_being_read(
    alerts: Alerts, spoilt: dict[str, str]
) -> None:
    assert alerts.make(replace(SLOW, id="bbbb", channel="C2"))
    with alerts.store.write() as connection:
        connection.execute(update(ALERT).where(ALERT.c.id == "aaaa").values(spoilt))
    assert [one.alert.id for one in alerts.all()] == ["bbbb"]
    assert [one.alert.id for one in alerts.due(NOW)] == ["bbbb"]
    assert alerts.get("aaaa") is None
    (odd,) = alerts.unreadable()
    assert (odd.id, odd.phrase, odd.owner) == ("aaaa", SLOW.phrase, "U1")
    assert alerts.delete("aaaa", NOW)
    assert alerts.unreadable() == ()
