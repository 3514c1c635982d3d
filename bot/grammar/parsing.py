"""Parsing: words to a query, or to an error with the phrases that may have been meant."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import islice

from bot.grammar.comparisons import with_paces, with_period
from bot.grammar.mistakes import UnreadError, either
from bot.grammar.queries import follow_up, period, query_of_draft, with_implied_metric
from bot.grammar.reader import read
from bot.grammar.rendering import phrase_of
from bot.grammar.several import SeveralError, demand_one, side_by_side_parts, with_core
from bot.grammar.suggestions import MOST_SUGGESTIONS
from bot.grammar.time_cuts import usual_week, with_busy_volume
from bot.grammar.time_words import side_by_side, without_future
from bot.grammar.tokens import Token, echo, tokenize
from bot.grammar.vocabulary import Vocabulary, vocabulary_of
from metrics.catalogue import CATALOGUE
from metrics.catalogue.metric import Metric
from metrics.errors import AskError
from metrics.question.query import Directory, Query

WITHOUT = "Without {} I can answer, about all that is left:"
NO_REPLIES = "I do not tell how many replies a ticket took, but how many took one at most, or none:"
FUTURE = "I tell what has been, not what will be. What is usual may help:"
REPLIES_EACH = re.compile(
    r"\b(?:touches|replies|responses|messages|answers|interactions|comments) "
    r"(?:per|a|each|for each|to a|to each) (?:ticket|conversation|case|customer)"
)
NEGATION = re.compile(r"n't$|^(?:nobody|never|none|nothing|neither|hardly|barely|dont|didnt|isnt)$")
TURNING = re.compile(
    r"^(?:until|unless|til{1,2}$|except|exclu|omit|ignor|skip|before|after|since|prior|earlier|"
    r"later|"
    r"instead|rather|lacking|lacks?$|minus|opposite|neither|nor$|sans)"
)
"""Words that turn the sense of those beside them: without them it is another question."""
MOST_SLIPS = 6
"""So many slips are mended in one phrase."""
MOST_UNKNOWN = 5
"""So many unknown words at most are left out of what is offered."""
LONGEST = 2000
"""Longer texts are no questions; Slack carries no more in a button either."""

MOST_WORDS = 200
"""So many words and commas at most has a question; one of sixty quoted names has fewer."""


def parse(
    words: str,
    directory: Directory,
    catalogue: Mapping[str, Metric] = CATALOGUE,
    about: Query | None = None,
) -> Query:
    """The query that words ask for, in any order and spelling that can be told apart.

    With `about`, the words say what changes about that earlier question ("by agent", "last month").
    Raises AskError, with whole phrases that may have been meant.
    """
    return parse_tokens(question_tokens(words), vocabulary_of(catalogue, directory), about)


def question_tokens(words: str) -> tuple[Token, ...]:
    """The tokens of a text that may be a question. Raises AskError where it is too long for one."""
    tokens = tokenize(words) if len(words) <= LONGEST else ()
    if len(words) > LONGEST or len(tokens) > MOST_WORDS:
        raise AskError("That is too long for a question. Try a metric and a period: frt last week.")
    return tokens


def parse_tokens(tokens: Sequence[Token], vocabulary: Vocabulary, about: Query | None) -> Query:
    """The query that tokens ask for. Raises AskError, with what may have been meant."""
    if (known := without_future(tokens)) is not None:
        raise AskError(FUTURE, tuple(usual_phrases(known, vocabulary)))
    if unmeasured(tokens):
        raise AskError(NO_REPLIES, ("one_touch", "one_touch none"))
    try:
        return query_of_tokens(tokens, vocabulary, about)
    except UnreadError as slip:
        guesses = dict.fromkeys(corrections(tokens, slip, vocabulary, about))
        message = str(slip)
        if not guesses and slip.word and not any(NEGATION.search(t.word) for t in tokens):
            words, rest = without(tokens, slip, vocabulary, about)
            message = (
                f"I do not know {either_of(words)}. {WITHOUT.format('them' if words[1:] else 'it')}"
                if rest
                else message
            )
            guesses = dict.fromkeys(rest)
        phrases = tuple(islice(guesses, MOST_SUGGESTIONS))
        raise AskError(message, phrases, word=slip.word) from None


def unmeasured(tokens: Sequence[Token]) -> bool:
    """Whether the number of replies to a ticket is asked for, which is no measure here."""
    words = " ".join("" if token.quoted else token.word for token in tokens)
    return REPLIES_EACH.search(words) is not None


def without(
    tokens: Sequence[Token],
    slip: UnreadError,
    vocabulary: Vocabulary,
    about: Query | None,
    words: tuple[str, ...] = (),
) -> tuple[tuple[str, ...], list[str]]:
    """The words that are not known, and the phrases of the question without them, if it is one."""
    words = (*words, slip.word or " ".join(t.text for t in tokens[slip.start : slip.stop]))
    if any(TURNING.search(word.casefold()) for word in words[-1].split()):
        return words, []
    rest = (*tokens[: slip.start], *tokens[slip.stop :])
    try:
        return words, [phrase_of(query_of_tokens(rest, vocabulary, about), vocabulary)]
    except SeveralError as several:
        return words, list(several.phrases)
    except AskError:
        return words, []
    except UnreadError as another:
        guesses = list(corrections(rest, another, vocabulary, about, 2))
        if guesses or len(words) == MOST_UNKNOWN:
            return words, guesses
        return without(rest, another, vocabulary, about, words)


def either_of(words: Sequence[str]) -> str:
    """Unknown words as a sentence has them."""
    return either([echo(word) for word in words])


def usual_phrases(tokens: Sequence[Token], vocabulary: Vocabulary) -> Iterator[str]:
    """The usual week of what was asked for of the future, as far as it can be told."""
    for words in usual_week(tokens):
        with suppress(AskError, UnreadError):
            yield phrase_of(query_of_tokens(tokenize(words), vocabulary, None), vocabulary)


def query_of_tokens(tokens: Sequence[Token], vocabulary: Vocabulary, about: Query | None) -> Query:
    """The query that tokens ask for; UnreadError or AskError if they do not ask for one."""
    draft = with_paces(read(side_by_side(tokens), vocabulary))
    draft = with_busy_volume(with_implied_metric(draft, vocabulary, about), vocabulary, about)
    draft = side_by_side_parts(draft)
    draft = draft if about else with_core(draft, vocabulary)
    demand_one(draft, vocabulary, about)
    if about or len(draft.metrics) == 1:
        draft = with_period(draft, about.period if about else period(draft))
    return query_of_draft(follow_up(draft, about, vocabulary) if about else draft, vocabulary)


def corrections(
    tokens: Sequence[Token],
    slip: UnreadError,
    vocabulary: Vocabulary,
    about: Query | None,
    depth: int = 1,
) -> Iterator[str]:
    """The phrases that come of it when each near word is put in the place of a slip."""
    for replacement in slip.replacements if depth == 1 else slip.replacements[:1]:
        attempt = (*tokens[: slip.start], *tokenize(replacement), *tokens[slip.stop :])
        with suppress(AskError):
            try:
                yield phrase_of(query_of_tokens(attempt, vocabulary, about), vocabulary)
            except SeveralError as several:
                yield from several.phrases
            except AskError as error:
                yield from error.suggestions[: depth == 1]
            except UnreadError as another:
                if depth < MOST_SLIPS:
                    yield from corrections(attempt, another, vocabulary, about, depth + 1)
