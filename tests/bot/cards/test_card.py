from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from bot.cards.card import card
from bot.charts import picture
from bot.talk import Reply
from metrics.catalogue import CATALOGUE
from metrics.periods import Period
from metrics.question.query import Clock, Query
from metrics.question.result import Change, Movement, Result, Target, Waiting
from metrics.tickets.records import Dimension
from sandbox.slack.rules import faults
from tests.bot.samples import (
    ASKED_AT,
    HOSTILE,
    TREND,
    WAITING,
    answer,
    bands,
    figure,
    parts,
    rate,
    wait,
    weekly,
)

CSAT = rate(24, 30)
UNCLEAR = Change(difference=-0.01, relative=None, movement=Movement.UNCLEAR)


def said(reply: Reply) -> str:
    """All words of a card."""
    return json.dumps([*reply.head, *reply.tail], ensure_ascii=False)


def headline(result: Result) -> str:
    texts = [b["text"]["text"] for b in card(result, "frt").head if b["type"] == "header"]
    return str(texts[0])


def field(result: Result, label: str) -> str | None:
    """One fact of the glance."""
    for block in card(result, "frt").head:
        for entry in block.get("fields", []):
            if entry["text"].startswith(f"*{label}*\n"):
                return str(entry["text"].split("\n", 1)[1])
    return None


def csat(**more: Any) -> Result:
    return answer("csat", **{"figure": CSAT, "previous": rate(300, 400), "change": UNCLEAR, **more})


def test_the_number_stands_in_the_largest_text() -> None:
    assert headline(answer()) == "2h 14m median"


def test_a_business_figure_says_its_clock_and_knows_no_days() -> None:
    query = Query(metric="frt", period=Period.of("last week"), clock=Clock.BUSINESS)
    assert headline(answer(query=query, figure=wait(187200))) == "52h 0m business median"


def test_a_share_is_said_with_its_fraction_and_small_sample() -> None:
    assert headline(csat(figure=rate(24, 29))) == "83% (24 of 29) \u00b7 few answers"


def test_a_count_is_said_with_what_it_counts() -> None:
    assert headline(answer("volume", figure=figure(1204, 1204))) == "1,204 tickets"


def test_one_of_a_kind_is_said_in_the_singular() -> None:
    assert headline(answer("volume", figure=figure(1, 1))) == "1 ticket"


def test_a_window_that_goes_on_is_so_far() -> None:
    reply = card(answer(complete=False), "frt")
    assert headline(answer(complete=False)) == "2h 14m median so far"
    assert "Europe/Berlin, so far" in said(reply)


def test_a_level_of_today_is_now() -> None:
    now = answer("backlog", figure=figure(402, 402), complete=False)
    assert headline(now) == "402 unsolved tickets now"
    assert "As at Mon 23 Nov 00:00 Europe/Berlin" in said(card(now, "backlog"))


def test_no_data_is_never_zero() -> None:
    none = answer(figure=wait(None, 0), change=None)
    assert headline(none) == "No data"
    assert "There were no first replies in Week 47" in said(card(none, "frt"))
    assert "There were no first replies in Week 47" in card(none, "frt").text


@pytest.mark.parametrize("n", [1, 2, 3, 4])
def test_a_handful_shows_counts_only(n: int) -> None:
    few = answer(figure=wait(8040, n))
    assert headline(few) == f"Too few to tell ({n})"
    assert "2h 14m" not in said(card(few, "frt"))
    assert field(few, "Change") is None


def test_a_handful_of_ratings_shows_its_counts() -> None:
    assert headline(csat(figure=rate(2, 3))) == "Too few to tell (2 of 3)"


def test_the_change_is_in_words_with_what_was_before() -> None:
    assert field(answer(), "Change") == "\u25bc 12% faster \u00b7 better (Week 46: 2h 33m)"


def test_a_change_within_chance_has_no_arrow() -> None:
    assert field(csat(), "Change") == "no clear change (Week 46: 75.0%)"


def test_an_unfinished_window_is_compared_with_the_same_part() -> None:
    assert "(same part of Week 46: 2h 33m)" in (field(answer(complete=False), "Change") or "")


def test_a_period_before_without_data_is_said_without_a_change() -> None:
    result = answer(previous=wait(None, 0), change=None)
    assert field(result, "Change") == "Week 46: no data"


def test_p90_stands_beside_the_median() -> None:
    assert field(answer(), "90% within") == "8h 2m"


def test_the_longest_stands_in_for_p90_of_a_small_sample() -> None:
    few = answer(figure=wait(8040, 12, longest=90000.0))
    assert (field(few, "90% within"), field(few, "Longest")) == (None, "1d 1h")


def test_the_sample_and_its_interval_are_said() -> None:
    assert field(answer(), "Based on") == (
        "412 first replies \u00b7 95% interval 1h 58m\N{EN DASH}2h 27m"
    )


def test_those_who_still_wait_are_said() -> None:
    assert field(answer(waiting=WAITING), "Not in this number") == (
        "12 still wait for a first reply, oldest 2d 4h"
    )


def test_nobody_waiting_takes_no_room() -> None:
    nobody = Waiting(n=0, oldest_seconds=None, what="still wait")
    assert field(answer(waiting=nobody), "Not in this number") is None


def test_the_target_says_whether_it_is_met() -> None:
    result = answer(target=Target(value=10800, met=True, words="met"))
    assert field(result, "Target") == "at most 3h \u00b7 met"


def test_a_share_that_ripens_is_provisional() -> None:
    result = answer("reopen", figure=rate(24, 400), provisional_until=ASKED_AT + 86400 * 6)
    assert field(result, "Provisional") == "until Sun 29 Nov 10:45"


def test_what_a_number_must_be_read_with_stands_beside_it() -> None:
    guards = tuple(f"First response time fell and *x{n}* rose: look twice." for n in range(5))
    reply = card(answer(guards=guards, lever="staffing by hour"), "frt")
    head = str(reply.head)
    assert "*Keep in mind:* First response time fell and \u2217x0\u2217 rose: look twice." in head
    assert "*Look at:* staffing by hour" in head
    assert "x2" in head
    assert "x3" not in head
    assert "Keep in mind: First response time fell and *x1* rose: look twice." in reply.text


def test_without_anything_to_mind_nothing_is_said() -> None:
    assert "Keep in mind" not in str(card(answer(), "frt").head)


def test_the_small_print_says_how_the_number_was_made() -> None:
    caveats = ("Pools 3 channels.", *CATALOGUE["frt"].caveats)
    reply = card(answer(excluded=(("opened by an agent", 7),), caveats=caveats), "frt")
    small = reply.tail[-1]["elements"][0]["text"]
    assert "Mon 16 Nov 00:00 \N{EN DASH} Mon 23 Nov 00:00 Europe/Berlin, complete" in small
    assert "calendar time" in small
    assert CATALOGUE["frt"].definition in small
    assert "Left out: 7 opened by an agent." in small
    assert small.endswith("Data as of 10:42")
    assert CATALOGUE["frt"].caveats[0] in small
    assert "Pools 3 channels." in str(reply.head)


def test_figures_before_the_first_sync_say_so() -> None:
    assert "first sync is not complete" in said(card(answer(fresh_until=None), "frt"))


def test_parts_become_lines_with_their_counts_and_shares() -> None:
    cut = parts([("Email", wait(8040, 300)), ("Chat", wait(45, 97)), ("Phone", wait(60, 3))])
    (table, _) = card(answer(**cut), "frt by channel").tail
    assert table["elements"][0]["elements"][0]["text"].splitlines() == [
        "Channel   median  first replies  of all",
        "Email     2h 14m            300     75%",
        "Chat         45s             97     24%",
        "Phone    too few              3      1%",
    ]


def test_single_people_are_never_ranked() -> None:
    cut = parts([("Zoe", wait(60)), ("adam", wait(9000)), ("Bea", wait(30))], Dimension.AGENT)
    table = said(card(answer(**cut), "frt by agent"))
    assert table.index("adam") < table.index("Bea") < table.index("Zoe")


def test_a_long_split_is_cut_and_says_so() -> None:
    cut = parts([(f"Agent {n:03}", wait(60.0 + n)) for n in range(100)], Dimension.AGENT)
    assert "\u2026 and 75 more" in said(card(answer(**cut), "frt by agent"))


def test_ages_are_listed_in_their_bands() -> None:
    result = answer("aging", figure=wait(400000), bands=bands([120, 96, 80, 51, 33, 22]))
    assert "over 30 days                22     5%" in said(card(result, "aging"))


def test_the_text_holds_the_whole_answer() -> None:
    result = answer(waiting=WAITING, target=Target(value=10800, met=True, words="met"))
    assert card(result, "frt").text == (
        "First response time, Email, Week 47 (16\N{EN DASH}22 Nov 2026): 2h 14m median. "
        "Change: 12% faster, better (Week 46: 2h 33m). 90% within: 8h 2m. "
        "Target: at most 3h, met. "
        "Based on: 412 first replies, 95% interval 1h 58m\N{EN DASH}2h 27m. "
        "Not in this number: 12 still wait for a first reply, oldest 2d 4h."
    )


def test_the_reply_carries_its_phrase_and_picture() -> None:
    shown = picture(answer(series=weekly([wait(v) for v in TREND])))
    reply = card(answer(), "frt email last week", shown)
    assert (reply.phrase, reply.picture) == ("frt email last week", shown)


NAMES = (HOSTILE, "X" * 200, "", "\u6771\u4eac\u30b5\u30dd\u30fc\u30c8", "```x```", "e\u0301" * 90)
SPLIT = parts([(name, wait(8040)) for name in NAMES], Dimension.TEAM)
CROWD = parts([(f"{HOSTILE} {n}", wait(60.0 + n, n)) for n in range(100)], Dimension.AGENT)


@pytest.mark.parametrize(
    "result",
    [
        answer(scope=HOSTILE, series=weekly([wait(v) for v in TREND])),
        answer(scope="Y" * 2000, **SPLIT),
        answer(scope="", **CROWD),
        answer(caveats=("&" * 900,) * 20, excluded=((HOSTILE * 90, 3),)),
        answer(figure=wait(None, 0), previous=None, previous_window=None, change=None),
        replace(csat(), waiting=WAITING),
    ],
)
def test_whatever_things_are_called_slack_takes_the_card_and_nobody_is_pinged(
    result: Result,
) -> None:
    reply = card(result, "frt", picture(result))
    native = [reply.picture.native] if reply.picture and reply.picture.native else []
    shown = [*reply.head, *native, *reply.tail]
    assert faults({"text": reply.text, "blocks": shown}) == []
    outside_code = [block for block in shown if block["type"] != "rich_text"]
    for sign in ("<!", "<@", "<#"):
        assert sign not in json.dumps(outside_code) + reply.text


def growth(**more: Any) -> Result:
    cut = parts([("Email", figure(6, 16)), ("Phone", figure(-1, 9))])
    steps = tuple(replace(part, share=None) for part in cut["parts"])
    was, now = figure(1, 205), figure(5, 25)
    given = {**cut, "parts": steps, "figure": now, "previous": was, "change": None, **more}
    return answer("backlog_growth", **given)


def test_growth_has_signs_and_no_shares() -> None:
    assert field(growth(), "Change") == "Week 46: +1"
    (table, _) = card(growth(), "backlog_growth by channel").tail
    assert table["elements"][0]["elements"][0]["text"].splitlines() == [
        "Channel  unsolved tickets",
        "Email                  +6",
        "Phone                  -1",
    ]


def test_the_oldest_tickets_are_a_list_of_names_and_ages() -> None:
    named = "#20137 \u00b7 high \u00b7 pending \u00b7 Tom\u00e1s Ferreira"
    cut = parts([(named, figure(86400.0 * 356, 1))])
    result = answer("oldest", **{**cut, "split": (), "figure": figure(86400.0 * 356, 76)})
    (table, _) = card(result, "oldest").tail
    shown = table["elements"][0]["elements"][0]["text"].splitlines()
    assert [line.split() for line in shown] == [["Ticket", "age"], [*named.split(), "356d", "0h"]]
    drawn = picture(result)
    assert drawn is not None
    assert "#20137 356 days" in drawn.alt


def test_a_range_without_two_values_says_what_is_missing() -> None:
    cut = parts([("Email", rate(10, 12)), ("Chat", rate(4, 4))])
    result = answer("omni", **cut, figure=figure(None, 16), change=None)
    assert "Fewer than two channels have the 30 answers a comparison takes." in said(
        card(result, "omni")
    )
