"""A running Slack, and a client that speaks to it without trying again by itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from slack_bolt import App
from slack_sdk import WebClient

from bot.services import Services
from bot.slack.connection import bolt, web_client
from bot.slack.deliver import Dispatch, ReplyDelivery
from bot.slack.held_replies import HeldReplies
from bot.slack.home import HomePublisher
from bot.slack.inbox import Inbox
from bot.slack.listeners import listen
from bot.slack.modals import FormOpener
from bot.slack.picture_wait import PictureWait
from bot.slack.pool import Pool
from bot.slack.reception import Reception
from bot.slack.socket_mode import Socket
from bot.slack.uploads import SlackUploads
from bot.slack.work_in_steps import WorkLine
from bot.slack.workspace import SlackWorkspace
from metrics.store.books.questions import Questions
from sandbox.slack.journal import RateLimit
from sandbox.slack.people import ANNA, BEN, SUPPORT
from sandbox.slack.records import Message
from sandbox.slack.server import Running
from sandbox.slack.workspace import Workspace
from tests import patience
from tests.bot import desk
from tests.bot.slack.talking import Clock, kept, reply


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def slack() -> Iterator[Running]:
    with Running(
        Workspace(patience.slack_settings(), processing_seconds=0.0, rate=RateLimit(burst=1000))
    ) as running:
        yield running


@pytest.fixture
def client(slack: Running) -> WebClient:
    return WebClient("xoxb-sandbox", base_url=slack.api_url, retry_handlers=[], timeout=30)


@pytest.fixture
def services(slack: Running, tmp_path: Path) -> Iterator[Services]:
    settings = desk.settings(
        tmp_path,
        SLACK_API_URL=slack.api_url,
        SLACK_APP_TOKEN="xapp-sandbox",
        DESKPULSE_LEADS=f"{ANNA.id}, {BEN.id}",
    )
    with desk.services(settings) as made:
        client = web_client(settings)
        workspace = SlackWorkspace(client, made.now)
        uploads = SlackUploads(client, workspace, settings.slack_api_url)
        yield replace(made, workspace=workspace, uploads=uploads)


@pytest.fixture
def pauses() -> tuple[float, ...]:
    """Before each attempt to read a reply that was held."""
    return (0.01, 0.01, 0.01)


@pytest.fixture
def reception(services: Services, pauses: tuple[float, ...]) -> Iterator[Reception]:
    client = web_client(services.settings)
    line = WorkLine("send", 2, 100)
    delivery = ReplyDelivery(client, services.now, PictureWait(), services.posts.place)
    made = Reception(
        services=services,
        deliver=Dispatch(delivery, line),
        inbox=Inbox(Questions(services.posts.store, "me"), services.now),
        company=lambda: False,
        pool=Pool("answer", 2, 8),
        held=HeldReplies(WorkLine("held", 1, 4), pauses),
        notices=Pool("notice", 1, 10),
        forms=Pool("form", 2, 10),
        homes=Pool("home", 1, 10),
        welcome_home=HomePublisher(client, services, line.take),
        open_modal=FormOpener(client, services),
    )
    pools = (made.pool, made.held.line, made.notices, made.forms, made.homes, line)
    for pool in pools:
        pool.start()
    yield made
    for pool in pools:
        pool.close(patience.SECONDS)
    made.inbox.close()


@pytest.fixture
def app(services: Services, reception: Reception) -> App:
    made = bolt(services.settings, web_client(services.settings))
    listen(made, reception)
    return made


@pytest.fixture
def connected(services: Services, app: App, slack: Running) -> Iterator[Running]:
    socket = Socket(services.settings, app)
    socket.start()
    slack.wait_for_app()
    yield slack
    socket.stop()


@pytest.fixture
def listening(connected: Running, services: Services, monkeypatch: pytest.MonkeyPatch) -> Running:
    """A Slack whose people may write to the bot alone, which hears them."""
    monkeypatch.setitem(vars(services.settings), "direct_messages", True)
    connected.workspace.settings.scopes |= {"im:history"}
    connected.workspace.settings.events |= {"message.im"}
    return connected


@pytest.fixture
def card(connected: Running, services: Services) -> Message:
    """A card in a channel, written down."""
    connected.command(ANNA.id, SUPPORT.id, "/kpi", "frt email")
    made = reply(connected)
    kept(services, made.ts, 1)
    return made
