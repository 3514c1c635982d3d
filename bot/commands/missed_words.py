"""Which words are counted that the bot did not understand: words of the language, never names."""

from __future__ import annotations

import logging
import re

from bot.services import Services
from metrics.errors import StoreError
from metrics.question.query import Directory

logger = logging.getLogger(__name__)

_WORD = re.compile(r"[^\W\d_]{3,20}")
_PARTS = re.compile(r"\w+")
NAMING = frozenset(
    (
        *("agent", "assignee", "customer", "customers", "company", "organization", "organisation"),
        *("account", "client", "from", "by", "for", "named", "called", "name", "team", "person"),
        *("user", "tag", "tagged", "brand", "mr", "mrs", "ms"),
    )
)
"""What stands behind one of these may be somebody's name."""


def note_miss(word: str, words: str, services: Services) -> None:
    """Count a word that was not understood, if it may be kept; where that fails, the log says so.

    `words` are all that was said. Nothing else of them is kept, and nobody's name with it.
    """
    try:
        if may_keep(word, words, services.asker.directory()):
            services.missed_words.add(word, services.now())
    except StoreError:
        logger.exception("A word that was not understood could not be counted")


def may_keep(word: str, words: str, directory: Directory) -> bool:
    """Whether a word says nothing of anybody: small letters alone, no name, none behind "from"."""
    if not _WORD.fullmatch(word) or word != word.lower():
        return False
    around = re.search(rf"(\w+)?\W*\b{re.escape(word)}\b", words)
    if around is None or "@" in words or (around[1] or "").casefold() in NAMING:
        return False
    names = " ".join((*directory.agents.values(), *directory.teams.values(), *directory.categories))
    values = " ".join(value for values in directory.attributes.values() for value in values)
    return word not in {part.casefold() for part in _PARTS.findall(f"{names} {values}")}
