"""What is wanted of a question: its figure, what it is or why it moved, or its tickets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.grammar.parsing import question_of, short
from bot.grammar.reader import read
from bot.grammar.rendering import render
from bot.grammar.tokens import Token
from bot.grammar.vocabulary import Vocabulary, vocabulary
from metrics.catalogue import CATALOGUE
from metrics.catalogue.metric import Metric
from metrics.errors import AskError
from metrics.question.query import Against, Directory, Query

WORST = {"worst", "slowest", "longest"}
USUAL_WORST = 10
MOST_WORST = 100
TICKETS = "tickets"
"""Wants a list too at either end of a question, but not in names such as "open tickets"."""

ASKED_FOR = {"show", "give", "get", "me", "us", "the", "all", "my", "our", "please"}
"""What may stand before it at the beginning."""

ASKING = {"how", "what", "what's", "whats", "which", "is", "are", "did", "do"}
"""Whoever begins so wants to know something of the tickets, and not to see them."""

UNSPLIT = {"trend", "total", "overall"}
LINKING = {"only", "just", "then", "instead", "about", "but"}
"""Words that only link a reply to what it answers."""


class Output(StrEnum):
    """The form that is wanted."""

    FIGURE = ""
    LIST = "list"
    CSV = "csv"
    WHY = "why"
    EXPLAIN = "explain"


ABOUT_FIGURE = (Output.WHY, Output.EXPLAIN)
"""What tells of the figure as a whole, and lists no number of tickets that could be said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question and what is wanted of it; of tickets the `most` that stand out, if that is set.

    `both`: the file has the tickets that are compared with too. The period before is what every
    figure is compared with, so there this must have been said.
    """

    query: Query
    output: Output = Output.FIGURE
    most: int | None = None
    both: bool = False

    @property
    def words(self) -> str:
        """What is said beside the question."""
        before = self.both and self.query.against is Against.BEFORE
        return f"{f'vs {Against.BEFORE} ' if before else ''}{said(self.output, self.most)}"

    def phrase(self, directory: Directory) -> str:
        """The canonical phrase; `asked` reads it as an equal one."""
        return f"{render(self.query, directory)} {self.words}".strip()


def asked(
    words: str,
    directory: Directory,
    catalogue: Mapping[str, Metric] = CATALOGUE,
    about: Query | None = None,
    own: str | None = None,
) -> Asked:
    """What words ask for. With `about`, they say what changes about that earlier question.

    `own`: which agent asks, "" where nobody knows, None where nobody asks.
    Raises AskError, with whole phrases that may have been meant.
    """
    known = vocabulary(catalogue, directory, own)
    rest, output, most = wishes(short(words), known, alone=about is not None)
    if about:
        whole = any(_plain(token) in UNSPLIT for token in rest)
        about = replace(about, split=()) if whole else about
        rest = [token for token in rest if _plain(token) not in LINKING]
    try:
        query = question_of(rest, known, about)
    except AskError as error:
        meant = (f"{phrase} {said(output, most)}".strip() for phrase in error.suggestions)
        raise AskError(str(error), tuple(meant)) from None
    both = output is Output.CSV and (
        query.against is not Against.BEFORE or bool(read(rest, known).against)
    )
    return Asked(query=query, output=output, most=most, both=both)


def said(output: Output, most: int | None) -> str:
    """What is wanted, in words."""
    if most is None or output in ABOUT_FIGURE:
        return str(output)
    return f"worst {most} csv" if output is Output.CSV else f"worst {most}"


def wishes(
    typed: Sequence[Token], known: Vocabulary, *, alone: bool
) -> tuple[Sequence[Token], Output, int | None]:
    """The question itself, what is wanted of it, and how many; `alone`: it may say nothing else."""
    rest, most = _without_worst(typed)
    output = Output.LIST if most else Output.FIGURE
    for wish in (Output.LIST, Output.CSV, *ABOUT_FIGURE):
        if any(_plain(token) == wish for token in rest):
            rest = [token for token in rest if _plain(token) != wish]
            output = wish
    at = _listing(rest, known, alone=alone)
    if at is not None:
        rest = [*rest[:at], *rest[at + 1 :]]
        output = output or Output.LIST
    return rest, output, None if output in ABOUT_FIGURE else most


def _without_worst(typed: Sequence[Token]) -> tuple[list[Token], int | None]:
    """The tokens without "worst 10", and how many that asks for."""
    rest: list[Token] = []
    most: int | None = None
    before = ""
    for token in typed:
        if _plain(token) in WORST:
            most = USUAL_WORST
        elif before in WORST and token.text.isdecimal():
            most = max(1, min(int(token.text[:9]), MOST_WORST))
        else:
            rest.append(token)
        before = _plain(token)
    return rest, most


def _listing(rest: Sequence[Token], known: Vocabulary, *, alone: bool) -> int | None:
    """Where "tickets" stands that wants a list: at the end, or before a metric; None where nowhere.

    In names, such as "open tickets" or "tickets created", it wants none.
    """
    words = [token.word for token in rest]
    if not rest or words[0] in ASKING:
        return None
    last = len(words) - 1
    if _plain(rest[last]) == TICKETS and (alone or last):
        named = any(" ".join(words[at:]) in known.terms for at in range(last))
        return None if named else last
    first = next((at for at, word in enumerate(words) if word not in ASKED_FOR), last)
    found = first < last and _plain(rest[first]) == TICKETS
    return first if found and _measured(words[first + 1 :], known) else None


def _measured(words: Sequence[str], known: Vocabulary) -> bool:
    """Whether a metric begins there that has no name with "tickets" in it."""
    names = (f"{TICKETS} {words[0]}", f"{words[0]} {TICKETS}", f"ticket {words[0]}")
    begins = (" ".join(words[:stop]) for stop in range(1, len(words) + 1))
    return not any(name in known.terms for name in names) and any(
        isinstance(known.terms.get(phrase), Metric) for phrase in begins
    )


def _plain(token: Token) -> str:
    """A word that is no quoted name."""
    return "" if token.quoted else token.word
