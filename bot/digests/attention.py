"""What deserves attention: at most three things, each cause once, and one gain."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from bot.cards.edition import Kpi, Reason, Thing, own_target
from metrics.catalogue.metric import Age, AnyMetric, Better, Duration, Flow, Level
from metrics.question.deviation import WHOLE, Deviation
from metrics.question.result import Part, Result
from metrics.question.verdict import SHOWS, aim, apart, verdict

MOST = 3
OLD, OLD_SHARE, FEWEST_OLD = "over 30 days", 0.25, 10
"""Old work is told of where so much of it, and so many tickets, are older than that."""
ALIKE = 0.5
"""Parts that have so much of the smaller one in common are one cause."""
MOSTLY = 0.5
"""A part whose size makes so much of a step carries it."""
_ORDER = tuple(Reason)

Narrow = Callable[[Kpi, Deviation], tuple[Result, str] | None]
"""The answer about one part, with its phrase; None where nobody can ask for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """What might be told of a measure. `part`: it is about that part alone."""

    reason: Reason
    kpi: Kpi
    weight: float
    part: Deviation | None = None
    carrier: Deviation | None = None

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
    carrier = _carrier(kpi)
    bad = badness(result, whole) if whole else 0.0
    if judged.misses:
        yield Candidate(reason=Reason.MISSED, kpi=kpi, weight=_away(result), carrier=carrier)
    for channel in _missing_parts(result):
        about = _of_channel(kpi, channel)
        yield Candidate(reason=Reason.MISSED, kpi=kpi, weight=0.0, part=about)
    step = apart(result, whole)
    worse = step.worse if step else bool(judged.step and judged.step.worse)
    if worse and not judged.few:
        yield Candidate(reason=Reason.WORSE, kpi=kpi, weight=bad, carrier=carrier)
    elif (part := _standing_out(kpi)) is not None:
        yield Candidate(reason=Reason.WORSE, kpi=kpi, weight=badness(result, part), part=part)
    if _runs(result) and (whole is None or bad >= SHOWS):
        yield Candidate(reason=Reason.RUN, kpi=kpi, weight=bad, carrier=carrier)
    if judged.may_miss and not judged.few:
        yield Candidate(reason=Reason.MAY_MISS, kpi=kpi, weight=_away(result), carrier=carrier)


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


def _standing_out(kpi: Kpi) -> Deviation | None:
    """The part that got worse by far more than such parts do by chance; of counts none."""
    if kpi.lately is None or isinstance(kpi.result.metric, Flow | Level | Age):
        return None
    worst = max(kpi.lately.parts, key=lambda p: badness(kpi.result, p), default=None)
    step = apart(kpi.result, worst)
    return worst if step is not None and step.worse else None


def _carrier(kpi: Kpi) -> Deviation | None:
    """The part in which it shows most that the whole got worse; by its figure or by its size."""
    if kpi.lately is None:
        return None
    result = kpi.result
    worst = max(kpi.lately.parts, key=lambda p: badness(result, p), default=None)
    grown = [p for p in kpi.lately.sizes if p.carries >= MOSTLY and abs(p.score) >= SHOWS]
    largest = max(grown, key=lambda p: abs(p.score), default=None)
    if worst is None or badness(result, worst) < SHOWS:
        return largest
    if largest is not None and abs(largest.score) > badness(result, worst):
        return largest
    return worst


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
    open = sum(band.figure.n for band in ages.bands)
    old = sum(band.figure.n for band in ages.bands if band.label == OLD)
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
    whole = _whole(kpi)
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
