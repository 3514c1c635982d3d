"""Tickets that break a promise next, in words."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.cards.dues import due_list, speech, time_left
from metrics.service_levels.due import Due
from metrics.tickets.records import SlaMeasure
from sandbox.slack.rules import faults
from tests.bot.samples import ASKED_AT


def due(ticket: str, left_seconds: int, measure: SlaMeasure = SlaMeasure.FRT) -> Due:
    return Due(
        ticket=ticket,
        source="acme",
        agent="",
        measure=measure,
        due_at=ASKED_AT,
        left_seconds=left_seconds,
    )


def pieces(dues: list[Due], **more: Any) -> Any:
    block = due_list("Breaching next", dues, 2, "Europe/Berlin", more.get("address"))
    assert faults({"text": "-", "blocks": [block]}) == []
    return block["elements"][0]["elements"]


def test_each_is_told_with_its_number_what_is_due_when_and_what_is_left() -> None:
    assert pieces([due("7", 1500, SlaMeasure.RESOLUTION)]) == [
        {"type": "text", "text": "Breaching next", "style": {"bold": True}},
        {"type": "text", "text": "\n"},
        {"type": "text", "text": "#7"},
        {"type": "text", "text": " \u00b7 solution due "},
        {
            "type": "date",
            "timestamp": ASKED_AT,
            "format": "{date_short_pretty} at {time}",
            "fallback": "Mon 23 Nov 10:45",
        },
        {"type": "text", "text": " \u00b7 25m left"},
    ]


def test_a_number_is_a_link_where_there_is_an_address() -> None:
    shown = pieces([due("7", 60)], address=lambda _, ticket: f"https://acme.com/{ticket}")
    assert {"type": "link", "url": "https://acme.com/7", "text": "#7"} in shown


def test_what_is_not_named_is_counted() -> None:
    assert pieces([due(str(n), 60) for n in range(5)])[-1]["text"] == "\nand 3 more"


def test_whole_minutes_are_told_and_none_that_is_not_there() -> None:
    told = [time_left(due("7", seconds)) for seconds in (0, 59, 60, 7_260)]
    assert told == [
        "no working time left",
        "no working time left",
        "1m left",
        "2h 1m left",
    ]


def test_it_is_told_to_those_who_hear_it() -> None:
    assert speech(due("7", 1500), "Europe/Berlin") == (
        "#7 first reply due Mon 23 Nov 10:45, 25m left"
    )


def test_it_says_its_helpdesk_where_there_are_several() -> None:
    theirs = replace(due("7", 60), helpdesk="Acme US")
    assert "Acme US #7" in str(pieces([theirs]))
    assert speech(theirs, "UTC").startswith("Acme US #7 first reply due")
