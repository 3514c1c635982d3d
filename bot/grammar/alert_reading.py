"""Reading an alert: its options in any order, its kind, its question, and what may be meant."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from zoneinfo import ZoneInfo

from bot.grammar.alert_options import BELOW, HOW, TIME, VALUE, care_of, options, value_of
from bot.grammar.alert_refusals import refuse, refuse_people
from bot.grammar.alerting import (
    ALERT,
    EXAMPLE,
    GREW_WEEKS,
    MEASURED,
    NOW,
    USUAL_FACTOR,
    USUAL_LEFT_SECONDS,
    USUAL_MINIMUM,
    Wanted,
    phrase,
    usual_clear,
)
from bot.grammar.mending import Mending, MisreadError
from bot.grammar.parsing import parse
from bot.grammar.places import place
from bot.grammar.reading import read
from bot.grammar.rendering import render
from bot.grammar.slips import either
from bot.grammar.tokens import tidy, tokens
from bot.grammar.vocabulary import vocabulary
from metrics.alerts import Kind
from metrics.catalogue import CATALOGUE, measure
from metrics.catalogue.metric import Better, Unit
from metrics.errors import AskError
from metrics.query import Directory, Query
from metrics.targets import like

MOST_FACTOR = 100.0

_PLACED = r"(?<!team\s)(?<!group\s)(?<!category\s)(?<!\S)"
_KIND = re.compile(
    rf"""
    "[^"]*" | {_PLACED}(?:
    (?P<breaching>(?:sla\s+)?breach(?:es|ing)?|(?:sla\s+)?at\s+risk|sla[_\s]risk|about\s+to\s+breach)
    | (?P<spike>(?:(?:volume|tickets?)\s+)?(?:spikes?|spiking|surges?))
    | (?P<growing>(?:backlog\s+)?(?:is\s+)?(?:growing|grows|grew))
    )(?=[\s,;]|$)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_AMOUNTS = {
    Kind.BREACHING: re.compile(rf'"[^"]*"|(?<!\S)(?P<amount>{TIME})(?=[\s,;]|$)', re.IGNORECASE),
    Kind.SPIKE: re.compile(
        r'"[^"]*"|(?<!\S)(?P<amount>\d+(?:\.\d+)?)\s*(?:x|times)(?=[\s,;]|$)', re.IGNORECASE
    ),
}
_BARE = re.compile(rf"(?<!\S)(?:at\s+)?(?P<value>{VALUE})$", re.IGNORECASE)
_START = re.compile(r"^\s*(?:when|if|me)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What words are read against: `here` is the channel where they are said.

    `channels` has ids by the names that were said, `zone` is that of quiet hours.
    """

    here: str
    zone: ZoneInfo
    directory: Directory
    channels: Mapping[str, str] = field(default_factory=dict)

    def phrase(self, wanted: Wanted) -> str:
        """The canonical phrase; read against the same it is an equal alert."""
        return phrase(wanted, self.directory, self.zone)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """The options of an alert by name, the words for them, and the words that are left."""

    options: Mapping[str, str]
    taken: str
    rest: str


def wanted(words: str, around: Around) -> Wanted:
    """The alert that words say, in any order. Raises AskError, with whole phrases that may do."""
    mending = Mending(
        word=ALERT,
        how=f"an alert. Say for example {EXAMPLE}.",
        read=lambda text: _read(text, around),
        phrase=around.phrase,
    )
    return mending(words)


def _read(words: str, around: Around) -> Wanted:
    found, taken, rest = options(_START.sub("", tidy(words), 1))
    said = Said(options=found, taken=taken, rest=rest)
    named = [said.options["channel"]] if "channel" in said.options else []
    channel = place(named, around.here, around.channels, ALERT)
    care = care_of(said.options, around.zone)
    kind, amount, rest = _kind(said)
    left = replace(said, rest=rest)
    if kind is Kind.THRESHOLD:
        made = _threshold(left, around.directory)
    else:
        made = _other(kind, amount, left, around.directory)
    return replace(made, channel=channel, care=care)


def _kind(said: Said) -> tuple[Kind, str, str]:
    """The kind, how much of it is said, and the words that are left."""
    sided = "side" in said.options
    found = next((kind for f in _KIND.finditer(said.rest) if (kind := _named(f))), None)
    if found is None or (found is Kind.BREACHING and sided):
        return Kind.THRESHOLD, "", said.rest
    rest = _KIND.sub(lambda each: " " if _named(each) else each[0], said.rest)
    amounts: list[str] = []

    def note(each: re.Match[str]) -> str:
        if not each["amount"]:
            return each[0]
        amounts.append(each["amount"])
        return " "

    rest = _AMOUNTS[found].sub(note, rest) if found in _AMOUNTS else rest
    if len(amounts) > 1:
        raise AskError(f"One of these at a time: {either(amounts)}?")
    return found, "".join(amounts) or said.options.get("value", ""), " ".join(rest.split())


def _named(found: re.Match[str]) -> Kind | None:
    return Kind(found.lastgroup) if found.lastgroup else None


def _other(kind: Kind, amount: str, said: Said, directory: Directory) -> Wanted:
    """An alert without a question: about tickets that break a promise, a spike, a growing backlog.

    Raises MisreadError or AskError.
    """
    metric = CATALOGUE[MEASURED[kind]]

    def text(question: str) -> str:
        return f"{kind} {amount} {question.removeprefix(metric.key)} {said.taken}"

    query = _parsed(f"{metric.key} {said.rest}", said, directory, text)
    refuse_people(query, directory, text)
    plain = Query(metric=metric.key, period=metric.default_period, where=query.where)
    if query != plain:
        message = f"{kind} takes a value and which tickets: no period, split or clock."
        raise MisreadError(message, [text(render(plain, directory))])
    if "clear" in said.options:
        raise MisreadError("Only a figure above or below a value has a value to be clear at.")
    value = _amount(kind, amount)
    inside = usual_clear(value, Unit.RATIO, above=True)
    return Wanted(
        kind=kind,
        query=plain,
        value=value,
        clear=inside if kind is Kind.SPIKE else value,
        minimum=int(said.options.get("min", USUAL_MINIMUM.get(kind, 0))),
    )


def _amount(kind: Kind, amount: str) -> float:
    """The value of an alert without a question. Raises AskError."""
    if kind is Kind.GROWING:
        return GREW_WEEKS
    if kind is Kind.BREACHING:
        return value_of(amount, Unit.SECONDS) if amount else USUAL_LEFT_SECONDS
    factor = value_of(amount.casefold().rstrip("x"), Unit.RATIO) if amount else USUAL_FACTOR
    if not 1 < factor <= MOST_FACTOR:
        raise AskError("A spike is so many times what is usual, more than 1: spike email 3x.")
    return factor


def _threshold(said: Said, directory: Directory) -> Wanted:
    """An alert about a figure. Raises MisreadError or AskError."""

    def text(question: str) -> str:
        return f"{question} {said.taken}"

    if "side" not in said.options:
        raise _sideless(said, directory)
    query = _parsed(said.rest, said, directory, text)
    known = vocabulary(CATALOGUE, directory)
    if not read(tokens(said.rest), known).periods:
        query = replace(query, period=NOW)
    refuse_people(query, directory, text)
    refuse(query, directory, text)
    metric = measure(query.metric, query.variant)
    above = said.options["side"].casefold() not in BELOW
    value = value_of(said.options["value"], metric.unit)
    return Wanted(
        kind=Kind.THRESHOLD,
        query=query,
        above=above,
        value=value,
        clear=_clear(said, value, metric.unit, above=above),
        minimum=int(said.options.get("min", metric.minimum)),
    )


def _clear(said: Said, value: float, unit: Unit, *, above: bool) -> float:
    if "clear" not in said.options:
        return usual_clear(value, unit, above=above)
    clear = value_of(said.options["clear"], unit)
    if clear > value if above else clear < value:
        inside = "at or below" if above else "at or above"
        raise AskError(f"It is over again {inside} its value: clear {inside} that.")
    return clear


def _parsed(words: str, said: Said, directory: Directory, text: Callable[[str], str]) -> Query:
    """The question of an alert. Raises MisreadError, also for an option that is misspelt."""
    try:
        return parse(words, directory)
    except AskError as error:
        loose = [word for word in said.rest.split() if '"' not in word]
        if how := next((HOW[w] for w in map(str.casefold, loose) if w in HOW), ""):
            message = f"I cannot read that here. Write it like {how}."
            raise MisreadError(message) from None
        near = list(_misspelt(loose, said))
        meant = [*near, *map(text, error.suggestions)]
        raise MisreadError(str(error), meant) from None


def _misspelt(loose: Sequence[str], said: Said) -> Iterator[str]:
    """The text with an option's word in the place of one that is nearly that."""
    for word in loose:
        for put in get_close_matches(word.casefold(), (*HOW, *Kind, "for"), 1, 0.75):
            yield f"{said.rest} {said.taken}".replace(word, put, 1)


def _sideless(said: Said, directory: Directory) -> MisreadError:
    """No value is said, or not whether above or below it."""
    bare = _BARE.search(said.rest)
    rest = said.rest[: bare.start()].strip() if bare else said.rest
    loose = [word for word in rest.split() if '"' not in word]
    if near := list(_misspelt(loose, said)):
        return MisreadError(f"From which value on? Say for example {EXAMPLE}.", near)
    query = _parsed(rest, said, directory, lambda question: f"{question} {said.taken}")
    metric = measure(query.metric, query.variant)
    side = "below" if metric.better is Better.HIGHER else "above"
    value = bare["value"] if bare else like(metric.unit).split(" or ")[0]
    message = f"From which value on? Say it with above or below: {side} {value}."
    return MisreadError(message, [f"{rest} {side} {value} {said.taken}"])
