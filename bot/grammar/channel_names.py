"""Channels that are named in words: their ids, which stay when a channel is given another name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from bot.grammar.mistakes import either
from bot.grammar.tokens import echo
from metrics.errors import AskError

_ID = re.compile(r"[CDGUW][A-Z0-9]+")


def channel_id(mentions: Iterable[str], here: str, channels: Mapping[str, str], form: str) -> str:
    """The id of the one channel that is named, else `here`; `channels` has ids by names.

    Raises AskError; `form` is the word that opens a form to choose it in.
    """
    names = sorted(set(mentions))
    if not names:
        return here
    if len(names) > 1:
        raise AskError(f"One channel at a time: {either([f'#{name}' for name in names])}?")
    [name] = names
    id = name if _ID.fullmatch(name) else channels.get(name.casefold())
    if id is None:
        raise AskError(
            f"I cannot tell which channel {echo(f'#{name}')} is. Type # and choose it from the "
            f"list that Slack shows, or say {form} alone to choose it in a form."
        )
    return id
