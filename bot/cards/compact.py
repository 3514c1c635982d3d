"""An answer in a thread: the lines of the card, without its picture where it has no parts."""

from __future__ import annotations

from dataclasses import replace

from bot.cards import blocks
from bot.cards.card import card, head
from bot.cards.glance import sentence
from bot.talk import Picture, Reply
from metrics.question.result import Result


def compact(result: Result, phrase: str, picture: Picture | None, news: str | None) -> Reply:
    """The answer in short. `news` says what has changed since the thread was told otherwise."""
    spoken = sentence(result)
    has_picture = result.split or result.query.over or result.versus
    whole = card(result, phrase, picture if has_picture else None)
    return replace(
        whole,
        text=blocks.fallback(f"{news} {spoken}" if news else spoken),
        head=head(result, news),
    )
