"""What deserves attention: at most three things, each cause once, and one gain."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from bot.cards.edition import Kpi, Reason, Thing
from bot.cards.things import age_counts
from bot.digests.evidence import Bars, badness, by_part, carrier, far, joined, moved, runs, worst
from metrics.catalogue.metric import (
    Age,
    AnyMetric,
    Duration,
    Flow,
    Level,
    Score,
    Share,
)
from metrics.question.deviation import HOUR, WHOLE, Deviation, Deviations
from metrics.question.result import Part, Result
from metrics.question.verdict import SHOWS, aim, apart, own_target, verdict

MOST = 3
OLD_SHARE, FEWEST_OLD = 0.25, 10
"""Old work is told of where so much of it, and so many tickets, are older than that."""
ALIKE = 0.5
"""Parts that have so much of the smaller one in common are one cause."""
RUNS = 2.8
"""From so many deviations on a run is told."""
_COMPARED = (Duration, Share, Score, Flow, Level, Age)
_ORDER = tuple(Reason)
VOLUME = "volume"

Narrow = Callable[[Kpi, Deviation], tuple[Result, str] | None]
"""The answer about one part, with its phrase; None where nobody can ask for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """What might be told of a measure. `part`: it is about that part alone, else about all of it.

    `whole` is what all of it is told beside.
    """

    reason: Reason
    kpi: Kpi
    weight: float
    part: Deviation | None = None
    carrier: Deviation | None = None
    whole: Deviation | None = None

    @property
    def growth(self) -> float:
        """By how much of what is usual it moved: of two that are as sure, the larger is told."""
        about = self.part or self.whole
        return abs(about.value / about.usual - 1) if about and about.usual else 0.0

    @property
    def cause(self) -> Deviation | None:
        """The part that it comes from, as far as one is seen."""
        return self.part or self.carrier


@dataclass(frozen=True, slots=True)
class Looks:
    """What is looked at: the measures, and beside them what is told only where it is news.

    `joint` is how fast all replies are, where first and next replies are measures of their own;
    `volume` how many tickets came.
    """

    kpis: tuple[Kpi, ...]
    joint: Kpi | None = None
    volume: Kpi | None = None

    @property
    def bars(self) -> Bars:
        """From how far on something is news, among so many."""
        return Bars.of([*self.kpis, *filter(None, (self.joint, self.volume))])

    def candidates(self) -> Iterator[Candidate]:
        """All that might be told."""
        bars = self.bars
        for kpi in joined(self.kpis, self.joint):
            yield from _candidates(kpi, bars)
        for kpi in filter(None, (*self.kpis, self.volume)):
            if kpi.known and kpi.result.query.metric == VOLUME:
                yield from _came(kpi, bars)


def things(looks: Looks, ages: Result | None, narrow: Narrow) -> tuple[Thing, ...]:
    """At most three things, by what weighs most; what has one cause is one of them."""
    candidates = [*looks.candidates(), *_old(looks.kpis, ages)]
    candidates.sort(key=lambda c: (_ORDER.index(c.reason), -c.weight, -c.growth))
    groups: list[list[Candidate]] = []
    for candidate in candidates:
        same = next((group for group in groups if _one_cause(group[0], candidate)), None)
        if same is not None:
            same.append(candidate)
        elif len(groups) < MOST:
            groups.append([candidate])
    return tuple(_thing(group, narrow) for group in groups)


def gain(kpis: Iterable[Kpi]) -> Kpi | None:
    """The one improvement worth naming; none that a guard speaks against or that may still move."""
    good = [kpi for kpi in kpis if kpi.known and _gained(kpi)]
    return max(good, key=lambda kpi: abs(kpi.lately.whole.score) if kpi.lately else 0, default=None)


def _gained(kpi: Kpi) -> bool:
    result, judged = kpi.result, verdict(kpi.result)
    step = apart(result, _whole(kpi)) or judged.step
    held_back = result.guards or result.trade_off or judged.ripens or judged.few or judged.partly
    misses = judged.aim is not None and not judged.aim.met
    return step is not None and step.better and not held_back and not misses


def news(looks: Looks) -> frozenset[str]:
    """The measures of which there is news, even where other things weigh more."""
    return frozenset(c.kpi.result.query.metric for c in looks.candidates() if c.reason.urgent)


def _whole(kpi: Kpi) -> Deviation | None:
    return kpi.lately.whole if kpi.lately else None


def _candidates(kpi: Kpi, bars: Bars) -> Iterator[Candidate]:
    """What might be told of a measure, of which the weightiest is."""
    if not kpi.known:
        return
    result, judged, whole = kpi.result, verdict(kpi.result), _whole(kpi)
    most = carrier(result, kpi.lately)
    if judged.misses:
        yield Candidate(reason=Reason.MISSED, kpi=kpi, weight=_away(result), carrier=most)
    for channel in _missing_parts(result):
        about = _of_channel(kpi, channel)
        yield Candidate(reason=Reason.MISSED, kpi=kpi, weight=0.0, part=about)
    if worse := _standing_out(kpi, kpi.lately, bars) or _lasting(kpi, bars):
        yield worse
    elif whole is None and _judged_alone(kpi):
        yield Candidate(reason=Reason.WORSE, kpi=kpi, weight=0.0)
    if runs(result) and (whole is None or badness(result, whole) >= RUNS):
        weight = badness(result, whole) if whole else 0.0
        yield Candidate(reason=Reason.RUN, kpi=kpi, weight=weight, carrier=most)
    if judged.may_miss and not judged.few:
        yield Candidate(reason=Reason.MAY_MISS, kpi=kpi, weight=_away(result), carrier=most)


def _judged_alone(kpi: Kpi) -> bool:
    """Whether the step from the window before decides: of months and quarters, and of rates.

    Of a week there is enough before it after a few, and until then its steps are mostly chance.
    """
    judged = verdict(kpi.result)
    by_weeks = kpi.result.window.is_week and isinstance(kpi.result.metric, _COMPARED)
    return not by_weeks and judged.step is not None and judged.step.worse and not judged.few


def _missing_parts(result: Result) -> Iterator[Part]:
    """The channels that miss a target of their own, beyond chance."""
    for part in result.parts:
        judged = aim(part.target, part.figure, result)
        few = part.figure.few or part.together
        if judged and not judged.met and not judged.chance and not few and own_target(part, result):
            yield part


def _of_channel(kpi: Kpi, part: Part) -> Deviation:
    """A channel as a part of its measure."""
    (key,) = part.key
    parts = kpi.lately.parts if kpi.lately else ()
    dimension = str(kpi.result.split[0])
    found = (p for p in parts if (p.dimension, p.key) == (dimension, key))
    value = part.figure.value or 0.0
    bare = Deviation(
        dimension=dimension,
        key=key,
        label=part.label,
        score=0.0,
        value=value,
        usual=value,
        n=part.figure.n,
        windows=0,
    )
    return next(found, bare)


def _standing_out(kpi: Kpi, lately: Deviations | None, bars: Bars) -> Candidate | None:
    """That a measure, or else a part of it, got worse by far more than chance alone does."""
    if lately is None or verdict(kpi.result).few:
        return None
    result, whole = kpi.result, lately.whole
    if badness(result, whole) >= bars.whole:
        weight, most = badness(result, whole), carrier(result, lately)
        return Candidate(reason=Reason.WORSE, kpi=kpi, weight=weight, carrier=most, whole=whole)
    part = worst(result, lately.parts)
    told = by_part(kpi) and not isinstance(result.metric, Flow)
    if part is None or not told or badness(result, part) < bars.part:
        return None
    return Candidate(reason=Reason.WORSE, kpi=kpi, weight=badness(result, part), part=part)


def _lasting(kpi: Kpi, bars: Bars) -> Candidate | None:
    """That it got worse over several weeks, of which the newest shows it too: else it is over."""
    found = _standing_out(kpi, kpi.lasting, bars)
    if found is None or kpi.lately is None:
        return found
    about = found.part or kpi.lately.whole
    same = (about.dimension, about.key)
    newest = [p for p in (kpi.lately.whole, *kpi.lately.parts) if (p.dimension, p.key) == same]
    shows = all(badness(kpi.result, each) >= SHOWS for each in newest)
    return found if shows else None


def _came(kpi: Kpi, bars: Bars) -> Iterator[Candidate]:
    """That far more tickets than usual came, or that many more or fewer did in one part."""
    if kpi.lately is None:
        return
    part, whole = moved(kpi.lately), kpi.lately.whole
    if part and abs(part.score) >= bars.part:
        yield Candidate(reason=Reason.VOLUME, kpi=kpi, weight=abs(part.score), part=part)
    elif whole.score >= bars.whole and far(whole):
        yield Candidate(reason=Reason.VOLUME, kpi=kpi, weight=whole.score, whole=whole)


def _away(result: Result) -> float:
    """How far it is from its target, as a share of it."""
    assert result.target is not None
    gap = abs((result.figure.value or 0.0) - result.target.value)
    return gap / abs(result.target.value) if result.target.value else gap


def _old(kpis: Sequence[Kpi], ages: Result | None) -> Iterator[Candidate]:
    """Old work, where much of what is open is."""
    if ages is None or not ages.bands:
        return
    old, open = age_counts(ages)
    if old >= FEWEST_OLD and old >= OLD_SHARE * open:
        same = (kpi for kpi in kpis if kpi.result.query.metric == ages.query.metric)
        kpi = next(same, None) or Kpi(result=ages, phrase="aging")
        yield Candidate(reason=Reason.AGE, kpi=replace(kpi, result=ages), weight=old / open)


def _one_cause(first: Candidate, other: Candidate) -> bool:
    """Whether two have one cause: the same measure and part, or the same part in two measures."""
    if first.kpi.result.query.metric == other.kpi.result.query.metric:
        both = first.part is not None and other.part is not None
        return not both or _alike(first.part, other.part)
    if first.cause is not None and other.cause is not None and _alike(first.cause, other.cause):
        return True
    kin = _kin(first.kpi.result.metric) == _kin(other.kpi.result.metric)
    return kin and (first.cause is None or other.cause is None)


def _alike(one: Deviation | None, other: Deviation | None) -> bool:
    """Whether two parts are the same, or have most of the smaller one's tickets in common."""
    if one is None or other is None:
        return False
    if (one.dimension, one.key) == (other.dimension, other.key):
        return True
    fewer = min(len(one.rows), len(other.rows))
    return bool(fewer) and len(one.rows & other.rows) >= ALIKE * fewer


def _kin(metric: AnyMetric) -> str:
    """What a measure is about: how fast, how much is open, or something of its own."""
    if isinstance(metric, Duration) or metric.key.startswith("sla"):
        return "speed"
    return "work" if isinstance(metric, Level | Age) else metric.key


def _thing(group: Sequence[Candidate], narrow: Narrow) -> Thing:
    """One thing of all that has one cause, told by the first of it.

    What it is about and the part that carries it are of the same windows.
    """
    first = group[0]
    kpi, about = first.kpi, first.part
    answer = narrow(kpi, about) if about else None
    result, phrase = answer or (kpi.result, kpi.phrase)
    lately = about or first.whole or _whole(kpi)
    titles = dict.fromkeys(c.kpi.result.title for c in group if c.kpi.result.title != result.title)
    cause = first.cause
    source = cause or lately
    by = f" by {cause.dimension}" if cause and cause.dimension not in {WHOLE, HOUR} else ""
    return Thing(
        reason=first.reason,
        result=result,
        phrase=phrase,
        lately=lately,
        carrier=first.carrier,
        also=tuple(titles),
        tickets=source.tickets if source else (),
        why=f"{kpi.phrase}{by} why",
    )
