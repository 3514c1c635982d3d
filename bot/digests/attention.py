"""What deserves attention: at most three things, each cause once, and one gain."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from bot.cards.edition import Kpi, Reason, Thing
from bot.cards.things import age_counts
from metrics.catalogue.metric import (
    Age,
    AnyMetric,
    Better,
    Duration,
    Flow,
    Level,
    Score,
    Share,
)
from metrics.question.deviation import WHOLE, Deviation, Deviations
from metrics.question.result import Part, Result
from metrics.question.verdict import SHOWS, aim, apart, own_target, verdict

MOST = 3
OLD_SHARE, FEWEST_OLD = 0.25, 10
"""Old work is told of where so much of it, and so many tickets, are older than that."""
ALIKE = 0.5
"""Parts that have so much of the smaller one in common are one cause."""
RUNS = 2.8
"""From so many deviations on a run or a record is told."""
_COMPARED = (Duration, Share, Score, Flow, Level, Age)
MOSTLY = 0.5
"""A part whose size makes so much of a step carries it."""
_ORDER = tuple(Reason)

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
    def cause(self) -> Deviation | None:
        """The part that it comes from, as far as one is seen."""
        return self.part or self.carrier


def things(kpis: Sequence[Kpi], ages: Result | None, narrow: Narrow) -> tuple[Thing, ...]:
    """At most three things, by what weighs most; what has one cause is one of them."""
    candidates = [c for kpi in kpis if kpi.known for c in _candidates(kpi)]
    candidates += _old(kpis, ages)
    candidates.sort(key=lambda c: (_ORDER.index(c.reason), -c.weight))
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


def stands_out(kpi: Kpi) -> bool:
    """Whether there is news of a measure, even where other things weigh more."""
    return kpi.known and any(each.reason.urgent for each in _candidates(kpi))


def _whole(kpi: Kpi) -> Deviation | None:
    return kpi.lately.whole if kpi.lately else None


def badness(result: Result, deviation: Deviation) -> float:
    """How many deviations something lies on the bad side; 0 where neither side is bad."""
    if result.better is Better.NEITHER:
        return 0.0
    return deviation.score if result.better is Better.LOWER else -deviation.score


def _candidates(kpi: Kpi) -> Iterator[Candidate]:
    """What might be told of a measure, of which the weightiest is."""
    result, judged, whole = kpi.result, verdict(kpi.result), _whole(kpi)
    carrier = _carrier(kpi, kpi.lately)
    if judged.misses:
        yield Candidate(reason=Reason.MISSED, kpi=kpi, weight=_away(result), carrier=carrier)
    for channel in _missing_parts(result):
        about = _of_channel(kpi, channel)
        yield Candidate(reason=Reason.MISSED, kpi=kpi, weight=0.0, part=about)
    apart_ones = (_standing_out(kpi, each) for each in (kpi.lately, kpi.lasting))
    if worse := next(filter(None, apart_ones), None):
        yield worse
    elif whole is None and _judged_alone(kpi):
        yield Candidate(reason=Reason.WORSE, kpi=kpi, weight=0.0)
    if _runs(result) and (whole is None or badness(result, whole) >= RUNS):
        weight = badness(result, whole) if whole else 0.0
        yield Candidate(reason=Reason.RUN, kpi=kpi, weight=weight, carrier=carrier)
    if judged.may_miss and not judged.few:
        yield Candidate(reason=Reason.MAY_MISS, kpi=kpi, weight=_away(result), carrier=carrier)


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


def _standing_out(kpi: Kpi, lately: Deviations | None) -> Candidate | None:
    """That a measure, or else a part of it, got worse by far more than chance alone does.

    Of counts no part is told alone.
    """
    if lately is None or verdict(kpi.result).few:
        return None
    result, whole = kpi.result, lately.whole
    if (step := apart(result, whole)) and step.worse:
        weight, carrier = badness(result, whole), _carrier(kpi, lately)
        return Candidate(reason=Reason.WORSE, kpi=kpi, weight=weight, carrier=carrier, whole=whole)
    worst = _worst(kpi, lately)
    if worst is None or isinstance(result.metric, Flow | Level | Age):
        return None
    step = apart(result, worst)
    if step is None or not step.worse:
        return None
    return Candidate(reason=Reason.WORSE, kpi=kpi, weight=badness(result, worst), part=worst)


def _worst(kpi: Kpi, lately: Deviations) -> Deviation | None:
    return max(lately.parts, key=lambda part: badness(kpi.result, part), default=None)


def _carrier(kpi: Kpi, lately: Deviations | None) -> Deviation | None:
    """The part in which it shows most that the whole got worse; by its figure or by its size."""
    if lately is None:
        return None
    worst = _worst(kpi, lately)
    grown = [p for p in lately.sizes if p.carries >= MOSTLY and abs(p.score) >= SHOWS]
    largest = max(grown, key=lambda p: abs(p.score), default=None)
    shows = badness(kpi.result, worst) if worst else 0.0
    if largest is not None and abs(largest.score) > shows:
        return largest
    return worst if shows >= SHOWS else None


def _runs(result: Result) -> bool:
    """Whether it makes a run or a record on the bad side that is more than chance."""
    rising_is_bad = result.better is Better.LOWER
    if result.better is Better.NEITHER:
        return False
    run, record = result.run, result.record
    if run and run.clear and run.rising == rising_is_bad:
        return True
    return bool(record and record.clear and record.highest == rising_is_bad)


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
    """One thing of all that has one cause, told by the first of it."""
    first = group[0]
    kpi, about = first.kpi, first.part
    answer = narrow(kpi, about) if about else None
    result, phrase = answer or (kpi.result, kpi.phrase)
    whole = first.whole or _whole(kpi)
    carrier = first.carrier if answer or about is None else about
    titles = dict.fromkeys(c.kpi.result.title for c in group if c.kpi.result.title != result.title)
    cause, source = first.cause, first.cause or whole
    by = f" by {cause.dimension}" if cause and cause.dimension not in {WHOLE, "hour"} else ""
    return Thing(
        reason=first.reason,
        result=result,
        phrase=phrase,
        lately=about if answer else whole,
        carrier=carrier,
        also=tuple(titles),
        tickets=source.tickets if source else (),
        why=f"{kpi.phrase}{by} why",
    )
