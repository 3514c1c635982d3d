"""The parts of a split: a table that Slack sorts, and the same as lines."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.cards.card import card
from bot.cards.glance import sentence
from bot.cards.parts import MOST_ROWS, listing, movement, ordered
from metrics.question.query import Against
from metrics.question.result import Change, Figure, Movement, Part, Result, Target
from metrics.tickets.records import Dimension
from sandbox.slack.rules import faults
from tests.bot.samples import HOSTILE, answer, bands, figure, parts, rate, wait

SLOWER = Change(difference=1440.0, relative=0.22, movement=Movement.WORSE)
UNCLEAR = Change(difference=-6.0, relative=-0.01, movement=Movement.UNCLEAR)


def part(name: str, now: Figure, then: Figure | None, step: Change | None, **more: Any) -> Part:
    return Part(key=(name,), label=name, figure=now, share=0.4, previous=then, change=step, **more)


def cut(*parts: Part, key: str = "frt", **more: Any) -> Result:
    return answer(key, **{"split": (Dimension.CHANNEL,), **more}, parts=parts)


def rows(result: Result) -> list[list[str]]:
    shown = listing(result)
    assert shown is not None
    return [[cell["text"] for cell in row] for row in shown.native["rows"]]


EMAIL = part("Email", wait(8040, 312), wait(6600, 298), SLOWER)
CHAT = part("Chat", wait(340, 2100), wait(346, 1980), UNCLEAR)


def test_each_part_has_its_figure_its_change_and_what_it_was() -> None:
    heading, *body = rows(cut(EMAIL, CHAT))
    assert heading[:3] == ["Channel", "First response time", "Since the week before"]
    assert heading[3:] == ["The week before", "First replies", "Of all"]
    assert body == [
        ["Email", "2h 14m", "24m slower", "1h 50m", "312", "40%"],
        ["Chat", "5m 40s", "6s faster, could be chance", "5m 46s", "2,100", "40%"],
    ]


def test_what_got_worse_or_misses_its_target_stands_first() -> None:
    missed = Target(value=3600, met=False, words="not met")
    phone = part("Phone", wait(9000, 40, bounds=(8000.0, 9900.0)), None, None, target=missed)
    shown = ordered(cut(CHAT, EMAIL, phone))
    assert [each.label for each in shown] == ["Email", "Phone", "Chat"]


def test_single_people_are_never_ranked_whatever_they_did() -> None:
    people = [part(name, wait(60), wait(50), SLOWER) for name in ("Zoe", "adam", "Bea")]
    shown = ordered(cut(*people, split=(Dimension.AGENT,)))
    assert [each.label for each in shown] == ["adam", "Bea", "Zoe"]


def test_where_nothing_can_be_told_it_says_why() -> None:
    told = cut(
        part("Email", wait(8040), wait(6600), None),
        part("Phone", wait(900, 3), wait(900, 44), None),
        part("Web", wait(None, 0), wait(900, 44), None),
        part("API", wait(900, 44), wait(None, 0), None),
        part("Other", wait(900, 44), None, None),
    )
    assert [movement(told, each) for each in told.parts] == [
        "measured otherwise",
        "too few to compare",
        "none now",
        "none before",
        "",
    ]


def test_with_nothing_on_the_other_side_there_is_no_column_for_it() -> None:
    alone = cut(part("Email", wait(8040), None, None), part("Chat", wait(60), None, None))
    assert rows(alone)[0] == ["Channel", "First response time", "First replies", "Of all"]


def test_a_part_is_laid_beside_its_own_target() -> None:
    query = replace(answer().query, against=Against.TARGET)
    missed = Target(value=3600.0, met=False, words="not met")
    told = cut(
        part("Email", wait(8040), None, SLOWER, target=missed),
        part("Chat", wait(60), None, None),
        query=query,
    )
    assert [row[2] for row in rows(told)] == ["Target", "at most 1h: missed", "no target set"]
    assert "target no target" not in str(listing(told))


def test_where_no_verdict_on_a_target_is_sure_it_says_what_is_lacking() -> None:
    goal = Target(value=300.0, met=True, words="met")
    told = cut(
        part("Email", wait(8040), None, None, target=replace(goal, value=14400.0)),
        part("Chat", wait(139, 28), None, None, target=goal),
        part("Phone", wait(60, 3), None, None, target=goal),
        part("API", wait(60), None, None, target=Target.later(300.0)),
        part("Web", wait(4980), None, None),
    )
    assert [row[2] for row in rows(told)] == [
        "Target",
        "at most 4h: met",
        "at most 5m: met, too few to be sure",
        "at most 5m: too few to tell",
        "at most 5m, set after this period",
        "no target set",
    ]


def test_one_target_for_all_stands_above_and_is_not_said_again() -> None:
    goal = Target(value=0.9, met=True, words="met")
    told = cut(part("Email", rate(95, 100), None, None, target=goal), key="csat", target=goal)
    assert "Target" not in rows(told)[0]


def test_counts_have_no_second_column_of_counts() -> None:
    more = Change(difference=10.0, relative=0.5, movement=Movement.HIGHER)
    told = cut(part("Email", figure(30, 30), figure(20, 20), more), key="volume")
    assert rows(told)[1] == ["Email", "30", "10 more", "20", "40%"]


def test_too_few_are_counted_and_have_no_value() -> None:
    told = cut(*parts([("Phone", wait(60, 3)), ("Web", replace(wait(90, 9), few=True))])["parts"])
    assert [row[1] for row in rows(told)] == ["First response time", "too few", "1m 30s (few)"]


def test_all_parts_can_be_reached() -> None:
    many = parts([(f"Agent {n:03}", wait(60.0 + n)) for n in range(130)], Dimension.AGENT)
    shown = listing(answer(**many))
    assert shown is not None
    assert len(shown.native["rows"]) == 1 + MOST_ROWS
    assert "the first 100 of 130" in shown.native["caption"]
    assert "and 105 more" in str(shown.lines)


def test_ages_are_listed_in_their_bands() -> None:
    result = answer("aging", figure=figure(400000), bands=bands([120, 96, 80, 51, 33, 22]))
    assert rows(result)[-1] == ["over 30 days", "22", "5%"]


def test_growth_has_signs_and_no_shares() -> None:
    steps = parts([("Email", figure(6, 16)), ("Phone", figure(-1, 9))])["parts"]
    told = cut(*(replace(each, share=None) for each in steps), key="backlog_growth", change=None)
    assert rows(told) == [["Channel", "Unsolved tickets"], ["Email", "+6"], ["Phone", "-1"]]


def test_the_oldest_tickets_are_a_list_of_names_and_ages() -> None:
    named = "#20137 \u00b7 high \u00b7 pending \u00b7 Tom\u00e1s Ferreira"
    oldest = parts([(named, figure(86400.0 * 356, 1))])["parts"]
    result = cut(*(replace(each, share=None) for each in oldest), key="oldest", split=())
    assert rows(result) == [["Ticket", "Age"], [named, "356d 0h"]]


def test_who_hears_it_is_told_the_steps_too() -> None:
    assert "Email 2h 14m, 24m slower" in sentence(cut(EMAIL))


def test_slack_takes_the_table_whatever_the_parts_are_called() -> None:
    crowd = [part(f"{HOSTILE} \u7d44 {n} " * 9, wait(900.0), wait(90.0), SLOWER) for n in range(99)]
    reply = card(cut(*crowd, part("", wait(9), None, None)), "frt by channel")
    assert reply.listing is not None
    for shown in (reply.listing.native, reply.listing.lines):
        blocks = [*reply.head, shown, *reply.tail]
        assert faults({"text": reply.text, "blocks": blocks}) == []


def test_a_measure_that_is_a_split_does_not_name_it_twice() -> None:
    split = parts([("Login", rate(38, 207)), ("Bug", rate(31, 207))], Dimension.CATEGORY)
    told = listing(answer("category_volume", **split))
    assert told is not None
    assert told.native["caption"].startswith("Volume by category, Email")
