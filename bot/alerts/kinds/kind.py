"""A kind of alert: its words, how they are read, what it checks, and how that is told."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from bot import words
from bot.cards.dues import Owner
from bot.cards.work import PileView
from bot.charts.shapes import Threshold
from bot.grammar.alert_clauses import USUAL
from bot.services import Services
from bot.talk import Reply
from metrics.ask.lasting import Lasting
from metrics.catalogue import measure
from metrics.catalogue.metric import AnyMetric
from metrics.posting.alerts import Alert, Care, Observation
from metrics.question.query import Directory, Query
from metrics.question.result import Result
from metrics.service_levels.due import Due
from metrics.tickets.records import Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertWords:
    """The options of an alert by name, the words for them, and the words that are left.

    `amount` is how much of its kind is said; `keys` are the words of all kinds, of which one may be
    misspelt.
    """

    options: Mapping[str, str]
    option_words: str
    rest: str
    amount: str = ""
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertPlan:
    """An alert as it was said. Of a kind without a question, `query` says which tickets."""

    kind: AlertKind
    query: Query
    above: bool = True
    value: float
    clear: float
    minimum: int = 0
    channel: str = ""
    care: Care = USUAL

    @property
    def metric(self) -> AnyMetric:
        """What is measured."""
        return measure(self.query.metric, self.query.variant)

    @property
    def side(self) -> str:
        """On which side of its value it is beyond."""
        return "above" if self.above else "below"

    @property
    def watch(self) -> str:
        """The question or the tickets, in words that stay true when a team is renamed."""
        return self.kind.watch(self.query)


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertSummary:
    """An alert in a list: `title` says what is watched, `when` from which value on.

    `over` says when it is over, `fewest` how many must stand behind it, each as a sentence; both
    may be empty.
    """

    title: str
    when: str
    over: str = ""
    fewest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """What is told of what fires, beside its figure; each part is empty where there is none.

    `lasting` is since when it is so. `lines` say which parts carry it, `tickets` are those that do;
    `advice` is one thing to do about it that follows from the data.
    """

    lasting: Lasting | None = None
    lines: tuple[str, ...] = ()
    tickets: PileView | None = None
    advice: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """What one check saw of an alert, and the words for it.

    `fires` says what is the case where it fires, `calms` where it is over; `now` how it stands, in
    short. `value` is how bad it is, in words by `say`. `phrase` asks for it, `why` why it moved, ""
    where nothing says. `blind` says why it cannot see where data are missing or old, `few` where
    there is too little to tell; both "" where it sees. `dues` are the tickets of an alert about
    promises, `owner` says who has them; `threshold` is what its picture shows. `figures`: it tells
    figures alone, of no single person and no single ticket. `story` is worked out only where it is
    told.
    """

    observation: Observation
    fires: str
    calms: str
    now: str
    scope: str
    zone: str
    value: float | None = None
    say: Callable[[float], str] = words.count
    phrase: str = ""
    why: str = ""
    blind: str = ""
    few: str = ""
    dues: tuple[Due, ...] = ()
    owner: Owner = lambda _: ""
    result: Result | None = None
    threshold: Threshold | None = None
    figures: bool = False
    story: Callable[[], Story] = Story


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """Something that is told once, by itself: `id` tells it from all others of its kind."""

    id: str
    at: Instant
    reply: Reply


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertKind(ABC):
    """One kind. What it cannot tell is neither beyond nor over.

    `key` is kept with each alert of it. `title` names it in lists and forms; empty where the figure
    has a name of its own, and `side` is then what a form offers beside above and below. `example`
    is how it is said, `hint` how a form says its value. `names` is a pattern of the words people
    type for it; `figures`: beside "above 5" those name a figure.
    `amount` is a pattern of how much of it may be said. `live`: it is one message that is kept up
    to date. `check` looks at an instant; it raises AskError where it watches what cannot be asked.
    `preview` says in a sentence how it would have stood lately; empty where nobody can tell.
    `each` gives what is told one by one, of a kind that does not fire.
    """

    key: str
    title: str = ""
    side: str = ""
    example: str
    hint: str = ""
    names: str = ""
    figures: bool = False
    amount: str = ""
    live: bool = False
    check: Callable[[Alert, Services, Instant], Sight]
    preview: Callable[[AlertPlan, Services], str] | None = None
    each: Callable[[Alert, Services, Instant], Iterable[Happening]] | None = None

    @abstractmethod
    def read(self, clauses: AlertWords, directory: Directory) -> AlertPlan:
        """The alert that is said, but for its channel and care. Raises MisreadError or AskError."""

    @abstractmethod
    def query(self, watch: str, directory: Directory) -> Query:
        """What a kept alert watches. Raises AskError where its team is not known any more."""

    @abstractmethod
    def watch(self, query: Query) -> str:
        """The words that `query` reads, with ids for names."""

    @abstractmethod
    def phrase(self, plan: AlertPlan, where: str) -> str:
        """Its canonical words but for bounds, channel and care; `where` says which tickets."""

    @abstractmethod
    def bounds(self, plan: AlertPlan) -> str:
        """Where it is over and how many must stand behind it, as far as that is not as usual."""

    @abstractmethod
    def summary(self, plan: AlertPlan, tickets: str) -> AlertSummary:
        """How a list says it; `tickets` says which ones."""

    @abstractmethod
    def choices(self, plan: AlertPlan) -> Mapping[str, str]:
        """What a form has chosen for `metric`, `side`, `value` and `period`."""
