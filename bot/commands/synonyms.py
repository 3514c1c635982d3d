"""A team's own words for what it asks: DESKPULSE_WORDS, put in place before anything is read."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from types import MappingProxyType

from bot.config import SettingsError
from bot.grammar import read_inquiry
from metrics.catalogue import CATALOGUE
from metrics.errors import AskError
from metrics.question.query import Directory

FREE_TEXT = ("note ", "i am ")
"""What follows one of these is for people, and stays as it was written."""


def _whole(word: str) -> str:
    """A pattern of a word that is no part of another."""
    return rf"(?<![\w/@#-]){re.escape(word)}(?![\w-])"


def in_known_words(words: str, synonyms: Mapping[str, str]) -> str:
    """The words with the team's own in words that are known; what is quoted stays."""
    if not synonyms or words.casefold().startswith(FREE_TEXT):
        return words
    own = "|".join(map(_whole, sorted(synonyms, key=len, reverse=True)))
    pattern = re.compile(own, re.IGNORECASE)
    pieces = re.split(r'("[^"]*")', words)
    pieces[::2] = (pattern.sub(lambda word: synonyms[word[0].casefold()], p) for p in pieces[::2])
    return "".join(pieces)


SHORTHAND: Mapping[str, str] = MappingProxyType(
    {
        "wk": "week",
        "wks": "weeks",
        "mth": "month",
        "mths": "months",
        "qtr": "quarter",
        "yr": "year",
        "yrs": "years",
        "yday": "yesterday",
        "tdy": "today",
        "rn": "right now",
        "atm": "right now",
        "u": "you",
        "ur": "your",
        "tix": "tickets",
        "tkts": "tickets",
        "tkt": "ticket",
        "ppl": "people",
        "b/c": "because",
        "msgs": "messages",
        "w/o": "without",
        "thats": "that is",
        "dont": "do not",
        "hrs": "hours",
        "mins": "minutes",
        "how come": "why",
        "pls": "please",
    }
)
"""What people leave letters out of; where something is called so, it stays as it is."""


def written_out(words: str, names: Callable[[], Iterable[str]]) -> str:
    """The words with the usual shorthand in whole words, but for what `names` has of it."""
    used = {word for word in SHORTHAND if re.search(_whole(word), words, re.IGNORECASE)}
    if not used:
        return words
    in_names = {part for name in names() for part in name.casefold().split()}
    meant = {word: SHORTHAND[word] for word in used if not set(word.split()) & in_names}
    return " ".join(in_known_words(words, meant).split())


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
