"""`deskpulse setup`: asks for what Deskpulse needs, checks each answer, and writes it down."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Final, NamedTuple

from bot.cli.setup import digest, helpdesks, hours, people, slack_app
from bot.cli.setup.notebook import Notebook
from bot.cli.setup.prompts import LATER, LaterError, Prompts
from bot.config import load, settings_file
from bot.services import Now
from bot.slack.connection import SlackError
from metrics.errors import KpiError
from metrics.helpdesks.settings import SettingsError

END: Final = "end"
"""The answer that changes nothing more."""
STOPPED: Final = 130
"""The exit code after Ctrl-C, as shells have it."""


class Step(NamedTuple):
    """Something to set up: its name, how it stands ("" where it is not done), and its questions."""

    title: str
    state: Callable[[Notebook], str]
    ask: Callable[[Notebook], None]


STEPS: Final = (
    Step("Slack app", slack_app.state, slack_app.ask),
    Step("Helpdesk", helpdesks.state, helpdesks.ask),
    Step("People", people.state, people.ask),
    Step("Time zone and office hours", hours.state, hours.ask),
    Step("Weekly digest", digest.state, digest.ask),
)


def run(prompts: Prompts, now: Now) -> int:
    """Set up what is missing, then what somebody wants to change; gives the exit code.

    Raises SettingsError where the settings file cannot be written.
    """
    book = Notebook(settings_file.path(), prompts, now)
    new = not book.file.exists()
    settings_file.change(book.file, {})
    try:
        return _guide(book, book.file.read_bytes())
    finally:
        if new and not book.file.stat().st_size:
            book.file.unlink()


def _guide(book: Notebook, before: bytes) -> int:
    """Go through the steps with what the file held `before`; gives the exit code."""
    prompts = book.prompts
    again = any(step.state(book) for step in STEPS)
    prompts.heading("Deskpulse is set up here, in about ten minutes.")
    prompts.say(
        "You need somebody who may add apps to your Slack workspace, and an administrator of your "
        f"helpdesk. Each answer is checked and then written to {book.file}, which only you can "
        f"read. Press Enter to take what stands in [ ]. Type {LATER} to leave something for "
        "another time, or press Ctrl-C to stop: nothing that was written is lost, and `deskpulse "
        "setup` goes on from there."
    )
    try:
        if again:
            _overview(book)
        for number, step in enumerate(STEPS, 1):
            if not step.state(book):
                _take(step, f"{number} of {len(STEPS)}: {step.title}", book)
        if again:
            _change(book)
    except (KeyboardInterrupt, EOFError):
        prompts.console.print()
        if book.file.read_bytes() == before:
            prompts.say("Stopped. Nothing was written; `deskpulse setup` asks again.")
        else:
            prompts.say(
                f"Stopped. What was checked stands in {book.file}; `deskpulse setup` goes on."
            )
        return STOPPED
    return _end(book)


def _take(step: Step, heading: str, book: Notebook) -> None:
    """Go through one step; what fails there keeps nobody from the next one."""
    prompts = book.prompts
    prompts.heading(heading)
    try:
        step.ask(book)
    except LaterError:
        prompts.say("Left for later.")
    except (SlackError, KpiError, SettingsError) as error:
        prompts.wrong(f"{error} Left for later: run `deskpulse setup` again.")


def _overview(book: Notebook) -> None:
    book.prompts.heading("So far there is:")
    for number, step in enumerate(STEPS, 1):
        book.prompts.say(f"  {number}  {step.title}: {step.state(book) or 'not set yet'}")


def _change(book: Notebook) -> None:
    """What somebody wants otherwise, one thing after the other."""

    def check(answer: str) -> int:
        if answer.casefold() == END:
            return 0
        if answer not in map(str, range(1, len(STEPS) + 1)):
            raise ValueError(f"Type a number from 1 to {len(STEPS)}, or press Enter to end.")
        return int(answer)

    book.prompts.console.print()
    question = "What do you want to change? Number"
    with suppress(LaterError):
        while number := book.prompts.text(question, check, default=END):
            _take(STEPS[number - 1], STEPS[number - 1].title, book)


def _end(book: Notebook) -> int:
    """What is left, and what comes next; gives the exit code."""
    prompts = book.prompts
    needed = STEPS[:2]
    left = [step.title for step in needed if not step.state(book)]
    try:
        load()
    except SettingsError as error:
        left.append(f"mend this in {book.file.name}: {error}")
    prompts.heading("Still to do" if left else "Everything that is needed is set.")
    if left:
        prompts.say(f"{'; '.join(left)}. Then run `deskpulse setup` again.")
        return 1
    prompts.steps(
        (
            "`deskpulse serve` starts Deskpulse and reads the helpdesk, the newest weeks first.",
            "In Slack, write `/invite @deskpulse` in your team's channel, and ask `/kpi frt`.",
            "`deskpulse doctor --live` looks at everything again, as does *Check the set-up* on "
            "the Home tab of Deskpulse in Slack, for administrators.",
        )
    )
    prompts.say("More can be set: `deskpulse docs` prints docs/settings.md, which says what.")
    return 0
