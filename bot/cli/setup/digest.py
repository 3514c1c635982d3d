"""The first digest: the channel it comes to, which the bot must be in, and when."""

from __future__ import annotations

import re
from zoneinfo import ZoneInfo

from bot.cli.setup.hours import ZONE
from bot.cli.setup.notebook import Notebook
from bot.cli.setup.slack_app import client
from bot.deliveries.schedules import USUALLY
from bot.grammar.schedules import ScheduleContext, read_schedule
from bot.slack.lookup import KnownChannel, Lookup
from metrics.errors import AskError
from metrics.near import near
from metrics.question.query import Directory

DIGESTS = "DESKPULSE_DIGESTS"
WEEKLY, USUAL = "weekly", "monday 09:00"
UNREAD = f"I do not understand when that is. Type a day of the week and a time, such as {USUAL}."
SEPARATOR = ";;"
MOST_CHANNELS = 20
_LINK = re.compile(r"https://\S+/archives/([CG][A-Z0-9]+)\S*")


def state(book: Notebook) -> str:
    """The digests that come by the settings; "" where there are none."""
    return book.value(DIGESTS)


def ask(book: Notebook) -> None:
    """Ask where and when it comes, and write that down. Raises LaterError and SlackError."""
    prompts, lookup = book.prompts, Lookup(client(book))
    prompts.say(
        "Each week Deskpulse can post how support is doing: what needs you first, what moved, and "
        "what went well. Nothing else is ever posted without being asked for."
    )
    if not prompts.yes("Shall I post it to a channel each week?"):
        return
    channel = _channel(lookup, book)
    zone = ZoneInfo(book.value(ZONE) or "UTC")
    around = ScheduleContext(digests=USUALLY, here=channel.id, zone=zone, directory=Directory())

    def check(answer: str) -> str:
        try:
            rule = str(read_schedule(f"{WEEKLY} {answer}", around).rule)
        except AskError as error:
            if str(error).endswith(":"):  # what follows in Slack are buttons
                raise ValueError(UNREAD) from None
            raise
        return rule.removeprefix(f"{WEEKLY} ")

    rule = prompts.text(f"When, in the time of {zone}", check, default=USUAL)
    # The channel stands first: behind a space, what begins with # would be a comment.
    book.keep({DIGESTS: _with(f"#{channel.id} {WEEKLY} {rule}", book)})
    prompts.say(f"The weekly digest comes to #{channel.name}: {rule}.")


def _with(entry: str, book: Notebook) -> str:
    """The entries with this one: beside those that are there, or in their place."""
    before = book.value(DIGESTS)
    if not before or entry in before:
        return before or entry
    book.prompts.say(f"So far there is: {before}")
    choice = book.prompts.choose("Number", ["Both shall come.", "Only the new one."], 2)
    return f"{before}{SEPARATOR}{entry}" if choice == 1 else entry


def _channel(lookup: Lookup, book: Notebook) -> KnownChannel:
    """A channel that the bot is in and no other company reads."""
    prompts = book.prompts
    inside = lookup.channels_of_bot()
    if inside:
        names = ", ".join(f"#{one.name}" for one in inside[:MOST_CHANNELS])
        prompts.say(f"I am in {names}. Another one I can join once somebody invites me there.")
    else:
        prompts.say("I am in no channel yet. Somebody has to invite me to the one you choose.")

    def check(answer: str) -> KnownChannel:
        if not answer:
            raise ValueError("Type a channel, such as #support.")
        channel = _found(answer, lookup)
        if channel.shared:
            raise ValueError(
                f"Another company reads #{channel.name}, so nothing is posted there by itself. "
                "Choose another channel."
            )
        return channel

    first = next((one for one in inside if not one.shared), None)
    return prompts.text("Channel", check, default=f"#{first.name}" if first else "")


def _found(answer: str, lookup: Lookup) -> KnownChannel:
    """The channel of that name, id or link. Raises ValueError where the bot is not in it."""
    link = _LINK.fullmatch(answer)
    word = link[1] if link else answer.lstrip("#")
    inside = lookup.channels_of_bot()
    if channel := _of(word, inside):
        return channel
    public = lookup.public_channels()
    if channel := _of(word, public):
        raise ValueError(
            f"I am not in #{channel.name} yet. Write /invite @deskpulse there in Slack, then type "
            f"#{channel.name} again."
        )
    alike = near(word.casefold(), [one.name for one in (*inside, *public)], 3, 0.7)
    hint = f" Did you mean {' or '.join(f'#{name}' for name in dict.fromkeys(alike))}?"
    raise ValueError(
        f"I see no channel #{word}.{hint if alike else ''} If it is a private one, write /invite "
        f"@deskpulse there in Slack, then type its name again."
    )


def _of(word: str, channels: list[KnownChannel]) -> KnownChannel | None:
    return next((c for c in channels if word == c.id or word.casefold() == c.name), None)
