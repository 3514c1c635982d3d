"""The one sentence of a digest: what to know if nothing else is read."""

from __future__ import annotations

from bot import words
from bot.cards import facts
from bot.cards.edition import Edition, Kpi, KpiStanding
from metrics.question.result import Movement, Result

AGAIN = "Ask with /kpi once it has caught up."


def headline(edition: Edition) -> str:
    """What stands out most, and how many more do; or that nothing does, or cannot be told."""
    when = _short(edition.window.label)
    if edition.barely_known:
        return _unknown(edition, when)
    if edition.missing_seconds:
        return f"Not all of {when} is known yet. {_claim(edition, when)}"
    if edition.empty:
        return f"Nothing to tell of {when}: there were no tickets, replies or ratings."
    return _claim(edition, when)


def _unknown(edition: Edition, when: str) -> str:
    """That most is not known, up to when the data reach and what mends it; what is bad anyway."""
    reach = facts.reach(edition.fresh_until, edition.due_at, edition.zone)
    worst = edition.of(KpiStanding.ATTENTION)
    rest = f" What I can tell: {problem(worst[0])}." if worst else ""
    return f"I cannot tell how {when} went: {reach}. {facts.MEND} {AGAIN}{rest}"


def _claim(edition: Edition, when: str) -> str:
    worst, gain = edition.of(KpiStanding.ATTENTION), edition.gain
    if worst:
        more = len(worst) - 1
        return f"{problem(worst[0])}{f', and {more} more to look at' if more else ''}."
    if gain:
        claim = "" if edition.sparse else ", and nothing got clearly worse"
        return f"{_sentence(gain.result)}{claim}."
    if edition.first:
        return f"These are the first figures: there is nothing before {when} to compare with."
    return _calm(edition, when)


def _calm(edition: Edition, when: str) -> str:
    """That nothing stands out, of what is known: what nobody knows is not called well."""
    if edition.sparse:
        count = len(edition.kpis) - len(edition.of(KpiStanding.UNKNOWN))
        few = f"only {count} of {len(edition.kpis)} measures"
        return f"{when} has figures for {few}, and nothing stands out in those."
    calm = f"no measure got clearly worse{_aims(edition)}"
    if edition.missing_seconds and edition.fresh_until is not None:
        until = words.lately(edition.fresh_until, edition.due_at, edition.zone)
        return f"Up to {until} {calm}."
    return f"No clear change in {when}: {calm}."


def _aims(edition: Edition) -> str:
    """What became of the targets, as far as they were judged; "" where there are none."""
    aims = edition.aims
    verdicts, hits = sum(each is not None for each in aims), sum(each is True for each in aims)
    if not aims:
        return ""
    if verdicts == len(aims):
        return " and no target was missed" if hits == verdicts else ""
    lacking = "not known yet" if edition.missing_seconds else "not known"
    many = "target" if len(aims) == 1 else "targets"
    if not verdicts:
        return f"; whether the {many} {'was' if many == 'target' else 'were'} met is {lacking}"
    return f"; {hits} of {len(aims)} {many} met, {len(aims) - verdicts} {lacking}"


def problem(kpi: Kpi) -> str:
    """What is wrong with a measure: how far it moved, or which target it misses."""
    result = kpi.result
    if result.change and result.change.movement is Movement.WORSE:
        short = "" if result.target is None or result.target.met is not False else _short_of(result)
        return f"{_sentence(result)}{short}"
    if kpi.misses and not (result.target and result.target.met is False):
        part = max(kpi.misses, key=lambda part: part.figure.n)
        assert part.target is not None
        text = f"{facts.value(result, part.figure)} where {facts.goal(result, part.target)} was set"
        return f"{result.title} misses its target in {capital(part.label)}: {text}"
    return f"{result.title} misses its target: {facts.headline(result)}{_short_of(result)}"


def _short_of(result: Result) -> str:
    assert result.target is not None
    return f", where {facts.goal(result, result.target)} was set"


def _sentence(result: Result) -> str:
    """How a measure moved, and to where."""
    return f"{result.title} is {then(result)}: {facts.headline(result)}"


def then(result: Result) -> str:
    """How far a measure moved since when: "12% faster than in Week 46"."""
    assert result.change is not None
    n = min(result.figure.n, result.previous.n if result.previous else 0)
    step = words.step(result.change, result.unit, n, days=facts.days(result))
    direction = words.direction(result.change, result.metric)
    return f"{step} {direction} than in {before(result)}"


def before(result: Result) -> str:
    """What a measure is compared with: "Week 46", or as much of it as is known of this one."""
    assert result.previous_window is not None
    same = "" if result.complete or facts.standing(result) else "the same part of "
    return f"{same}{_short(result.previous_window.label)}"


def movement(result: Result) -> str:
    """A change with its arrow, in words that need neither."""
    assert result.change is not None
    n = min(result.figure.n, result.previous.n if result.previous else 0)
    return words.change_words(result.change, result.metric, n, days=facts.days(result))


def capital(name: str) -> str:
    """A channel's name as it begins a word of its own."""
    return f"{name[:1].upper()}{name[1:]}"


def _short(label: str) -> str:
    """A window by its first words: "Week 46 (9-15 Nov 2026)" is "Week 46"."""
    return label.split(" (", maxsplit=1)[0]
