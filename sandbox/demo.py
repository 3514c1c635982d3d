"""`deskpulse demo`: a Zendesk and a Slack on loopback, and the real bot between them.

The bot is not told that this is a demo. It runs as it would anywhere, by `deskpulse sync` and
`deskpulse serve`, with settings whose addresses point here.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from bot.web import Door
from sandbox.helpdesks.zendesk import AREA_FIELD, CATEGORY_FIELD, EMAIL, TOKEN, zendesk_app
from sandbox.slack.people import ANNA, BEN, CARLA, DEV, LEADS, SUPPORT
from sandbox.slack.server import Running
from sandbox.slack.settings import TourStep, by_manifest
from sandbox.slack.workspace import Workspace
from sandbox.year import Year, cast

LOOPBACK = "127.0.0.1"
FIRST_PHRASE = "frt email"
TOUR = (
    TourStep(label="Ask for a number", line="/kpi csat last week", word="/kpi"),
    TourStep(label="Cut it by channel", line="/kpi frt by channel", word="by channel"),
    TourStep(label="Ask why it moved", line="/kpi frt why", word="why"),
    TourStep(label="See Monday's digest", line="/kpi digest weekly", word="digest"),
    TourStep(
        label="Ask in plain words",
        line="@deskpulse how fast do we reply on email?",
        word="@deskpulse",
    ),
)
OPTIONAL = "files:write"
TICKETS_PER_WEEKDAY = 45
"""How large the made-up team is."""
CONNECT_SECONDS = 60.0
STOP_SECONDS = 20.0
COMMAND = (sys.executable, "-c", "from bot.cli import main; main()")


def run(port: int = 0, once: str | None = None, *, optional_scopes: bool = False) -> None:
    """Show the main job with no account; with `once`, print the card of that phrase and leave.

    The app is installed with the scopes that its manifest requires, or with all it names. Raises
    SystemExit with the bot's own exit code where the bot has no answer.
    """
    # Ended by SIGTERM the demo must not leave its bot running either.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="deskpulse-")))
        _say("A made-up support team's year is put into a Zendesk on this machine ...")
        zendesk = stack.enter_context(_zendesk())
        rights = by_manifest(optional=optional_scopes, tour=TOUR)
        slack = stack.enter_context(Running(Workspace(rights), port=port))
        environment = settings(folder, zendesk, slack)
        _say("The bot reads it through Zendesk's API, as it would read yours:\n")
        _bot("sync", environment=environment)
        _bot("ask", once or FIRST_PHRASE, environment=environment)
        if once is None:
            stack.enter_context(_serving(environment))
            _stay(slack)


@contextmanager
def _zendesk() -> Iterator[str]:
    """A Zendesk that goes on living for as long as the demo does; yields its address."""
    clock = time.time  # noqa: TID251  the stand-in has a clock of its own, as Zendesk has
    year = Year.plan_until(ends_at=int(clock()), tickets_per_weekday=TICKETS_PER_WEEKDAY)
    door = Door(zendesk_app(year, clock=clock, exports_per_minute=6000), LOOPBACK, 0)
    door.start()
    try:
        yield f"http://{LOOPBACK}:{door.port}"
    finally:
        door.stop()


def settings(folder: Path, zendesk: str, slack: Running) -> Mapping[str, str]:
    """The bot's ordinary settings, as environment variables."""
    workspace = slack.workspace.settings
    return {
        "SLACK_BOT_TOKEN": workspace.bot_token,
        "SLACK_APP_TOKEN": workspace.app_token,
        "SLACK_API_URL": slack.api_url,
        "ZENDESK_URL": zendesk,
        "ZENDESK_EMAIL": EMAIL,
        "ZENDESK_API_TOKEN": TOKEN,
        "DATABASE_URL": f"sqlite:///{folder / 'deskpulse.db'}",
        "DESKPULSE_LEADS": ANNA.id,
        "DESKPULSE_ADMINS": BEN.id,
        "DESKPULSE_LEAD_CHANNELS": LEADS.id,
        "DESKPULSE_AGENT_IDS": ", ".join(f"{id} = {agent}" for id, agent in _agents().items()),
        "DESKPULSE_TIMEZONE": "Europe/Berlin",
        "DESKPULSE_TARGETS": "frt email 4h; frt chat 5m; csat 90%",
        "DESKPULSE_ZENDESK_CATEGORY_FIELD": str(CATEGORY_FIELD),
        "DESKPULSE_KEEP_BRANDS": "yes",
        "DESKPULSE_KEEP_FORMS": "yes",
        "DESKPULSE_KEEP_ORGANIZATIONS": "yes",
        "DESKPULSE_ZENDESK_TAGS": "refund, vip",
        "DESKPULSE_ZENDESK_FIELDS": f"{AREA_FIELD} = product area",
        "DESKPULSE_ZENDESK_BOTS": cast.ASSISTANT.name,
        "DESKPULSE_ZENDESK_EXPORTS_PER_MINUTE": "6000",
        "DESKPULSE_SYNC_MINUTES": "1",
        "DESKPULSE_PORT": "0",
        "DESKPULSE_LOG_LEVEL": "WARNING",
    }


def _agents() -> Mapping[str, int]:
    """Who in Slack is which agent of the helpdesk: those of one name."""
    known = {agent.name: agent.id for agent in cast.AGENTS}
    return {person.id: known[person.real_name] for person in (CARLA, DEV)}


def _bot(*words: str, environment: Mapping[str, str]) -> None:
    """Run one of the bot's commands to its end, in its own process.

    Raises SystemExit where it ends with a fault, of which it has told itself.
    """
    line = [*COMMAND, *words]
    ended = subprocess.run(line, env=_with(environment), check=False)  # noqa: S603  our own
    if ended.returncode:
        sys.exit(ended.returncode)


@contextmanager
def _serving(environment: Mapping[str, str]) -> Iterator[None]:
    """The running bot."""
    process = subprocess.Popen([*COMMAND, "serve"], env=_with(environment))  # noqa: S603  our own
    try:
        yield
    finally:
        process.terminate()
        process.wait(STOP_SECONDS)


def _with(environment: Mapping[str, str]) -> Mapping[str, str]:
    return {**os.environ, **environment}  # noqa: TID251  handed on to a process, not read


def _stay(slack: Running) -> None:
    """Ask the first question in Slack, say where to look, and wait for Ctrl-C."""
    slack.wait_for_app(CONNECT_SECONDS)
    slack.command(ANNA.id, SUPPORT.id, "/kpi", FIRST_PHRASE)
    _say(f"\nNow talk to it: {slack.url}  (try /kpi {FIRST_PHRASE}; Ctrl-C ends the demo)")
    _say("You are Anna, who leads the team; the row above lets you speak as anybody else.")
    if OPTIONAL not in slack.workspace.settings.scopes:
        _say(f"Nobody granted {OPTIONAL}, so csv is refused: --optional-scopes grants it.")
    try:
        while True:
            time.sleep(3600)  # noqa: TID251  until somebody ends it
    except KeyboardInterrupt:
        _say("\nThe demo has ended; nothing of it is kept.")


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()
