"""Parsing: words to a query, or to an error with the phrases that may have been meant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import islice

from bot.grammar.comparisons import placed
from bot.grammar.mistakes import UnreadError
from bot.grammar.queries import continued, period, question
from bot.grammar.reader import read
from bot.grammar.rendering import rendered
from bot.grammar.suggestions import SUGGESTED
from bot.grammar.tokens import Token, tokens
from bot.grammar.vocabulary import Vocabulary, vocabulary
from metrics.catalogue import CATALOGUE
from metrics.catalogue.metric import Metric
from metrics.errors import AskError
from metrics.question.query import Directory, Query

LONGEST = 2000
"""Longer texts are no questions; Slack carries no more in a button either."""


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
    return question_of(short(words), vocabulary(catalogue, directory), about)


def short(words: str) -> tuple[Token, ...]:
    """The tokens of a text that may be a question. Raises AskError where it is too long for one."""
    if len(words) > LONGEST:
        raise AskError("That is too long for a question. Try a metric and a period: frt last week.")
    return tokens(words)


def question_of(typed: Sequence[Token], known: Vocabulary, about: Query | None) -> Query:
    """The query that tokens ask for. Raises AskError, with what may have been meant."""
    try:
        return understood(typed, known, about)
    except UnreadError as slip:
        guesses = dict.fromkeys(mended(typed, slip, known, about))
        raise AskError(str(slip), tuple(islice(guesses, SUGGESTED))) from None


def understood(typed: Sequence[Token], known: Vocabulary, about: Query | None) -> Query:
    """The query that tokens ask for; UnreadError or AskError if they do not ask for one."""
    draft = read(typed, known)
    if about or len(draft.metrics) == 1:
        draft = placed(draft, about.period if about else period(draft))
    return question(continued(draft, about, known) if about else draft, known)


def mended(
    typed: Sequence[Token],
    slip: UnreadError,
    known: Vocabulary,
    about: Query | None,
    depth: int = 1,
) -> Iterator[str]:
    """The phrases that come of it when each near word is put in the place of a slip."""
    for put in slip.puts if depth == 1 else slip.puts[:1]:
        better = (*typed[: slip.start], *tokens(put), *typed[slip.stop :])
        with suppress(AskError):
            try:
                yield rendered(understood(better, known, about), known)
            except UnreadError as another:
                if depth < SUGGESTED:
                    yield from mended(better, another, known, about, depth + 1)
