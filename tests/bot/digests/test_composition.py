"""An edition: its period is its slot's, its answers fit together, and nothing unknown is 0."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from bot.cards.digest import digest_replies
from bot.cards.edition import Edition
from bot.digests import DIGESTS, compose
from bot.services import Services
from metrics.errors import AskError, UnavailableError
from metrics.question.core_set import CoreSet
from metrics.question.notes import Note
from metrics.question.query import Filter
from metrics.tickets.records import Dimension, Instant
from tests.bot import desk
from tests.bot.alerts.desk import alert

EMAIL = (Filter(Dimension.CHANNEL, ("email",)),)
BERLIN = {"DESKPULSE_TIMEZONE": "Europe/Berlin"}
TEAM = (Filter(Dimension.TEAM, ("t1",)),)


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    folder = tmp_path_factory.mktemp("composition")
    with desk.services(desk.settings(folder, **BERLIN), tickets=8_000) as made:
        yield made


def at(said: str, zone: str = "Europe/Berlin") -> Instant:
    return int(datetime.fromisoformat(said).replace(tzinfo=ZoneInfo(zone)).timestamp())


def made(services: Services, key: str = "weekly", due: str = "2026-11-23T09:00") -> Edition:
    return compose(DIGESTS[key], (), at(due), services)


@pytest.mark.parametrize(
    ("key", "due", "label"),
    [
        ("weekly", "2026-11-23T09:00", "Week 47 (16\u201322 Nov 2026)"),
        ("weekly", "2026-11-20T17:00", "Week 46 (9\u201315 Nov 2026)"),
        ("weekly", "2026-11-22T23:59", "Week 46 (9\u201315 Nov 2026)"),
        ("monthly", "2026-11-01T00:00", "October 2026"),
        ("executive", "2026-11-23T09:00", "October 2026"),
        ("quarterly", "2026-10-01T09:00", "Q3 2026"),
    ],
)
def test_it_is_about_the_stretch_before_the_day_of_its_slot(
    services: Services, key: str, due: str, label: str
) -> None:
    edition = made(services, key, due)
    assert edition.window.label == label
    assert {result.window for result in edition.answers.values()} == {edition.window}
    assert {result.asked_at for result in edition.answers.values()} == {at(due)}


def test_a_slot_late_at_night_keeps_its_own_day(services: Services) -> None:
    monday = at("2026-11-23T03:00", "Asia/Kolkata")  # Sunday, 22:30 in Berlin
    there = compose(DIGESTS["weekly"], (), monday, services, zone=ZoneInfo("Asia/Kolkata"))
    assert there.window.label.startswith("Week 47")
    assert there.window.end == at("2026-11-23T00:00", "Asia/Kolkata")
    assert there.zone == "Asia/Kolkata"
    assert "frt 16..22 nov 2026 Asia/Kolkata" in there.figures
    assert there.statement is not None
    assert there.statement.adds_up
    assert compose(DIGESTS["weekly"], (), monday, services).window.label.startswith("Week 46")


def test_where_phrases_cannot_say_a_zone_its_days_are_the_teams(services: Services) -> None:
    due = at("2026-11-23T09:00")
    utc = compose(DIGESTS["weekly"], (), due, services, zone=ZoneInfo("UTC"))
    assert utc.zone == "Etc/UTC"
    japan = compose(DIGESTS["weekly"], (), due, services, zone=ZoneInfo("Japan"))
    assert japan.zone == "Europe/Berlin"


def test_phrases_name_the_period_so_that_they_can_be_asked_for_ever(services: Services) -> None:
    edition = made(services)
    assert set(edition.figures) >= {
        "frt 16..22 nov 2026",
        "backlog 16..22 nov 2026",
        "csat 16..22 nov 2026",
    }
    first = edition.things[0] if edition.things else edition.kpis[0]
    assert edition.phrase == first.phrase
    assert edition.lead_receipt.phrase == edition.phrase
    assert edition.figures == {kept.phrase: kept.headline for kept in edition.receipts}


def test_the_backlog_adds_up(services: Services) -> None:
    for where in ((), EMAIL, TEAM):
        edition = compose(DIGESTS["weekly"], where, at("2026-11-23T09:00"), services)
        assert edition.statement is not None
        assert edition.statement.adds_up
        (backlog,) = (k for k in edition.kpis if k.result.query.metric == "backlog")
        assert edition.statement.closes_with == backlog.result.figure.value


def test_what_nobody_supplied_is_named_and_never_0(services: Services) -> None:
    edition = made(services, "monthly")
    assert {each.title for each in edition.missing} >= {"Quality score", "Customer effort score"}
    assert all("To have it" in each.why for each in edition.missing)
    known = {kpi.result.query.metric for kpi in edition.kpis}
    assert known == {"csat", "fcr", "reopen", "repeat", "csat_response"}


def test_a_target_of_what_nobody_supplied_counts_as_not_judged(tmp_path: Path) -> None:
    chosen = desk.settings(tmp_path, DESKPULSE_TARGETS="qa 4.5; csat 1%", **BERLIN)
    with desk.services(chosen) as services:
        edition = made(services, "monthly")
    assert [each.title for each in edition.missing if each.has_target] == ["Quality score"]
    assert len(edition.aims) == 2
    assert edition.aims[-1] is None


def test_the_core_set_is_shown_in_its_order(tmp_path: Path) -> None:
    with desk.services(desk.settings(tmp_path, **BERLIN)) as services:
        chosen = ("csat", "volume", "backlog", "qa", "frt")
        services.core.choose(CoreSet(metrics=chosen))
        for key in ("weekly", "monthly", "executive"):
            edition = made(services, key)
            assert sorted(k.result.query.metric for k in edition.kpis) == sorted({*chosen} - {"qa"})
            assert [each.title for each in edition.missing] == ["Quality score"]


def test_what_cannot_be_told_of_a_team_is_named(services: Services) -> None:
    edition = compose(DIGESTS["quarterly"], TEAM, at("2026-10-01T09:00"), services)
    assert "Customer churn is not known by team." in {each.why for each in edition.missing}
    assert edition.scope == "T1"


def test_one_channel_is_not_cut_by_channel(services: Services) -> None:
    edition = compose(DIGESTS["weekly"], EMAIL, at("2026-11-23T09:00"), services)
    assert {kpi.result.split for kpi in edition.kpis} == {()}


def test_an_edition_is_the_same_whenever_it_is_made(services: Services) -> None:
    assert made(services) == made(services)


def test_a_time_without_any_ticket_is_empty(tmp_path: Path) -> None:
    with desk.services(desk.settings(tmp_path, **BERLIN), tickets=1) as services:
        edition = made(services)
    assert edition.empty
    frt = next(kpi for kpi in edition.kpis if kpi.result.query.metric == "frt")
    assert not frt.known


def test_half_synced_data_say_how_much_is_missing(tmp_path: Path) -> None:
    with desk.services(desk.settings(tmp_path, **BERLIN)) as services:
        with services.looks.store.write() as connection:
            until = at("2026-11-22T23:12")
            connection.execute(text("update source set fresh_until = :at"), {"at": until})
        edition = made(services)
    assert edition.missing_seconds == 48 * 60
    assert edition.statement is not None
    assert edition.statement.adds_up


def test_a_sync_that_is_days_behind_is_said_and_nothing_called_well(tmp_path: Path) -> None:
    with desk.services(desk.settings(tmp_path, **BERLIN)) as services:
        with services.looks.store.write() as connection:
            until = at("2026-11-15T17:00")
            connection.execute(text("update source set fresh_until = :at"), {"at": until})
        with pytest.raises(UnavailableError) as error:
            made(services)
    assert str(error.value).endswith(
        "is not known yet: my data reach only to Sun 15 Nov 2026, 17:00."
    )
    assert str(error.value).startswith("Week 47")


def test_in_the_first_week_there_is_no_opening(tmp_path: Path) -> None:
    with desk.services(desk.settings(tmp_path, **BERLIN)) as services:
        with services.looks.store.write() as connection:
            since = at("2026-11-16T00:00")
            connection.execute(text("update source set since_at = :at"), {"at": since})
        edition = made(services)
    assert edition.statement is None
    assert "history begins" in edition.gap
    assert {kpi.result.previous for kpi in edition.kpis} == {None}


def test_before_the_first_sync_there_is_none(tmp_path: Path) -> None:
    with (
        desk.services(desk.settings(tmp_path, **BERLIN), tickets=0) as services,
        pytest.raises(AskError),
    ):
        made(services)


def test_what_was_noted_of_its_days_is_told(tmp_path: Path) -> None:
    with desk.services(desk.settings(tmp_path, **BERLIN)) as services:
        days = {"outage": "2026-11-17T00:00", "fair": "2026-11-03T00:00"}
        for said, day in days.items():
            services.asker.notes.keep(
                Note(
                    text=said,
                    start_at=at(day),
                    end_at=at(day) + 86400,
                    noted_by="U1",
                    noted_at=at(day),
                )
            )
        (told,) = made(services).notes
    assert "outage" in told


def test_the_standup_is_its_board(services: Services) -> None:
    edition = made(services, "standup", "2026-11-24T09:00")
    assert edition.board is not None
    assert edition.phrase == "backlog_growth 23..24 nov 2026"
    assert "pending_reply 24 nov 2026" in edition.figures


def test_only_the_weekly_digest_says_what_alerts_did_and_of_bad_ratings(services: Services) -> None:
    services.alerts.make(alert(made_at=at("2026-11-16T00:00")))
    edition = made(services)
    told = edition.alarms
    assert told == "No alert fired."
    assert (made(services, "monthly").alarms, made(services, "monthly").follow_up) == ("", None)
    (post, *_, last) = digest_replies(edition)
    assert re.search(r"\d+ bad ratings?, (none|not|all|\d+)? ?followed up", post.text)
    assert edition.follow_up
    assert len(edition.follow_up.left) <= edition.follow_up.n
    assert f"Alerts: {told}" in last.text
    assert f"Alerts: {told}" in str(last.head)
