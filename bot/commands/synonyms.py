"""A team's own words for what it asks: DESKPULSE_WORDS, put in place before anything is read."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from bot.config import SettingsError
from bot.grammar import read_inquiry
from metrics.catalogue import CATALOGUE
from metrics.errors import AskError
from metrics.question.query import Directory

FREE_TEXT = ("note ",)
"""What follows one of these is for people, and stays as it was written."""


def in_known_words(words: str, synonyms: Mapping[str, str]) -> str:
    """The words with the team's own in words that are known; what is quoted stays."""
    if not synonyms or words.casefold().startswith(FREE_TEXT):
        return words
    own = "|".join(map(re.escape, sorted(synonyms, key=len, reverse=True)))
    pattern = re.compile(rf"(?<![\w/@#-])(?:{own})(?![\w-])", re.IGNORECASE)
    pieces = re.split(r'("[^"]*")', words)
    pieces[::2] = (pattern.sub(lambda word: synonyms[word[0].casefold()], p) for p in pieces[::2])
    return "".join(pieces)


def check(synonyms: Mapping[str, str], commands: Collection[str]) -> None:
    """Refuses own words that are known already, or that mean what is not known.

    `commands`: first words that ask for something other than a figure. Raises SettingsError.
    """
    for word, meaning in synonyms.items():
        if word in CATALOGUE or word in commands:
            raise SettingsError(f"DESKPULSE_WORDS: {word!r} is a word of mine already.")
        if meaning.split()[0] in commands:
            continue
        try:
            read_inquiry(meaning, Directory())
        except AskError as error:
            if error.word:  # else it is no whole question, or names what only the helpdesk knows
                raise SettingsError(
                    f"DESKPULSE_WORDS: {word!r} is to mean {meaning!r}. {error}"
                ) from None
