"""What became of each question put to a bot of several helpdesks, and the table of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from bot.grammar import render
from metrics.ask import Asker
from metrics.catalogue import CATALOGUE, measure
from metrics.catalogue.metric import AnyMetric, Mix, Spread
from metrics.errors import AskError
from metrics.question.query import Clock, Filter, Query
from metrics.question.result import Figure, Result
from metrics.tickets.records import Dimension

Numbers: TypeAlias = tuple[object, ...]
"""A figure, to be held against another; () where nothing stands behind it."""
WIDE = 130
BEGAN_BEFORE = "began before"
"""What is said of tickets that may be missing while their history is still read back."""
HEAD = f"{'question':<28}| {'answered of':<24}| {'left out':<18}| what is said"
COLUMNS = ("ticket", "created_at", "counted_at", "calendar_seconds", "business_seconds", "hit")
"""What is held against another list of tickets: all but names."""


@dataclass(frozen=True)
class Said:
    """What became of a question: of whom it is answered, who is left out and why, or why not."""

    query: Query
    phrase: str
    of: tuple[str, ...] = ()
    left: Mapping[str, str] = field(default_factory=dict)
    sentence: str = ""
    result: Result | None = None

    @property
    def metric(self) -> AnyMetric:
        """The measure that was asked for."""
        return measure(self.query.metric, self.query.variant)

    @property
    def line(self) -> str:
        """A line of the table."""
        whys = [self.sentence] if self.sentence else [*self.left.values(), *self.beside]
        said = " / ".join(_shorter(why, WIDE // len(whys)) for why in whys)
        of, left = ", ".join(self.of), ", ".join(self.left)
        return f"{self.phrase:<28}| {of:<24}| {left:<18}| {said}"

    @property
    def beside(self) -> list[str]:
        """What is said of tickets whose history is not read back to their beginning."""
        if self.result is None:
            return []
        return [each for each in self.result.caveats if BEGAN_BEFORE in each]


def table(title: str, answers: Iterable[Said]) -> str:
    """The table of what was said."""
    return "\n".join(("", title, HEAD, "-" * len(HEAD), *(each.line for each in answers), ""))


def _shorter(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 4]} ..."


def questions() -> Iterator[Query]:
    """Every metric in each of its variants, of its usual period."""
    for key, metric in CATALOGUE.items():
        for variant in ("", *(each.key for each in metric.variants)):
            period = measure(key, variant).default_period
            yield Query(metric=key, variant=variant, period=period)


def on_both_clocks() -> Iterator[Query]:
    """The same, and on the clock of office hours where there is that."""
    for query in questions():
        yield query
        if measure(query.metric, query.variant).takes_clock:
            yield replace(query, clock=Clock.BUSINESS)


def of(source: str) -> tuple[Filter, ...]:
    """Only the tickets of one source."""
    return (Filter(Dimension.SOURCE, (source,)),)


def ask(asker: Asker, query: Query, now: int) -> Said:
    """Ask, and note what is said."""
    directory = asker.directory()
    phrase = render(query, directory)
    try:
        result = asker.answer(query, now)
    except AskError as error:
        return Said(query, phrase, sentence=str(error))
    names = tuple(sorted(directory.sources[each] for each in result.coverage.sources))
    left = {gap.name: gap.why for gap in result.coverage.missing}
    return Said(query, phrase, names, left, result=result)


def numbers(figure: Figure | None) -> Numbers:
    """A figure without its interval, which is drawn by lot."""
    if figure is None or not figure.n:
        return ()
    p90 = figure.p90.value if figure.p90 else None
    return figure.value, figure.n, figure.hits, figure.mean, figure.median, figure.longest, p90


def whole(said: Said) -> object:
    """The figure with all that stands beside it, or why there is none."""
    result = said.result
    if result is None:
        return said.sentence
    waiting = result.waiting and (result.waiting.n, result.waiting.oldest_seconds)
    series = [(point.window.label, numbers(point.figure)) for point in result.series]
    return numbers(result.figure), numbers(result.previous), waiting, series, result.excluded


@dataclass(frozen=True)
class Own:
    """What one account tells: of each question its figure, its parts by team, its tickets."""

    figures: dict[Query, Numbers] = field(default_factory=dict)
    teams: dict[Query, dict[str, Numbers]] = field(default_factory=dict)
    lists: dict[Query, list[Numbers]] = field(default_factory=dict)

    def unlike(self, other: Own) -> set[Query]:
        """The questions that another one answers otherwise, of those that it answers."""
        return {
            query
            for query in other.figures
            if self.figures[query] != other.figures[query]
            or self.teams.get(query) != other.teams.get(query)
            or sorted(self.lists[query], key=str) != sorted(other.lists[query], key=str)
        }


def of_each(asker: Asker, now: int) -> dict[str, Own]:
    """What each helpdesk tells, by its name, as it is answered where there are others."""
    found: dict[str, Own] = defaultdict(Own)
    for query in on_both_clocks():
        said = ask(asker, replace(query, split=(Dimension.SOURCE,)), now)
        for name, figure in _figures(asker, said, now).items():
            found[name].figures[query] = figure
        if said.result is not None and not isinstance(said.metric, Mix | Spread):
            for name, teams in _teams(asker, query, now).items():
                found[name].teams[query] = teams
        for name in said.of:
            found[name].lists[query] = []
        for name, line in _lines(asker, said, now):
            found[name].lists[query].append(line)
    return dict(found)


def _figures(asker: Asker, said: Said, now: int) -> dict[str, Numbers]:
    """The figure of each helpdesk; of what is about parts of another kind each is asked alone."""
    sources = {name: source for source, name in asker.directory().sources.items()}
    if said.result is None or not isinstance(said.metric, Mix | Spread):
        parts = said.result.parts if said.result else ()
        found = {part.label: numbers(part.figure) for part in parts}
        return {name: found.get(name, ()) for name in said.of}
    query = replace(said.query, split=())
    each = {name: ask(asker, replace(query, where=of(sources[name])), now) for name in said.of}
    return {name: numbers(one.result.figure) for name, one in each.items() if one.result}


def _teams(asker: Asker, query: Query, now: int) -> dict[str, dict[str, Numbers]]:
    """The parts by team of each helpdesk, by the team's own name."""
    said = ask(asker, replace(query, split=(Dimension.SOURCE, Dimension.TEAM)), now)
    found: dict[str, dict[str, Numbers]] = {name: {} for name in said.of}
    for part in said.result.parts if said.result else ():
        source, team = part.label.split(" · ")
        if part.figure.n:
            found[source][team.removesuffix(f" ({source})")] = numbers(part.figure)
    return found


def _lines(asker: Asker, said: Said, now: int) -> Iterator[tuple[str, Numbers]]:
    """The tickets behind a figure, each with its helpdesk."""
    if said.result is None:
        return
    names = asker.directory().sources
    for row in asker.tickets(replace(said.query, split=()), now):
        yield names[str(row["source"])], tuple(row.get(column) for column in COLUMNS)
