"""What is wanted of a question: its figure, what it is or why it moved, or its tickets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from bot.grammar.counted import wants_list, with_metric
from bot.grammar.mistakes import UnreadError
from bot.grammar.parsing import parse_tokens, question_tokens
from bot.grammar.reader import read
from bot.grammar.rendering import render
from bot.grammar.several import SeveralError
from bot.grammar.tokens import Token
from bot.grammar.vocabulary import Vocabulary, vocabulary_of
from metrics.catalogue import CATALOGUE, measure
from metrics.catalogue.metric import Metric, Share
from metrics.errors import AskError
from metrics.question.query import Against, Directory, Filter, Query
from metrics.tickets.records import Dimension

WORST = {"worst", "slowest", "longest"}
USUAL_WORST = 10
MOST_WORST = 100
TICKETS = "tickets"
"""Wants a list too at either end of a question, but not in names such as "open tickets"."""

REQUEST_WORDS = {"show", "give", "get", "me", "us", "the", "all", "my", "our", "please"}
"""What may stand before it at the beginning."""

QUESTION_WORDS = {
    *("how", "what", "what's", "whats", "which", "is", "are", "did", "do"),
    *("number", "count", "amount", "total", "percentage", "share"),
}
"""Whoever begins so wants to know something of the tickets, and not to see them."""

NO_SPLIT = {"trend", "total", "overall"}
POOLED = {"together", "combined", "pooled", "total", "overall"}
"""Words that want several people's figure as one."""
LINK_WORDS = {"only", "just", "then", "instead", "about", "but"}
"""Words that only link a reply to what it answers."""


class Output(StrEnum):
    """The form that is wanted."""

    FIGURE = ""
    LIST = "list"
    CSV = "csv"
    WHY = "why"
    EXPLAIN = "explain"
    HOW = "how"


class Which(StrEnum):
    """Which of the tickets behind a share are listed: those that speak against it or for it."""

    ALL = ""
    BAD = "bad"
    GOOD = "good"


WHICH = {
    **dict.fromkeys(("bad", "negative", "poor"), Which.BAD),
    **dict.fromkeys(("good", "positive"), Which.GOOD),
}
ABOUT_FIGURE = (Output.WHY, Output.EXPLAIN, Output.HOW)
"""What tells of the figure as a whole, and lists no number of tickets that could be said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inquiry:
    """A question and what is wanted of it; of tickets the `most` that stand out, if that is set.

    `which`: only those that were good or bad. `left_out`: words that it does without.
    `both`: the file has the tickets that are compared with too. The period before is what every
    figure is compared with, so there this must have been said.
    """

    query: Query
    output: Output = Output.FIGURE
    most: int | None = None
    both: bool = False
    which: Which = Which.ALL
    left_out: tuple[str, ...] = field(default=(), compare=False)

    @property
    def words(self) -> str:
        """What is said beside the question."""
        before = self.both and self.query.against is Against.BEFORE
        words = output_words(self.output, self.most, self.which)
        return f"{f'vs {Against.BEFORE} ' if before else ''}{words}"

    def phrase(self, directory: Directory) -> str:
        """The canonical phrase; `read_inquiry` reads it as an equal one."""
        return f"{render(self.query, directory)} {self.words}".strip()


def read_inquiry(
    words: str,
    directory: Directory,
    catalogue: Mapping[str, Metric] = CATALOGUE,
    about: Query | None = None,
    own: str | None = None,
) -> Inquiry:
    """What words ask for. With `about`, they say what changes about that earlier question.

    `own`: which agent asks, "" where nobody knows, None where nobody asks.
    Raises AskError, with whole phrases that may have been meant.
    """
    vocabulary = vocabulary_of(catalogue, directory, own)
    tokens, which = _which(question_tokens(words), vocabulary)
    rest, output, most = wishes(tokens, vocabulary, alone=about is not None)
    output = output or (Output.LIST if which else Output.FIGURE)
    if counted := None if about else with_metric(rest, tokens, vocabulary):
        rest, listed = counted, Output.LIST if wants_list(tokens) else Output.FIGURE
        output = listed if output in {Output.FIGURE, Output.LIST} else output
    rest, left_out = without_odd_splits(rest, vocabulary)
    if about:
        whole = any(_plain(token) in NO_SPLIT for token in rest)
        about = replace(about, split=(), over=()) if whole else about
        rest = [token for token in rest if _plain(token) not in LINK_WORDS]
    try:
        query = parse_tokens(rest, vocabulary, about)
    except SeveralError as several:
        if output is Output.FIGURE:
            raise
        raise _with_output(several, output_words(output, most, which)) from None
    except AskError as error:
        raise _with_output(error, output_words(output, most, which)) from None
    query = apart(query, tokens, directory) if output is Output.FIGURE else query
    both = output is Output.CSV and (
        query.against is not Against.BEFORE or bool(read(rest, vocabulary).against)
    )
    return _sensible(
        Inquiry(query=query, output=output, most=most, both=both, which=which, left_out=left_out),
        directory,
    )


def apart(query: Query, tokens: Sequence[Token], directory: Directory) -> Query:
    """The question with several people side by side: together they are nobody's figure.

    Unless the words want them as one. Raises AskError where it is cut by time.
    """
    agents = [value for value in query.values(Dimension.AGENT) if value]
    pooled = any(_plain(token) in POOLED for token in tokens)
    if len(agents) < 2 or query.split or pooled:
        return query
    if not query.over:
        return replace(query, split=(Dimension.AGENT,))
    rest = tuple(part for part in query.where if part.dimension is not Dimension.AGENT)
    each = [replace(query, where=(*rest, Filter(Dimension.AGENT, (a,)))) for a in agents]
    beside = replace(query, over=(), split=(Dimension.AGENT,))
    phrases = tuple(render(one, directory) for one in (*each[:2], beside))
    raise AskError("By time I show one person at a time.", phrases)


def _sensible(inquiry: Inquiry, directory: Directory) -> Inquiry:
    """The inquiry, if its tickets can be good or bad. Raises AskError."""
    query = inquiry.query
    if inquiry.which and not isinstance(measure(query.metric, query.variant), Share):
        plain = replace(inquiry, which=Which.ALL).phrase(directory)
        raise AskError("Only the tickets behind a share, such as csat, are good or bad.", (plain,))
    return inquiry


def without_odd_splits(
    tokens: Sequence[Token], vocabulary: Vocabulary
) -> tuple[Sequence[Token], tuple[str, ...]]:
    """The tokens without a split by what nobody knows, and the words that are left out so.

    The figure is the same without it, and says so; any other word might change what is meant.
    """
    try:
        read(tokens, vocabulary)
    except UnreadError as slip:
        remaining = [*tokens[: slip.start], *tokens[slip.stop :]]
        if slip.harmless and remaining:
            words = " ".join(token.text for token in tokens[slip.start : slip.stop])
            rest, more = without_odd_splits(remaining, vocabulary)
            return rest, (words, *more)
    except AskError:
        pass
    return tokens, ()


def _with_output(error: AskError, words: str) -> AskError:
    """The same refusal, its phrases with what is wanted of them."""
    phrases = (f"{phrase} {words}".strip() for phrase in error.suggestions)
    return AskError(str(error), tuple(phrases), word=error.word)


def output_words(output: Output, most: int | None, which: Which = Which.ALL) -> str:
    """What is wanted, in words."""
    if most is None or output in ABOUT_FIGURE:
        return f"{output} {which}".strip()
    words = f"worst {most} csv" if output is Output.CSV else f"worst {most}"
    return f"{words} {which}".strip()


def _which(tokens: Sequence[Token], vocabulary: Vocabulary) -> tuple[Sequence[Token], Which]:
    """The tokens without the word for the good or the bad ones, which no name here is."""
    for at, token in enumerate(tokens):
        which = WHICH.get(_plain(token), Which.ALL)
        if which and not vocabulary.meanings(token.text):
            return [*tokens[:at], *tokens[at + 1 :]], which
    return tokens, Which.ALL


def wishes(
    tokens: Sequence[Token], vocabulary: Vocabulary, *, alone: bool
) -> tuple[Sequence[Token], Output, int | None]:
    """The question itself, what is wanted of it, and how many; `alone`: it may say nothing else."""
    rest, most = _without_worst(tokens)
    output = Output.LIST if most else Output.FIGURE
    if rest and _plain(rest[-1]) == Output.HOW and (alone or len(rest) > 1):
        rest, output = rest[:-1], Output.HOW
    for wish in (Output.LIST, Output.CSV, Output.WHY, Output.EXPLAIN):
        if any(_plain(token) == wish for token in rest):
            rest = [token for token in rest if _plain(token) != wish]
            output = wish
    at = _list_index(rest, vocabulary, alone=alone)
    if at is not None:
        rest = [*rest[:at], *rest[at + 1 :]]
        output = output or Output.LIST
    return rest, output, None if output in ABOUT_FIGURE else most


def _without_worst(tokens: Sequence[Token]) -> tuple[list[Token], int | None]:
    """The tokens without "worst 10", and how many that asks for."""
    rest: list[Token] = []
    most: int | None = None
    before = ""
    for token in tokens:
        if _plain(token) in WORST:
            most = USUAL_WORST
        elif before in WORST and token.text.isdecimal():
            most = max(1, min(int(token.text[:9]), MOST_WORST))
        else:
            rest.append(token)
        before = _plain(token)
    return rest, most


def _list_index(rest: Sequence[Token], vocabulary: Vocabulary, *, alone: bool) -> int | None:
    """Where "tickets" stands that wants a list: at the end, or before a metric; None where nowhere.

    In names, such as "open tickets" or "tickets created", it wants none.
    """
    words = [token.word for token in rest]
    if not rest or words[0] in QUESTION_WORDS:
        return None
    last = len(words) - 1
    if _plain(rest[last]) == TICKETS and (alone or last):
        in_name = any(" ".join(words[at:]) in vocabulary.terms for at in range(last))
        return None if in_name else last
    first = next((at for at, word in enumerate(words) if word not in REQUEST_WORDS), last)
    has_tickets = first < last and _plain(rest[first]) == TICKETS
    return first if has_tickets and _begins_metric(words[first + 1 :], vocabulary) else None


def _begins_metric(words: Sequence[str], vocabulary: Vocabulary) -> bool:
    """Whether a metric begins there that has no name with "tickets" in it."""
    names = (f"{TICKETS} {words[0]}", f"{words[0]} {TICKETS}", f"ticket {words[0]}")
    phrases = (" ".join(words[:stop]) for stop in range(1, len(words) + 1))
    return not any(name in vocabulary.terms for name in names) and any(
        isinstance(vocabulary.terms.get(phrase), Metric) for phrase in phrases
    )


def _plain(token: Token) -> str:
    """A word that is no quoted name."""
    return "" if token.quoted else token.word
