"""What is understood and cannot be had: weekends alone, the text of tickets, who touched them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.grammar.mistakes import UnreadError, unknown_value, unknown_word
from bot.grammar.tokens import Token
from bot.grammar.vocabulary import Vocabulary

WEEKENDS = {"weekend", "weekends", "saturdays", "sundays", "weekdays"}
COMMENTS = {"comment", "comments", "verbatim", "verbatims", "quotes"}
NO_TEXT = "I keep no text of tickets or ratings, so no comments: links lead there. Without them:"
LEFT_ALONE = (
    r"untouched|stale|idle|inactive|(?:that )?(?:nobody|no one)(?: has| had)? "
    r"(?:touched|updated|looked at|worked on|moved)(?: them)?"
)
UNTOUCHED = (
    "I do not tell when a ticket was last touched: aging since reply tells when it was last "
    "answered. Without that:"
)
CUSTOMER = {"customer", "customers", "client", "clients", "account", "from"}
"""Words before the name of an organization."""


def unread_word(tokens: Sequence[Token], at: int, vocabulary: Vocabulary) -> UnreadError:
    """A word that asks for nothing that can be had, or that nobody knows."""
    return unavailable(tokens, at, vocabulary) or unknown_word(tokens, at, vocabulary)


def unavailable(tokens: Sequence[Token], at: int, vocabulary: Vocabulary) -> UnreadError | None:
    """What is understood and cannot be had: weekends alone, texts; None where it is not that."""
    word = tokens[at].word
    if word in WEEKENDS:
        message = f"I cannot pick {word} alone. By weekday shows them beside the other days."
        return UnreadError(message, at, at + 1, ["by weekday"])
    if (stop := untouched(tokens, at)) > at:
        return UnreadError(UNTOUCHED, at, stop, [""])
    if word in COMMENTS:
        return UnreadError(NO_TEXT, at, at + 1, [""])
    return attribute_unknown(tokens, at, vocabulary)


def untouched(tokens: Sequence[Token], at: int) -> int:
    """Where words end that want what nobody has touched; `at` where they want something else."""
    words = [token.word for token in tokens[at : at + 4]]
    for stop in range(len(words), 0, -1):
        if re.fullmatch(LEFT_ALONE, " ".join(words[:stop])):
            return at + stop
    return at


def attribute_unknown(
    tokens: Sequence[Token], at: int, vocabulary: Vocabulary
) -> UnreadError | None:
    """A customer that no organization is, or an attribute that no ticket here has."""
    before = tokens[at - 1].word if at else ""
    organization = vocabulary.cuts.get("organization")
    if before in CUSTOMER and organization and organization in vocabulary.directory.attributes:
        return unknown_value(tokens, at - 1, at, organization, vocabulary)
    dimension = vocabulary.cuts.get(tokens[at].word)
    if dimension is None or dimension in vocabulary.directory.attributes:
        return None
    message = (
        f"No ticket here has a {dimension} that I know of: the helpdesk does not tell it, or it is "
        "not kept. /kpi sources says more."
    )
    return UnreadError(message, at, min(at + 2, len(tokens)), [""])
