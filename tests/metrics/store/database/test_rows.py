from __future__ import annotations

import pytest

from metrics.store.database import rows
from metrics.tickets.records import (
    Channel,
    Event,
    EventKind,
    Field,
    Priority,
    Removal,
    Status,
    Ticket,
)
from metrics.tickets.vendor_figures import VendorFigures
from tests.metrics.scripted import a_message, a_ticket

FULL = Ticket(
    id="t1",
    created_at=1,
    changed_at=2,
    status=Status.HOLD,
    channel=Channel.OTHER,
    channel_raw="galactic",
    priority=Priority.LOW,
    team="a",
    agent="b",
    category="c",
    requester="d",
    submitter="e",
    parent="t0",
    subject="f",
    removal=Removal.SPAM,
    removed_at=3,
    vendor=VendorFigures(
        reply_minutes=4,
        reply_business_minutes=5,
        first_resolution_minutes=6,
        first_resolution_business_minutes=7,
        resolution_minutes=8,
        resolution_business_minutes=9,
        replies=10,
        reopens=11,
    ),
)


@pytest.mark.parametrize("ticket", [FULL, a_ticket("t2")], ids=["full", "bare"])
def test_a_ticket_comes_back_as_it_was(ticket: Ticket) -> None:
    assert rows.ticket(rows.row("z", ticket)) == ticket


def test_an_event_comes_back_as_it_was() -> None:
    change = Event(
        id="e1",
        ticket="t1",
        at=1,
        order=2,
        kind=EventKind.CHANGE,
        automated=True,
        field=Field.TEAM,
        old="a",
        new="b",
    )
    for event in (change, a_message("e2", "t1", 5, "ann")):
        assert rows.event(rows.row("z", event)) == event


def test_words_are_stored_as_plain_text() -> None:
    assert {type(rows.row("z", FULL)[name]) for name in ("status", "channel", "removal")} == {str}


def test_a_word_we_do_not_know_is_refused() -> None:
    with pytest.raises(ValueError, match="galactic"):
        rows.ticket(rows.row("z", FULL) | {"status": "galactic"})


@pytest.mark.parametrize(
    ("text", "kept"),
    [("plain", "plain"), ("a\0b", "ab"), ("\ud800", "?"), ("é\N{GRINNING FACE}", "é😀")],
)
def test_text_is_cleaned_of_what_cannot_be_stored(text: str, kept: str) -> None:
    assert rows.clean(text) == kept


def test_what_fits_has_no_reason_against_it() -> None:
    assert rows.misfit(rows.row("z", FULL)) is None
