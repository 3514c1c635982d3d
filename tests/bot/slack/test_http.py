"""Slack's calls over HTTP: signed ones are answered, junk is turned away quietly."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlencode

import httpx
import pytest
from slack_bolt import App
from slack_sdk.signature import SignatureVerifier

from bot.condition import Condition
from bot.services import Services
from bot.slack.connection import bolt, web_client
from bot.slack.http import TurnedAway, calls
from bot.slack.reception import Reception
from bot.web import Door, web
from sandbox.slack.people import ANNA, GENERAL, SUPPORT
from sandbox.slack.records import Message
from sandbox.slack.server import Running
from tests import patience
from tests.bot import desk
from tests.bot.slack.talking import control, phrase, reply

SECRET = desk.TOKENS["SLACK_SIGNING_SECRET"]
COMMAND = urlencode({"command": "/kpi", "text": "frt", "user_id": "U1", "team_id": "T0SANDBOX"})


@pytest.fixture
def door(slack: Running, tmp_path: Path) -> Iterator[Door]:
    settings = desk.settings(tmp_path, SLACK_API_URL=slack.api_url)
    app = bolt(settings, web_client(settings))
    app.command("/kpi")(lambda ack: ack("taken"))
    well = Condition()
    opened = Door(web(lambda: well, calls(app, settings)), "127.0.0.1", 0)
    opened.start()
    yield opened
    opened.stop()


def signed(body: str, at: int, secret: str = SECRET) -> dict[str, str]:
    signature = SignatureVerifier(secret).generate_signature(timestamp=str(at), body=body)
    return {
        "x-slack-request-timestamp": str(at),
        "x-slack-signature": signature or "",
        "content-type": "application/x-www-form-urlencoded",
    }


def call(door: Door, body: str | bytes, headers: Mapping[str, str]) -> httpx.Response:
    return httpx.post(
        f"http://127.0.0.1:{door.port}/slack/events", content=body, headers=dict(headers)
    )


def now() -> int:
    return int(time.time())


def test_a_signed_command_is_answered(door: Door) -> None:
    answer = call(door, COMMAND, signed(COMMAND, now()))
    assert (answer.status_code, answer.text) == (200, "taken")


def test_slacks_trial_of_the_address_is_answered(door: Door) -> None:
    body = '{"type":"url_verification","challenge":"abc"}'
    headers = signed(body, now()) | {"content-type": "application/json"}
    answer = call(door, body, headers)
    assert answer.status_code == 200
    assert "abc" in answer.text


def test_another_secret_is_refused(door: Door) -> None:
    assert call(door, COMMAND, signed(COMMAND, now(), "other")).status_code == 401


@pytest.mark.parametrize("seconds", [-310, 310])
def test_an_old_or_early_call_is_refused(door: Door, seconds: int) -> None:
    assert call(door, COMMAND, signed(COMMAND, now() + seconds)).status_code == 401


def test_a_changed_body_is_refused(door: Door) -> None:
    assert call(door, f"{COMMAND}&text=csat", signed(COMMAND, now())).status_code == 401


@pytest.mark.parametrize("timestamp", ["abc", "", "17.5", "-5", "１７０", "1e9"])
def test_a_timestamp_that_is_no_number_is_refused(door: Door, timestamp: str) -> None:
    headers = {**signed(COMMAND, now()), "x-slack-request-timestamp": timestamp}
    raw = [(k.encode(), v.encode()) for k, v in headers.items()]
    answer = httpx.post(f"http://127.0.0.1:{door.port}/slack/events", content=COMMAND, headers=raw)
    assert answer.status_code == 401


def test_no_headers_are_refused(door: Door) -> None:
    assert call(door, COMMAND, {}).status_code == 401


def test_a_signature_beyond_ascii_is_refused(door: Door) -> None:
    raw = [(b"x-slack-request-timestamp", str(now()).encode()), (b"x-slack-signature", b"v0=\xff")]
    answer = httpx.post(f"http://127.0.0.1:{door.port}/slack/events", content=b"", headers=raw)
    assert answer.status_code == 401


@pytest.mark.parametrize(
    "junk",
    [b"\xff\xfe", b"{", b"[1]", b"payload=%7B", b"payload=1", b'{"a":' * 2000, b"\x00", b""],
)
@pytest.mark.parametrize("signature", ["", "v0=", "v0=" + "a" * 64, "v1=" + "a" * 64, "\xff"])
def test_unsigned_junk_is_refused_and_leaves_nothing(
    door: Door, junk: bytes, signature: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    stamp = (b"x-slack-request-timestamp", str(now()).encode())
    raw = [stamp, (b"x-slack-signature", signature.encode("latin-1"))]
    for kind in (b"application/json", b"application/x-www-form-urlencoded", b"\xff"):
        url = f"http://127.0.0.1:{door.port}/slack/events"
        answer = httpx.post(url, content=junk, headers=[*raw, (b"content-type", kind)])
        assert (answer.status_code, answer.text) == (401, "")
    told = [record for record in caplog.records if record.name.startswith(("bot", "slack"))]
    assert [(record.name, record.exc_info) for record in told] == [("bot.slack.http", None)]
    assert "SLACK_SIGNING_SECRET" in told[0].getMessage()


@pytest.mark.parametrize("junk", ["{", "[1]", "payload=%7B", "payload=1", "payload=[]", "", "1"])
@pytest.mark.parametrize("kind", ["application/json", "application/x-www-form-urlencoded"])
def test_signed_junk_is_refused_without_a_trace(
    door: Door, junk: str, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    answer = call(door, junk, signed(junk, now()) | {"content-type": kind})
    assert 400 <= answer.status_code < 500
    assert [record for record in caplog.records if record.exc_info] == []


def test_that_calls_are_turned_away_is_told_once_a_minute(
    caplog: pytest.LogCaptureFixture,
) -> None:
    instants = iter((0.0, 1.0, 59.9, 60.0))
    turned_away = TurnedAway(lambda: next(instants))
    assert {turned_away.answer().status_code for _ in range(4)} == {401}
    assert re.findall(r"\((\d) so far\)", caplog.text) == ["1", "4"]


def test_a_body_larger_than_slacks_is_refused(door: Door) -> None:
    assert call(door, b"x" * 1_000_001, signed(COMMAND, now())).status_code == 413


def test_only_posts_are_taken(door: Door) -> None:
    assert httpx.get(f"http://127.0.0.1:{door.port}/slack/events").status_code == 405


@pytest.fixture
def thrice(slack: Running, app: App, reception: Reception, services: Services) -> Iterator[Running]:
    """A Slack that delivers each signed request three times to the real bot."""
    well = Condition()
    opened = Door(web(lambda: well, calls(app, services.settings)), "127.0.0.1", 0)
    opened.start()
    settings = slack.workspace.settings
    settings.request_url = f"http://127.0.0.1:{opened.port}/slack/events"
    settings.signing_secret, settings.deliveries = SECRET, 3
    yield slack
    opened.stop()


def settled(slack: Running, reception: Reception, number: int = 1) -> list[Message]:
    """What the bot said, once it has said so much and has nothing more to do."""

    def said() -> list[Message]:
        return [m for m in slack.workspace.messages() if m.author == slack.workspace.bot.id]

    slack.workspace.wait_for(lambda: len(said()) >= number)
    assert reception.pool.close(patience.SECONDS)
    assert reception.notices.close(patience.SECONDS)
    return said()


def test_a_command_delivered_three_times_changes_things_once(
    thrice: Running, reception: Reception, services: Services
) -> None:
    assert thrice.command(ANNA.id, SUPPORT.id, "/kpi", "target frt email 3h").ok
    (said,) = settled(thrice, reception)
    assert "Target set" in said.text
    set_here = [aim for aim in services.asker.all_targets().aims if aim.set_by == ANNA.id]
    assert [aim.value for aim in set_here] == [3 * 3600]


def test_a_click_delivered_three_times_is_answered_once(
    thrice: Running, reception: Reception
) -> None:
    thrice.workspace.settings.deliveries = 1
    thrice.command(ANNA.id, SUPPORT.id, "/kpi", "frt email")
    card = reply(thrice)
    thrice.workspace.settings.deliveries = 3
    assert thrice.press(ANNA.id, card, control(card, "By team")).ok
    _, answer = settled(thrice, reception, 2)
    assert phrase(answer).endswith("by team")


def test_a_form_delivered_three_times_is_done_once(
    thrice: Running, reception: Reception, services: Services
) -> None:
    assert thrice.command(ANNA.id, SUPPORT.id, "/kpi", "schedule").ok
    view = thrice.workspace.wait_for(lambda: thrice.workspace.views.stack(ANNA.id))[-1]
    assert len(thrice.workspace.views.stack(ANNA.id)) == 1
    assert thrice.submit(ANNA.id, view, {"channel": {"choice": GENERAL.id}}).ok
    (said,) = settled(thrice, reception)
    assert "Scheduled" in said.text
    assert len(services.schedules.all()) == 1


def test_a_mention_delivered_three_times_is_answered_once(
    thrice: Running, reception: Reception
) -> None:
    asked = thrice.say(ANNA.id, SUPPORT.id, "@deskpulse frt email")
    thrice.workspace.wait_for(lambda: thrice.workspace.thread(SUPPORT.id, asked.ts))
    assert len(settled(thrice, reception)) == 1
