"""Reading: one token after the other, the longest known phrase first, into a draft of a query."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.grammar.bad_rivals import bad_rival
from bot.grammar.draft import Draft, note
from bot.grammar.everyday import accompanies
from bot.grammar.exclusions import nothing_left_out, remaining
from bot.grammar.mistakes import (
    UnreadError,
    ambiguous_name,
    bad_split,
    channel_as_source,
    missing_value,
    named_otherwise,
    shared_first_name,
    unknown_asker,
    unknown_value,
)
from bot.grammar.phrases import Phrases
from bot.grammar.time_words import just_before
from bot.grammar.tokens import Token
from bot.grammar.unavailable import unread_word
from bot.grammar.vocabulary import Term, Vocabulary
from bot.grammar.word_tables import Small
from metrics.catalogue.metric import Metric
from metrics.question.query import Filter
from metrics.tickets.records import Dimension


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
class DraftReader(Phrases):
    """Reads tokens into its draft. `last` is the dimension of the value that was just read."""

    last: Dimension | None = None

    def step(self, at: int) -> int:
        """Reads the phrase that begins at `at` and says where the next one begins."""
        meanings, after = self.longest(at)
        if (cut := self.attribute_value(at)) is not None:
            return self.values(cut[0], at, cut[1])
        match meanings:
            case ():
                return self.given_name(at)
            case ((Small.BY | Small.VERSUS | Small.NOT | Small.LEFT_OUT | Small.MINE) as word,):
                return self.led(word, at, after)
            case (Dimension() as dimension,):
                return self.values(dimension, at, after)
            case (term,):
                self.draft.add(term)
                self.last = term.dimension if isinstance(term, Filter) else None
                return self.companions(term, after)
            case _:
                return self.one_of(meanings, at, after)

    def attribute_value(self, at: int) -> tuple[Dimension, int] | None:
        """An attribute called as a measure is, with a value behind it: "sentiment negative"."""
        cut = None if self.tokens[at].quoted else self.attribute(at)
        if cut is None or cut[0] not in self.vocabulary.directory.attributes:
            return None
        named = isinstance(self.vocabulary.terms.get(self.tokens[at].word), Metric)
        return cut if named and self.value(*cut)[0] else None

    def led(self, word: Small, at: int, after: int) -> int:
        """Reads what a small word says of those beside it."""
        match word:
            case Small.BY:
                return self.dimensions(at, after)
            case Small.VERSUS:
                return self.rival(at, after)
            case Small.NOT:
                return self.excluded(at, after)
            case Small.LEFT_OUT:
                self.leave_out(at)
            case _:
                self.draft.add(self.own(at, after))
                self.last = None
        return after

    def one_of(self, meanings: tuple[Term, ...], at: int, after: int) -> int:
        """Reads a name that several have, where the word behind says whose: "the billing team"."""
        kind = self.longest(after)[0]
        for term in meanings:
            if isinstance(term, Filter) and kind == (term.dimension,):
                self.draft.add(term)
                self.last = term.dimension
                return after
        raise ambiguous_name(self.text(at, after), meanings, at, after, self.vocabulary)

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

    def leave_out(self, at: int) -> None:
        """Leaves out what was just named: "email excluded", "team Billing left out"."""
        values = self.draft.where.pop(self.last, None) if self.last else None
        if self.last is None or values is None:
            raise nothing_left_out(self.tokens, at, len(self.tokens), self.vocabulary)
        self.draft.without.setdefault(self.last, set()).update(values)

    def own(self, at: int, after: int) -> Filter:
        """The tickets of the one who asks."""
        if not self.vocabulary.own:
            raise unknown_asker(self.text(at, after), at, after, self.vocabulary)
        return Filter(Dimension.AGENT, (self.vocabulary.own,))

    def values(self, dimension: Dimension, at: int, after: int) -> int:
        """Reads the values after the name of a dimension: `team billing, "Tier 2"`."""
        values, stop = self.value(dimension, after)
        if not values:
            if self.last is dimension:  # "the billing team", "high priority"
                return after
            if self.renamed(dimension, at):
                return after
            if dimension is Dimension.SOURCE and (
                slip := channel_as_source(self.tokens, at, after, self.vocabulary)
            ):
                raise slip
            if (slip := self.misnamed(dimension, at, after)) is not None:
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

    def renamed(self, dimension: Dimension, at: int) -> bool:
        """Whether what was just read is of that dimension too, as the team Chat is: then it is."""
        values = self.vocabulary.names[dimension].find(self.text(at - 1, at)) if at else ()
        if self.last is None or not values:
            return False
        self.draft.where.pop(self.last, None)
        self.draft.add(Filter(dimension, values))
        self.last = dimension
        return True

    def misnamed(self, dimension: Dimension, at: int, after: int) -> UnreadError | None:
        """A value of another dimension beside the word at `at`: "organization acme"."""
        meanings, stop = self.longest(after)
        text, span = self.text(after, stop), (at, stop)
        if self.last is not None and at:
            text, span = self.text(at - 1, at), (at - 1, after)
            meanings = self.vocabulary.meanings(text, quoted=self.tokens[at - 1].quoted)
        return named_otherwise(text, meanings, span, dimension, self.vocabulary)

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
