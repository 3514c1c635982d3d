"""What cannot be compared with, said to the person."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.grammar.mistakes import UnreadError, either, nearest_phrases
from bot.grammar.tokens import Token, echo
from bot.grammar.vocabulary import Vocabulary
from metrics.question.query import Against

RIVALS = (
    *("the period before", "another period", "last year", "the target", "the baseline"),
    "another channel or team",
)
OTHER_PEOPLE = re.compile(
    r"^(?:the )?(?:rest|others?|everyone|everybody|anyone|colleagues?|peers?|teammates?|average)\b|"
    r"\b(?:her|his|their|my) (?:team|colleagues?|peers?|teammates?|group)\b"
)
ONE_BY_ONE = (
    "I do not set one person beside the others: what came to them differs. The figure alone, then:"
)


def bad_rival(
    tokens: Sequence[Token], versus: int, at: int, vocabulary: Vocabulary | None = None
) -> UnreadError:
    """Nothing after "vs", or what cannot be compared with."""
    message = f"I compare with {either(RIVALS)}."
    if vocabulary is None:
        return UnreadError(message, versus, at, [f"vs {rival}" for rival in Against])
    others = " ".join(token.word for token in tokens[at:])
    if OTHER_PEOPLE.search(others):
        return UnreadError(ONE_BY_ONE, versus, len(tokens), [""])
    start, stop, replacements = nearest_phrases(
        tokens, at, vocabulary, [rival for rival in vocabulary.against if rival != "last"]
    )
    text = " ".join(token.text for token in tokens[start:stop])
    hint = f"Did you mean vs {either(replacements)}?" if replacements else message
    message = f"I cannot compare with {echo(text)}. {hint}"
    if not replacements:
        return UnreadError(message, versus, stop, [""])
    return UnreadError(message, start, stop, replacements)
