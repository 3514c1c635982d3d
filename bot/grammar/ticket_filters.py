"""Which tickets a digest or a schedule is about: all, or those of teams and channels."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from contextlib import suppress

from bot.grammar.draft import Draft
from bot.grammar.mistakes import UnreadError
from bot.grammar.names import FREE
from bot.grammar.reader import read
from bot.grammar.suggestions import MOST_SUGGESTIONS
from bot.grammar.tokens import Token, tokenize
from bot.grammar.vocabulary import Vocabulary, vocabulary_of
from metrics.catalogue import CATALOGUE
from metrics.errors import AskError, PeopleError
from metrics.question.query import Directory, Filter
from metrics.recurrence.words import schedule_words
from metrics.tickets.records import Dimension

ABOUT = (Dimension.CHANNEL, Dimension.TEAM)
"""What the tickets of a digest can be narrowed to: no digest is about a person."""


def where_of(words: str, directory: Directory, before: str = "") -> tuple[Filter, ...]:
    """The tickets that all of `words` name. Raises AskError where they name none, or more.

    What it suggests begins with `before`, the words that were said ahead of these.
    """
    tokens, vocabulary = tokenize(words), vocabulary_of(CATALOGUE, directory)
    kind: type[AskError] = AskError
    try:
        return filters(read(tokens, vocabulary))
    except UnreadError as slip:
        texts = tuple(dict.fromkeys(_corrections(tokens, slip, vocabulary)))[:MOST_SUGGESTIONS]
        message = str(slip)
    except AskError as error:
        texts, message, kind = ("", "email"), str(error), type(error)
    raise kind(message, tuple(f"{before} {text}".strip() for text in texts if before))


def _corrections(
    tokens: Sequence[Token], slip: UnreadError, vocabulary: Vocabulary, depth: int = 1
) -> Iterator[str]:
    """The texts that may be meant, with one more slip mended if need be."""
    for replacement in slip.replacements:
        attempt = (*tokens[: slip.start], *tokenize(replacement), *tokens[slip.stop :])
        with suppress(AskError):
            try:
                filters(read(attempt, vocabulary))
                yield text_of(attempt)
            except UnreadError as another:
                if depth < MOST_SUGGESTIONS:
                    yield from _corrections(attempt, another, vocabulary, depth + 1)


def text_of(tokens: Sequence[Token]) -> str:
    """Tokens as they can be typed again."""
    return " ".join(f'"{token.text}"' if token.quoted else token.text for token in tokens)


def filters(draft: Draft) -> tuple[Filter, ...]:
    """The tickets of a draft that says nothing else. Raises AskError."""
    if Dimension.AGENT in draft.where or Dimension.AGENT in draft.split:
        raise PeopleError(
            "A digest is about all tickets, a team or a channel, not about one agent."
        )
    beside = (draft.metrics, draft.ways, draft.periods, draft.clocks, draft.percentiles)
    if any(beside) or draft.split or draft.over or draft.against:
        raise AskError(
            "A digest is about all tickets, a team or a channel: no metric, period or split. Each "
            "digest has its own."
        )
    if odd := [dimension for dimension in draft.where if dimension not in ABOUT]:
        raise AskError(
            f"A digest is about all tickets, a team or a channel, not about one {odd[0]}."
        )
    return tuple(Filter(d, tuple(sorted(draft.where[d]))) for d in Dimension if d in draft.where)


def where_ids(where: Iterable[Filter]) -> str:
    """The words that stay true when a team is given another name: `team "4711"`."""
    return " ".join(
        f"{f.dimension} {', '.join(_id(f.dimension, value) for value in f.values)}" for f in where
    )


def _id(dimension: Dimension, value: str) -> str:
    return (
        "none"
        if not value
        else f'"{value}"'
        if dimension in FREE or dimension.of_attribute
        else value
    )


def where_words(where: Iterable[Filter], directory: Directory, keys: Container[str] = ()) -> str:
    """The words that people read, names that could be taken for something else in quotes."""
    vocabulary = vocabulary_of(CATALOGUE, directory)

    def name(dimension: Dimension, value: str) -> str:
        text = vocabulary.names[dimension].words(value)
        risky = value and dimension in FREE and text[0] != '"' and is_risky(text, keys)
        return f'"{text}"' if risky else text

    parts = []
    for f in where:
        bare = f.dimension in {Dimension.CHANNEL, Dimension.PRIORITY} and "" not in f.values
        values = ", ".join(name(f.dimension, value) for value in sorted(f.values))
        parts.append(values if bare else f"{f.dimension} {values}")
    return " ".join(parts)


def is_risky(name: str, keys: Container[str]) -> bool:
    """Whether a name could be taken for a word of time or a digest."""
    return bool(schedule_words(name).words) or name.casefold() in keys
