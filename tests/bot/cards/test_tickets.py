"""The tickets behind a number, as a table and as lines."""

from __future__ import annotations

from typing import Any

import pytest

from bot.cards.tickets import (
    MOST_LINES,
    MOST_ROWS,
    NOTHING,
    PARTS,
    Excerpt,
    count_sentence,
    count_words,
    file_card,
    tickets_card,
)
from bot.talk import Audience
from sandbox.slack.rules import faults
from tests.bot.samples import HOSTILE, answer, figure, rate, wait


def row(number: int, **more: Any) -> dict[str, Any]:
    given = {
        "ticket": str(number),
        "agent": "Ann",
        "team": "Billing",
        "channel": "email",
        "created_at_local": "2026-11-16T09:12:00+01:00",
        "counted_at_local": "2026-11-16T11:26:00+01:00",
        "calendar_seconds": 8040 + number,
        "business_seconds": 60,
        "hit": None,
        "step": None,
    }
    return {**given, **more}


def address(source: str, ticket: str) -> str:
    return f"https://acme.zendesk.com/agent/tickets/{ticket}"


def shown(rows: list[dict[str, Any]], most: int | None = None, **more: Any) -> Any:
    figure = more.pop("figure", wait(8040.0, len(rows)))
    excerpt = Excerpt(rows[: most or MOST_ROWS], len(rows))
    return tickets_card(answer(figure=figure, **more), excerpt, "frt email", address, most)


def test_a_ticket_is_a_link_with_its_owner_and_its_measured_time() -> None:
    listing = shown([row(n) for n in range(7, 50)]).listing
    heading, first, *_ = listing.native["rows"]
    assert [cell["text"] for cell in heading] == [
        *("Ticket", "First response time", "Owner", "Team", "Channel", "Opened", "Counted")
    ]
    assert first[0]["elements"][0]["elements"] == [
        {"type": "link", "url": address("", "7"), "text": "#7"}
    ]
    assert first[1] == {"type": "raw_number", "value": 8047.0, "text": "2h 14m"}
    assert first[2]["text"] == "Ann"


def test_the_clock_is_told_in_parts_where_there_are_several() -> None:
    us = {"waiting_for_us_seconds": 3600, "on_hold_seconds": 0, "solved_seconds": 0}
    rows = [row(7, **us, waiting_for_customer_seconds=4447), row(8, **us)]
    rows[1]["waiting_for_customer_seconds"] = 0
    listing = shown(rows).listing
    heading, first, _ = listing.native["rows"]
    assert [cell["text"] for cell in heading][1:4] == [
        *("First response time", "Waiting for us", "Waiting for customer")
    ]
    assert [cell["value"] for cell in first[1:4]] == [8047.0, 3600.0, 4447.0]
    told = "".join(piece["text"] for piece in listing.lines["elements"][0]["elements"])
    assert "waiting for us 1h 0m \u00b7 waiting for customer 1h 14m \u00b7 Ann" in told
    assert told.count("waiting for customer") == 1
    assert "Waiting for us" not in str(shown([row(7, **us)]).listing.native)


@pytest.mark.parametrize(
    ("key", "title"),
    [("backlog", "Age"), ("aging", "Age"), ("pending_reply", "Waiting"), ("sla_risk", "Running")],
)
def test_the_time_behind_a_level_is_called_what_it_is(key: str, title: str) -> None:
    reply = tickets_card(answer(key), Excerpt([row(7)], 1), key, address, None)
    assert reply.listing is not None
    heading = [cell["text"] for cell in reply.listing.native["rows"][0]]
    assert heading == ["Ticket", title, "Owner", "Team", "Channel", "Opened"]


def test_the_count_is_that_of_the_figure_and_what_is_cut_is_said() -> None:
    reply = shown([row(n) for n in range(450)])
    assert "450 first replies, of which the first 100 are listed" in reply.text
    assert "Together: 2h 14m median." in reply.text
    assert len(reply.listing.native["rows"]) == MOST_ROWS + 1
    assert "and 70 more" in str(reply.listing.lines)
    assert str(reply.listing.lines).count("'link'") == MOST_LINES


def test_a_count_is_told_once() -> None:
    backlog = answer("backlog", figure=figure(450.0, 450), statistic="count")
    told = count_sentence(backlog, 450, 100)
    assert told == "450 unsolved tickets, of which the first 100 are listed."


def test_only_so_many_are_listed_as_were_asked_for() -> None:
    reply = shown([row(n) for n in range(450)], most=5)
    assert len(reply.listing.native["rows"]) == 6
    assert "Worst 10" not in str(reply.tail)
    assert "Asked: frt email worst 5." in str(reply.tail)


def test_both_forms_are_taken_by_slack_whatever_the_names() -> None:
    parts = dict.fromkeys(PARTS.values(), 10**8)
    names = {"agent": HOSTILE * 20, "team": HOSTILE * 20, **parts}
    rows = [row(n, **names, hit=n % 2 == 0) for n in range(200)]
    reply = shown(rows, figure=rate(100, 200), scope=HOSTILE)
    for block in (reply.listing.native, reply.listing.lines):
        assert faults({"blocks": [*reply.head, block, *reply.tail]}) == []


def test_no_ticket_is_said_and_shown_to_the_asker_only() -> None:
    reply = shown([], figure=wait(None, 0))
    assert NOTHING in reply.text
    assert reply.listing is None
    assert reply.audience is Audience.ME


def test_a_row_without_a_ticket_has_no_link() -> None:
    listing = shown([row(1, ticket="", calendar_seconds=None)]).listing
    assert "'link'" not in str(listing)


def test_a_file_says_how_many_rows_it_has() -> None:
    assert (
        "412 first replies in frt.csv"
        in file_card(answer(), "412 first replies", "frt.csv", "frt email").text
    )


def test_what_a_backlog_moved_by_is_listed_as_steps() -> None:
    rows = [row(7, step="created"), row(7, step="solved")]
    result = answer("backlog_growth", figure=wait(0.0, 2))
    card = tickets_card(result, Excerpt(rows, 2), "backlog_growth", address, None)
    assert "2 steps." in card.text
    assert (
        "1 step in steps.csv"
        in file_card(result, count_words(result, 1), "steps.csv", "backlog_growth").text
    )


def test_a_ticket_says_its_helpdesk_where_there_are_several() -> None:
    reply = shown([row(7, source="zendesk:us", helpdesk="Acme US"), row(7, source="zendesk:eu")])
    cells = [cells[0]["elements"][0]["elements"][0] for cells in reply.listing.native["rows"][1:]]
    assert [cell["text"] for cell in cells] == ["Acme US #7", "#7"]
    assert cells[0]["url"] == address("zendesk:us", "7")
    assert "Acme US #7" in str(reply.listing.lines)
    assert "Acme US #7" in reply.text
