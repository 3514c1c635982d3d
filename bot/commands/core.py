"""/kpi core: the few measures that digests and the Home tab show, chosen or listed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.access import What
from bot.cards.core import core_card
from bot.commands.gate import may_change
from bot.grammar import parse
from bot.services import Services
from bot.talk import Reply, Request
from metrics.catalogue import CATALOGUE
from metrics.errors import AskError
from metrics.goals.core import refuse_size
from metrics.question.core_set import CoreSet
from metrics.question.query import Directory, Query

LONGEST_NAME = 6
"""No metric has more words."""
USUAL = {"default", "usual", "none", "off", "reset"}
_BETWEEN = re.compile(r"[,;&+]|\s(?:and|plus)\s", re.IGNORECASE)
_FILLERS = {"set", "of", "is", "to", "=", "measures", "metrics"}


def core(request: Request, services: Services) -> Reply:
    """Show the core set, or choose another. Raises AskError where the person can mend it."""
    words = _BETWEEN.sub(" ", request.words).split()
    while words and words[0].casefold() in _FILLERS:
        words.pop(0)
    if not words:
        return core_card(services.core.current(), services.settings.timezone)
    may_change(What.CORE, request, services)
    is_usual = len(words) == 1 and words[0].casefold() in USUAL
    keys = () if is_usual else tuple(dict.fromkeys(_keys(words, services)))
    if not is_usual:
        try:
            refuse_size(keys)
        except ValueError as error:
            raise AskError(str(error)) from None
    before = services.core.current()
    chosen = CoreSet(metrics=keys, since_at=services.now(), set_by=request.person)
    services.core.choose(chosen)
    return core_card(chosen, services.settings.timezone, before=before)


def _keys(words: Sequence[str], services: Services) -> Iterator[str]:
    """The measures that words name one after the other, each by as many words as name one."""
    directory, rest = services.asker.directory(), list(words)
    while rest:
        counts = range(min(LONGEST_NAME, len(rest)), 0, -1)
        named = ((count, _key(" ".join(rest[:count]), directory)) for count in counts)
        count, key = next(((count, key) for count, key in named if key), (0, ""))
        if not key:
            raise AskError(
                f"{rest[0][:40]!r} is no measure that I know. The core set is of measures alone, "
                "without a channel, team or period, such as core frt csat backlog sla reopen."
            )
        yield key
        del rest[:count]


def _key(words: str, directory: Directory) -> str:
    """The measure that words name and nothing else; "" where they do not."""
    try:
        query = parse(words, directory)
    except AskError:
        return ""
    plain = Query(metric=query.metric, period=CATALOGUE[query.metric].default_period)
    return query.metric if query == plain else ""
