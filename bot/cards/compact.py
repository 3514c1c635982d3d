"""An answer in a thread: the lines of the card, without its picture where it has no parts."""

from __future__ import annotations

from dataclasses import replace

from bot.cards import blocks
from bot.cards.card import card, head
from bot.cards.glance import sentence
from bot.talk import Picture, Reply
from metrics.question.result import Result

LONGEST_WORDS = 60


def with_way_on(reply: Reply, card: str, newest: str, words: str) -> Reply:
    """The answer with which card it is about, and the `words` that go on from the newest answer."""
    card, newest, words = (blocks.cut(text, LONGEST_WORDS) for text in (card, newest, words))
    sentence = (
        f"About the card at the top ({card}). To go on from the newest answer ({newest}), say: "
        f"{words}."
    )
    text = f"{reply.text} {blocks.fallback(sentence)}"
    return replace(reply, text=text, tail=(*reply.tail, blocks.context([sentence])))


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
