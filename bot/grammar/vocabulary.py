"""The words the bot knows, and what each means; the catalogue has the names of metrics."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Final, TypeAlias, TypeVar
from zoneinfo import available_timezones

from bot.grammar.everyday import METRIC_WORDS, PERIOD_WORDS, everyday_phrases
from bot.grammar.limits import limit_words
from bot.grammar.names import FREE, DimensionNames, attribute_words, names
from bot.grammar.time_words import CUTS, PACES, Cuts, Pace
from bot.grammar.tokens import key
from bot.grammar.word_tables import AGAINST, CLOCKS, DIMENSIONS, SMALL, VALUE_WORDS, Small
from metrics.catalogue import CATALOGUE
from metrics.catalogue.metric import Metric
from metrics.periods import Period
from metrics.periods.readings import readings
from metrics.periods.reckoning import Occasion, Reckoning
from metrics.question.query import Against, Clock, Directory, Filter
from metrics.tickets.records import Dimension


@dataclass(frozen=True, slots=True)
class Percentile:
    """A percentile, 1 to 99."""

    number: int


@dataclass(frozen=True, slots=True)
class Zone:
    """A time zone by its IANA name."""

    name: str


@dataclass(frozen=True, slots=True)
class Way:
    """A word for a variant of a metric; `metric` is the one it names at the same time.

    `implied` is the one that is meant where none is named: "older than 7 days".
    """

    word: str
    metric: Metric | None = None
    implied: Metric | None = None


T = TypeVar("T")
Term: TypeAlias = (
    Metric | Way | Filter | Clock | Percentile | Zone | Period | Pace | Cuts | Dimension | Small
)

PROPER = ("organization", "brand")
STALE = ("stale", "stale tickets", "stale conversations")
CHILDREN = ("side conversations", "side conversation tickets", "child tickets")
OPEN_CHILDREN = tuple(f"open {words}" for words in CHILDREN)
NOW = ("now", "right now", "currently")
DIRECTORIES = 2
"""The names of so many are kept: of the newest snapshot, and of one that a question began with."""
PERCENTILE = re.compile(r"p(?P<p>[1-9]\d?)|(?P<n>[1-9]\d?)(?:st|nd|rd|th)? percentile")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What phrases mean here: fixed `terms`, the catalogue's `metrics`, the directory's `names`.

    `against` has what only the words after "vs" mean, `cuts` the attributes that may follow "by".
    `own` is the agent who asks: "" where it is not known which one that is, and None where nobody
    asks. `directory` is what the names are from, `known` what phrases were found to mean so far.
    """

    metrics: Mapping[str, Metric]
    terms: Mapping[str, Term]
    names: Mapping[Dimension, DimensionNames]
    against: Mapping[str, Against | Period]
    cuts: Mapping[str, Dimension] = field(default_factory=dict)
    own: str | None = None
    directory: Directory = field(default_factory=Directory)
    known: dict[tuple[str, bool], tuple[Term, ...]] = field(
        default_factory=dict, compare=False, repr=False
    )

    def meanings(self, phrase: str, *, quoted: bool = False) -> tuple[Term, ...]:
        """What a phrase may mean; a quoted one is first of all a name."""
        # A question is read several times over, and a long one has thousands of phrases.
        known = self.known.get((phrase, quoted))
        if known is None:
            known = self.known[phrase, quoted] = self._meanings(phrase, quoted=quoted)
        return known

    def _meanings(self, phrase: str, *, quoted: bool) -> tuple[Term, ...]:
        if quoted and (filters := self.name_filters(phrase)):
            return filters
        term = self._term(phrase.casefold())
        filters = self.name_filters(phrase) or self.customer_filters(phrase)
        if term is None and not filters:
            return () if any(map(str.isalnum, phrase)) else (Small.FILLER,)
        if isinstance(term, Occasion) and filters:
            return filters  # a note may be called what a team is called
        if term is None:
            return () if self.reads_as_words(phrase) else filters
        return (term,)

    def offered(self, dimension: Dimension) -> list[str]:
        """The values that are suggested: none of a team that is no more, nor of having none."""
        unsaid = {"", *self.directory.retired} if dimension is Dimension.TEAM else {""}
        return [value for value in self.names[dimension].titles if value not in unsaid]

    def customer_filters(self, phrase: str) -> tuple[Filter, ...]:
        """The organizations and brands that are called so: they are proper names."""
        attributes = [self.cuts.get(word) for word in PROPER]
        kept = [d for d in attributes if d is not None and d in self.directory.attributes]
        found = ((d, self.names[d].find(phrase)) for d in kept)
        return tuple(Filter(dimension, values) for dimension, values in found if values)

    def reads_as_words(self, phrase: str) -> bool:
        """Whether all of a name are words of the language that ask for something: "by agent".

        Such a name is meant only in quotes, or behind the word for what it is.
        """
        words, terms = phrase.casefold().split(), list[Term]()
        while words:
            stops = range(len(words), 0, -1)
            candidates = ((stop, self._term(" ".join(words[:stop]))) for stop in stops)
            stop, term = next(((stop, term) for stop, term in candidates if term), (0, None))
            if term is None:
                return False
            terms, words = [*terms, term], words[stop:]
        return any(isinstance(term, Small | Metric | Way) for term in terms)

    def _term(self, phrase: str) -> Term | None:
        """The one meaning of words that are no name."""
        if term := self.terms.get(phrase) or percentile(phrase) or zone(phrase):
            return term
        reckoning = self.directory.reckoning
        if dates := readings(phrase, reckoning.order):
            return dates[0] if len(dates) == 1 else None
        return reckoning.period(phrase) or self._limit(phrase)

    def _limit(self, phrase: str) -> Way | None:
        """The limit of time that a phrase says: "under 4h", "answered within 1 hour"."""
        words = limit_words(phrase)
        if words is None:
            return None
        word = words.limit.key(age=False) if words.limit else words.text
        return Way(word, self.metrics.get(words.metric), self.metrics.get(words.implied))

    def name_filters(self, phrase: str) -> tuple[Filter, ...]:
        """The filters a bare name may stand for, one for each dimension that knows it."""
        candidates = ((dimension, self.names[dimension].find(phrase)) for dimension in FREE)
        filters = tuple(Filter(dimension, values) for dimension, values in candidates if values)
        if len(filters) > 1 and len(self.names[Dimension.SOURCE].titles) == 1:
            return tuple(f for f in filters if f.dimension is not Dimension.SOURCE)
        return filters


def vocabulary_of(
    catalogue: Mapping[str, Metric], directory: Directory, own: str | None = None
) -> Vocabulary:
    """Everything that can be said about this catalogue and this directory, by the agent `own`."""
    terms = _usual_terms() if catalogue is CATALOGUE else terms_of(catalogue)
    cuts = attribute_words(directory.attributes)
    more = {p: d for p, d in cuts.items() if d in directory.attributes and p not in terms}
    return Vocabulary(
        catalogue,
        {**terms, **more} if more else terms,
        _names(replace(directory, reckoning=Reckoning())),
        AGAINST_WORDS,
        cuts,
        own,
        directory,
    )


def terms_of(catalogue: Mapping[str, Metric]) -> Mapping[str, Term]:
    """What words mean that are nobody's names: of the catalogue's metrics, and of everything."""
    terms: dict[str, Term] = dict.fromkeys(NOW, Period.of("today"))
    terms["median"] = Percentile(50)
    terms |= dict.fromkeys(STALE, Way("beyond 7d", implied=catalogue.get("backlog")))
    terms |= dict.fromkeys(CHILDREN, Way(CHILDREN[0], implied=catalogue.get("volume")))
    terms |= dict.fromkeys(OPEN_CHILDREN, Way(CHILDREN[0], implied=catalogue.get("backlog")))
    terms |= {phrase: term for term, phrase in spellings(SMALL)}
    terms |= {phrase: term for term, phrase in spellings(DIMENSIONS)}
    terms |= {phrase: term for term, phrase in spellings(CLOCKS)}
    terms |= {phrase: term for term, phrase in spellings(PACES)}
    terms |= {phrase: term for term, phrase in spellings(CUTS)}
    for dimension, words in VALUE_WORDS.items():
        terms |= {phrase: Filter(dimension, (value,)) for value, phrase in spellings(words)}
    terms |= {phrase: Period.of(words) for phrase, words in everyday_phrases(PERIOD_WORDS)}
    terms |= {p: catalogue[k] for p, k in everyday_phrases(METRIC_WORDS) if k in catalogue}
    for metric in catalogue.values():
        terms |= dict.fromkeys(metric_names(metric), metric)
    terms |= {metric.key: metric for metric in catalogue.values()}
    terms |= dict(ways(catalogue.values(), frozenset(terms)))
    return MappingProxyType(terms)


@cache
def _usual_terms() -> Mapping[str, Term]:
    """Those of the whole catalogue, some thousands, made once."""
    return terms_of(CATALOGUE)


@lru_cache(maxsize=DIRECTORIES)
def _names(directory: Directory) -> Mapping[Dimension, DimensionNames]:
    """The names of all dimensions, made once as long as those of the directory stay as they are."""
    dimensions = (*Dimension, *attribute_words(directory.attributes).values())
    return MappingProxyType({d: names(d, value_names(d, directory)) for d in dimensions})


def ways(metrics: Iterable[Metric], reserved: Collection[str]) -> Iterator[tuple[str, Way]]:
    """Each phrase that says a variant, with what it says.

    A word that means something else where it stands alone ("all", "30") says a variant only right
    after its metric.
    """
    for metric in metrics:
        for variant in metric.variants:
            yield from ((key(name), Way(variant.key, metric)) for name in variant.names)
            for word in (variant.key, *variant.words):
                if key(word) in reserved or word.isdigit() or Period.parse(word):
                    yield from (
                        (f"{name} {key(word)}", Way(word, metric)) for name in metric_names(metric)
                    )
                else:
                    yield key(word), Way(word)


def metric_names(metric: Metric) -> Iterator[str]:
    """All that a metric is called."""
    yield metric.key
    names = (metric.title, metric.key.replace("_", " "), *metric.other_names)
    yield from map(key, names)


def value_names(dimension: Dimension, directory: Directory) -> Iterable[tuple[str, str]]:
    """The stored values of a dimension, each with the names people have for it."""
    entities = {Dimension.TEAM: directory.teams, Dimension.AGENT: directory.agents}
    if dimension in entities:
        return entity_names(dimension, directory, entities[dimension])
    if dimension is Dimension.SOURCE:
        return (*directory.sources.items(), *((source, source) for source in directory.sources))
    plain = {Dimension.CATEGORY: directory.categories, Dimension.TIER: directory.tiers}
    if dimension in VALUE_WORDS:
        return spellings(VALUE_WORDS[dimension])
    return ((word, word) for word in {**plain, **directory.attributes}.get(dimension, ()))


def entity_names(
    dimension: Dimension, directory: Directory, values: Iterable[str]
) -> Iterator[tuple[str, str]]:
    """Each team or person with its names, the one that is shown first."""
    return ((value, name) for value in values for name in directory.names(dimension, value))


def spellings(table: Mapping[T, str]) -> Iterator[tuple[T, str]]:
    """Each meaning with each of its phrases."""
    for meaning, phrases in table.items():
        for phrase in phrases.split():
            yield meaning, phrase.replace("_", " ")


AGAINST_WORDS: Final[Mapping[str, Against | Period]] = MappingProxyType(
    {
        **{f"{unit} before": Period.of(f"last {unit}") for unit in ("week", "month", "quarter")},
        **{phrase: rival for rival, phrase in spellings(AGAINST)},
    }
)
"""What only the words after "vs" mean."""


def percentile(phrase: str) -> Percentile | None:
    """The percentile a phrase names: "p90", "90th percentile"."""
    match = PERCENTILE.fullmatch(phrase.casefold())
    return Percentile(int(match["p"] or match["n"])) if match else None


def zone(phrase: str) -> Zone | None:
    """The time zone a phrase names: "Asia/Kolkata"; one word alone could be anybody's name."""
    name = zones().get(phrase.casefold()) if "/" in phrase else None
    return Zone(name) if name else None


@cache
def zones() -> Mapping[str, str]:
    """The names of all time zones, by how they are typed."""
    return {name.casefold(): name for name in available_timezones() if "/" in name}
