"""Threads under a card, in the real bot over a Slack on this machine."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from slack_bolt import App, BoltRequest
from slack_sdk import WebClient

from bot.app import build
from bot.services import Services
from bot.slack.deliver import ReplyDelivery
from bot.slack.picture_wait import PictureWait
from bot.slack.reception import Reception
from bot.slack.work_in_steps import drive
from bot.talk import Reply, Request
from metrics.errors import StoreError
from sandbox.slack.people import ANNA, BEN, SUPPORT
from sandbox.slack.records import Message
from sandbox.slack.server import Running
from tests import patience
from tests.bot import desk
from tests.bot.slack.talking import kept, phrase, reply


def test_a_mention_under_a_card_changes_its_question(connected: Running, card: Message) -> None:
    connected.say(BEN.id, SUPPORT.id, "@deskpulse last month by team", thread_ts=card.ts)
    answer = reply(connected, number=2)
    assert phrase(answer) == "frt email oct 2026 by team"
    assert answer.thread_ts == card.ts


def test_a_plain_reply_is_answered_once_and_talk_is_not(
    connected: Running, card: Message, reception: Reception
) -> None:
    for words in ("only chat", "oh, that was slow", "thanks"):
        connected.say(BEN.id, SUPPORT.id, words, thread_ts=card.ts)
    answer = reply(connected, number=2)
    assert phrase(answer) == "frt chat 17..23 nov 2026"
    assert answer.thread_ts == card.ts
    assert reception.pool.close(patience.SECONDS)
    assert len(connected.workspace.thread(SUPPORT.id, card.ts)) == 4


def test_a_mention_that_comes_as_two_events_is_answered_once(
    connected: Running, card: Message, reception: Reception
) -> None:
    connected.say(BEN.id, SUPPORT.id, "@deskpulse by team", thread_ts=card.ts)
    reply(connected, number=2)
    assert reception.pool.close(patience.SECONDS)
    assert len(connected.workspace.thread(SUPPORT.id, card.ts)) == 2


def test_the_thread_of_a_card_asked_for_by_mention_goes_on(
    connected: Running, services: Services
) -> None:
    said = connected.say(ANNA.id, SUPPORT.id, "@deskpulse backlog")
    kept(services, said.ts, 1)
    connected.say(BEN.id, SUPPORT.id, "@deskpulse by team", thread_ts=said.ts)
    assert phrase(reply(connected, number=2)) == "backlog 24 nov 2026 by team"


def test_people_figures_in_a_thread_are_whispered(connected: Running, card: Message) -> None:
    connected.say(BEN.id, SUPPORT.id, "@deskpulse by agent", thread_ts=card.ts)
    answer = reply(connected, number=2)
    assert answer.only_for == BEN.id
    assert answer.thread_ts == card.ts


def test_a_reply_delivered_twice_is_answered_once(
    app: App, connected: Running, card: Message, reception: Reception
) -> None:
    event = {"type": "message", "user": BEN.id, "channel": SUPPORT.id, "text": "only chat"}
    place = {"ts": "2000000000.5", "thread_ts": card.ts, "channel_type": "channel"}
    for id in ("Ev1", "Ev1", "Ev2"):
        body = {"type": "event_callback", "event_id": id, "event": {**event, **place}}
        assert app.dispatch(BoltRequest(mode="socket_mode", body=body)).status == 200
    reply(connected, number=2)
    assert reception.pool.close(patience.SECONDS)
    assert len(connected.workspace.thread(SUPPORT.id, card.ts)) == 1


@pytest.fixture
def twice(slack: Running, tmp_path: Path) -> Iterator[Running]:
    """A bot that has posted a card and was started again since."""
    near = {"SLACK_API_URL": slack.api_url, "SLACK_APP_TOKEN": "xapp-sandbox"}
    settings = desk.settings(tmp_path, **near, ZENDESK_URL="http://127.0.0.1:1", DESKPULSE_PORT="0")
    with desk.services(settings):
        first = build(settings, now=desk.now, host="127.0.0.1")
        first.start()
        slack.wait_for_app()
        slack.command(ANNA.id, SUPPORT.id, "/kpi", "frt email")
        reply(slack)
        first.stop()
        second = build(settings, now=partial(int, desk.NOW + 60), host="127.0.0.1")
        second.start()
        slack.workspace.wait_for(lambda: second.socket.connected)
        yield slack
        second.stop()


def test_a_bot_that_was_started_again_still_knows_its_cards(twice: Running) -> None:
    card = reply(twice)
    twice.say(BEN.id, SUPPORT.id, "@deskpulse by channel", thread_ts=card.ts)
    assert phrase(reply(twice, number=2)) == "frt email 17..23 nov 2026 by channel"


def test_where_an_answer_stands_is_told_once_it_is_posted(
    connected: Running, client: WebClient
) -> None:
    placed: list[tuple[str, str, str | None, str]] = []
    delivery = ReplyDelivery(client, lambda: 0, PictureWait(), lambda *place: placed.append(place))
    request = Request(words="frt", person=ANNA.id, channel=SUPPORT.id)
    drive(delivery(request, Reply(text="2 h", receipt="3f9a01bc")), lambda _: None)
    drive(delivery(request, Reply(text="no answer that is kept")), lambda _: None)
    (message, _) = connected.workspace.messages(SUPPORT.id)
    assert placed == [(SUPPORT.id, message.ts, None, "3f9a01bc")]


def test_what_was_posted_is_not_posted_again_when_it_cannot_be_remembered(
    connected: Running, client: WebClient, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise StoreError("The database is away.")

    request = Request(words="frt", person=ANNA.id, channel=SUPPORT.id)
    with caplog.at_level(logging.ERROR):
        delivery = ReplyDelivery(client, lambda: 0, PictureWait(), broken)
        drive(delivery(request, Reply(text="2 h", receipt="3f9a01bc")), lambda _: None)
    assert len(connected.workspace.messages(SUPPORT.id)) == 1
    assert "could not be kept" in caplog.text
