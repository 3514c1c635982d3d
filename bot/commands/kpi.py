"""/kpi: a question in a phrase, answered with a card; on its own it says what can be asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from bot.cards.help import help_card
from bot.commands import baseline, benchmark, target
from bot.commands.ask import reply_to
from bot.config import Answers
from bot.services import Services
from bot.talk import Audience, Reply, Request

HELP = {"", "help", "?", "list"}
BESIDES: Mapping[str, Callable[[Request, Services], Reply]] = MappingProxyType(
    {
        "target": target.target,
        "targets": target.targets,
        **dict.fromkeys(("benchmark", "benchmarks"), benchmark.benchmark),
        **dict.fromkeys(("baseline", "baselines"), baseline.baseline),
    }
)
"""First words that ask for something other than a figure, and who answers them."""


def answer(request: Request, services: Services) -> Reply:
    """Answer the words of `request`. Raises AskError where the person can mend them."""
    words = request.words.strip()
    if words.casefold() in HELP:
        return help_card()
    first, _, rest = words.partition(" ")
    if other := BESIDES.get(first.casefold()):
        return other(replace(request, words=rest.strip()), services)
    return shown(reply_to(words, services), request, services.settings.answers)


def shown(reply: Reply, request: Request, answers: Answers) -> Reply:
    """The reply for its audience: private where so set, and a mention is answered in its thread."""
    if reply.audience is Audience.ME or answers is Answers.PRIVATE:
        return replace(reply, audience=Audience.ME)
    return replace(reply, audience=Audience.THREAD if request.thread else Audience.CHANNEL)
