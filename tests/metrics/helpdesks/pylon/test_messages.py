"""What was said, as our messages."""

from __future__ import annotations

from typing import Any

import pytest

from metrics.helpdesks.fields import MalformedError
from metrics.helpdesks.pylon.messages import message, moment, opened
from metrics.helpdesks.pylon.normalise import Reading
from metrics.tickets.records import EventKind, Role
from tests.metrics.helpdesks.pylon import examples
from tests.metrics.helpdesks.pylon.examples import CREATED

CONTACT = {"name": "Kim", "contact": {"id": "con-9", "email": "kim@customer.example"}}


def test_a_reply_is_a_users_and_no_word_of_it_is_kept() -> None:
    event = message(examples.message(), "2290", 4, Reading())
    assert (event.id, event.ticket, event.at, event.order) == ("msg-1", "2290", CREATED + 600, 4)
    assert (event.kind, event.actor, event.author) == (EventKind.MESSAGE, "usr-5", Role.AGENT)
    assert (event.public, event.automated) == (True, False)
    assert "Words" not in repr(event)


@pytest.mark.parametrize(
    ("changes", "author", "automated"),
    [
        ({"author": CONTACT}, Role.CUSTOMER, False),
        ({"author": {"name": "Auto-reply"}}, None, True),
        ({"author": None}, None, True),
    ],
)
def test_whose_a_message_is_tells_its_author(
    changes: dict[str, Any], author: Role | None, automated: bool
) -> None:
    event = message(examples.message(**changes), "2290", 0, Reading())
    assert (event.author, event.automated) == (author, automated)


@pytest.mark.parametrize("name", ["usr-5", "Ann Smith"])
def test_an_ai_agent_is_one_that_the_settings_name(name: str) -> None:
    reading = Reading(bot_users=frozenset({name, "Kim"}))
    event = message(examples.message(), "2290", 0, reading)
    assert (event.author, event.automated) == (Role.BOT, True)
    customer = message(examples.message(author=CONTACT), "2290", 0, reading)
    assert customer.author is Role.CUSTOMER


def test_a_note_is_for_the_team_alone() -> None:
    note = message(examples.message(is_private=True, thread_id="th-1"), "2290", 0, Reading())
    assert not note.public
    row = {key: value for key, value in examples.message().items() if key != "is_private"}
    assert message(row, "2290", 0, Reading()).public


def test_a_message_without_a_time_cannot_be_read() -> None:
    with pytest.raises(MalformedError, match="timestamp"):
        message(examples.message(timestamp=None), "2290", 0, Reading())


def test_messages_of_one_second_stand_in_the_order_of_its_fractions() -> None:
    stamps = ["2026-03-02T08:00:00Z", "2026-03-02T08:00:00.5Z", "2026-03-02T10:00:01+02:00"]
    rows = [examples.message(timestamp=stamp) for stamp in (*stamps, None, "soon")]
    mixed = [rows[place] for place in (3, 2, 1, 0, 4)]
    assert [row["timestamp"] for row in sorted(mixed, key=moment)][:3] == stamps


@pytest.mark.parametrize(
    ("seconds", "at"), [(-5, -5), (0, 0), (3, 0), (60, 0), (61, 61), (600, 600)]
)
def test_the_first_message_opens_the_issue_though_it_is_stamped_later(
    seconds: int, at: int
) -> None:
    stamped = f"2026-03-02T07:59:{60 + seconds}Z" if seconds < 0 else examples.stamp(seconds)
    first = message(examples.message(timestamp=stamped), "2290", 0, Reading())
    assert opened(first, CREATED).at == CREATED + at
    assert opened(first, None).at == CREATED + seconds
