from __future__ import annotations

from typing import Any

import pytest

from metrics.helpdesks.freshdesk.conversations import message
from metrics.helpdesks.freshdesk.normalise import Reading, changes, opening, ticket
from metrics.tickets.records import Event, EventKind, Role
from metrics.tickets.timeline import timeline
from tests.metrics.helpdesks.freshdesk import examples
from tests.metrics.helpdesks.freshdesk.examples import CREATED, stamp

BOT = Reading(bot_users=frozenset({"900"}))


def test_a_reply_is_the_agents_and_its_words_stay_behind() -> None:
    assert message(examples.conversation(), Reading()) == Event(
        id="4711",
        ticket="1517",
        at=CREATED + 600,
        order=4711,
        kind=EventKind.MESSAGE,
        actor="501",
        author=Role.AGENT,
        public=True,
    )


@pytest.mark.parametrize(
    ("row", "author", "automated", "public"),
    [
        ({"incoming": True, "user_id": 9001}, Role.CUSTOMER, False, True),
        ({"private": True, "source": 2}, Role.AGENT, False, False),
        ({"source": 2}, Role.AGENT, False, True),
        ({"source": 8}, Role.AGENT, False, False),
        ({"automation_id": 48}, None, True, True),
        ({"auto_response": True}, None, True, True),
        ({"user_id": 900}, Role.BOT, True, True),
        ({"user_id": None}, Role.AGENT, False, True),
    ],
)
def test_who_wrote_and_to_whom(
    row: dict[str, Any], author: Role | None, automated: bool, public: bool
) -> None:
    found = message(examples.conversation(**row), BOT)
    assert found
    assert (found.author, found.automated, found.public) == (author, automated, public)


def test_what_comes_with_the_answer_to_a_survey_is_no_message() -> None:
    assert message(examples.conversation(source=6, incoming=True), Reading()) is None


@pytest.mark.parametrize(("source", "name"), [(99, "message:99"), ([0], "message:[0]")])
def test_a_kind_of_message_that_nobody_knows_is_counted(source: object, name: str) -> None:
    reading = Reading()
    found = message(examples.conversation(source=source), reading)
    assert found
    assert found.public
    assert dict(reading.unknown) == {name: 1}


def test_incoming_decides_and_not_what_somebody_is_today() -> None:
    """The one who answered is a contact by now, the one who asked has become an agent."""
    row = examples.ticket()
    asked = examples.conversation(id=1, incoming=True, user_id=77, created_at=stamp(300))
    answered = examples.conversation(id=2, user_id=501, created_at=stamp(600))
    said = [message(each, Reading()) for each in (asked, answered)]
    events = [opening(row), *changes(row, Reading()), *(each for each in said if each)]
    today = {"501": Role.CUSTOMER, "77": Role.AGENT}
    line = timeline(ticket(row, Reading()), events, lambda person, _: today.get(person or ""))
    assert line.first_reply_at == CREATED + 600
    assert line.replies == 1
