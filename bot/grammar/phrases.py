"""What stands at a token: the longest phrase that is known, a value, a cut, or a small word."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bot.grammar.draft import Draft
from bot.grammar.mistakes import shared_first_name
from bot.grammar.names import NOTHING
from bot.grammar.time_words import TIME_CUTS
from bot.grammar.tokens import Token, key
from bot.grammar.vocabulary import Term, Vocabulary, Way
from bot.grammar.word_tables import Small
from metrics.catalogue.limits import variant_of
from metrics.periods import Period
from metrics.periods.time_cuts import TimeCut
from metrics.question.query import Filter
from metrics.tickets.records import Dimension

LONGEST = 9
"""No phrase has more words."""


@dataclass(slots=True)
class Phrases:
    """The phrases in tokens, as far as `draft`, what has been read before, does not change them."""

    tokens: Sequence[Token]
    vocabulary: Vocabulary
    draft: Draft = field(default_factory=Draft)

    def longest(self, at: int) -> tuple[tuple[Term, ...], int]:
        """What the longest phrase at `at` may mean, and where it ends."""
        for stop in self.stops(at):
            text, quoted = self.text(at, stop), self.tokens[at].quoted
            meanings = self.vocabulary.meanings(text, quoted=quoted)
            if meanings and not self.foreign(meanings, text) and not self.dates(meanings, at, stop):
                return meanings, stop
        return (), at

    def foreign(self, meanings: tuple[Term, ...], text: str) -> bool:
        """Whether it is a variant that the measure has not, and means: "without pending"."""
        named = self.draft.metrics
        leaves_out = isinstance(meanings[0], Way) and text.casefold().startswith("without ")
        return leaves_out and bool(named) and not any(variant_of(m, text) for m in named)

    def dates(self, meanings: tuple[Term, ...], at: int, stop: int) -> bool:
        """Whether the number at the end of a variant begins a date: "reopen 30 nov 2026"."""
        number = self.text(stop - 1, stop)
        if stop - at < 2 or not isinstance(meanings[0], Way) or not number.isdigit():
            return False
        ends = range(stop + 1, min(len(self.tokens), stop + 3) + 1)
        return any(Period.parse(self.text(stop - 1, end)) for end in ends)

    def stops(self, at: int) -> Iterable[int]:
        """Where a phrase from `at` may end, the farthest first; a quoted name stands alone."""
        stop = at
        while stop < min(len(self.tokens), at + LONGEST) and not self.tokens[stop].quoted:
            stop += 1
        if stop == at < len(self.tokens):
            return (at + 1,)
        return (end for end in range(stop, at, -1) if end == at + 1 or not self.joins(end - 1))

    def text(self, start: int, stop: int) -> str:
        return " ".join(token.text for token in self.tokens[start:stop])

    def joins(self, at: int) -> bool:
        """Whether an "and" or a comma stands there."""
        return at < len(self.tokens) and self.small(at) is Small.AND

    def small(self, at: int) -> Small | None:
        token = self.tokens[at]
        term = None if token.quoted else self.vocabulary.terms.get(token.word)
        return term if isinstance(term, Small) else None

    def value(self, dimension: Dimension, at: int) -> tuple[tuple[str, ...], int]:
        """The stored values that the longest name at `at` means, and where it ends."""
        names = self.vocabulary.names[dimension]
        if at < len(self.tokens) and self.small(at) is Small.VERSUS:
            return (), at
        for stop in self.stops(at):
            text, quoted = self.text(at, stop), self.tokens[at].quoted
            if not quoted and key(text) in NOTHING:
                return ("",), stop
            if values := names.find(text):
                return values, stop
        return self.first_name(at) if dimension is Dimension.AGENT else ((), at)

    def first_name(self, at: int) -> tuple[tuple[str, ...], int]:
        """The one agent who has that word in the name, if it is not a word with a meaning."""
        if at >= len(self.tokens) or self.longest(at)[0]:
            return (), at
        names = self.vocabulary.names[Dimension.AGENT]
        values = names.by_words(self.tokens[at].text)
        if len(values) > 1:
            raise shared_first_name(self.tokens, at, [names.words(value) for value in values])
        return values, at + 1

    def time_cut(self, at: int) -> tuple[TimeCut, int] | None:
        """The cut of time whose words stand there, and where they end."""
        for stop in self.stops(at):
            text = self.text(at, stop).casefold()
            if not self.tokens[at].quoted and text in TIME_CUTS:
                return TIME_CUTS[text], stop
        return None

    def attribute(self, at: int) -> tuple[Dimension, int] | None:
        """The attribute of tickets whose words stand there, and where they end."""
        words = ((key(self.text(at, stop)), stop) for stop in self.stops(at))
        cuts = self.vocabulary.cuts
        return next(((cuts[word], stop) for word, stop in words if word in cuts), None)

    def bare(self, dimension: Dimension, at: int) -> bool:
        """Whether a value of that dimension stands there with no word before it."""
        match self.longest(at)[0]:
            case (Filter() as term,):
                return term.dimension is dimension
            case _:
                return False

    def skip(self, at: int) -> int:
        """The next token that is not small; what begins something new stays, as "my" and "not"."""
        new = {None, Small.VERSUS, Small.MINE, Small.NOT}
        while at < len(self.tokens) and self.small(at) not in new:
            at += 1
        return at
