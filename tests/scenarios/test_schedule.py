"""A lead schedules a digest in words, it comes once at its slot, and the list says so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Event

from slack_sdk import WebClient

from bot import app
from bot.commands.kpi import answer
from bot.deliveries.dispatcher import Dispatcher
from bot.services import Services
from bot.slack.courier import SlackCourier
from bot.slack.pool import Pool
from bot.talk import Reply, Request
from sandbox.slack.journal import RateLimit
from sandbox.slack.people import ANNA, SUPPORT
from sandbox.slack.records import Message
from sandbox.slack.server import Running
from sandbox.slack.workspace import Workspace
from tests.bot import desk

HOUR, WEEK = 3600, 7 * 86400


def say(services: Services, words: str) -> Reply:
    named = {SUPPORT.name: SUPPORT.id}
    return answer(
        Request(words=words, person=ANNA.id, channel=SUPPORT.id, channels=named), services
    )


def beating(services: Services, slack: Running, now: Callable[[], int]) -> Dispatcher:
    client = WebClient("xoxb-sandbox", base_url=slack.api_url, retry_handlers=[], timeout=30)
    courier = SlackCourier(client, lambda _: None)
    store, pool = services.schedules.store, Pool("beat", 1, 8)
    made = app.dispatcher(services, store, courier, now, pool, Event())
    return replace(made, submit=lambda work: work())


def posts(slack: Running) -> list[Message]:
    said = slack.workspace.messages(SUPPORT.id)
    return [m for m in said if m.author == slack.workspace.bot.id and m.thread_ts is None]


def test_a_schedule_posts_once_at_each_slot_and_says_so(tmp_path: Path) -> None:
    clock = [desk.NOW]

    def now() -> int:
        return clock[0]

    workspace = Workspace(processing_seconds=0.0, rate=RateLimit(burst=1000))
    chosen = desk.settings(tmp_path, DESKPULSE_TIMEZONE="Europe/Berlin")
    with Running(workspace) as slack, desk.services(chosen) as made:
        services = replace(made, now=now)
        beat = beating(services, slack, now)
        say(services, "schedule weekly #support monday 9:00 email")
        (one,) = services.schedules.all()
        beat.tick()
        assert posts(slack) == []
        for count in (1, 2):
            clock[0] = one.next_due_at + (count - 1) * WEEK + HOUR // 2
            beat.tick()
            beat.tick()
            assert len(posts(slack)) == count
        told = say(services, "schedules")
        assert "Last: Mon 7 Dec 09:00, posted 30 min late" in str(told.head)
        assert "Next: Mon 14 Dec 2026 09:00 (UTC+01:00)" in str(told.head)
        say(services, f"schedule pause {one.id}")
        clock[0] += 2 * WEEK
        beat.tick()
        assert len(posts(slack)) == 2
        assert "Next: Mon 28 Dec 2026 09:00" in say(services, f"schedule resume {one.id}").text
        beat.tick()
        assert len(posts(slack)) == 2
