"""A measure with a limit of time: the share within it or beyond it, and what is older than it."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields

from metrics.catalogue.metric import Better, Duration, Level, Metric, Share, Unit, Variant

SECONDS = {"w": 604_800, "d": 86_400, "h": 3600, "m": 60, "s": 1}
MOST_SECONDS = 10 * 365 * 86_400
AGED = ("backlog", "unassigned", "pending_reply")
"""The levels of which each ticket has an age."""
LIMIT = re.compile(r"(?P<side>within|beyond|older than|younger than) (?P<time>(?:\d+[wdhms])+)")
PIECE = re.compile(r"(\d+)([wdhms])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Within(Share):
    """The share of the times of a duration that are within a limit, or `beyond` it.

    Each counts once, when it is decided: as it ended, or when the limit ran out on it.
    """

    of: Duration
    limit_seconds: int
    beyond: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Aged(Level):
    """How many of a level are older than a limit (`beyond`), or younger, at one instant."""

    limit_seconds: int
    beyond: bool


@dataclass(frozen=True, slots=True)
class Limit:
    """A time such as "1h30m" and its side. Raises ValueError where nobody waits so long."""

    time: str
    beyond: bool

    def __post_init__(self) -> None:
        if not 0 < self.seconds <= MOST_SECONDS:
            raise ValueError(f"{self.time} is no limit.")

    @property
    def seconds(self) -> int:
        return sum(int(n) * SECONDS[unit] for n, unit in PIECE.findall(self.time))

    @property
    def words(self) -> str:
        """The time as people read it: "1h 30m"."""
        return re.sub(r"(?<=[a-z])(?=\d)", " ", self.time)

    def key(self, *, age: bool) -> str:
        """How it is said beside a duration, or of an age."""
        if age:
            return f"{'older' if self.beyond else 'younger'} than {self.time}"
        return f"{'beyond' if self.beyond else 'within'} {self.time}"


def limit_of(word: str) -> Limit | None:
    """The limit that the key of a variant says; None where it says none."""
    match = LIMIT.fullmatch(word)
    if match is None:
        return None
    try:
        return Limit(match["time"], match["side"] in {"beyond", "older than"})
    except ValueError:
        return None


def variant_of(metric: Metric, word: str) -> Variant | None:
    """The variant of a measure that a word says, one with a limit included; None without one."""
    limit = limit_of(word)
    if limit is None:
        return metric.variant(word)
    match metric:
        case Duration():
            return Variant(key=limit.key(age=False), metric=within(metric, limit))
        case Level() if metric.key in AGED:
            return Variant(key=limit.key(age=True), metric=aged(metric, limit))
        case _:
            return None


def taken(metric: Metric, word: str) -> Metric:
    """The measure as it is taken in the variant that is said by this word; itself without."""
    variant = variant_of(metric, word) if word else None
    return variant.metric if variant else metric


def within(metric: Duration, limit: Limit) -> Within:
    """The share of a duration's times within a limit, or beyond it."""
    own = {each.name: getattr(metric, each.name) for each in fields(Metric)}
    what, side = metric.decided, "beyond" if limit.beyond else "within"
    took = f"took {'more than' if limit.beyond else 'at most'} {limit.words}"
    own |= {
        "title": f"{metric.title} {side} {limit.words}",
        "unit": Unit.SHARE,
        "better": Better.LOWER if limit.beyond else Better.HIGHER,
        "counts": what,
        "definition": (
            f"The share of {what} where it {took}: "
            f"{metric.definition[:1].lower()}{metric.definition[1:]}"
        ),
        "formula": f"{side} {limit.words} / all that were decided",
        "population": (
            f"Each counts once, when it is decided: as it ended, or as the {limit.words} ran out. "
            + (
                "Whoever still waits then is beyond it; whoever has time left is not in it yet."
                if metric.open
                else "Those for which it never came are not in it."
            )
        ),
        "caveats": (),
        "elsewhere": "",
        "takes_percentile": False,
        "variants": (),
    }
    return Within(
        **own,
        hits=took,
        facts=metric.facts,
        of=metric,
        limit_seconds=limit.seconds,
        beyond=limit.beyond,
    )


def aged(metric: Level, limit: Limit) -> Aged:
    """What of a level is older than a limit, or younger."""
    own = {each.name: getattr(metric, each.name) for each in fields(Level)}
    waiting = metric.age_title == "Waiting"
    if waiting:
        than = f"waiting {'longer than' if limit.beyond else 'for at most'} {limit.words}"
    else:
        than = f"{'older' if limit.beyond else 'younger'} than {limit.words}"
    own |= {
        "title": f"{metric.title}{',' if waiting else ''} {than}",
        "definition": f"{metric.definition} Of these those {than}.",
        "formula": f"{metric.formula}; {than}",
        "variants": (),
    }
    return Aged(**own, limit_seconds=limit.seconds, beyond=limit.beyond)
