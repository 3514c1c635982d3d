from __future__ import annotations

import pytest

from bot.cards.card import card
from bot.cards.dues import due_list
from bot.cards.guide import guide
from bot.cards.help import busy
from bot.cards.terminal import COLUMNS, terminal
from bot.cards.tickets import Excerpt, tickets_card
from bot.charts import picture
from bot.monospace import width
from bot.talk import Reply, Row
from metrics.question.result import Target
from metrics.service_levels.due import Due
from metrics.tickets.records import SlaMeasure
from tests.bot.samples import ASKED_AT, TREND, WAITING, answer, parts, wait, weekly

WHOLE = answer(
    scope="R&D <email>",
    waiting=WAITING,
    target=Target(value=10800, met=True, words="met"),
    series=weekly([wait(value) for value in TREND]),
)


def test_a_card_reads_the_same_in_a_terminal() -> None:
    shown = terminal(card(WHOLE, "frt", picture(WHOLE))).splitlines()
    assert shown[0].startswith("First response time \u00b7 R&D <email> \u00b7 Week 47")
    assert shown[1].startswith(
        "2h 14m, 19m faster than the week before (2h 33m). Target at most 3h:"
    )
    bar = "\u2588" * 14 + "\u258b"
    assert f"W47  {bar}       2h 14m" in shown
    assert shown[-1] == "412 first replies \u00b7 data to 10:42"


def test_a_split_shows_its_table() -> None:
    cut = answer(**parts([("Email", wait(8040)), ("Chat", wait(45))]))
    shown = terminal(card(cut, "frt by channel"))
    assert "Email                 2h 14m            412     50%" in shown


def test_a_table_that_is_too_wide_becomes_lines() -> None:
    cut = answer(**parts([("Email" * 11, wait(8040)), ("Chat", wait(45))]))
    shown = " ".join(terminal(card(cut, "frt by channel")).split())
    assert "Chat 45s \u00b7 412 first replies \u00b7 50% of all" in shown


@pytest.mark.parametrize("reply", [card(WHOLE, "frt", picture(WHOLE)), guide()])
def test_no_line_is_wider_than_the_terminal(reply: Reply) -> None:
    assert [line for line in terminal(reply).splitlines() if width(line) > COLUMNS] == []


def test_marks_and_escapes_are_not_shown() -> None:
    shown = terminal(guide())
    assert not {"*", "`"} & set(shown)
    assert "&amp;" not in terminal(card(WHOLE, "frt"))


def test_a_reply_without_blocks_is_its_text() -> None:
    assert terminal(Reply(text="R&amp;D is fine")) == "R&D is fine"
    assert terminal(busy()) == busy().text


def test_tickets_are_listed_with_their_numbers() -> None:
    row: Row = {"ticket": "7", "calendar_seconds": 8040, "business_seconds": 60, "agent": "Ann"}
    excerpt = Excerpt([row], 1)
    listed = tickets_card(WHOLE, excerpt, "frt", lambda source, id: f"https://acme.com/{id}", None)
    (row_text,) = (line for line in terminal(listed).splitlines() if line.startswith("#7"))
    assert row_text.split()[:4] == ["#7", "2h", "14m", "Ann"]


def test_instants_are_told_in_the_zone_of_the_figures() -> None:
    due = Due(
        ticket="7",
        source="acme",
        agent="",
        measure=SlaMeasure.FRT,
        due_at=ASKED_AT,
        left_seconds=90,
    )
    said = terminal(Reply(text="-", head=(due_list("Next", [due], 3, "Europe/Berlin", None),)))
    assert said == ("Next\n#7 \u00b7 first reply due Mon 23 Nov 10:45 \u00b7 1m left")
