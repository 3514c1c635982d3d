"""Leaving out: "not email" is every other channel, as a filter of those that are left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.grammar.mistakes import UnreadError, either, nearest_phrases
from bot.grammar.tokens import Token, echo
from bot.grammar.vocabulary import Vocabulary
from metrics.tickets.records import Dimension

POSSIBLE = (
    "I can leave out channels, teams, priorities and categories, such as not email, or without "
    "team Billing."
)
WEEKENDS = {"weekend", "weekends", "saturdays", "sundays", "nights", "evenings", "holidays"}
"""When most teams do not work, so that their hours leave it out."""
OFFICE = {"business", "office", "working", "hours"}
MOST_LEFT = 60
"""So many values at most may be left: more would not go into a phrase."""
OF_PEOPLE = (
    "I do not leave out single people: what is missing then would tell of them. "
    "By team shows what you may look at."
)


def nothing_left_out(
    tokens: Sequence[Token], word: int, at: int, vocabulary: Vocabulary
) -> UnreadError:
    """A word such as "not" at `word`, with nothing at `at` that tickets could be told apart by."""
    if at >= len(tokens):
        return UnreadError(f"Leave out what? {POSSIBLE}", word, at)
    text = tokens[at].text
    if text.casefold() in WEEKENDS:
        message = f"I cannot leave out {echo(text)}. Your office hours can: the clock stands then."
        return UnreadError(message, word, at + 1, ["business"])
    if any(token.word in OFFICE for token in tokens[word : at + 1]):
        message = (
            "I cannot pick what came outside office hours. By hour shows when it came, and with "
            "business the clock stands then."
        )
        return UnreadError(message, word, at + 1, ["by hour", "business"])
    start, stop, near = nearest_phrases(tokens, at, vocabulary)
    if near and start == at and text.casefold() not in near:
        hint = f"Did you mean {either([f'not {name}' for name in near])}?"
        return UnreadError(f"I do not know {echo(text)}. {hint}", start, stop, near)
    message = f"I cannot leave out {echo(text)}. {POSSIBLE}"
    pair = " ".join(token.text for token in tokens[at - 1 : at + 1])
    known = vocabulary.meanings(text, quoted=tokens[at].quoted) or vocabulary.meanings(pair)
    unknown = "" if known else text
    return UnreadError(message, word, at + 1, word=unknown)


def remaining(
    where: Mapping[Dimension, set[str]],
    without: Mapping[Dimension, set[str]],
    vocabulary: Vocabulary,
    span: tuple[int, int],
) -> dict[Dimension, set[str]]:
    """The filters with what was left out taken away, of all values where none was asked for.

    Raises UnreadError, about the tokens of `span`, where nothing or too much would be left.
    """
    result = {dimension: set(values) for dimension, values in where.items()}
    for dimension, values in without.items():
        if dimension is Dimension.AGENT and values - {""}:
            raise UnreadError(OF_PEOPLE, *span)
        if dimension.of_attribute:
            message = f"A ticket may have several of {dimension}, so I cannot leave one out."
            raise UnreadError(message, *span)
        left = (result.get(dimension) or vocabulary.directory.values(dimension)) - values
        if dimension is Dimension.AGENT or not left:
            raise UnreadError("Then no ticket would be left.", *span)
        if len(left) > MOST_LEFT:
            message = (
                f"There are too many to leave one out. Name those you want, or by {dimension}."
            )
            raise UnreadError(message, *span)
        result[dimension] = set(left)
    return result
