"""The hour of the digests: thirty digests in one minute, and people who ask meanwhile.

`TICKETS=100000 pytest -s tests/scenarios/test_thirty_digests.py` prints how long it took.
"""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from bot.app import build, store
from bot.running import Bot
from metrics.posting.deliveries import DigestSchedule, schedule_id
from sandbox.slack.people import ANNA, SUPPORT
from sandbox.slack.records import Channel
from sandbox.slack.server import Running
from sandbox.slack.workspace import Workspace
from tests import patience
from tests.bot import desk
from tests.filled import fill

DIGESTS, QUESTIONS = 30, 12
TICKETS = int(os.environ.get("TICKETS", "400"))
KEYS = ("weekly", "standup", "monthly", "executive", "quarterly")


@pytest.fixture
def slack() -> Iterator[Running]:
    workspace = Workspace(patience.slack_settings())
    for number in range(DIGESTS):
        name = f"team-{number}"
        channel = Channel(id=f"C0T{number:02}", name=name, kind="channel", members=frozenset())
        workspace.keep_channel(channel)
        workspace.join(channel.id, workspace.bot.id)
    with Running(workspace) as running:
        yield running


@pytest.fixture
def bot(slack: Running, tmp_path: Path) -> Iterator[Bot]:
    """A bot whose clock came to the slot as it started."""
    near = {
        "SLACK_API_URL": slack.api_url,
        "SLACK_APP_TOKEN": "xapp-sandbox",
        "ZENDESK_URL": "http://127.0.0.1:1",
        "DESKPULSE_PORT": "0",
    }
    settings, begun = desk.settings(tmp_path, **near), time.monotonic()
    fill(store(settings), TICKETS, desk.NOW)
    made = build(settings, now=partial(_clock, begun), host="127.0.0.1")
    for number in range(DIGESTS):
        made.services.schedules.make(_schedule(KEYS[number % len(KEYS)], f"C0T{number:02}"))
    yield made
    made.stop()


def _clock(begun: float) -> int:
    return desk.NOW + int(time.monotonic() - begun)


def _schedule(key: str, channel: str) -> DigestSchedule:
    rule = "daily 06:00 UTC"
    return DigestSchedule(
        id=schedule_id(key, channel, rule, ""),
        digest=key,
        channel=channel,
        rule=rule,
        owner=ANNA.id,
        made_at=0,
        next_due_at=desk.NOW - desk.NOW % 86400 + 6 * 3600,
        grace_seconds=86400,
        wait_seconds=0,
    )


def _posts(slack: Running) -> Counter[str]:
    channels = [f"C0T{number:02}" for number in range(DIGESTS)]
    said = [m for channel in channels for m in slack.workspace.messages(channel)]
    return Counter(message.channel for message in said if message.thread_ts is None)


def _refused(answer: object) -> bool:
    return isinstance(answer, dict) and not answer.get("ok", True)


def test_thirty_digests_come_once_and_no_question_waits_for_them(bot: Bot, slack: Running) -> None:
    begun = time.monotonic()
    bot.start()
    slack.wait_for_app()
    acknowledged = list[float]()
    for _ in range(QUESTIONS):
        asked = time.monotonic()
        assert slack.command(ANNA.id, SUPPORT.id, "/kpi", "frt email").ok
        acknowledged.append(time.monotonic() - asked)
        time.sleep(0.2)
    slack.workspace.wait_for(lambda: len(_posts(slack)) == DIGESTS, 3 * patience.SECONDS)
    took = time.monotonic() - begun
    ends = time.monotonic() + 3 * patience.SECONDS
    while bot.services.outbox.backlog(bot.services.now())[0]:
        assert time.monotonic() < ends, "not all that waits was posted"
        time.sleep(0.1)
    assert _posts(slack) == Counter({f"C0T{number:02}": 1 for number in range(DIGESTS)})
    calls = slack.workspace.journal.calls()
    refused = [call.answer for call in calls if _refused(call.answer)]
    early = [answer for answer in refused if "invalid slack file" in str(answer)]
    held = [answer for answer in refused if "ratelimited" in str(answer)]  # asked five a second
    assert len(early) + len(held) == len(refused), refused
    print(  # noqa: T201  how long it took is what a run by hand is for
        f"\n{DIGESTS} digests of {TICKETS} tickets: all posts after {took:.1f} s, with their "
        f"threads after {time.monotonic() - begun:.1f} s; {QUESTIONS} commands meanwhile, "
        f"acknowledged within {max(acknowledged) * 1000:.0f} ms at most; {len(calls)} calls, "
        f"{len(early)} of them with a picture that Slack had not yet examined, {len(held)} too many"
    )
