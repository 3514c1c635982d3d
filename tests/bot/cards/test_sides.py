"""What each part of a split is compared with, below its own figure."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.cards.card import card
from bot.cards.glance import sentence
from bot.cards.parts import MOST_ROWS, table
from bot.monospace import width
from metrics.question.query import Against
from metrics.question.result import Change, Figure, Movement, Part, Result, Target
from metrics.tickets.records import Dimension
from tests.bot.samples import HOSTILE, answer, figure, rate, wait

SLOWER = Change(difference=1440.0, relative=0.22, movement=Movement.WORSE)
UNCLEAR = Change(difference=-6.0, relative=-0.01, movement=Movement.UNCLEAR)
THREAD_CELLS = 50


def part(name: str, now: Figure, then: Figure | None, step: Change | None, **more: Any) -> Part:
    return Part(key=(name,), label=name, figure=now, share=0.4, previous=then, change=step, **more)


def cut(*parts: Part, key: str = "frt", **more: Any) -> Result:
    return answer(key, parts=parts, split=(Dimension.CHANNEL,), **more)


def lines(result: Result) -> list[list[str]]:
    return [line.split("  ") for line in table(result).splitlines()]


def test_each_part_has_its_step_and_both_figures_with_their_counts() -> None:
    told = table(
        cut(
            part("Email", wait(8040, 312), wait(6600, 298), SLOWER),
            part("Chat", wait(340, 2100), wait(346, 1980), UNCLEAR),
        )
    )
    assert told.splitlines() == [
        "Channel                 median      n",
        "  vs Week 46",
        "Email                   2h 14m    312",
        "  ▲ 22% slower · worse  1h 50m    298",
        "Chat                    5m 40s  2,100",
        "  no clear change       5m 46s  1,980",
    ]


def test_where_nothing_can_be_told_it_says_why() -> None:
    told = table(
        cut(
            part("Email", wait(8040), wait(6600), None),
            part("Phone", wait(900, 3), wait(900, 44), None),
            part("Web", wait(None, 0), wait(900, 44), None),
            part("API", wait(900, 44), wait(None, 0), None),
            part("Other", wait(900, 44), None, None),
        )
    ).splitlines()
    assert [line[2:20].strip() for line in told[3::2]] == [
        "measured otherwise",
        "too few to compare",
        "none now",
        "none before",
        "too few to compare",
    ]


def test_with_nothing_on_the_other_side_the_table_stays_as_it_was() -> None:
    alone = cut(part("Email", wait(8040), wait(None, 0), None), part("Chat", wait(60), None, None))
    assert "vs" not in table(alone)
    assert "of all" in table(alone)


def test_a_part_is_laid_beside_its_own_target() -> None:
    query = replace(answer().query, against=Against.TARGET)
    missed = Target(value=3600.0, met=False, words="not met")
    told = table(
        cut(
            part("Email", wait(8040), None, SLOWER, target=missed),
            part("Chat", wait(60), None, None),
            query=query,
        )
    ).splitlines()
    assert told[1] == "  vs target"
    assert told[3].split("  ")[1] == "not met · ▲ 22% slower"
    assert told[3].endswith("at most 1h")
    assert told[5].strip() == "no target"


def test_counts_and_shares_of_a_whole_have_their_counts_below() -> None:
    more = Change(difference=10.0, relative=0.5, movement=Movement.HIGHER)
    flow = cut(part("Email", figure(30, 30), figure(20, 20), more), key="volume")
    assert table(flow).splitlines()[2:] == [
        "Email                30    40%",
        "  ▲ 50% higher       20",
    ]
    points = Change(difference=0.1, relative=None, movement=Movement.HIGHER)
    mix = cut(part("Email", rate(40, 100), rate(60, 200), points), key="mix")
    assert [line.split()[-2:] for line in table(mix).splitlines()[2:]] == [
        ["40", "40%"],
        ["60", "30%"],
    ]


def test_long_names_and_many_parts_fit_into_a_thread() -> None:
    long = [
        part(f"{HOSTILE} 組 {n} " * 5, wait(86400.0 * 12), wait(900000.0), SLOWER)
        for n in range(100)
    ]
    told = table(cut(*long), narrow=True).splitlines()
    assert max(map(width, told)) <= THREAD_CELLS
    assert told[-1] == "… and 75 more"
    assert len(told) == 2 + 2 * MOST_ROWS + 1
    assert len("\n".join(told)) < 3000


def test_who_hears_it_is_told_the_steps_too() -> None:
    told = cut(part("Email", wait(8040, 312), wait(6600, 298), SLOWER))
    assert "Email 2h 14m (22% slower, worse; Week 46: 1h 50m)" in sentence(told)
    assert "Week 46" in card(told, "frt by channel").text
