"""`deskpulse doctor`."""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from rich.console import Console
from sqlalchemy import insert, text

from bot.cli.doctor import examine, report
from bot.cli.upkeep import backups
from bot.talk import Finding
from metrics.helpdesks.contract import Check
from metrics.helpdesks.headers import refuse_wrong_clock
from metrics.sources.needs import Need, Provision
from metrics.store.syncs import ledger, reading_settings
from metrics.store.syncs.knowledge import note_supplies
from metrics.store.tables.tickets import TeamRow, table
from sandbox.slack.server import Running
from tests.bot import desk
from tests.empty import opened

NOWHERE = "http://127.0.0.1:1"


@pytest.fixture
def slack() -> Iterator[Running]:
    with Running() as running:
        yield running


def printed(*findings: Finding) -> tuple[bool, str]:
    file = io.StringIO()
    well = report(findings, Console(file=file, width=200))
    return well, file.getvalue()


def test_each_finding_is_a_line_and_a_mend_says_what_to_do() -> None:
    well, text = printed(Finding("Clock"), Finding("Zendesk", "Make the token anew."))
    assert not well
    assert text.splitlines() == ["ok   Clock.", "mend Zendesk. Make the token anew."]


def test_an_example_keeps_its_dots() -> None:
    assert printed(Finding("Token", "Write TOKEN=xoxb-..."))[1] == (
        "mend Token. Write TOKEN=xoxb-...\n"
    )


def test_what_is_not_there_is_a_note_and_not_well(tmp_path: Path) -> None:
    found = list(examine(desk.settings(tmp_path), lambda: desk.NOW, live=False))
    well, text = printed(*found)
    assert well
    assert "note Database: There is no database" in text
    assert "note Back-ups: none by themselves" in text
    assert "ok   Business hours" in text


def test_where_nothing_is_to_mend_all_is_well() -> None:
    assert printed(Finding("Clock"))[0]


def test_names_from_outside_are_no_markup() -> None:
    assert "[red]x[/red]" in printed(Finding("[red]x[/red]"))[1]


def test_complete_settings_are_well_without_asking_anybody(tmp_path: Path) -> None:
    found = list(examine(desk.settings(tmp_path), lambda: desk.NOW, live=False))
    assert [finding.mend for finding in found if finding.mend] == []
    assert any("Business hours: Mon-Fri 09:00-17:00" in finding.what for finding in found)


def test_who_sees_peoples_figures_is_said(tmp_path: Path) -> None:
    def told(**given: str) -> list[tuple[str, str]]:
        found = examine(desk.settings(tmp_path, **given), lambda: desk.NOW, live=False)
        return [(f.what, f.mend) for f in found if f.what.startswith("People's figures")]

    own = "People's figures: no leads are named in DESKPULSE_LEADS, so each sees their own only"
    assert told() == [(own, "")]
    ((what, mend),) = told(DESKPULSE_LEAD_CHANNELS="C1")
    assert what == own
    assert "Set DESKPULSE_LEADS too" in mend
    assert "for leads, and for each agent their own" in told(DESKPULSE_LEADS="U1")[0][0]


def test_who_makes_changes_is_said(tmp_path: Path) -> None:
    def told(**given: str) -> str:
        found = examine(desk.settings(tmp_path, **given), lambda: desk.NOW, live=False)
        (changes,) = (f.what for f in found if f.what.startswith("Targets, schedules"))
        return changes

    assert "administrators and owners of the Slack workspace" in told()
    assert "DESKPULSE_LEADS nor DESKPULSE_ADMINS" in told()
    for name in ("DESKPULSE_LEADS", "DESKPULSE_ADMINS"):
        assert "changed by leads and administrators" in told(**{name: "U1"})


def test_how_long_what_is_kept_is_said(tmp_path: Path) -> None:
    def told(**given: str) -> str:
        found = examine(desk.settings(tmp_path, **given), lambda: desk.NOW, live=False)
        (kept,) = (f.what for f in found if f.what.startswith("Kept"))
        return kept

    assert "posts 400 days" in told()
    assert "figures for ever" in told()
    assert "figures 730 days" in told(DESKPULSE_KEEP_LOOKS_DAYS="730")


def test_what_is_missing_is_named_and_the_rest_is_still_looked_at(tmp_path: Path) -> None:
    chosen = desk.settings(tmp_path, SLACK_BOT_TOKEN="")
    mends = [f.mend for f in examine(chosen, lambda: desk.NOW, live=False) if f.mend]
    assert len(mends) == 1
    assert "SLACK_BOT_TOKEN is not set" in mends[0]


def test_all_that_is_missing_is_named_at_once(tmp_path: Path) -> None:
    none = dict.fromkeys(
        ("SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET", "ZENDESK_EMAIL", "ZENDESK_API_TOKEN"), ""
    )
    chosen = desk.settings(tmp_path, **none)
    slack, helpdesk = [f.mend for f in examine(chosen, lambda: desk.NOW, live=False) if f.mend]
    assert "SLACK_BOT_TOKEN is not set" in slack
    assert "SLACK_SIGNING_SECRET is set" in slack
    assert all(f"{name} is not set" in helpdesk for name in ("ZENDESK_EMAIL", "ZENDESK_API_TOKEN"))


def test_live_asks_slack_and_the_helpdesk_and_waits_for_neither(
    slack: Running, tmp_path: Path
) -> None:
    chosen = desk.settings(tmp_path, SLACK_API_URL=slack.api_url, ZENDESK_URL=NOWHERE)
    found = list(examine(chosen, lambda: int(time.time()), live=True))
    assert any(finding.what.startswith("Slack bot token: ") for finding in found)
    mends = [finding.mend for finding in found if finding.mend]
    assert mends
    assert all("Zendesk cannot be reached" in mend for mend in mends)


def test_live_says_of_each_stream_whether_the_token_may_read_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Looked:
        account = "acme"

        def check(self) -> Iterator[str | Check]:
            yield Check("tickets: the token may read it")
            yield Check("surveys: refused", "Give it the scope read.")
            yield "The token's owner is not an admin."

    chosen = desk.settings(tmp_path, SLACK_BOT_TOKEN="")
    monkeypatch.setattr("bot.cli.doctor.helpdesk", lambda source, wait, now=None: Looked())
    found = list(examine(chosen, lambda: desk.NOW, live=True))[-3:]
    assert found == [
        Finding("Zendesk, tickets: the token may read it"),
        Finding("Zendesk, surveys: refused", "Give it the scope read."),
        Finding("Zendesk", "The token's owner is not an admin."),
    ]


def test_live_holds_the_helpdesks_clock_to_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Punctual:
        account = "acme"

        def __init__(self, now: Callable[[], float] | None) -> None:
            self.now = now

        def check(self) -> Iterator[str]:
            assert self.now is not None
            refuse_wrong_clock("Acme", desk.NOW, self.now())
            yield from ()

    def told(ahead_seconds: int) -> list[Finding]:
        found = examine(chosen, lambda: desk.NOW + ahead_seconds, live=True)
        return [each for each in found if "Acme's clock" in each.mend]

    chosen = desk.settings(tmp_path, SLACK_BOT_TOKEN="")
    monkeypatch.setattr("bot.cli.doctor.helpdesk", lambda source, wait, now=None: Punctual(now))
    assert told(0) == []
    assert len(told(3 * 86_400)) == 1


def test_live_names_what_is_missing_once(tmp_path: Path) -> None:
    chosen = desk.settings(tmp_path, SLACK_BOT_TOKEN="", ZENDESK_URL=NOWHERE)
    found = list(examine(chosen, lambda: desk.NOW, live=True))
    assert len([f for f in found if "SLACK_BOT_TOKEN is not set" in f.mend]) == 1


def test_a_schedule_of_a_team_that_is_none_is_named_with_the_nearest_one(tmp_path: Path) -> None:
    def told(teams: str) -> list[tuple[str, str]]:
        text = f"Late | teams: {teams} | hours: mon-fri 12:00-20:00"
        chosen = desk.settings(tmp_path, DESKPULSE_SCHEDULES=text)
        found = examine(chosen, lambda: desk.NOW, live=False)
        return [(f.what, f.mend) for f in found if "SCHEDULES" in f.what]

    assert told("Biling") == []  # before the first sync nobody can tell
    store = opened(tmp_path / "test.db")
    with store.write() as connection:
        names = {"17": "Billing", "18": "Front line"}
        rows = [{"source": "z", "id": i, "name": n, "active": True} for i, n in names.items()]
        connection.execute(insert(table(TeamRow)), rows)
    store.close()
    assert told("billing, 18") == []
    ((what, mend),) = told("Front line, Biling")
    assert what.endswith('no team "Biling"')
    assert mend == 'Write "Billing", if that was meant.'
    assert told("Night shift")[0][1] == "Its teams are: Billing, Front line."


def test_a_database_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    (tmp_path / "test.db").write_text("this is no database, it is a letter to a friend " * 100)
    found = list(examine(desk.settings(tmp_path), lambda: desk.NOW, live=False))
    assert len([finding for finding in found if finding.mend]) == 1


def test_looking_makes_no_database_and_says_what_does(tmp_path: Path) -> None:
    found = list(examine(desk.settings(tmp_path), lambda: desk.NOW, live=False))
    (told,) = (finding for finding in found if finding.what.startswith("Database"))
    assert "There is no database" in told.what
    assert "`deskpulse sync` makes it" in told.what
    assert told.mend == ""
    assert list(tmp_path.iterdir()) == []


def test_tables_that_do_not_fit_are_told_whatever_their_label_says(tmp_path: Path) -> None:
    store = opened(tmp_path / "test.db")
    with store.write() as connection:
        connection.execute(text("DROP TABLE note"))
    store.close()
    found = examine(desk.settings(tmp_path), lambda: desk.NOW, live=False)
    (mend,) = (finding.mend for finding in found if finding.mend)
    assert "the table note is missing" in mend
    assert "deskpulse backup FILE" in mend
    assert "deskpulse serve" in mend


def test_schedules_of_the_settings_are_told_as_they_are_understood(tmp_path: Path) -> None:
    def told() -> list[tuple[str, str]]:
        text = "weekly #C0AB3CD mondays 9;; standup #C0AB3CD team biling"
        chosen = desk.settings(tmp_path, DESKPULSE_DIGESTS=text)
        found = examine(chosen, lambda: desk.NOW, live=False)
        return [(f.what, f.mend) for f in found if "DIGESTS" in f.what or "Scheduled" in f.what]

    understood = "Scheduled in the settings: weekly #C0AB3CD weekly monday 09:00 UTC"
    assert told() == [(understood, "")]  # before the first sync nobody can tell of the other
    store = opened(tmp_path / "test.db")
    with store.write() as connection:
        row = {"source": "z", "id": "17", "name": "Billing", "active": True}
        connection.execute(insert(table(TeamRow)), [row])
    store.close()
    _, (what, mend) = told()
    assert what == "DESKPULSE_DIGESTS: standup #C0AB3CD team biling"
    assert "Did you mean Billing?" in mend


def test_how_alerts_of_the_settings_are_understood_is_said(tmp_path: Path) -> None:
    text = "frt email above 4h in C012AB3CD; frt emial above 4h in C012AB3CD"
    settings = desk.settings(tmp_path, DESKPULSE_ALERTS=text)
    before = {f.what: f.mend for f in examine(settings, lambda: desk.NOW, live=False)}
    assert before["Watched by the settings: frt email today above 4h in #C012AB3CD"] == ""
    store = opened(tmp_path / "test.db")
    with store.write() as connection:
        team = {"source": "zendesk", "id": "1", "name": "Billing"}
        connection.execute(insert(table(TeamRow)).values(team))
    store.close()
    after = {f.what: f.mend for f in examine(settings, lambda: desk.NOW, live=False)}
    wrong = after["DESKPULSE_ALERTS: frt emial above 4h in C012AB3CD"]
    assert "Did you mean email?" in wrong


def test_how_old_the_data_are_and_what_is_refused_is_read_from_the_store(tmp_path: Path) -> None:
    chosen = desk.settings(tmp_path)
    with desk.services(chosen, tickets=1) as services:
        with services.outbox.store.write() as connection:
            source = ledger.sources(connection)[0].name
            events = Provision(streams=("ticket_events",))
            note_supplies(connection, source, {Need.HISTORY: events})

        def told(late: int) -> list[tuple[str, str]]:
            found = examine(chosen, lambda: desk.NOW + late, live=False)
            return [(f.what, f.mend) for f in found if f.what.startswith(source)]

        assert told(600) == [(f"{source}: its data reach to Tue 24 Nov 06:00 (UTC)", "")]
        ((what, mend),) = told(7200)
        assert what == f"{source}: its data reach to Tue 24 Nov 06:00 (UTC), 2h 0m ago"
        assert "its log says" in mend
        with services.outbox.store.write() as connection:
            ledger.refuse(connection, source, "ticket_events", "Make the token's owner an admin.")
        (_, refused) = told(0)
        gone = "so the history of status, holder and priority are missing"
        assert refused == (
            f"{source} gives no ticket events, {gone}",
            "Make the token's owner an admin.",
        )


def test_a_setting_that_changed_since_tickets_were_read_asks_for_one_full_run(
    tmp_path: Path,
) -> None:
    def told(**more: str) -> list[tuple[str, str]]:
        found = examine(desk.settings(tmp_path, **more), lambda: desk.NOW, live=False)
        return [(f.what, f.mend) for f in found if "still have the old values" in f.what]

    first = desk.settings(tmp_path, DESKPULSE_ZENDESK_TAGS="vip, refund")
    store = opened(tmp_path / "test.db")
    with store.write() as connection:
        name = ledger.register(connection, "zendesk", "acme", 0).name
        reading_settings.begin(connection, name, first.helpdesks()[0].reading())
    store.close()
    assert told(DESKPULSE_ZENDESK_TAGS="refund,vip") == []
    assert (
        told(DESKPULSE_ZENDESK_TAGS="vip, refund", DESKPULSE_ZENDESK_EXPORTS_PER_MINUTE="9") == []
    )
    ((what, mend),) = told(DESKPULSE_ZENDESK_TAGS="vip", DESKPULSE_ZENDESK_CATEGORY_FIELD="36001")
    assert what.startswith("zendesk:acme: ")
    assert what.endswith(": category field, tags.")
    assert mend == "Run `deskpulse sync --full` once."
    ((what, _),) = told(DESKPULSE_ZENDESK_TAGS="vip, refund", DESKPULSE_KEEP_BRANDS="yes")
    assert what.endswith(": brand.")


def test_teams_of_two_helpdesks_with_one_name_are_proposed_to_be_one(tmp_path: Path) -> None:
    def told(**more: str) -> list[tuple[str, str]]:
        found = examine(desk.settings(tmp_path, **more), lambda: desk.NOW, live=False)
        return [(f.what, f.mend) for f in found if "is a team of" in f.what]

    store = opened(tmp_path / "test.db")
    with store.write() as connection:
        for account, title in (("eu", "Acme EU"), ("us", "Acme US")):
            source = ledger.register(connection, "zendesk", account, 0, title=title).name
            team = {"source": source, "id": "1", "name": "Billing"}
            connection.execute(insert(table(TeamRow)).values(team))
    store.close()
    ((said, mend),) = told()
    assert said.startswith('"Billing" is a team of Acme EU and Acme US')
    assert mend == "", "nothing is wrong: it is for somebody to say"
    assert told(DESKPULSE_SAME_TEAMS="Billing") == []


def test_back_ups_need_a_folder_that_can_be_written(tmp_path: Path) -> None:
    assert "none by themselves" in backups(desk.settings(tmp_path)).what
    there = backups(desk.settings(tmp_path, DESKPULSE_BACKUP_FOLDER=str(tmp_path)))
    gone = backups(desk.settings(tmp_path, DESKPULSE_BACKUP_FOLDER=str(tmp_path / "gone")))
    assert there.mend == ""
    assert gone.mend == "Make the folder, and let the bot write into it."
