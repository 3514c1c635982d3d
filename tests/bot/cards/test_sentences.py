"""What a verdict says, situation by situation, word for word."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.cards.sentences import answer as answer_words
from metrics.periods import Period, PeriodKind, Window, year_before
from metrics.periods.windows import unit_window, window
from metrics.question.query import Against, Clock, Filter, Query, Rival
from metrics.question.result import Change, Figure, Movement, Result, Target, Versus
from metrics.statistics.estimates import Estimate
from metrics.tickets.records import Dimension
from tests.bot.samples import BERLIN, WEEK, answer, figure, rate, wait

CHAT = Filter(Dimension.CHANNEL, ("chat",))
MET = Target(value=14400, met=True, words="met")
MISSED = Target(value=3600, met=False, words="not met")
NOTHING_BEFORE: dict[str, Any] = {"previous": None, "previous_window": None, "change": None}
SPAN: Window = window(PeriodKind.SPAN, date(2026, 8, 17), date(2026, 11, 15), BERLIN)
USUAL_WEEKS = replace(SPAN, label="13 weeks before")


def step(difference: float, movement: Movement, usual: float | None = None) -> Change:
    return Change(difference=difference, relative=None, movement=movement, usual=usual)


def compared(against: Rival, label: str, key: str = "frt", **more: Any) -> Result:
    where = (Filter(Dimension.CHANNEL, ("email",)),)
    query = Query(metric=key, period=Period.of("last week"), where=where, against=against)
    versus = Versus(label=label, missing=more.pop("missing", ""))
    return answer(key, **{"query": query, "versus": versus, **more})


def flow(
    now: int, before: int, movement: Movement, usual: float | None = None, **more: Any
) -> Result:
    sides = {"figure": figure(now, now), "previous": figure(before, before)}
    return answer("volume", **sides, change=step(now - before, movement, usual), **more)


def csat(now: tuple[int, int], before: tuple[int, int], movement: Movement, **more: Any) -> Result:
    difference = now[0] / now[1] - before[0] / before[1]
    change = step(difference, movement)
    return answer("csat", figure=rate(*now), previous=rate(*before), change=change, **more)


def goal(value: float, *, met: bool) -> Target:
    return Target(value=value, met=met, words="met" if met else "not met")


BUSINESS = Query(metric="frt", period=Period.of("last week"), clock=Clock.BUSINESS)
DAY = unit_window(PeriodKind.DAY, date(2026, 11, 21), BERLIN)
DAY_BEFORE = unit_window(PeriodKind.DAY, date(2026, 11, 14), BERLIN)
MONTHS = {
    "window": unit_window(PeriodKind.MONTH, date(2026, 10, 1), BERLIN),
    "previous_window": unit_window(PeriodKind.MONTH, date(2026, 9, 1), BERLIN),
}

SITUATIONS: dict[str, tuple[Result, str]] = {
    "a fall that is sure": (answer(), "2h 14m, 19m faster than the week before (2h 33m)."),
    "a rise that is sure": (
        answer(change=step(2400, Movement.WORSE), previous=wait(5640)),
        "2h 14m, 40m slower than the week before (1h 34m).",
    ),
    "a rise that may be chance": (
        answer(change=step(2400, Movement.UNCLEAR), previous=wait(5640)),
        "2h 14m, 40m slower than the week before (1h 34m); could be chance.",
    ),
    "no step at all": (
        answer(change=step(0, Movement.UNCLEAR), previous=wait(8040)),
        "2h 14m, the same as the week before (2h 14m).",
    ),
    "a step too small to see": (
        answer(change=step(-20, Movement.UNCLEAR), previous=wait(8060)),
        "2h 14m, practically the same as the week before (2h 14m).",
    ),
    "a step too small to see and beyond chance": (
        answer(change=step(-20, Movement.BETTER), previous=wait(8060)),
        "2h 14m, slightly faster than the week before (2h 14m).",
    ),
    "target met": (
        answer(target=MET),
        "2h 14m, 19m faster than the week before (2h 33m). Target at most 4h: met.",
    ),
    "target missed": (
        answer(target=MISSED),
        "2h 14m, 19m faster than the week before (2h 33m). Target at most 1h: missed.",
    ),
    "target met, maybe by chance": (
        answer(target=replace(MET, value=8400.0)),
        "2h 14m, 19m faster than the week before (2h 33m). "
        "Target at most 2h 20m: met (could be chance).",
    ),
    "target met so far": (
        answer(target=MET, complete=False),
        "2h 14m so far, 19m faster than the same part of the week before (2h 33m). "
        "Target at most 4h: met so far.",
    ),
    "target set later": (
        answer(target=Target.later(14400)),
        "2h 14m, 19m faster than the week before (2h 33m). "
        "Target at most 4h, set after this period.",
    ),
    "none happened": (
        answer(figure=wait(None, 0), change=None),
        "No first replies. The week before: 2h 33m.",
    ),
    "none before": (
        answer(previous=wait(None, 0), change=None),
        "2h 14m, the week before: no data.",
    ),
    "the first period": (
        answer(**NOTHING_BEFORE),
        "2h 14m, with nothing known before to compare with.",
    ),
    "too few to tell": (
        answer(figure=wait(8040, 3), **NOTHING_BEFORE),
        "Too few to tell (3). With nothing known before to compare with.",
    ),
    "in office hours": (
        answer(query=BUSINESS, figure=wait(187200)),
        "52h 0m of office hours, 19m faster than the week before (2h 33m).",
    ),
    "a mean": (
        answer(statistic="mean"),
        "2h 14m on average, 19m faster than the week before (2h 33m).",
    ),
    "another percentile": (
        answer(statistic="95th percentile"),
        "2h 14m (95th percentile), 19m faster than the week before (2h 33m).",
    ),
    "a count as usual": (
        flow(240, 228, Movement.UNCLEAR, 30.0),
        "240 tickets, 12 more than the week before (228); weeks usually move by up to 30.",
    ),
    "a count beyond what is usual": (
        flow(340, 228, Movement.HIGHER, 30.0),
        "340 tickets, 112 more than the week before (228); "
        "more than usual, weeks move by up to 30.",
    ),
    "a count before anything is usual": (
        flow(240, 228, Movement.UNCLEAR),
        "240 tickets, 12 more than the week before (228).",
    ),
    "zero": (
        flow(0, 5, Movement.UNCLEAR, 9.0),
        "0 tickets, 5 fewer than the week before (5); weeks usually move by up to 9.",
    ),
    "one": (
        flow(1, 0, Movement.UNCLEAR),
        "1 ticket, 1 more than the week before (0).",
    ),
    "huge": (
        flow(1_204_000, 904_000, Movement.HIGHER, 40_000.0),
        "1,204,000 tickets, 300,000 more than the week before (904,000); "
        "more than usual, weeks move by up to 40,000.",
    ),
    "a day": (
        flow(9, 12, Movement.UNCLEAR, 7.0, window=DAY, previous_window=DAY_BEFORE),
        "9 tickets, 3 fewer than Sat 14 Nov (12); Saturdays usually move by up to 7.",
    ),
    "a month": (
        csat((201, 237), (190, 237), Movement.UNCLEAR, **MONTHS),
        "84.8%, 4.6 points higher than September (80.2%); could be chance.",
    ),
    "shares as they are shown": (
        csat((35, 37), (36, 37), Movement.UNCLEAR),
        "95%, 2 points lower than the week before (97%); could be chance.",
    ),
    "shares that look alike": (
        csat((3306, 10000), (3314, 10000), Movement.UNCLEAR),
        "33.1%, practically the same as the week before (33.1%).",
    ),
    "a score that hardly moved": (
        answer(
            "ces",
            figure=figure(5.213, 40),
            previous=figure(5.211, 40),
            change=step(0.002, Movement.UNCLEAR),
        ),
        "5.21 of 7, practically the same as the week before (5.21 of 7).",
    ),
    "a level at the end of a month": (
        answer(
            "backlog",
            figure=figure(182, 182),
            previous=figure(152, 152),
            change=step(30, Movement.UNCLEAR, 41.0),
            **MONTHS,
        ),
        "182 unsolved tickets, 30 more than September (152); months usually move by up to 41.",
    ),
    "a level now": (
        answer(
            "backlog",
            figure=figure(402, 402),
            previous=figure(390, 390),
            previous_window=DAY_BEFORE,
            window=DAY,
            complete=False,
            change=step(12, Movement.UNCLEAR, 25.0),
        ),
        "402 unsolved tickets, 12 more than a week ago (390); weeks usually move by up to 25.",
    ),
    "an age": (
        answer(
            "aging",
            figure=figure(33 * 86400.0, 140),
            previous=figure(22 * 86400.0, 150),
            previous_window=DAY_BEFORE,
            window=DAY,
            complete=False,
            change=step(11 * 86400.0, Movement.WORSE, 3 * 86400.0),
        ),
        "33d 0h, 11d older than a week ago (22d 0h); more than usual, weeks move by up to 3d.",
    ),
    "a share that fell, and its target": (
        csat((41, 50), (46, 50), Movement.UNCLEAR, target=goal(0.9, met=False)),
        "82%, 10 points lower than the week before (92%); could be chance. "
        "Target at least 90%: missed (could be chance).",
    ),
    "a year ago": (
        compared(Against.YEAR, "a year ago", previous_window=year_before(WEEK, BERLIN)),
        "2h 14m, 19m faster than a year ago (2h 33m).",
    ),
    "no year ago": (
        compared(Against.YEAR, "a year ago", missing="no data a year ago", **NOTHING_BEFORE),
        "2h 14m, no data a year ago.",
    ),
    "another channel": (
        compared(CHAT, "Chat", previous=wait(120, 97), change=step(7920, Movement.HIGHER)),
        "2h 14m, 2h 12m slower than Chat (2m 0s).",
    ),
    "another channel, nothing of one's own": (
        compared(CHAT, "Chat", figure=wait(None, 0), previous=wait(120, 97), change=None),
        "No first replies. Chat: 2m 0s.",
    ),
    "against the target": (
        compared(
            Against.TARGET,
            "target",
            "csat",
            figure=rate(240, 300),
            previous=None,
            change=step(-0.1, Movement.WORSE),
            target=goal(0.9, met=False),
        ),
        "80.0%, 10.0 points lower than its target of at least 90%.",
    ),
    "against no target": (
        compared(Against.TARGET, "target", missing="none is set", previous=None, change=None),
        "2h 14m, no target is set: /kpi target frt email 4h sets one.",
    ),
    "against the baseline": (
        compared(
            Against.BASELINE,
            "baseline",
            previous=Figure(estimate=Estimate(9180.0, 13, 9000.0, 9400.0)),
            previous_window=USUAL_WEEKS,
        ),
        "2h 14m, 19m faster than the median of 13 weeks (2h 33m).",
    ),
}


@pytest.mark.parametrize("name", SITUATIONS)
def test_each_situation_is_said_in_these_words(name: str) -> None:
    result, words = SITUATIONS[name]
    assert answer_words(result) == words
