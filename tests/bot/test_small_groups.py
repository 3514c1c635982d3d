"""Groups of people that are too small to be shown."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from bot.cards.card import card
from bot.cards.parts import listing
from bot.charts.bars import bars
from bot.charts.chart import chart
from bot.exports.figure import document
from bot.small_groups import UNTOLD, WHICH, merge_small_groups, merge_small_parts
from metrics.errors import AskError
from metrics.periods import Period
from metrics.question.explanation import Carrier, Explanation, Shift, Side
from metrics.question.query import Filter, Query
from metrics.question.result import Change, Figure, Result, Target, Versus
from metrics.question.result import Movement as Step
from metrics.tickets.records import Dimension
from tests.bot.samples import answer, figure, parts


def question(*agents: str, split: tuple[Dimension, ...] = ()) -> Query:
    where = (Filter(Dimension.AGENT, agents),) if agents else ()
    return Query(metric="frt", period=Period.of("last week"), where=where, split=split)


def test_groups_of_people_under_five_become_one_without_a_value() -> None:
    people = [("Ann", figure(60.0, 40)), ("Ben", figure(90.0, 4)), ("Eve", figure(10.0, 2))]
    result = merge_small_groups(answer(**parts(people, Dimension.AGENT)))
    assert [part.label for part in result.parts] == ["Ann", "(small groups)"]
    assert result.parts[1].figure.value is None
    assert result.parts[1].figure.n == 6
    assert sum(part.share or 0.0 for part in result.parts) == pytest.approx(1.0)


def test_a_group_that_could_be_told_by_subtraction_takes_the_next_smallest_along() -> None:
    people = [("Ann", figure(60.0, 40)), ("Ben", figure(90.0, 9)), ("Eve", figure(10.0, 2))]
    result = merge_small_groups(answer(**parts(people, Dimension.AGENT)))
    assert [part.label for part in result.parts] == ["Ann", "(small groups)"]
    assert result.parts[1].figure.n == 11
    assert WHICH in result.caveats  # a group of nine is among them, and the card says why


def counted(key: str, *sizes: int, before: int = 40) -> dict[str, Any]:
    """A split by agent of what is counted, or of what each is a part of all."""
    total = sum(sizes)
    told = [
        (f"A{at}", figure(float(n), n) if key == "backlog" else figure(n / total, total, hits=n))
        for at, n in enumerate(sizes)
    ]
    cut = parts(told, Dimension.AGENT)
    shares = tuple(
        replace(part, share=n / total) for part, n in zip(cut["parts"], sizes, strict=True)
    )
    asked = replace(question(split=(Dimension.AGENT,)), metric=key)
    then = figure(before / 50, 50, hits=before) if key == "mix" else figure(float(before), before)
    return {**cut, "parts": shares, "query": asked, "figure": told[0][1], "previous": then}


def small_row(result: Result) -> list[str]:
    """The row of what was put into one."""
    shown = listing(result)
    assert shown is not None
    rows = [[cell["text"] for cell in row] for row in shown.native["rows"]]
    (row,) = (row for row in rows if "small" in row[0])
    return row


@pytest.mark.parametrize("key", ["backlog", "mix"])
@pytest.mark.parametrize("compared", [False, True])
def test_a_count_that_is_kept_back_is_said_to_be_and_never_nothing(
    key: str, *, compared: bool
) -> None:
    raw = answer(key, **counted(key, 40, 9, 2))
    if compared:
        raw = replace(raw, parts=tuple(replace(p, previous=p.figure) for p in raw.parts))
    told = merge_small_groups(raw)
    assert small_row(told)[:2] == ["(small groups)", "not shown"]
    (drawn,) = (line for line in bars(chart(told)).splitlines() if "small" in line)
    assert drawn.split() == ["(small", "groups)", "not", "shown"]
    assert "(small groups) not shown" in card(told, key).text
    exported = document(told, key).parts[-1]
    assert (exported.value, exported.n, exported.hits, exported.share) == (None,) * 4
    assert exported.hidden


def test_of_a_duration_how_many_there_are_is_told_beside_what_is_not_shown() -> None:
    people = [("Ann", figure(60.0, 40)), ("Ben", figure(90.0, 9)), ("Eve", figure(10.0, 2))]
    told = merge_small_groups(answer(**parts(people, Dimension.AGENT)))
    assert small_row(told) == ["(small groups)", "not shown", "11", "22%"]
    assert "too few (1" not in " ".join(chart(told).notes)


def test_a_mix_is_judged_by_what_each_has_and_not_by_all() -> None:
    told = merge_small_groups(answer("mix", **counted("mix", 40, 4, 3, before=3)))
    assert [part.label for part in told.parts] == ["A0", "(small groups)"]
    assert (told.previous, told.change) == (UNTOLD, None)
    with pytest.raises(AskError, match="Of no part"):
        merge_small_groups(answer("mix", **counted("mix", 4, 3, 2)))
    teams = replace(
        answer("mix", **counted("mix", 40, 4, 3)),
        split=(Dimension.TEAM,),
        query=replace(question(split=(Dimension.TEAM,)), metric="mix"),
    )
    assert merge_small_groups(teams) == teams  # how many tickets a team has is told


def test_the_oldest_tickets_of_a_team_stay_tickets() -> None:
    cut = parts([("#1", figure(60.0, 1)), ("#2", figure(30.0, 1))])["parts"]
    asked = replace(question(), metric="oldest", where=(Filter(Dimension.TEAM, ("1",)),))
    told = answer("oldest", query=asked, parts=cut, figure=figure(60.0, 9))
    assert merge_small_groups(told).parts == cut


def test_five_are_enough_and_other_groups_stay_as_they_are() -> None:
    five = answer(**parts([("Ann", figure(60.0, 5))], Dimension.AGENT))
    assert merge_small_groups(five) == five
    channels = answer(**parts([("Email", figure(60.0, 2))]))
    assert merge_small_groups(channels) == channels


def test_the_other_side_of_a_person_is_not_told_where_it_is_under_five() -> None:
    people = [("Ann", figure(60.0, 40)), ("Ben", figure(90.0, 30)), ("Cal", figure(9.0, 20))]
    ann, ben, cal = answer(**parts([*people], Dimension.AGENT)).parts
    step = Change(difference=1.0, relative=0.1, movement=Step.HIGHER)
    gone = replace(cal, key=("Eve",), label="Eve", figure=figure(None, 0))
    told = (
        replace(ann, previous=figure(50.0, 44), change=step),
        replace(ben, previous=figure(50.0, 9), change=step),
        replace(cal, previous=figure(50.0, 3), change=step),
        replace(gone, previous=figure(50.0, 4)),
    )
    result = merge_small_groups(answer(parts=told, split=(Dimension.AGENT,)))
    assert [part.label for part in result.parts] == ["Ann", "Ben", "Cal"]
    assert [part.previous and part.previous.n for part in result.parts] == [44, 9, None]
    assert [bool(part.change) for part in result.parts] == [True, True, False]
    # Three alone could be told by subtraction, so the next smallest goes along.
    alone = merge_small_groups(answer(parts=told[:3], split=(Dimension.AGENT,)))
    assert [part.previous and part.previous.n for part in alone.parts] == [44, None, None]


SMALL = [("One", figure(60.0, 40)), ("Two", figure(90.0, 4)), ("Three", figure(10.0, 2))]


@pytest.mark.parametrize(
    ("key", "split", "agents", "few"),
    [
        ("frt", Dimension.TEAM, (), True),
        ("volume", Dimension.TEAM, (), False),
        ("frt", Dimension.CHANNEL, (), False),
        ("frt", Dimension.CHANNEL, ("7",), True),
        ("volume", Dimension.CHANNEL, ("7",), True),
    ],
)
def test_parts_that_tell_of_peoples_work_are_merged_whatever_they_are_split_by(
    key: str, split: Dimension, agents: tuple[str, ...], *, few: bool
) -> None:
    asked = replace(question(*agents, split=(split,)), metric=key)
    result = merge_small_groups(answer(key, **{**parts(SMALL, split), "query": asked}))
    assert [part.label for part in result.parts][1:] == (
        ["(small groups)"] if few else ["Two", "Three"]
    )


def explanation(dimension: Dimension, *sizes: tuple[int, int]) -> Explanation:
    """Parts with so many rows before and now, each slower by its number."""
    told = tuple(
        Shift(
            label=f"Part {at}",
            old=Side(Fraction(60 * old), Fraction(old), old),
            new=Side(Fraction(90 * new), Fraction(new), new),
            rate=Fraction(at + 1),
        )
        for at, (old, new) in enumerate(sizes)
    )
    carrier = Carrier(ticket="12", amount=60.0, adds=Fraction(1))
    return Explanation(
        result=answer(), dimension=dimension, counts=False, parts=told, tickets=(carrier,)
    )


def test_small_parts_of_an_explanation_become_one_and_its_sums_stay() -> None:
    before = explanation(Dimension.TEAM, (40, 40), (4, 2), (1, 3), (2, 9))
    after = merge_small_parts(before)
    assert [part.label for part in after.parts] == ["Part 0", "Part 3", "(small groups)"]
    assert (after.whole.both, after.whole.new) == (before.whole.both, before.whole.new)
    assert after.tickets == before.tickets


def test_of_other_splits_no_small_group_of_people_is_named() -> None:
    told = explanation(Dimension.CHANNEL, (40, 40), (4, 4))
    named = tuple((split, part) for split in ("team", "category") for part in told.parts)
    after = merge_small_parts(replace(told, also=named))
    assert [(split, part.label) for split, part in after.also] == [
        ("team", "Part 0"),
        ("category", "Part 0"),
        ("category", "Part 1"),
    ]


def test_tickets_of_a_part_that_is_merged_are_not_named() -> None:
    assert merge_small_parts(explanation(Dimension.TEAM, (3, 3), (40, 40))).tickets == ()


def test_an_explanation_that_tells_of_no_people_stays_as_it_is() -> None:
    channels = explanation(Dimension.CHANNEL, (3, 3), (40, 40))
    assert merge_small_parts(channels) == channels
    teams = explanation(Dimension.TEAM, (5, 5), (40, 40))
    assert merge_small_parts(teams) == teams


TEAMS = (Filter(Dimension.TEAM, ("1",)), Filter(Dimension.TEAM, ("2",)))
LARGE, TINY = figure(0.5, 40, hits=20), figure(0.67, 3, hits=2, few=True, hidden=True)


@pytest.mark.parametrize(("here", "there"), [(LARGE, TINY), (TINY, LARGE), (TINY, TINY)])
def test_neither_side_of_a_comparison_of_teams_is_told_under_five(
    here: Figure, there: Figure
) -> None:
    own, other = TEAMS
    asked = Query(metric="csat", period=Period.of("last week"), where=(own,), against=other)
    step = Change(difference=0.1, relative=0.1, movement=Step.HIGHER)
    versus = Versus(label="Two", target=Target(value=0.9, met=False, words="missed"))
    told = merge_small_groups(
        answer("csat", query=asked, figure=here, previous=there, change=step, versus=versus)
    )
    assert told.change is None
    assert (told.figure is here, told.previous is there) == (here is LARGE, there is LARGE)
    assert told.versus is not None
    assert (told.versus.target is None) is (there is TINY)
    said = str(card(told, "csat"))
    assert "too few to tell (fewer than five)" in said.replace("Too", "too")
    for number in ("2 of 3", "67%", " 3 answers", "(3)", " 0 answers", "There were no"):
        assert number not in said, number


def test_nor_is_a_team_asked_about_alone_but_counts_are() -> None:
    own, _ = TEAMS
    asked = Query(metric="csat", period=Period.of("last week"), where=(own,))
    told = merge_small_groups(answer("csat", query=asked, figure=TINY, previous=TINY))
    assert (told.figure, told.previous) == (UNTOLD, UNTOLD)
    counts = answer("volume", query=replace(asked, metric="volume"), figure=figure(3.0, 3))
    assert merge_small_groups(counts) == counts
    everybody = answer("csat", query=replace(asked, where=()), figure=TINY)
    assert merge_small_groups(everybody) == everybody
