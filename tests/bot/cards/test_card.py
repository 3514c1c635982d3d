from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from bot.cards.card import card
from bot.cards.how import how_card
from bot.charts import picture
from bot.talk import Reply
from metrics.catalogue import CATALOGUE
from metrics.catalogue.sla import OVERDUE
from metrics.question.result import Change, Movement, Result, Target
from metrics.sources.knowledge import Knowledge
from metrics.sources.needs import Need
from metrics.tickets.records import Dimension
from sandbox.slack.rules import faults
from tests.bot.samples import (
    HOSTILE,
    TREND,
    WAITING,
    answer,
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


def lines(result: Result) -> list[str]:
    """The lines above the picture."""
    (first, *small) = card(result, "frt").head
    texts = [first["text"]["text"], *(block["elements"][0]["text"] for block in small)]
    return [line for text in texts for line in text.split("\n")]


def csat(**more: Any) -> Result:
    return answer("csat", **{"figure": CSAT, "previous": rate(300, 400), "change": UNCLEAR, **more})


def test_the_answer_is_the_first_line_after_what_it_is_about() -> None:
    result = answer(waiting=WAITING, target=Target(value=10800, met=True, words="met"))
    assert lines(result) == [
        "*First response time* \u00b7 Email \u00b7 Week 47 (16\N{EN DASH}22 Nov 2026)",
        "*2h 14m*, 19m faster than the week before (2h 33m). Target at most 3h: met.",
        "Half within 2h 14m, 9 in 10 within 8h 2m. "
        "12 still wait for a first reply, the longest 2d 4h.",
    ]


def test_a_card_has_five_lines_at_most_where_nothing_must_be_minded() -> None:
    result = answer(waiting=WAITING, target=Target(value=10800, met=True, words="met"))
    assert len(lines(result)) + len(card(result, "frt").tail) <= 5


def test_definition_population_and_interval_stand_behind_a_click() -> None:
    result = answer(
        excluded=(("opened by an agent", 7),), caveats=CATALOGUE["frt"].caveats, guards=("Look.",)
    )
    shown, behind = said(card(result, "frt")), said(how_card(result, "frt", "3f9a01bc"))
    for words in (
        CATALOGUE["frt"].definition,
        "95% interval 1h 58m\N{EN DASH}2h 27m",
        "7 opened by an agent",
        CATALOGUE["frt"].caveats[0],
        "Mon 16 Nov 00:00 \N{EN DASH} Mon 23 Nov 00:00 Europe/Berlin, complete",
        "Look.",
        "Data as of 10:42",
        "receipt 3f9a01bc",
    ):
        assert words not in shown
        assert words in behind


def test_what_a_helpdesk_tells_only_nearly_stands_behind_a_click() -> None:
    near = Knowledge(
        source="z:a", name="Acme", need=Need.HISTORY, since_at=0, until_at=9, how="by its stamps"
    )
    plain = answer()
    result = replace(plain, coverage=replace(plain.coverage, nearly=(near,)))
    words = "The history of status, holder and priority. By its stamps."
    assert words not in said(card(result, "frt"))
    assert words in said(how_card(result, "frt"))


def test_what_a_helpdesk_tells_of_overdue_targets_stands_in_place_of_what_is_general() -> None:
    near = Knowledge(
        source="z:a", name="Acme", need=Need.PROMISES, since_at=0, until_at=9, how="as Acme tells"
    )
    plain = answer(caveats=(OVERDUE,))

    def behind(nearly: tuple[Knowledge, ...], *sources: str) -> str:
        coverage = replace(plain.coverage, nearly=nearly, sources=sources)
        return said(how_card(replace(plain, coverage=coverage), "sla"))

    assert OVERDUE in behind((), "z:a")
    assert "overdue" not in behind((near,), "z:a")
    assert "Unless said otherwise below: a target that is overdue" in behind((near,), "z:a", "z:b")


def test_a_window_that_goes_on_is_so_far() -> None:
    title, first, *_ = lines(answer(complete=False))
    assert title.endswith("so far")
    assert first.startswith("*2h 14m so far*, 19m faster than the same part of the week before")


def test_no_data_is_never_zero() -> None:
    none = answer(figure=wait(None, 0), change=None)
    assert lines(none)[1] == "*No first replies*. The week before: 2h 33m."
    assert "No first replies" in card(none, "frt").text


@pytest.mark.parametrize("n", [1, 2, 3, 4])
def test_a_handful_shows_counts_only(n: int) -> None:
    few = answer(figure=wait(8040, n), change=None)
    assert lines(few)[1].startswith(f"*Too few to tell ({n})*.")
    assert "2h 14m" not in said(card(few, "frt"))


def test_a_handful_of_ratings_shows_its_counts() -> None:
    assert lines(csat(figure=rate(2, 3), change=None))[1].startswith("*Too few to tell (2 of 3)*")


def test_the_text_holds_the_whole_answer() -> None:
    result = answer(waiting=WAITING, target=Target(value=10800, met=True, words="met"))
    assert card(result, "frt").text == (
        "First response time, Email, Week 47 (16\N{EN DASH}22 Nov 2026): 2h 14m, 19m faster than "
        "the week before (2h 33m). Target at most 3h: met. Half within 2h 14m, 9 in 10 within "
        "8h 2m. 12 still wait for a first reply, the longest 2d 4h. 412 first replies."
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
    table = [reply.listing.native] if reply.listing else []
    shown = [*reply.head, *native, *table, *reply.tail]
    assert faults({"text": reply.text, "blocks": shown}) == []
    outside_code = [block for block in shown if block["type"] not in {"rich_text", "data_table"}]
    for sign in ("<!", "<@", "<#"):
        assert sign not in json.dumps(outside_code) + reply.text
