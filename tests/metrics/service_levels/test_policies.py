"""The team's own service levels: read from settings, and the one that holds for a ticket."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from metrics.service_levels.policies import EXAMPLE, Policies
from metrics.tickets.records import Channel, Priority, SlaMeasure, Status
from tests.metrics.office_hours.test_calendar import at
from tests.metrics.small import WORDS, cut, ints

BERLIN = ZoneInfo("Europe/Berlin")


def seconds(text: str, start: int, channel: int = 0, priority: int = 0) -> int | None:
    """The target of a ticket, by the codes of `small.WORDS`."""
    policies = Policies.parse(text, BERLIN)
    held = cut(1, channel=[channel], priority=[priority])
    (number,) = policies.numbers(SlaMeasure.FRT, ints([start]), held, WORDS)
    return None if number < 0 else policies.policies[number].target_seconds


def test_an_entry_says_what_for_which_tickets_by_when_and_on_which_clock() -> None:
    first, second, third, fourth = Policies.parse(EXAMPLE, BERLIN).policies
    assert (first.priority, first.target_seconds, first.business) == (Priority.URGENT, 3600, True)
    assert (second.channel, second.target_seconds, second.business) == (
        Channel.EMAIL,
        8 * 3600,
        False,
    )
    assert (third.measure, third.target_seconds) == (SlaMeasure.RESOLUTION, 2 * 86_400)
    assert (fourth.measure, fourth.channel, fourth.priority) == (SlaMeasure.NEXT_REPLY, None, None)


def test_the_most_precise_entry_holds_and_of_those_the_one_written_first() -> None:
    text = "frt 9h; frt email 8h; frt urgent 1h; frt urgent email 30m"
    assert seconds(text, 0) == 9 * 3600
    assert seconds(text, 0, channel=1) == 8 * 3600
    assert seconds(text, 0, channel=2, priority=3) == 3600
    assert seconds(text, 0, channel=1, priority=3) == 1800
    assert seconds("frt email 8h; frt urgent 1h", 0, channel=1, priority=3) == 8 * 3600


@pytest.mark.parametrize(
    ("entry", "pauses", "said"),
    [
        ("resolution 24h", {Status.PENDING, Status.HOLD}, "pause while pending and on hold"),
        (
            "resolution 24h business running while on hold",
            {Status.PENDING},
            "pause while pending, and run while on hold",
        ),
        (
            "resolution email 24h  running  while pending since 2026-06-01",
            {Status.HOLD},
            "pause while on hold, and run while pending",
        ),
        (
            "resolution 2d running while pending and on hold",
            set(),
            "run while pending and on hold too",
        ),
    ],
)
def test_a_resolution_pauses_unless_its_entry_says_otherwise(
    entry: str, pauses: set[Status], said: str
) -> None:
    policies = Policies.parse(f"frt 1h; {entry}", BERLIN)
    reply, resolution = policies.policies
    assert not reply.pauses
    assert set(resolution.pauses) == pauses
    assert policies.pauses == f"Targets for the resolution {said}."


def test_what_pauses_is_told_of_each_where_they_differ() -> None:
    text = (
        "resolution urgent 4h; resolution 2d running while pending and on hold; "
        "resolution urgent 3h since 2026-06-01"
    )
    assert Policies.parse(text, BERLIN).pauses == (
        "Targets for the resolution pause while pending and on hold (urgent); "
        "they run while pending and on hold too (all)."
    )
    assert Policies.parse("frt 1h", BERLIN).pauses == ""


def test_nothing_is_promised_to_tickets_no_entry_speaks_of() -> None:
    assert seconds("frt urgent 1h; resolution 2d", 0, priority=1) is None
    assert seconds("", 0) is None


def test_a_target_set_later_does_not_rewrite_what_was_before() -> None:
    text = "frt email 8h; frt email 4h since 2026-06-01; frt urgent 2h"
    change = at("2026-06-01 00:00")
    assert seconds(text, change - 1, channel=1) == 8 * 3600
    assert seconds(text, change, channel=1) == 4 * 3600
    assert seconds(text, change, channel=1, priority=3) == 4 * 3600


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("csat 90%", "begins with none of frt, next_reply, resolution"),
        ("business", "begins with none of"),
        ("frt", "no time to answer in"),
        ("frt business", "no time to answer in"),
        ("frt soon", "no time to answer in"),
        ("frt 0h", "no time to answer in"),
        ("frt angry 1h", "'angry' is no channel or priority"),
        ("frt urgent high 1h", "two of a kind"),
        ("frt 2d business", "no fixed length"),
        ("frt 1h since June", "is no date"),
        ("frt 1h; frt 2h", "Two targets hold for the same tickets"),
        ("resolution 1d running while open", "'open' pauses no clock; write running while pending"),
        ("frt 1h running while pending", "The clock of a reply runs whatever"),
        ("resolution 1d business running while pending", "no fixed length"),
    ],
)
def test_what_cannot_be_read_is_told_with_what_to_write(text: str, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        Policies.parse(text, BERLIN)
