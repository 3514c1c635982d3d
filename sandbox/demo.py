"""`deskpulse demo`: a helpdesk, or all, and a Slack on loopback, and the real bot between them.

The bot is not told that this is a demo. It runs as it would anywhere, by `deskpulse sync` and
`deskpulse serve`, with settings whose addresses point here.
"""

from __future__ import annotations

import csv
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from metrics.imports import KINDS
from sandbox import desks
from sandbox.desks import DESKS, RunningDesk
from sandbox.slack.people import ANNA, BEN, CARLA, DEV, LEADS, SUPPORT
from sandbox.slack.server import Running
from sandbox.slack.settings import TourStep, by_manifest
from sandbox.slack.workspace import Workspace
from sandbox.year import cast

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
GRANT = "`make demo ARGS=--optional-scopes` (or `deskpulse demo --optional-scopes`)"
TICKETS_PER_WEEKDAY: int | None = None
"""How large a made-up team is; None: as is usual with that helpdesk."""
CONNECT_SECONDS = 60.0
STOP_SECONDS = 20.0
COMMAND = (sys.executable, "-c", "from bot.cli import main; main()")
IMPORT = """
import sys
from pathlib import Path
from bot.cli import cli
def run(file):
    print(" ", Path(file).stem, file=sys.stderr, flush=True)
    return cli(["import", Path(file).stem, file], standalone_mode=False) or 0
sys.exit(max(map(run, sys.argv[1:])))
"""
"""`deskpulse import` of several files, each named for its kind and told of, by one process."""


def run(
    port: int,
    once: str | None,
    vendors: Sequence[str],
    *,
    optional_scopes: bool = False,
) -> None:
    """Show the main job with no account; with `once`, print the card of that phrase and leave.

    The team has a helpdesk of each of the vendors. The app is installed with the scopes that its
    manifest requires, or with all it names. Raises SystemExit with the bot's own exit code where
    the bot has no answer.
    """
    # Ended by SIGTERM the demo must not leave its bot running either.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="deskpulse-")))
        _say(_beginning(vendors))
        clock = time.time  # noqa: TID251  the stand-ins have a clock of their own, as helpdesks have
        running = stack.enter_context(desks.running(vendors, clock, TICKETS_PER_WEEKDAY))
        addresses = {vendor: each.address for vendor, each in running.items()}
        rights = by_manifest(optional=optional_scopes, tour=TOUR)
        slack = stack.enter_context(Running(Workspace(rights), port=port))
        environment = settings(folder, addresses, slack)
        _bot("sync", environment=environment, folder=folder)
        _say("What no helpdesk knows comes from files, as yours would:")
        bring(running, environment, folder)
        _bot("ask", once or FIRST_PHRASE, environment=environment, folder=folder)
        if once is None:
            stack.enter_context(_serving(environment, folder))
            _stay(slack)


def _beginning(vendors: Sequence[str]) -> str:
    *most, last = (DESKS[vendor].title for vendor in vendors)
    if not most:
        return (
            f"A made-up support team's year is put into a {last} on this machine.\n"
            f"The bot reads it through {last}'s API, as it would read yours:\n"
        )
    return (
        f"The year of {len(vendors)} made-up support teams is put into {', '.join(most)} and {last}"
        " on this machine.\nThe bot reads them side by side, each through its own API:\n"
    )


def settings(folder: Path, addresses: Mapping[str, str], slack: Running) -> Mapping[str, str]:
    """The bot's ordinary settings, as environment variables, for helpdesks at these addresses."""
    workspace = slack.workspace.settings
    accounts = [DESKS[vendor].settings(address).items() for vendor, address in addresses.items()]
    return {
        "SLACK_BOT_TOKEN": workspace.bot_token,
        "SLACK_APP_TOKEN": workspace.app_token,
        "SLACK_API_URL": slack.api_url,
        **dict(pair for account in accounts for pair in account),
        "DATABASE_URL": f"sqlite:///{folder / 'deskpulse.db'}",
        "DESKPULSE_LEADS": ANNA.id,
        "DESKPULSE_ADMINS": BEN.id,
        "DESKPULSE_LEAD_CHANNELS": LEADS.id,
        "DESKPULSE_AGENT_IDS": _agents(tuple(addresses)),
        "DESKPULSE_TIMEZONE": "Europe/Berlin",
        "DESKPULSE_TARGETS": "frt email 4h; frt chat 5m; csat 90%",
        "DESKPULSE_KEEP_BRANDS": "yes",
        "DESKPULSE_KEEP_FORMS": "yes",
        "DESKPULSE_KEEP_ORGANIZATIONS": "yes",
        "DESKPULSE_SYNC_MINUTES": "1",
        "DESKPULSE_PORT": "0",
        "DESKPULSE_LOG_LEVEL": "WARNING",
    }


def bring(running: Mapping[str, RunningDesk], bot: Mapping[str, str], folder: Path) -> None:
    """Import a sample of each kind of file, of all the teams. Raises SystemExit."""
    samples = [each.samples(alone=len(running) == 1).rows() for each in running.values()]
    files = []
    for kind in KINDS.values():
        file = folder / f"{kind.name}.csv"
        with file.open("w", encoding="utf-8", newline="") as text:
            writer = csv.DictWriter(text, kind.names)
            writer.writeheader()
            writer.writerows(row for rows in samples for row in rows[kind.name])
        files.append(file)
    line = [sys.executable, "-c", IMPORT, *map(str, files)]
    ended = subprocess.run(  # noqa: S603  our own
        line, env=_with(bot), cwd=folder, check=False, stdout=subprocess.DEVNULL
    )
    if ended.returncode:
        sys.exit(ended.returncode)


def _agents(vendors: Sequence[str]) -> str:
    """Who in Slack is which agent of which helpdesk: those of one name."""
    numbers = {agent.name: number for number, agent in enumerate(cast.AGENTS)}
    return ", ".join(
        f"{person.id} = {_agent(numbers[person.real_name], vendors)}" for person in (CARLA, DEV)
    )


def _agent(number: int, vendors: Sequence[str]) -> str:
    """An agent of the cast as the settings name them, with the helpdesk where there are several."""
    id = cast.AGENTS[number].id
    if len(vendors) == 1:
        return DESKS[vendors[0]].agent(id)
    desk = next(DESKS[v] for v in vendors if number in DESKS[v].members)
    return f"{desk.title}/{desk.agent(id)}"


def _bot(*words: str, environment: Mapping[str, str], folder: Path) -> None:
    """Run one of the bot's commands to its end, in its own process.

    It runs in `folder`, since a settings file may lie where the demo was started. Raises
    SystemExit where it ends with a fault, of which it has told itself.
    """
    line = [*COMMAND, *words]
    ended = subprocess.run(line, env=_with(environment), cwd=folder, check=False)  # noqa: S603  our own
    if ended.returncode:
        sys.exit(ended.returncode)


@contextmanager
def _serving(environment: Mapping[str, str], folder: Path) -> Iterator[None]:
    """The running bot."""
    line = [*COMMAND, "serve"]
    process = subprocess.Popen(line, env=_with(environment), cwd=folder)  # noqa: S603  our own
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
    _say("In a channel begin with /kpi or mention @deskpulse: it leaves all other talk alone.")
    _say("You are Anna, who leads the team; the row above lets you speak as anybody else.")
    if OPTIONAL not in slack.workspace.settings.scopes:
        _say(f"Nobody granted {OPTIONAL}, so csv is refused: {GRANT} grants it.")
    try:
        while True:
            time.sleep(3600)  # noqa: TID251  until somebody ends it
    except KeyboardInterrupt:
        _say("\nThe demo has ended; nothing of it is kept.")


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()
