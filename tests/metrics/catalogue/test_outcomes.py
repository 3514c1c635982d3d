"""What it took to help: each rule by a ticket that keeps it and one that breaks it."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest

from metrics.ask import Asker
from metrics.errors import UnavailableError
from metrics.importing import bring
from metrics.imports import KINDS, CellContext
from metrics.store.database.engine import Store
from metrics.tickets.records import Channel, Rating, RatingScore
from tests.metrics.desk import NOW, Told, ask, at, hits, told


def one(id: str, customer: str = "", **more: Any) -> Told:
    """A ticket of a customer of its own."""
    return Told(id, requester=customer or f"customer {id}", **more)


def test_three_hundred_and_twenty_of_four_hundred_on_first_contact_are_eighty_percent(
    store: Store,
) -> None:
    good = [one(f"g{n}").solved(1, 2) for n in range(320)]
    slow = [one(f"s{n}").said(1, "ann").said(2, "bob").became(3, "solved") for n in range(80)]
    result = ask(told(store, good + slow), "fcr")
    assert hits(result) == (320, 400)
    assert result.figure.value == 0.8
    assert result.figure.estimate.low == pytest.approx(0.758, abs=0.001)
    assert result.figure.estimate.high == pytest.approx(0.836, abs=0.001)


@pytest.mark.parametrize(
    ("story", "hit"),
    [
        (one("1").solved(1, 2), True),
        (one("1").solved(1, 2).became(30, "open"), False),
        (one("1").solved(1, 2).became(200, "open"), True),
        (one("1").solved(1, 2).said(3, "bob"), False),
        (one("1").said(0.5, "robot").solved(1, 2), True),
        (one("1", channel=Channel.PHONE, submitter="ann").became(0, "solved"), True),
    ],
    ids=["plain", "reopened", "reopened after a week", "second reply", "bot first", "phone"],
)
def test_first_contact_means_one_reply_and_no_return(store: Store, story: Told, hit: bool) -> None:
    assert hits(ask(told(store, [story]), "fcr")) == (int(hit), 1)


@pytest.mark.parametrize(
    ("customer", "category", "hour", "hit"),
    [
        ("c", "refund", 30, False),
        ("c", "login", 30, True),
        ("c", None, 30, True),
        ("d", "refund", 30, True),
        ("c", "refund", 2 + 7 * 24, False),
        ("c", "refund", 3 + 7 * 24, True),
    ],
)
def test_a_new_ticket_about_the_same_within_a_week_undoes_first_contact(
    store: Store, customer: str, category: str | None, hour: float, hit: bool
) -> None:
    later = one("2", customer, hour=hour, category=category)
    assert hits(ask(told(store, [one("1", "c").solved(1, 2), later]), "fcr")) == (int(hit), 1)


def test_who_is_left_out_of_first_contact_is_counted(store: Store) -> None:
    outreach = one("1", submitter="ann").said(0, "ann").solved(1, 2)
    bot = one("2").said(1, "robot").became(2, "solved", by="robot")
    result = ask(told(store, [outreach, bot]), "fcr")
    assert result.figure.value is None
    assert dict(result.excluded) == {"opened by an agent": 1, "solved without a human reply": 1}


def test_three_hundred_and_twenty_of_four_hundred_created_are_eighty_percent(
    store: Store,
) -> None:
    good = [one(f"g{n}").solved(1, 2) for n in range(320)]
    still = [one(f"o{n}") for n in range(80)]
    asker = told(store, good + still)
    assert hits(ask(asker, "fcr", "all")) == (320, 400)
    assert hits(ask(asker, "fcr")) == (320, 320)


@pytest.mark.parametrize(
    ("story", "hit"),
    [
        (one("1").solved(1, 7 * 24), True),
        (one("1").solved(1, 7 * 24 + 1), False),
        (one("1").solved(1, 160).became(300, "open"), False),
        (one("1").solved(1, 160).became(330, "open"), True),
        (one("1").said(1, "robot").became(2, "solved", by="robot"), False),
        (one("1", submitter="ann").said(0, "ann").solved(1, 2), False),
        (one("1", channel=Channel.PHONE, submitter="ann").became(0, "solved"), True),
    ],
    ids=["in a week", "later", "reopened", "reopened late", "bot alone", "outreach", "phone"],
)
def test_of_all_tickets_those_solved_in_a_week_and_left_in_peace_for_another_count(
    store: Store, story: Told, hit: bool
) -> None:
    assert hits(ask(told(store, [story]), "fcr", "all")) == (int(hit), 1)


def test_one_touch_is_one_human_reply_before_the_solve(store: Store) -> None:
    once = one("1").solved(1, 2)
    twice = one("2").said(1, "ann").solved(2, 3)
    never = one("3").became(2, "solved")
    thanks = one("4").solved(1, 2).said(9, "ann")
    asker = told(store, [once, twice, never, thanks])
    assert hits(ask(asker, "one_touch")) == (2, 4)
    assert hits(ask(asker, "one_touch", "none")) == (1, 4)
    assert hits(ask(asker, "fcr", "touch")) == (2, 4)


def test_repeats_are_of_the_same_customer_and_category_within_a_week(store: Store) -> None:
    stories = [
        one("1", "c"),
        one("2", "c", hour=5),
        one("3", "c", hour=6, category="login"),
        one("4", "d", hour=7),
        one("5", "c", hour=8, category=None),
        Told("6", 9, requester=None),
        one("7", "d", hour=7 + 7 * 24 + 1),
    ]
    result = ask(told(store, stories), "repeat")
    assert hits(result) == (1, 4)
    assert dict(result.excluded) == {"without a category": 1, "of an unknown customer": 1}


def test_repeats_can_be_had_within_thirty_days(store: Store) -> None:
    stories = [one("1", "c"), one("2", "c", hour=12 * 24), one("3", "d"), one("4", "e")]
    asker = told(store, stories)
    assert hits(ask(asker, "repeat")) == (0, 3)
    assert hits(ask(asker, "repeat", "30")) == (1, 3)


def test_handed_on_is_what_went_from_one_to_another_before_its_solve(store: Store) -> None:
    stays = one("1").agent(1, "ann").solved(2, 3)
    moves = one("2").agent(1, "ann").agent(2, "bob").solved(3, 4)
    late = one("3").agent(1, "ann").solved(2, 3).agent(4, "bob")
    assert hits(ask(told(store, [stays, moves, late]), "handoff")) == (1, 3)


def test_handoffs_per_ticket_are_those_before_its_last_solve(store: Store) -> None:
    stays = one("1").agent(1, "ann").solved(2, 3)
    round_and_round = one("2").agent(1, "ann").agent(2, "bob").agent(3, "ann").solved(4, 5)
    late = one("3").agent(1, "ann").solved(2, 3).agent(4, "bob")
    once = one("4").team(1, "front").team(2, "second").solved(3, 4)
    asker = told(store, [stays, round_and_round, late, once])
    result = ask(asker, "handoff", "mean")
    assert (result.figure.value, result.figure.n, result.statistic) == (0.75, 4, "mean")
    assert hits(ask(asker, "handoff")) == (2, 4)


@pytest.mark.parametrize(
    ("story", "hit"),
    [
        (one("1").solved(1, 2).said(3, "cleo").became(3, "open").became(4, "solved"), False),
        (one("1").solved(1, 2).became(3, "open").said(4, "ann").became(5, "solved"), True),
        (one("1").solved(1, 2).became(3, "open"), True),
        (one("1").solved(1, 2).became(300, "open"), False),
        (
            one("1")
            .solved(1, 2)
            .became(3, "open")
            .became(4, "solved")
            .became(5, "open")
            .said(6, "ann")
            .became(7, "solved"),
            True,
        ),
        (one("1").solved(1, 2), False),
    ],
    ids=["thanks", "answered", "still open", "late", "thanks and more", "never"],
)
def test_a_thank_you_is_no_strict_reopening(store: Store, story: Told, hit: bool) -> None:
    asker = told(store, [story])
    assert hits(ask(asker, "reopen", "strict")) == (int(hit), 1)


def tiers(asker: Asker) -> None:
    around = CellContext(zone=asker.calendar.zone, now=NOW)
    data = b"team,tier\nfront,1\nsecond,2\nthird,3\n"
    assert not bring(asker.store, KINDS["tiers"], BytesIO(data), around, dry_run=False).faults


def test_without_tiers_there_is_no_escalation_rate_and_it_is_said_how_to_have_one(
    store: Store,
) -> None:
    with pytest.raises(UnavailableError, match=r"not available from Zendesk, because .* tiers"):
        ask(told(store, [one("1").solved(1, 2)]), "escalation")


def test_fifty_of_five_hundred_moved_to_a_higher_tier_are_ten_percent(store: Store) -> None:
    up = [one(f"u{n}").team(0, "front").team(3, "second").solved(4, 5) for n in range(50)]
    stay = [one(f"s{n}").team(0, "front").solved(4, 5) for n in range(440)]
    down = [one(f"d{n}").team(0, "third").team(3, "front").solved(4, 5) for n in range(10)]
    asker = told(store, up + stay + down)
    tiers(asker)
    result = ask(asker, "escalation")
    assert hits(result) == (50, 500)
    assert result.figure.value == 0.1
    assert hits(ask(asker, "fcr"))[0] == 450


def surveyed(id: str, ticket: str, score: RatingScore, hour: float) -> Rating:
    """A survey sent after three hours, and perhaps answered later."""
    moment = at(hour)
    return Rating(id=id, ticket=ticket, at=moment, changed_at=moment, offered_at=at(3), score=score)


def test_surveys_that_were_not_answered_count_in_the_response_rate_only(store: Store) -> None:
    stories = [one(f"{n}").solved(1, 2) for n in range(4)]
    ratings = [
        surveyed("a", "0", RatingScore.OFFERED, 3),
        surveyed("b", "1", RatingScore.GOOD, 9),
        surveyed("c", "2", RatingScore.BAD, 3 + 8 * 24),
        surveyed("d", "3", RatingScore.OFFERED, 3),
    ]
    asker = told(store, stories, *ratings)
    assert hits(ask(asker, "csat_response")) == (1, 4)
    assert hits(ask(asker, "csat")) == (1, 1)
