"""Slips: what is wrong with a word, said to the person, and what might be put in its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from bot.grammar.everyday import EVERYDAY
from bot.grammar.names import FREE
from bot.grammar.suggestions import nearest
from bot.grammar.tokens import Token, echo
from bot.grammar.vocabulary import Term, Vocabulary, spellings
from bot.grammar.word_tables import DIMENSIONS, UNCLEAR, Small
from metrics.catalogue.files import TIERS
from metrics.periods import Period
from metrics.periods.readings import readings
from metrics.periods.words import COMMON
from metrics.question.query import Filter
from metrics.tickets.dimensions import in_order
from metrics.tickets.records import Dimension

HELP = "`/kpi help` lists what I understand."
COMPARING = ("versus", "against", "compared to")
LOOKING_BACK = {"last", "past", "previous", "prior", "trailing", "rolling"}
BRIEF = re.compile(r"(?P<count>\d{1,4})(?P<unit>m|mins?|h|hrs?)")
ORDINARY = frozenset(
    (
        *("next", "not", "than", "then", "when", "where", "who", "most", "least", "less", "more"),
        *("best", "rest", "test", "same", "some", "half", "about", "after", "over", "under"),
        *("above", "below", "until", "since", "ago", "only", "but", "if", "will", "would", "one"),
        *("nobody", "never", "none", "nothing", "news", "together", "lately", "recently"),
        *("faster", "slower", "quicker", "better", "worse", "happier", "busier", "more", "fewer"),
        *("odd", "often", "work", "close", "need", "needs", "miss", "missed"),
    )
)
"""Words that people mean as they stand: none of them is another one mistyped."""
LONG = 7
"""Shorter everyday words are near to too many others."""
LONGEST_DATES = 3
"""So many words has a span of dates in numbers: two dates and what stands between them."""
MOST_OFFERS = 5
"""At most so many names are offered."""


class UnreadError(Exception):
    """The tokens from `start` to `stop` say nothing; one of `replacements` may do instead.

    `harmless`: the figure is the same without them. `word`: it is in no phrase that is known.
    """

    def __init__(
        self,
        message: str,
        start: int,
        stop: int,
        replacements: Iterable[str] = (),
        *,
        harmless: bool = False,
        word: str = "",
    ) -> None:
        super().__init__(message)
        self.harmless, self.word = harmless, word
        self.start, self.stop, self.replacements = start, stop, tuple(dict.fromkeys(replacements))


def unknown_word(tokens: Sequence[Token], at: int, vocabulary: Vocabulary) -> UnreadError:
    """A word that is in no known phrase."""
    word = tokens[at].word
    if word in UNCLEAR:
        message = f"{echo(word)} alone can be {either(UNCLEAR[word])}."
        return UnreadError(message, at, at + 1, UNCLEAR[word])
    if slip := (short_span(tokens, at) or two_readings(tokens, at, vocabulary)):
        return slip
    start, stop, replacements = agent_by_first_name(tokens, at, vocabulary) or nearest_phrases(
        tokens, at, vocabulary
    )
    hint = f"Did you mean {either(replacements)}?" if replacements else HELP
    text = " ".join(token.text for token in tokens[start:stop])
    message = f"I do not know {echo(text)}. {hint}"
    return UnreadError(message, start, stop, replacements, word=tokens[at].text)


def agent_by_first_name(
    tokens: Sequence[Token], at: int, vocabulary: Vocabulary
) -> tuple[int, int, tuple[str, ...]] | None:
    """The one agent who has that word in the name, where one alone has it."""
    values = vocabulary.names[Dimension.AGENT].by_words(tokens[at].text)
    if len(values) != 1:
        return None
    return at, at + 1, (value_words(Filter(Dimension.AGENT, values), vocabulary),)


def unknown_asker(word: str, at: int, after: int, vocabulary: Vocabulary) -> UnreadError:
    """A word for oneself, by somebody who may be any agent, or where nobody asks."""
    if vocabulary.own is None:
        message = f"Here I do not know who {echo(word)} is: say agent and a name, or leave it out."
    else:
        message = (
            "I do not know which agent you are. Say /kpi i am and your name in the helpdesk, and a "
            f"lead or an administrator confirms it. Or leave out {echo(word)} and ask for all."
        )
    return UnreadError(message, at, after, [""])


def short_span(tokens: Sequence[Token], at: int) -> UnreadError | None:
    """A stretch in letters that could be several, or is too short: "30m", "24h", "last 30m"."""
    stop = at + 1 + (tokens[at].word in LOOKING_BACK)
    match = BRIEF.fullmatch(tokens[stop - 1].word) if stop <= len(tokens) else None
    if match is None:
        return None
    text = echo(" ".join(token.text for token in tokens[at:stop]))
    unit = {"m": "months", "h": "hours"}.get(match["unit"][0], "")
    span = f"last {match['count']} {unit}"
    replacements = [span] if Period.parse(span) else []
    if unit == "hours":
        message = f"{text} alone is not clear. For the time up to now say {span}."
        return UnreadError(message, at, stop, [*replacements, "today"])
    message = f"{text} can be minutes or months. I count whole hours and longer."
    return UnreadError(message, at, stop, [*replacements, "last hour"])


def two_readings(tokens: Sequence[Token], at: int, vocabulary: Vocabulary) -> UnreadError | None:
    """Dates in numbers that are other days for whoever writes the month first: 01/11/2026."""
    for stop in range(min(len(tokens), at + LONGEST_DATES), at, -1):
        text = " ".join(token.text for token in tokens[at:stop])
        if len(dates := readings(text, vocabulary.directory.reckoning.order)) > 1:
            either_way = either([str(date) for date in dates])
            return UnreadError(f"{echo(text)} can be {either_way}.", at, stop, map(str, dates))
    return None


def nearest_phrases(
    tokens: Sequence[Token], at: int, vocabulary: Vocabulary, more: Iterable[str] = ()
) -> tuple[int, int, tuple[str, ...]]:
    """The known phrases and names nearest to the words around `at`, and from where to where."""
    if tokens[at].word in ORDINARY:
        return at, at + 1, ()
    phrases = [
        phrase
        for phrase, term in vocabulary.terms.items()
        if not isinstance(term, Small) and (phrase not in EVERYDAY or len(phrase) > LONG)
    ]
    phrases += [*COMPARING, *more]
    pairs = [(name, dimension) for dimension in FREE for name in vocabulary.names[dimension].alike]
    words = [token.word for token in tokens]
    start, stop, nearby = nearest(words, at, (*phrases, *COMMON, *(name for name, _ in pairs)))
    terms = {*vocabulary.terms, *COMMON, *more}
    plain = [phrase for phrase in nearby if phrase in terms]
    names = [
        value_words(Filter(dimension, vocabulary.names[dimension].alike[name]), vocabulary)
        for name, dimension in pairs
        if name in nearby
    ]
    return start, stop, tuple(dict.fromkeys((*plain, *names)))[:MOST_OFFERS]


def ambiguous_name(
    text: str, meanings: Sequence[Term], at: int, after: int, vocabulary: Vocabulary
) -> UnreadError:
    """A name that teams, categories and agents share."""
    filters = [term for term in meanings if isinstance(term, Filter)]
    replacements = [value_words(term, vocabulary) for term in filters]
    kinds = either([_a(term.dimension) for term in filters])
    return UnreadError(f"{echo(text)} can be {kinds}. Say which.", at, after, replacements)


def shared_first_name(tokens: Sequence[Token], at: int, names: Sequence[str]) -> UnreadError:
    """A first name that several agents have."""
    message = f"{echo(tokens[at].text)} can be {either(names[:MOST_OFFERS])}. Say which."
    return UnreadError(message, at, at + 1, names[:MOST_OFFERS])


def missing_value(at: int, after: int, dimension: Dimension) -> UnreadError:
    """The name of a dimension without a value."""
    message = f"Which {dimension}? Say {dimension} and a name, or by {dimension}."
    return UnreadError(message, at, after, [f"by {dimension}"])


def named_otherwise(
    text: str,
    meanings: Sequence[Term],
    span: tuple[int, int],
    dimension: Dimension,
    vocabulary: Vocabulary,
) -> UnreadError | None:
    """A value called something that it is not, as a brand an organization; None where it is none.

    `span` are the tokens of it and of the word for the dimension.
    """
    found = [term for term in meanings if isinstance(term, Filter)]
    if not found:
        return None
    kinds = either([_a(term.dimension) for term in found])
    message = f"I know no {dimension} {echo(text)}, but {kinds} of that name."
    return UnreadError(message, *span, [value_words(term, vocabulary) for term in found])


def channel_as_source(
    tokens: Sequence[Token], at: int, after: int, vocabulary: Vocabulary
) -> UnreadError | None:
    """A channel called a source, which it was once; None where that is none."""
    word = tokens[after].text if after < len(tokens) else ""
    values = vocabulary.names[Dimension.CHANNEL].find(word)
    message = f"{echo(word)} is a channel, and a source is a helpdesk that is connected."
    return UnreadError(message, at, after + 1, values) if values else None


def unknown_value(
    tokens: Sequence[Token], word: int, at: int, dimension: Dimension, vocabulary: Vocabulary
) -> UnreadError:
    """A value at `at` that the dimension, which is named from `word` on, does not have."""
    names = vocabulary.names[dimension]
    if dimension is Dimension.TIER and not names.titles:
        return UnreadError(TIERS.missing("Tier"), at, at + 1)
    words = [token.word for token in tokens[at:]]
    _, stop, nearby = nearest(words, 0, names.alike)
    nearby = nearby or [name for name in names.alike if words[0] in name.split()]
    replacements = [
        names.words(value) for name in nearby[:MOST_OFFERS] for value in names.alike[name]
    ]
    unknown = f"I know no {dimension} {echo(tokens[at].text)}."
    if replacements:
        return UnreadError(
            f"{unknown} Did you mean {either(replacements)}?", at, at + stop, replacements
        )
    if dimension is Dimension.AGENT:  # whom there is to ask about is nothing to be listed
        message = f"{unknown} Say the name as the helpdesk has it, or ask without it:"
        return UnreadError(message, word, at + stop, [""])
    known = [names.words(value) for value in vocabulary.offered(dimension)][:MOST_OFFERS]
    listed = f"I know {' and '.join((', '.join(known[:-1]), known[-1]) if known[1:] else known)}."
    message = f"{unknown} {listed if known else HELP}"
    return UnreadError(message, word, at + stop, [f"by {dimension}"])


def bad_split(
    tokens: Sequence[Token], by: int, after: int, meanings: Sequence[Term], vocabulary: Vocabulary
) -> UnreadError:
    """A split by something that is no dimension."""
    attributes = {
        phrase: d for phrase, d in vocabulary.cuts.items() if d in vocabulary.directory.attributes
    }
    choices = in_order({*Dimension, *attributes.values()})
    possible = f"I can split by {either(choices)}"
    if after >= len(tokens):
        return UnreadError(f"By what? {possible}.", by, after, [f"by {d}" for d in Dimension][:3])
    if meanings and isinstance(term := meanings[0], Filter):
        puts = [value_words(term, vocabulary), f"by {term.dimension}"]
        message = f"Do you mean only {puts[0]}, or {puts[1]}?"
        return UnreadError(message, by, after + 1, puts)
    dimensions: dict[str, Term] = dict(attributes)
    dimensions |= {phrase: dimension for dimension, phrase in spellings(DIMENSIONS)}
    _, stop, nearby = nearest([token.word for token in tokens[after:]], 0, dimensions)
    puts = [f"by {dimensions[phrase]}" for phrase in nearby]
    message = f"{possible}, not by {echo(tokens[after].text)}."
    return UnreadError(message, by, after + stop, puts, harmless=not (puts or meanings))


def value_words(term: Filter, vocabulary: Vocabulary) -> str:
    """A filter in the words that are read as that filter."""
    out = vocabulary.directory.left_out(term)
    chosen = sorted(out or term.values)
    values = ", ".join(map(vocabulary.names[term.dimension].words, chosen))
    bare = term.dimension in {Dimension.CHANNEL, Dimension.PRIORITY} and "" not in chosen
    return f"{'not ' if out else ''}{values if bare else f'{term.dimension} {values}'}"


def _a(dimension: Dimension) -> str:
    return f"{'an' if dimension[0] in 'aeiou' else 'a'} {dimension}"


def either(choices: Sequence[str]) -> str:
    """Choices as a sentence has them: "a, b or c"."""
    *most, last = choices
    return f"{', '.join(most)} or {last}" if most else last
