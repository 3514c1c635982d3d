"""A whole bot, between a Slack on this machine and a helpdesk that is away."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from threading import Event, Thread, current_thread

import httpx
import pytest

from bot.app import build
from bot.cli.doctor import examine
from bot.config import Settings, SettingsError
from bot.deliveries.deadline import STUCK_SECONDS
from bot.running import PULSE_SECONDS, Bot
from bot.slack.connection import SlackError
from bot.slack.modals import FormOpener
from bot.slack.pool import Pool
from bot.slack.token import AccountClient
from bot.syncs import process
from bot.web import Door
from metrics.ask import Asker
from metrics.errors import StoreError
from metrics.posting.audit import Look
from metrics.store.books.replicas import LEASE_SECONDS, Replicas
from metrics.store.syncs import ledger
from metrics.store.tickets.tombstones import put_up
from metrics.tickets.records import Role
from sandbox.slack.people import ANNA, BEN, SUPPORT
from sandbox.slack.server import Running
from sandbox.slack.workspace import Workspace
from tests import patience
from tests.bot import desk
from tests.bot.test_meters import shown
from tests.scenarios.forked import FORKING

NOWHERE = "http://127.0.0.1:1"


@pytest.fixture(autouse=True)
def _forked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the process of the syncs without the seconds that it takes to read its modules."""
    monkeypatch.setattr(process, "SPAWN", FORKING)


@pytest.fixture
def slack() -> Iterator[Running]:
    with Running(Workspace(patience.slack_settings(), processing_seconds=0.0)) as running:
        yield running


def settings(slack: Running, folder: Path, **given: str) -> Settings:
    near = {"SLACK_API_URL": slack.api_url, "ZENDESK_URL": NOWHERE, "DESKPULSE_PORT": "0"}
    return desk.settings(folder, **{"SLACK_APP_TOKEN": "xapp-sandbox", **near, **given})


@pytest.fixture
def bot(slack: Running, tmp_path: Path) -> Iterator[Bot]:
    made = build(settings(slack, tmp_path), now=desk.now, host="127.0.0.1")
    made.start()
    slack.wait_for_app()
    yield made
    made.stop()


def test_a_bot_answers_and_is_ready(bot: Bot, slack: Running) -> None:
    assert slack.command(ANNA.id, SUPPORT.id, "/kpi", "help").ok
    slack.workspace.wait_for(lambda: slack.workspace.messages(SUPPORT.id))
    ready = httpx.get(f"http://127.0.0.1:{bot.door.port}/readyz")
    assert ready.status_code == 200
    assert ready.json()["slack_socket"] == "connected"
    (source,) = ready.json()["sources"].values()
    assert source["data_age_seconds"] is None
    assert httpx.get(f"http://127.0.0.1:{bot.door.port}/healthz").json()["alive"] is True


def test_the_page_of_meters_adds_up_with_what_slack_saw(bot: Bot, slack: Running) -> None:
    for words in ("help", "frt", "frrt lsat"):
        assert slack.command(ANNA.id, SUPPORT.id, "/kpi", words).ok
    address = f"http://127.0.0.1:{bot.door.port}/metrics"

    def page() -> dict[str, float]:
        answer = httpx.get(address)
        assert answer.headers["content-type"].startswith("text/plain; version=")
        return shown(answer.content)

    def outcomes() -> dict[str, float]:
        name = "deskpulse_questions_total command=/kpi outcome="
        return {k.removeprefix(name): n for k, n in page().items() if k.startswith(name)}

    slack.workspace.wait_for(lambda: sum(outcomes().values()) == 3)
    assert outcomes() == {"answered": 1, "advised": 2}
    last = page()
    assert last["deskpulse_question_seconds_count command=/kpi"] == 3
    assert last["deskpulse_ack_seconds_count"] == 3
    assert last["deskpulse_ready"] == 1
    assert last["deskpulse_queue_length queue=answer"] == 0
    calls = {
        name.split()[1].removeprefix("method="): number
        for name, number in last.items()
        if name.startswith("deskpulse_slack_calls_total") and name.endswith("outcome=ok")
    }
    seen = Counter(call.method for call in slack.workspace.journal.calls())
    others = {"response_url"}  # no method of the Web API
    assert calls == {method: n for method, n in seen.items() if method not in others}
    text = httpx.get(address).text
    assert not [each for each in (ANNA.id, SUPPORT.id, "frrt", "xoxb") if each in text]


def test_what_opens_a_form_is_counted_with_all_other_calls(bot: Bot) -> None:
    opener = bot.reception.open_modal
    assert isinstance(opener, FormOpener)
    assert isinstance(opener.client, AccountClient)
    assert opener.client.account is bot.vitals.account


def test_a_stopped_bot_has_left_slack_and_its_port(slack: Running, tmp_path: Path) -> None:
    made = build(settings(slack, tmp_path), host="127.0.0.1")
    made.start()
    port = made.door.port
    made.stop()
    assert made.socket.connected is False
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"http://127.0.0.1:{port}/healthz")


def test_a_refused_token_is_told_in_a_sentence(slack: Running, tmp_path: Path) -> None:
    wrong = settings(slack, tmp_path, SLACK_BOT_TOKEN="xoxb-wrong")
    with pytest.raises(SlackError, match=r"refused SLACK_BOT_TOKEN \(invalid_auth\)"):
        build(wrong)


@pytest.mark.parametrize("app_token", ["xapp-sandbox", ""])
def test_a_bot_whose_slack_is_away_as_it_starts_lives_and_waits_for_it(
    slack: Running, tmp_path: Path, app_token: str
) -> None:
    slack.stop()
    made = build(settings(slack, tmp_path, SLACK_APP_TOKEN=app_token), host="127.0.0.1")
    made.start()
    door = f"http://127.0.0.1:{made.door.port}"
    try:
        assert httpx.get(f"{door}/healthz").status_code == 200
        away = httpx.get(f"{door}/readyz")
        assert away.status_code == 503
        assert "slack" in away.json()["not_ready_because_of"]
        assert "since the start: Slack cannot be reached" in away.json()["slack"]
        with Running(slack.workspace, port=int(slack.url.rpartition(":")[2])) as back:
            if app_token:
                back.wait_for_app()
                assert back.command(ANNA.id, SUPPORT.id, "/kpi", "help").ok
                back.workspace.wait_for(lambda: back.workspace.messages(SUPPORT.id))
            made.ask_slack()
            ready = httpx.get(f"{door}/readyz")
            assert (ready.status_code, ready.json()["slack"]) == (200, "ok")
    finally:
        made.stop()


def test_a_bot_without_a_helpdesk_does_not_start(slack: Running, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="ZENDESK_API_TOKEN is not set"):
        build(settings(slack, tmp_path, ZENDESK_API_TOKEN=""))


def test_over_http_the_same_question_is_answered(slack: Running, tmp_path: Path) -> None:
    over_http = settings(slack, tmp_path, SLACK_APP_TOKEN="")
    made = build(over_http, now=desk.now, host="127.0.0.1")
    made.start()
    slack.workspace.settings.signing_secret = desk.TOKENS["SLACK_SIGNING_SECRET"]
    slack.workspace.settings.request_url = f"http://127.0.0.1:{made.door.port}/slack/events"
    try:
        assert slack.command(ANNA.id, SUPPORT.id, "/kpi", "help").ok
        slack.workspace.wait_for(lambda: slack.workspace.messages(SUPPORT.id))
        ready = httpx.get(f"http://127.0.0.1:{made.door.port}/readyz")
        assert ready.json()["slack_socket"] == "not used"
    finally:
        made.stop()


def test_alerts_are_checked_in_threads_of_their_own(slack: Running, tmp_path: Path) -> None:
    """And where a check never ends, health says so."""
    begun, go_on, seconds = Event(), Event(), [0.0]
    made = build(settings(slack, tmp_path), now=desk.now, host="127.0.0.1")

    def hang(_now: int) -> None:
        assert current_thread().name.startswith("watch")
        begun.set()
        go_on.wait(60)

    watching = Pool("watch", 1, 1, monotonic=lambda: seconds[0])
    health = replace(made.vitals, watch_pool=watching)
    running = replace(made, check_alerts=hang, watch_pool=watching)
    running.start()
    try:
        assert begun.wait(60)
        assert not health().stuck
        seconds[0] = STUCK_SECONDS + 1
        assert health().stuck
    finally:
        go_on.set()
        running.stop()


def test_while_the_database_is_away_alerts_and_news_wait_and_the_log_says_so(
    slack: Running, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    made = build(settings(slack, tmp_path), now=desk.now, host="127.0.0.1")

    def away() -> int:
        raise StoreError("The database is away.")

    made.dispatcher.worker = replace(made.dispatcher.worker, now=away)
    made._check()
    made._tell()
    assert "Alerts could not be checked: The database is away." in caplog.text
    assert "could not be told: The database is away." in caplog.text


def test_what_is_old_is_let_go_of_as_the_settings_say(slack: Running, tmp_path: Path) -> None:
    chosen = settings(slack, tmp_path, DESKPULSE_KEEP_LOOKS_DAYS="30")
    made = build(chosen, now=desk.now, host="127.0.0.1")
    look = Look(at=desk.NOW - 29 * 86400, person="U1", channel="C1", phrase="frt", allowed=True)
    for each in (look, replace(look, at=desk.NOW - 31 * 86400)):
        made.services.looks.keep(each)
    made.start()
    slack.workspace.wait_for(lambda: len(made.services.looks.since(0)) == 1)
    made.stop()


def test_a_revoked_token_and_a_refusing_helpdesk_are_told_to_whoever_watches(
    bot: Bot, slack: Running
) -> None:
    slack.workspace.settings.bot_token = "xoxb-another"
    bot.ask_slack()
    ((source, desk),) = bot.vitals.helpdesks.items()
    stream = desk.streams[0]
    with bot.store.write() as connection:
        ledger.register(connection, desk.vendor, desk.account, 0)
        ledger.refuse(connection, source, stream, "The helpdesk refused.")
    bot.pulse()
    ready = httpx.get(f"http://127.0.0.1:{bot.door.port}/readyz")
    assert ready.status_code == 503
    assert ready.json()["slack"] == "refuses the token: invalid_auth"
    assert ready.json()["sources"][source]["failure"] == "The helpdesk refused."
    assert ready.json()["not_ready_because_of"] == ["slack"]
    assert httpx.get(f"http://127.0.0.1:{bot.door.port}/healthz").status_code == 200


def test_whoever_waits_when_the_bot_ends_is_told(slack: Running, tmp_path: Path) -> None:
    """One worker is busy for as long as the bot lives: nothing that waits is answered."""
    held, go_on = Event(), Event()

    def hold() -> None:
        held.set()
        go_on.wait(patience.SECONDS)

    made = build(settings(slack, tmp_path, DESKPULSE_WORKERS="1"), host="127.0.0.1")
    made.start()
    slack.wait_for_app()
    assert made.reception.pool.submit(hold)
    assert held.wait(patience.SECONDS)
    for number in range(5):
        assert slack.command(ANNA.id, SUPPORT.id, "/kpi", f"help {number}").ok
    made.reception.close(patience.SECONDS)
    go_on.set()
    made.stop()
    told = [message.text for message in slack.workspace.messages(SUPPORT.id)]
    assert told == ["I am restarting. Please ask again in a minute."] * 5


def test_it_lives_for_the_others_until_all_that_it_works_on_has_ended(
    slack: Running, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held, go_on, lives = Event(), Event(), [Event(), Event()]
    leaving = Replicas.announce_leave

    def hold() -> None:
        held.set()
        go_on.wait(patience.SECONDS)

    def live(self: Replicas, now: int) -> None:
        leaving(self, now)
        next((event for event in lives if not event.is_set()), lives[1]).set()

    monkeypatch.setattr(Replicas, "announce_leave", live)
    made = build(settings(slack, tmp_path), host="127.0.0.1")
    made.start()
    assert made.reception.pool.submit(hold)
    assert held.wait(patience.SECONDS)
    stopping = Thread(target=made.stop, daemon=True)
    stopping.start()
    pulsed = all(event.wait(patience.SECONDS) for event in lives)
    go_on.set()
    stopping.join(patience.SECONDS)
    assert pulsed
    assert not stopping.is_alive()


def test_what_a_dead_copy_leaves_is_taken_over_within_fifteen_seconds() -> None:
    """A second is lost on each side: both clocks are whole seconds."""
    assert LEASE_SECONDS + PULSE_SECONDS + 2 <= 15
    assert LEASE_SECONDS > 2 * PULSE_SECONDS, "one pulse that comes late costs nobody their lease"


def test_nobody_is_let_in_before_it_lives_or_after_it_takes_nothing_more(
    slack: Running, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = build(settings(slack, tmp_path, SLACK_APP_TOKEN=""), host="127.0.0.1")
    seen: list[bool] = []
    other, start, stop = Replicas(made.store, "other"), Door.start, Door.stop

    def started(self: Door) -> None:
        seen.append(other.company(made.dispatcher.worker.now()))
        start(self)

    def stopped(self: Door) -> None:
        stop(self)
        seen.append(not made.reception.pool.closing)

    monkeypatch.setattr(Door, "start", started)
    monkeypatch.setattr(Door, "stop", stopped)
    made.start()
    made.stop()
    assert seen == [True, True]


def test_an_administrator_has_the_set_up_checked_from_home(slack: Running, tmp_path: Path) -> None:
    chosen = settings(slack, tmp_path, DESKPULSE_ADMINS=BEN.id)
    look = partial(examine, chosen, desk.now, live=True)
    bot = build(chosen, now=desk.now, host="127.0.0.1", examine=look)
    bot.start()
    try:
        slack.wait_for_app()
        space = slack.workspace
        slack.open_home(BEN.id)
        tab = space.wait_for(lambda: space.views.home(BEN.id))
        slack.press(BEN.id, tab, "ask:home:setup", "setup")
        place = space.direct(BEN.id).id
        (card,) = space.wait_for(lambda: space.messages(place, viewer=BEN.id))
    finally:
        bot.stop()
    told = json.dumps(card.blocks)
    assert "to mend" in told
    assert "Zendesk cannot be reached" in told
    assert "Slack bot token: deskpulse in Lumen Support" in told
    assert "xoxb-sandbox" not in told


def test_a_running_bot_reads_its_columns_anew_where_somebody_was_forgotten(
    bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    renewed = Event()
    monkeypatch.setattr(Asker, "renew", lambda _: renewed.set())
    with bot.store.write() as connection:
        put_up(connection, "zendesk:acme", "1", Role.AGENT, desk.NOW)
    assert renewed.wait(patience.SECONDS)
