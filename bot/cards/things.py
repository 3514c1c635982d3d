"""What a digest says of a thing: size, direction, why, and which tickets, in a line or two."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf

from bot import words
from bot.cards import differences, facts, sentences
from bot.cards.beside import basis_words, record, run
from bot.cards.edition import Earlier, FollowUp, Kpi, Reason, SilentDay, Surge, Thing
from metrics.catalogue.metric import Age, Flow, Level
from metrics.periods import PeriodKind
from metrics.question.deviation import HOUR, WHOLE, Deviation
from metrics.question.query import NO_VALUE
from metrics.question.result import Figure, Result
from metrics.question.verdict import aim, apart
from metrics.statistics.estimates import Estimate
from metrics.tickets.records import Dimension

OLD = "over 30 days"
MOST_SILENT = 3


def title(thing: Thing) -> str:
    """What it is and how far it moved: "SLA attainment: 82%, 10 points lower than usual (92%)"."""
    if thing.reason is Reason.AGE:
        return _age(thing.result)
    if thing.reason is Reason.VOLUME and thing.lately:
        return _came(thing.lately)
    if lasting := _lasting(thing):
        return lasting
    text = f"{name(thing)}: {_number(thing)}"
    moved = _moved(thing.result, thing.lately, usual=thing.reason in {Reason.WORSE, Reason.RUN})
    return f"{text}, {moved}." if moved else f"{text}."


def _lasting(thing: Thing) -> str:
    """What has moved slowly, over several weeks together; "" of what has moved in the last."""
    lately, result = thing.lately, thing.result
    step = apart(result, lately)
    if lately is None or lately.over < 2 or step is None or not step.difference:
        return ""
    way = differences.direction(result, rising=step.difference > 0)
    now, usual = (_value(result, value, lately.n) for value in (lately.value, lately.usual))
    newest = "" if lately.dimension == HOUR else f" (last week {sentences.number(result)})"
    return f"{name(thing)} {way} over {lately.over} weeks: {now}, usually {usual}{newest}."


def _number(thing: Thing) -> str:
    """The figure; of a stretch of the day, for which nobody can ask, what was seen of it."""
    about = thing.lately
    if about and about.dimension == HOUR:
        return _value(thing.result, about.value, about.n)
    return sentences.number(thing.result)


def _came(about: Deviation) -> str:
    """How many tickets came: "Tickets doubled in Billing: 60, usually 30."."""
    times = about.value / about.usual if about.usual else inf
    way = "More tickets than usual" if times > 1 else "Fewer tickets than usual"
    way = "Tickets doubled" if 1.8 <= times < 2.3 else way  # as good as twice
    way = "Tickets halved" if 0.43 < times <= 0.55 else way
    place = f" {_place(about)}" if about.dimension != WHOLE else ""
    return f"{way}{place}: {words.count(round(about.value))}, usually {round(about.usual)}."


def name(thing: Thing) -> str:
    """The measure, and the part that it is about."""
    about = thing.lately
    part = f" {_place(about)}" if about and about.dimension != WHOLE else ""
    return f"{thing.result.title}{part}"


def rest(thing: Thing) -> str:
    """Run, target, the part that carries it, and where else it shows."""
    if thing.reason is Reason.AGE:
        return ""
    result = thing.result
    told = run(result) or record(result) if _of_its_weeks(thing) else ""
    also = f"Shows in {' and '.join(map(within, thing.also[:2]))} too" if thing.also else ""
    few = basis_words(result) if thing.reason is Reason.MAY_MISS else ""
    lines = (told, sentences.target(result), few, carrier(thing), also)
    return " ".join(f"{line}." for line in lines if line)


def _of_its_weeks(thing: Thing) -> bool:
    """Whether the runs and records of its answer are of what it is about."""
    about = thing.lately
    own = about is None or (about.dimension != HOUR and about.over == 1)
    return own and thing.reason in {Reason.WORSE, Reason.RUN}


def carrier(thing: Thing) -> str:
    """The part in which it shows most, with what is usual there; "" where none is seen."""
    part = thing.carrier
    if part is None:
        return ""
    now, usual = (_value(thing.result, value, part.n) for value in (part.value, part.usual))
    return f"Most {_place(part)}: {now}, usually {usual}"


def _place(part: Deviation) -> str:
    if part.dimension == HOUR:
        return f"from {part.label}"
    if part.label in {"", NO_VALUE}:
        return f"among those with no {part.dimension}"
    if part.dimension == Dimension.PRIORITY:
        return f"in {part.label.lower()} priority"
    return f"in {facts.capital(part.label)}"


def gained(kpi: Kpi) -> str:
    """What went well, in a sentence."""
    whole = kpi.lately.whole if kpi.lately else None
    result = kpi.result
    return f"{result.title} {sentences.number(result)}, {_moved(result, whole, usual=True)}."


def steady(kpi: Kpi) -> str:
    """A measure and its number, without a word more."""
    number = facts.value(kpi.result, kpi.result.figure)
    return f"{within(kpi.result.title)} {number}{_missed(kpi.result)}"


def moving(kpi: Kpi) -> str:
    """A measure with the run or the record that it makes."""
    fact = run(kpi.result) or record(kpi.result)
    return f"{steady(kpi)}, {fact[:1].lower()}{fact[1:]}"


def _missed(result: Result) -> str:
    """That it misses its target, where it does: what is steady is not always well."""
    judged = aim(result.target, result.figure, result)
    if result.target is None or judged is None or judged.met:
        return ""
    chance = f", {sentences.CHANCE}" if judged.chance else ""
    return f" (target {facts.goal(result, result.target)}: missed{chance})"


def earlier(thing: Earlier, scope: str) -> str:
    """What became of what was put first the last time; its tickets, where not those of `scope`."""
    result, when = thing.result, _then(thing)
    target = sentences.target(result)
    now = f"now {facts.value(result, result.figure)}"
    if target:
        goal = f"target {facts.goal(result, result.target)}" if result.target else ""
        state = f"{goal} met again" if thing.good else f"{goal} still missed"
    elif thing.apart:
        state = "still worse than usual"
    else:
        state = "better again" if thing.good else "no longer apart from what is usual"
    about = "" if result.scope == scope else f" ({result.scope})"
    return f"{when}: {within(result.title)}{about}; {now}, {state}."


def follow_up(after: FollowUp) -> str:
    """How many bad ratings there were, and how many somebody has gone back to."""
    n, done = after.n, after.n - len(after.left)
    if n == 1:
        return f"One bad rating, {'followed up' if done else 'not followed up yet'}"
    which = "all" if done == n else words.count(done) if done else "none"
    return f"{words.count(n)} bad ratings, {which} followed up{' yet' if not done else ''}"


def surge(day: Surge) -> tuple[str, str]:
    """That a day brought far more tickets than usual, and how many; what most were about."""
    name = f"{day.day:%A}"
    first = f"{name[:3]} {words.day_short(day.day)} brought {words.count(day.n)} tickets"
    about = (
        f" {words.count(day.of_category)} of them are filed under {day.category}."
        if day.category
        else ""
    )
    return f"{first},", f"usually {words.count(day.usual)} on a {name}.{about}"


def silence(days: Sequence[SilentDay]) -> str:
    """Days of which no ticket was told, and what that may mean; "" where there are none."""
    if not days:
        return ""
    named = [f"{d.day:%a} {words.day_short(d.day)} (usually about {d.usual})" for d in days]
    rest = f" and {len(named) - MOST_SILENT} more days" if len(named) > MOST_SILENT else ""
    told = f"No ticket came in on {', '.join(named[:MOST_SILENT])}{rest}"
    return f"{told}: look in the helpdesk, data may be missing."


def _then(thing: Earlier) -> str:
    kind = thing.window.kind
    return "Last week" if kind is PeriodKind.WEEK else f"In {thing.window.label.split(' ')[0]}"


def _moved(result: Result, lately: Deviation | None, *, usual: bool) -> str:
    """How far it moved: from what is usual, or from the period before."""
    counts = isinstance(result.metric, Flow | Level | Age)
    step = None if counts or not usual else apart(result, lately)
    if step is None or lately is None:
        return sentences.movement(result)
    if (step.difference > 0) != (lately.score > 0):
        # It is judged in office hours, and among tickets alike: all together may go the other way.
        way = differences.direction(result, rising=lately.score > 0)
        return f"like for like {way} than usual ({_value(result, lately.usual, lately.n)})"
    figure = Figure(estimate=Estimate(lately.value, lately.n))
    was = _value(result, lately.usual, lately.n)
    return f"{differences.compared(differences.difference(result, step, figure), 'usual')} ({was})"


def _value(result: Result, value: float, n: int) -> str:
    return facts.value(result, Figure(estimate=Estimate(value, n)))


def _age(result: Result) -> str:
    """How much of what is open is old."""
    old, open = age_counts(result)
    return f"Over 30 days old: {words.count(old)} of {words.count(open)} open tickets."


def age_counts(result: Result) -> tuple[int, int]:
    """How many of the open tickets are old, and how many there are."""
    old = sum(band.figure.n for band in result.bands if band.label == OLD)
    return old, sum(band.figure.n for band in result.bands)


def within(title: str) -> str:
    """A measure's name within a sentence; an abbreviation keeps its capitals."""
    return title if title[:2].isupper() else f"{title[:1].lower()}{title[1:]}"
