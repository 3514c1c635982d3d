"""What is said of an alert: short, whole for those who hear it, and within Slack's rules."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.alerts import messages
from bot.alerts.kinds.kind import Sight, Story
from bot.talk import Reply
from metrics.ask.lasting import Lasting
from metrics.posting.alerts import Observation
from metrics.service_levels.due import Due
from metrics.tickets.records import SlaMeasure
from sandbox.slack.rules import faults
from tests.bot.alerts.desk import alert

DAY = 86400
MONDAY_NOON = 1_795_435_200  # Mon 23 Nov 2026 12:00 in UTC
SIGHT = Sight(
    observation=Observation(at=MONDAY_NOON + 7500, beyond=True, over=False),
    fires="First response time above 4h",
    calms="First response time no longer above 4h",
    now="6h 2m, 2h 2m above the limit of 4h \u00b7 24 first replies",
    scope="Email \u00b7 23 Nov 2026 so far",
    zone="UTC",
    value=21720.0,
    say=lambda seconds: f"{seconds / 3600:.0f}h",
    phrase="frt email today",
)
STORY = Story(
    lasting=Lasting(since_at=MONDAY_NOON - 5100, exact=True),
    lines=("By category, most of it is Billing: +1h 2m of +1h 40m.",),
    advice="6 of 8 have no owner: assign them.",
)
LONG = replace(SIGHT, fires="<!channel> *x* " * 300, scope="y" * 4000)
LONG_STORY = replace(STORY, lines=("z" * 4000,), advice="<!channel> " * 400)


def dues(n: int) -> tuple[Due, ...]:
    return tuple(
        Due(
            ticket=str(number),
            source="zendesk",
            agent="ann",
            measure=SlaMeasure.FRT,
            due_at=MONDAY_NOON + 60 * number,
            left_seconds=60 * number,
        )
        for number in range(1, n + 1)
    )


def shown(reply: Reply) -> list[str]:
    """What the buttons of a message ask."""
    blocks = [dict(block) for block in (*reply.head, *reply.tail)]
    assert faults({"text": reply.text, "blocks": blocks}) == []
    return [each["value"] for b in blocks if b["type"] == "actions" for each in b["elements"]]


def test_what_fires_is_told_with_how_far_since_when_what_carries_it_and_one_thing_to_do() -> None:
    reply = messages.alert_post(alert(), SIGHT, STORY, None)
    assert reply.text == (
        "First response time above 4h. Email, 23 Nov 2026 so far. 6h 2m, 2h 2m above the limit of "
        "4h, 24 first replies. Since 10:35. By category, most of it is Billing: +1h 2m of "
        "+1h 40m. 6 of 8 have no owner: assign them."
    )
    assert shown(reply) == [
        "alert ack aaaa",
        "alert snooze aaaa 1h",
        "alert snooze aaaa tomorrow",
        "frt email today",
    ]


def test_a_post_asks_why_where_something_says_that() -> None:
    reply = messages.alert_post(alert(), replace(SIGHT, why="frt email today why"), STORY, None)
    assert shown(reply)[-2:] == ["frt email today", "frt email today why"]


def test_nothing_is_advised_where_nothing_follows() -> None:
    reply = messages.alert_post(alert(), SIGHT, Story(), None)
    assert reply.text.endswith("24 first replies.")
    assert len(reply.head) == 1


@pytest.mark.parametrize(
    ("lasting", "words"),
    [
        (None, ""),
        (Lasting(since_at=MONDAY_NOON - 5100, exact=True), "Since 10:35"),
        (Lasting(since_at=MONDAY_NOON - 2 * DAY, exact=True), "Since Sat 21 Nov 12:00"),
        (Lasting(since_at=MONDAY_NOON - 2 * DAY), "Since 21 Nov"),
        (Lasting(since_at=MONDAY_NOON - 5100), "Since today"),
        (Lasting(since_at=MONDAY_NOON - 14 * DAY), "Since 9 Nov, for the third week"),
        (Lasting(since_at=MONDAY_NOON - 87 * DAY), "Since 28 Aug, for the 13th week"),
        (
            Lasting(since_at=MONDAY_NOON - 175 * DAY, whole=True),
            "For longer than my data reach (since 1 Jun)",
        ),
        (
            Lasting(since_at=MONDAY_NOON - 360 * DAY, more=True),
            "For about a year or longer",
        ),
    ],
)
def test_since_when_is_told_as_people_say_it(lasting: Lasting | None, words: str) -> None:
    assert messages.since_words(lasting, SIGHT) == words


def test_a_reminder_says_how_long_and_how_much() -> None:
    reply = messages.reminder(alert(), SIGHT, MONDAY_NOON)
    assert reply.text == (
        "Still so, for 2h 5m. First response time above 4h. 6h 2m, 2h 2m above the limit of 4h, "
        "24 first replies."
    )
    assert len(shown(reply)) == 4


def test_the_end_says_how_long_it_lasted_and_the_worst_of_it() -> None:
    reply = messages.recovery(replace(SIGHT, now="2h 0m"), MONDAY_NOON, 21720.0, "U1")
    assert reply.text == (
        "First response time no longer above 4h. 2h 0m. It lasted 2h 5m; at its worst 6h."
    )
    assert reply.head[0]["text"]["text"].endswith("at its worst 6h. <@U1> had it.")
    assert shown(reply) == []


def test_tickets_in_danger_are_listed_with_who_has_them() -> None:
    fires = "20 tickets are about to miss a target"
    sight = replace(SIGHT, fires=fires, dues=dues(20), owner=lambda due: f"{due.agent} Lee")
    reply = messages.board(alert("breaching"), sight, None)
    said = str(reply.head)
    assert "#15" in said
    assert "#16" not in said
    assert "and 5 more" in said
    assert said.count("ann Lee") == 15
    assert "agent/tickets" not in said
    assert reply.text.endswith("5m left; and 15 more.")
    assert shown(reply)


def test_the_list_says_that_it_is_empty() -> None:
    sight = replace(SIGHT, calms="No ticket is about to miss a target any more", dues=())
    reply = messages.list_end(sight, MONDAY_NOON, 3.0)
    assert "No ticket is about to miss a target any more" in str(reply.head)
    assert shown(reply) == []


@pytest.mark.parametrize(
    "reply",
    [
        messages.alert_post(alert(), LONG, LONG_STORY, None),
        messages.reminder(alert(), LONG, MONDAY_NOON),
        messages.recovery(LONG, MONDAY_NOON, 1.0),
        messages.board(alert(), replace(LONG, dues=dues(300)), None),
        messages.list_end(LONG, MONDAY_NOON, 1.0),
        messages.failure_notice(alert(phrase="p" * 4000), "<!channel> " * 900),
    ],
    ids=["fired", "reminded", "recovered", "board", "cleared", "blind"],
)
def test_long_words_are_cut_and_nobody_is_called(reply: Reply) -> None:
    shown(reply)
    sections = [b["text"]["text"] for b in reply.head if b["type"] == "section"]
    assert "<!" not in "".join([*sections, reply.text])
