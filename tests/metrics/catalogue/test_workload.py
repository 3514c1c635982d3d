"""What comes, goes and lies there: a few tickets, and the backlog's steps against its level."""

from __future__ import annotations

import random
from datetime import UTC, datetime

import pytest

from metrics.ask import Asker
from metrics.periods import Period
from metrics.question.query import Filter, Query
from metrics.question.result import Result
from metrics.store.database.engine import Store
from metrics.tickets.records import Channel, Dimension, Removal, Status
from tests.metrics.desk import DAY, HOUR, MONDAY, NOW, Told, ask, at, hits, told

WEEK = 7 * 24


def steps(result: Result) -> dict[str, int]:
    return {band.label: band.figure.n for band in result.bands if band.figure.n}


def test_the_backlog_grows_by_its_steps(store: Store) -> None:
    stories = [
        Told("before", -50).became(5, "solved"),
        Told("stays", 10),
        Told("back", 1).became(2, "solved").became(3, "open"),
        Told("at once", 4).became(4, "solved"),
        Told("spam", 6, removal=Removal.SPAM, removed_at=at(9)),
        Told("after", WEEK + 5),
    ]
    result = ask(told(store, stories), "backlog_growth")
    assert steps(result) == {"created": 4, "reopened": 1, "solved": 3, "removed": 1}
    assert result.figure.value == 1
    assert result.caveats[0] == "It was 1 at the start and 2 at the end: +100%."
    assert result.change is None


def test_within_a_team_tickets_move_in_and_out(store: Store) -> None:
    asker = told(store, [Told("1", -9).team(-9, "a").team(5, "b"), Told("2", -9).team(-9, "b")])
    query = Query(
        metric="backlog_growth",
        period=Period.of("2026-W46"),
        where=(Filter(Dimension.TEAM, ("b",)),),
    )
    result = asker.answer(query, NOW)
    assert (result.figure.value, steps(result)) == (1, {"moved in": 1})
    whole = ask(asker, "backlog_growth")
    assert whole.figure.value == 0
    assert "It was 2 at the start and at the end." in whole.caveats


def test_a_ticket_that_stays_in_the_team_has_not_moved(store: Store) -> None:
    stays = Told("1", -9).team(-9, "b").became(3, "open").agent(4, "ann").became(5, "pending")
    goes = Told("2", -9).team(-9, "b").became(6, "open").team(7, "a").agent(8, "bob")
    asker, week = told(store, [stays, goes]), Period.of("2026-W46")
    of_b = Query(metric="backlog_growth", period=week, where=(Filter(Dimension.TEAM, ("b",)),))
    result = asker.answer(of_b, NOW)
    assert (steps(result), result.figure.n) == ({"moved out": 1}, 1)
    assert [(line["ticket"], line["step"]) for line in asker.tickets(of_b, NOW)] == [
        ("2", "moved out")
    ]
    split = Query(metric="backlog_growth", period=week, split=(Dimension.TEAM,))
    assert [(p.label, p.figure.value, p.figure.n) for p in asker.answer(split, NOW).parts] == [
        ("a", 1, 1),
        ("b", -1, 1),
    ]
    assert list(asker.tickets(split, NOW)) == []


def a_life(chance: random.Random, number: int) -> Told:
    """A random ticket of two weeks."""
    hour = chance.uniform(-WEEK, WEEK)
    story = Told(f"{number}", hour)
    if chance.random() < 0.1:
        gone = {"removal": Removal.SPAM, "removed_at": at(hour + chance.uniform(0, 50))}
        story = Told(f"{number}", hour, **gone)
    for _ in range(chance.randint(0, 6)):
        hour += chance.choice([0, 1, chance.uniform(0, 60)])
        if chance.random() < 0.4:
            story.team(hour, chance.choice(["a", "b", None]))
        else:
            story.became(hour, chance.choice([s.value for s in Status if s is not Status.NEW]))
    return story


@pytest.mark.parametrize("seed", range(4))
def test_the_identity_of_the_backlog_holds_for_random_lives(store: Store, seed: int) -> None:
    chance = random.Random(seed)
    asker = told(store, [a_life(chance, number) for number in range(150)])
    teams = [(), (Filter(Dimension.TEAM, ("a",)),), (Filter(Dimension.TEAM, ("",)),)]
    for days in range(-6, 14, 3):
        day = Period.of(f"{date_of(days)}..{date_of(days + 2)}")
        for where in teams:
            grown = asker.answer(Query(metric="backlog_growth", period=day, where=where), NOW)
            levels = [
                level(asker, where, instant) for instant in (grown.window.start, grown.window.end)
            ]
            assert grown.figure.value == levels[1] - levels[0]


def date_of(days: int) -> str:
    return datetime.fromtimestamp(MONDAY + days * DAY, UTC).date().isoformat()


def level(asker: Asker, where: tuple[Filter, ...], instant: int) -> int:
    query = Query(metric="backlog", period=Period.of("today"), where=where)
    return asker.answer(query, instant).figure.n


def test_growing_is_said_by_rule_only(store: Store) -> None:
    flood = [Told(f"{n}", n + 1) for n in range(40)]
    growing = ask(told(store, flood), "backlog_growth")
    assert "Growing: 40 created and 0 solved differ by more than chance." in growing.caveats
    assert "Clearance: 0 solved while 40 came in (0%)." in growing.caveats


def test_a_little_more_than_was_solved_is_no_clear_trend(store: Store) -> None:
    result = ask(told(store, [Told("1", 5), Told("2", 6).became(9, "solved")]), "backlog_growth")
    assert any(said.startswith("No clear trend") for said in result.caveats)


def test_the_age_can_be_told_from_the_last_reply_at_any_instant(store: Store) -> None:
    talk = Told("talk", 0).said(2, "ann").said(3, "cleo").said(6, "robot").said(9, "bob")
    back = Told("back", 1).solved(4, 5).said(8, "ann", public=False).said(10, "bob")
    back.became(20, "open")
    asker = told(store, [talk, back.said(25, "ann"), Told("alone", 3).said(7, "ann", public=False)])
    query = Query(metric="aging", variant="reply", period=Period.of("today"))

    def silences(hour: float) -> dict[str, float]:
        then = asker.tickets(query, at(hour))
        return {str(row["ticket"]): int(str(row["calendar_seconds"] or 0)) / HOUR for row in then}

    assert silences(1.5) == {"talk": 1.5, "back": 0.5}
    assert silences(4.5) == {"talk": 2.5, "back": 0.5, "alone": 1.5}
    assert silences(9) == {"talk": 0, "alone": 6}
    assert silences(24) == {"talk": 15, "back": 14, "alone": 21}
    assert silences(30) == {"talk": 21, "back": 5, "alone": 27}
    assert asker.answer(query, at(30)).figure.value == 21 * HOUR


def test_the_oldest_tickets_are_named_the_oldest_first(store: Store) -> None:
    stories = [Told(f"{n}", n).agent(n, "ann") for n in range(12)]
    asker = told(store, [*stories, Told("done", -99).became(1, "solved")])
    query = Query(metric="oldest", period=Period.of("today"))
    result = asker.answer(query, NOW)
    assert result.figure.value == NOW - MONDAY
    assert [part.key[0] for part in result.parts] == [f"{n}" for n in range(10)]
    assert result.parts[0].label == "#0 · new"  # never who has it: a channel sees it
    assert [line["ticket"] for line in asker.tickets(query, NOW)][:3] == ["0", "1", "2"]


def test_the_age_can_be_told_from_the_last_reopening(store: Store) -> None:
    stories = [
        Told("back", 0).became(5, "solved").became(20, "open").became(22, "pending"),
        Told("new", 10).team(15, "a"),
    ]
    asker = told(store, stories)
    query = Query(metric="aging", variant="reopened", period=Period.of("today"))
    ages = [line["calendar_seconds"] for line in asker.tickets(query, at(30))]
    assert sorted(int(str(age or 0)) / HOUR for age in ages) == [10, 20]
    assert asker.answer(query, at(30)).figure.value == 15 * HOUR
    whole = Query(metric="aging", period=Period.of("today"))
    assert asker.answer(whole, at(30)).figure.value == 25 * HOUR


def test_nobody_has_what_is_unassigned_and_somebody_waits_for_what_is_pending_reply(
    store: Store,
) -> None:
    stories = [
        Told("answered").agent(1, "ann").said(2, "ann").became(2, "pending"),
        Told("asked").said(2, "ann").said(3, "cleo"),
        Told("new").said(0, "cleo").said(0.1, "robot"),
        Told("thanks").solved(1, 2).said(3, "cleo"),
    ]
    asker = told(store, stories)
    assert ask(asker, "unassigned", period="today").figure.value == 2
    assert ask(asker, "pending_reply", period="today").figure.value == 2


def test_resolved_is_what_was_solved_in_a_week_and_stayed_so(store: Store) -> None:
    stories = [
        Told("solved").became(5, "solved"),
        Told("again").became(5, "solved").became(9, "open").became(12, "solved"),
        Told("late").became(WEEK + 1, "solved"),
        Told("later back").became(5, "solved").became(WEEK + 2, "open"),
        Told("open"),
    ]
    assert hits(ask(told(store, stories), "resolution_rate")) == (2, 5)


def test_every_solve_counts_where_events_are_asked_for(store: Store) -> None:
    story = Told("1").became(1, "solved").became(2, "open").became(3, "solved")
    asker = told(store, [story])
    assert ask(asker, "solved").figure.value == 1
    assert ask(asker, "solved", "events").figure.value == 2
    assert hits(ask(asker, "reopen")) == (1, 1)
    assert hits(ask(asker, "reopen", "events")) == (1, 2)


def test_volume_by_category_has_a_part_for_those_without_one(store: Store) -> None:
    stories = [Told("1"), Told("2"), Told("3", category=None)]
    result = ask(told(store, stories), "category_volume")
    assert [(part.label, part.figure.hits) for part in result.parts] == [
        ("refund", 2),
        ("(none)", 1),
    ]


def test_the_oldest_of_one_is_told_and_needs_no_sample(store: Store) -> None:
    result = ask(told(store, [Told("1", 12)]), "oldest")
    figure = result.figure
    assert (figure.value, figure.n, figure.hidden, figure.p90) == (6.5 * DAY, 1, False, None)


def test_steps_are_no_shares_of_a_whole(store: Store) -> None:
    stories = [
        *(Told(f"e{n}", n + 1) for n in range(2)),
        *(Told(f"c{n}", -50, channel=Channel.CHAT).became(n + 1, "solved") for n in range(3)),
    ]
    query = Query(metric="backlog_growth", period=Period.of("2026-W46"), split=(Dimension.CHANNEL,))
    result = told(store, stories).answer(query, NOW)
    assert [(p.label, p.figure.value, p.share) for p in result.parts] == [
        ("email", 2, None),
        ("chat", -3, None),
    ]


@pytest.mark.parametrize(("n", "share"), [(4, None), (5, 1.0)])
@pytest.mark.parametrize(("metric", "label"), [("mix", "email"), ("category_volume", "refund")])
def test_of_few_tickets_a_mix_tells_no_shares(
    store: Store, metric: str, label: str, n: int, share: float | None
) -> None:
    (part,) = ask(told(store, [Told(f"{k}", k) for k in range(n)]), metric).parts
    assert (part.label, part.figure.hits, part.share) == (label, n, share)


def test_the_one_that_waits_is_said_in_the_singular(store: Store) -> None:
    asker = told(store, [Told("1", 5)])
    (one, said) = ask(asker, "frt").waiting, "still waits for a first reply"
    assert one is not None
    assert (one.n, one.what) == (1, said)
