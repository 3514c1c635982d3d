"""Alerts kept: made once, taken on, put off, and in step with the settings."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.alerts import changes
from bot.alerts.phrases import read_alert
from bot.services import Services
from metrics.errors import AskError
from metrics.posting.alerts import Alert, Phase, Standing
from metrics.posting.deliveries import Delivery, State
from metrics.store.books.alerts import WatchedAlert
from tests.bot import desk

FRT = "frt email today above 4h"


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    with desk.services(desk.settings(tmp_path)) as made:
        yield made


def make(services: Services, words: str, owner: str = "U1ANN") -> tuple[Alert, bool]:
    return changes.make(read_alert(words, changes.context(services, "C1")), owner, services)


def firing(services: Services, id: str) -> WatchedAlert:
    """The alert once it has fired, with its post in C1 at 100.5."""
    watched = changes.find(id, services)
    standing = Standing(phase=Phase.FIRING, since_at=desk.NOW - 600, episode=1, told_at=desk.NOW)
    post = Delivery(
        id=f"post{id}",
        source=f"alert:{id}",
        due_at=desk.NOW,
        channel="C1",
        state=State.POSTED,
        posted_in="C1",
        ts="100.5",
        expires_at=desk.NOW,
    )
    assert services.alerts.settle(watched, standing, (), post, post=post.id)
    return changes.find(id, services)


def of_settings(services: Services, text: str) -> list[str]:
    chosen = services.settings.model_copy(update={"alerts": text})
    changes.keep_settings(replace(services, settings=chosen))
    return [watched.alert.phrase for watched in services.alerts.all()]


def test_the_same_alert_is_made_once(services: Services) -> None:
    first, new = make(services, FRT)
    again, twice = make(services, f"email {FRT}")
    assert (new, twice, again) == (True, False, first)
    assert first.phrase == "frt email today above 4h in #C1"
    assert first.watch == "frt channel email today"


def test_one_with_other_care_takes_its_place(services: Services) -> None:
    first, _ = make(services, FRT)
    other, new = make(services, f"{FRT} every 15m min 3")
    assert new
    assert other.id == first.id
    (kept,) = services.alerts.all()
    assert (kept.alert.care.every_seconds, kept.alert.minimum) == (900, 3)


def test_nobody_changes_one_of_the_settings(services: Services) -> None:
    make(services, FRT, owner="")
    with pytest.raises(AskError, match="DESKPULSE_ALERTS"):
        make(services, f"{FRT} every 15m")


def test_who_takes_it_on_is_kept(services: Services) -> None:
    alert, _ = make(services, FRT)
    firing(services, alert.id)
    changes.acknowledge(alert.id, "U2BEN", services)
    assert changes.find(alert.id, services).standing.acknowledged_by == "U2BEN"
    (step,) = services.alerts.since(0)
    assert (step.what, step.who, step.episode) == ("acknowledged", "U2BEN", 1)


def test_what_is_not_firing_cannot_be_acknowledged(services: Services) -> None:
    alert, _ = make(services, FRT)
    with pytest.raises(AskError, match="not firing"):
        changes.acknowledge(alert.id, "U2BEN", services)
    assert services.alerts.since(0) == ()


def test_a_check_in_between_is_not_written_over(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    alert, _ = make(services, FRT)
    old = changes.find(alert.id, services)
    firing(services, alert.id)
    stale = iter([old])
    get = type(services.alerts).get

    def looked(alerts: object, id: str) -> WatchedAlert | None:
        return next(stale, None) or get(services.alerts, id)

    monkeypatch.setattr(type(services.alerts), "get", looked)
    changes.snooze(alert.id, desk.NOW + 3600, "U2BEN", services)
    standing = changes.find(alert.id, services).standing
    assert (standing.phase, standing.snoozed_until) == (Phase.FIRING, desk.NOW + 3600)


def test_the_alert_above_a_thread_is_found(services: Services) -> None:
    alert, _ = make(services, FRT)
    firing(services, alert.id)
    found = changes.under("C1", "100.5", services)
    assert found is not None
    assert found.alert.id == alert.id
    assert changes.under("C1", "100.6", services) is None
    assert changes.under("C2", "100.5", services) is None
    assert changes.under("C1", None, services) is None


def test_the_settings_are_kept_in_step(services: Services) -> None:
    mine, _ = make(services, "backlog above 200")
    text = "frt above 4h in C7ABC; growing in C7ABC"
    assert set(of_settings(services, text)) == {
        mine.phrase,
        "frt today above 4h in #C7ABC",
        "growing in #C7ABC",
    }
    changed = of_settings(services, "frt above 4h every 15m in C7ABC")
    assert set(changed) == {mine.phrase, "frt today above 4h in #C7ABC every 15m"}
    assert of_settings(services, "") == [mine.phrase]


def test_an_entry_that_cannot_be_read_is_logged_and_deletes_nothing(
    services: Services, caplog: pytest.LogCaptureFixture
) -> None:
    of_settings(services, "frt above 4h in C7ABC")
    with caplog.at_level(logging.WARNING):
        kept = of_settings(services, "frt abov 4h in C7ABC")
    assert kept == ["frt today above 4h in #C7ABC"]
    assert "DESKPULSE_ALERTS: frt abov 4h in C7ABC: From which value on?" in caplog.text
