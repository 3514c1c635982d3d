"""What `deskpulse ask` answers beside questions: the words of Slack, but for those that change."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bot.cards.terminal import terminal
from bot.commands import alerts, identity
from bot.commands.kpi import HELP, LIST, SIDE_COMMANDS, answer
from bot.commands.small_talk import small_word
from bot.commands.ticket import ticket_words
from bot.grammar.ticket_words import Act
from bot.services import Services
from bot.talk import Request
from metrics.errors import AskError

CHANGES: Final = frozenset({"target", "note", "schedule", "alert"})
"""First words that change something for all, unless they stand alone."""
IN_SLACK: Final = frozenset({"share", "delivery", *alerts.REPLIES})
"""First words about a message in Slack."""


def side_answer(words: str, services: Services) -> str | None:
    """The text of what answers words that are no question; None where they are one.

    Raises AskError where they need Slack.
    """
    first, _, rest = words.partition(" ")
    first = first.casefold()
    if identity.answer_for(words):
        raise AskError(f"Who you are in Slack is said there: /kpi {words}.")
    if first in IN_SLACK or (first in CHANGES and rest.strip()):
        why = "is about a message there" if first in IN_SLACK else "changes something for all"
        raise AskError(f"That {why}, so it needs Slack: say /kpi {words}.")
    request = Request(words=words, person="", channel="")
    if wishes := ticket_words(request, services):
        if wishes[0].act in {Act.TAKE, Act.GIVE_BACK}:
            raise AskError(f"Who goes on with a ticket is said in Slack: /kpi {words}.")
        return terminal(answer(request, services))
    if first in CHANGES:
        words = f"{first}s"
    if words.casefold() in {*HELP, LIST} or first in SIDE_COMMANDS or small_word(words):
        return terminal(answer(replace(request, words=words), services))
    return None
