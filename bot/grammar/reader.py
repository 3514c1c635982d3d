"""Reading: one token after the other, the longest known phrase first, into a draft of a query."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from bot.grammar.bad_rivals import bad_rival
from bot.grammar.draft import Draft, note
from bot.grammar.everyday import accompanies
from bot.grammar.exclusions import nothing_left_out, remaining
from bot.grammar.mistakes import (
    ambiguous_name,
    bad_split,
    channel_as_source,
    missing_value,
    shared_first_name,
    unknown_asker,
    unknown_value,
)
from bot.grammar.names import NOTHING
from bot.grammar.time_words import TIME_CUTS, just_before
from bot.grammar.tokens import Token, key
from bot.grammar.unavailable import unread_word
from bot.grammar.vocabulary import Term, Vocabulary, Way
from bot.grammar.word_tables import Small
from metrics.catalogue.limits import variant_of
from metrics.periods import Period
from metrics.periods.time_cuts import TimeCut
from metrics.question.query import Filter
from metrics.tickets.records import Dimension

LONGEST = 9
"""No phrase has more words."""


def read(tokens: Sequence[Token], vocabulary: Vocabulary) -> Draft:
    """All that the tokens say. Raises UnreadError at the first that says nothing."""
    reader = DraftReader(tokens, vocabulary)
    at = 0
    while at < len(tokens):
        at = reader.step(at)
    draft = reader.draft
    where = remaining(draft.where, draft.without, vocabulary, (0, len(tokens)))
    return replace(draft, where=where, without={})


@dataclass(slots=True)
class DraftReader:
    """Reads tokens into its draft. `last` is the dimension of the value that was just read."""

    tokens: Sequence[Token]
    vocabulary: Vocabulary
    draft: Draft = field(default_factory=Draft)
    last: Dimension | None = None

    def step(self, at: int) -> int:
        """Reads the phrase that begins at `at` and says where the next one begins."""
        meanings, after = self.longest(at)
        match meanings:
            case ():
                return self.given_name(at)
            case (Small.BY,):
                return self.dimensions(at, after)
            case (Small.VERSUS,):
                return self.rival(at, after)
            case (Small.NOT,):
                return self.excluded(at, after)
            case (Small.MINE,):
                self.draft.add(self.own(at, after))
                self.last = None
            case (Dimension() as dimension,):
                return self.values(dimension, at, after)
            case (term,):
                self.draft.add(term)
                self.last = term.dimension if isinstance(term, Filter) else None
                after = self.companions(term, after)
            case _:
                raise ambiguous_name(self.text(at, after), meanings, at, after, self.vocabulary)
        return after

    def given_name(self, at: int) -> int:
        """Reads the first name of the one agent who has it."""
        names = self.vocabulary.names[Dimension.AGENT]
        values = names.by_given_name(self.tokens[at].text)
        if len(values) > 1:
            raise shared_first_name(self.tokens, at, [names.words(value) for value in values])
        if not values:
            raise unread_word(self.tokens, at, self.vocabulary)
        self.draft.add(Filter(Dimension.AGENT, values))
        self.last = Dimension.AGENT
        return at + 1

    def companions(self, term: Term, at: int) -> int:
        """Where what only says again what a metric is ends: "csat score", "reopen rate"."""
        there = at < len(self.tokens) and not self.tokens[at].quoted
        return at + (there and accompanies(self.tokens[at].word, term))

    def excluded(self, word: int, after: int) -> int:
        """Reads what is left out: "not email", "except team Billing or chat"."""
        at = after
        while at < len(self.tokens) and self.small(at) is Small.FILLER:
            at += 1
        agents = self.vocabulary.names[Dimension.AGENT]
        begins = at < len(self.tokens) and self.small(at) is not Small.NOT
        known = begins and (self.longest(at)[0] or agents.by_given_name(self.tokens[at].text))
        if not known:
            raise nothing_left_out(self.tokens, word, at, self.vocabulary)
        other = DraftReader(self.tokens, self.vocabulary)
        after = other.step(at)
        while other.last is not None and self.joins(after) and self.bare(other.last, after + 1):
            after = other.step(after + 1)
        if other.draft != Draft(where=other.draft.where) or not other.draft.where:
            raise nothing_left_out(self.tokens, word, after - 1, self.vocabulary)
        self.last = other.last
        for dimension, values in other.draft.where.items():
            self.draft.without.setdefault(dimension, set()).update(values)
        return after

    def own(self, at: int, after: int) -> Filter:
        """The tickets of the one who asks."""
        if not self.vocabulary.own:
            raise unknown_asker(self.text(at, after), at, after, self.vocabulary)
        return Filter(Dimension.AGENT, (self.vocabulary.own,))

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

    def values(self, dimension: Dimension, at: int, after: int) -> int:
        """Reads the values after the name of a dimension: `team billing, "Tier 2"`."""
        values, stop = self.value(dimension, after)
        if not values:
            if self.last is dimension:  # "the billing team", "high priority"
                return after
            if dimension is Dimension.SOURCE and (
                slip := channel_as_source(self.tokens, at, after, self.vocabulary)
            ):
                raise slip
            is_phrase = after >= len(self.tokens) or bool(self.longest(after)[0])
            if is_phrase:
                raise missing_value(at, after, dimension)
            raise unknown_value(self.tokens, at, after, dimension, self.vocabulary)
        while values:
            self.draft.add(Filter(dimension, values))
            after = stop
            values, stop = self.value(dimension, after + 1) if self.joins(after) else ((), after)
        self.last = dimension
        return after

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

    def dimensions(self, by: int, after: int) -> int:
        """Reads what a figure is split by: "by team and channel", "by team by channel"."""
        at = start = after
        while (after := self.skip(at)) < len(self.tokens):
            meanings, stop = self.longest(after)
            dimension = meanings[0] if meanings else None
            if cut := self.attribute(after):
                dimension, stop = cut
            if time_cut := self.time_cut(after):
                note(self.draft.over, time_cut[0])
                at = time_cut[1]
                continue
            if not isinstance(dimension, Dimension):
                break
            if at != start and self.value(dimension, stop)[0]:  # "by team, channel email"
                break
            note(self.draft.split, dimension)
            at = stop
        if at == start:
            raise bad_split(self.tokens, by, after, self.longest(after)[0], self.vocabulary)
        self.last = None
        return at

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

    def rival(self, versus: int, after: int) -> int:
        """Reads what a figure is compared with: "vs last year", "vs chat", "vs team Billing"."""
        at = self.skip(after)
        if at >= len(self.tokens) or self.small(at) not in {None, Small.MINE}:
            raise bad_rival(self.tokens, versus, at)
        known, longest = self.longest(at)
        for stop in self.stops(at):
            text = self.text(at, stop).casefold()
            if stop < longest:  # "last monday" is no "last"
                break
            if not self.tokens[at].quoted and (rival := self.vocabulary.against.get(text)):
                before = text.endswith(" before") and self.draft.periods
                note(self.draft.against, just_before(before[0], text) if before else rival)
                return stop
        if not known:
            raise bad_rival(self.tokens, versus, at, self.vocabulary)
        return self.others(versus, at)

    def others(self, versus: int, at: int) -> int:
        """Reads the tickets, or the period, that a figure is compared with."""
        other = DraftReader(self.tokens, self.vocabulary)
        after = other.step(at)
        while other.last is not None and self.joins(after) and self.bare(other.last, after + 1):
            after = other.step(after + 1)
        self.last = other.last
        for period in other.draft.periods:
            note(self.draft.against, period)
        for dimension, values in other.draft.where.items():
            note(self.draft.against, Filter(dimension, tuple(sorted(values))))
        for metric in other.draft.metrics:
            note(self.draft.metrics, metric)
        if not (other.draft.periods or other.draft.where or other.draft.metrics):
            raise bad_rival(self.tokens, versus, after)
        return after

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
