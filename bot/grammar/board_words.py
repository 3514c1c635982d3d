"""Words about the standup board: one pile of it, the next ticket, one's own, or a count by team."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.grammar.tokens import tidy
from metrics.question.ticket_state import Pile
from metrics.tickets.records import Dimension

CUTS = (Dimension.TEAM, Dimension.CHANNEL, Dimension.PRIORITY)
_ASKED = (
    r"(?:(?:show|list|which|what(?:'s)?|who(?:'s)?|and|only|just|me|the|all|tickets?|is|are|we)"
    r"\s+)*"
)
_AFTER = r"(?:\s+(?:tickets?|ones?|now|today|soon|next|work))*"
_FORMS: Mapping[str, str] = {
    Pile.BREACHED: r"breached|broken|overdue|(?:too )?late|breach(?:es)?",
    Pile.DUE: r"(?:about to |going to |will )?breach(?:ing)?(?: next| soon)|breaching|due"
    r"|(?:about to|going to|will) breach",
    Pile.NOBODYS: r"nobody'?s|nobody|no one'?s|unassigned|unowned|ownerless"
    r"|(?:with no|without(?: an?)?|no) owners?|has (?:no|nobody)",
    Pile.WAITING: r"wait(?:s|ing)?(?: the)?(?: longest)?(?: for (?:us|a reply|our reply))?|longest",
    "next": r"next(?: one| please)?|what'?s? next|what (?:do|should) (?:i|we) (?:do|take) next",
    "mine": r"mine|my(?: own)?",
}
_PATTERNS = {
    name: re.compile(rf"{_ASKED}(?:{form}){_AFTER}", re.IGNORECASE) for name, form in _FORMS.items()
}
_BY = re.compile(r"by\s+(?P<cut>team|channel|priority)s?", re.IGNORECASE)
_LINKS = re.compile(r"(?:(?:only|just|and|then|for|of|in|about)\s+)+", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardWords:
    """What of the board is wanted, and of which tickets `rest` says it, "" of no others.

    At most one of `pile`, `by`, `next` and `mine` is set; where none is, all of it is wanted.
    """

    rest: str = ""
    pile: Pile | None = None
    by: Dimension | None = None
    next: bool = False
    mine: bool = False

    @property
    def whole(self) -> bool:
        """Whether all of the board is wanted."""
        return not (self.pile or self.by or self.next or self.mine)


def read_board_words(words: str) -> BoardWords:
    """What of the board words want. What they do not say of it is left in `rest`.

    The wish stands at the beginning or at the end: "breached email", "email by team".
    """
    tokens = tidy(words).rstrip("?!. ").split()
    for stop in range(len(tokens), 0, -1):
        first, second = " ".join(tokens[:stop]), " ".join(tokens[stop:])
        if found := _wish(first, second):
            return found
        first, second = " ".join(tokens[:-stop]), " ".join(tokens[-stop:])
        if found := _wish(second, first):
            return found
    return BoardWords(rest=_plain(" ".join(tokens)))


def _wish(text: str, rest: str) -> BoardWords | None:
    """What a text wants of the board; None where it is no such wish."""
    rest = _plain(rest)
    if by := _BY.fullmatch(text):
        return BoardWords(rest=rest, by=Dimension(by["cut"].casefold()))
    for name, pattern in _PATTERNS.items():
        if pattern.fullmatch(text):
            if name in {"next", "mine"}:
                return BoardWords(rest=rest, next=name == "next", mine=name == "mine")
            return BoardWords(rest=rest, pile=Pile(name))
    return None


def _plain(text: str) -> str:
    """Words without those that only link them to the board."""
    match = _LINKS.match(f"{text} ")
    return text[match.end() :].strip() if match else text.strip()
