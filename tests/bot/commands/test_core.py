"""/kpi core."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.commands.kpi import answer
from bot.services import Services
from bot.talk import Reply, Request
from metrics.errors import AskError
from sandbox.slack.rules import faults
from tests.bot import desk


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    with desk.services(desk.settings(tmp_path, DESKPULSE_LEADS="U1ANN")) as made:
        yield made


def say(services: Services, words: str, person: str = "U1ANN") -> Reply:
    reply = answer(Request(words=words, person=person, channel="C1"), services)
    assert faults({"text": reply.text, "blocks": [*reply.head, *reply.tail]}) == []
    return reply


@pytest.mark.parametrize(
    ("words", "keys"),
    [
        ("core frt csat backlog sla reopen", ("frt", "csat", "backlog", "sla", "reopen")),
        (
            "Core frt, csat, backlog; SLA and first response time and reopens, resolution",
            ("frt", "csat", "backlog", "sla", "reopen", "resolution"),
        ),
        (
            "core set first response time customer satisfaction backlog sla reopen rate fcr volume",
            ("frt", "csat", "backlog", "sla", "reopen", "fcr", "volume"),
        ),
    ],
)
def test_a_set_is_chosen_in_words(services: Services, words: str, keys: tuple[str, ...]) -> None:
    reply = say(services, words)
    assert services.core.current().metrics == keys
    assert "New core set: First response time, " in reply.text
    assert "First response time" in say(services, "core", "U2BOB").text


def test_without_a_choice_the_usual_ones_stand_and_undo_goes_back(services: Services) -> None:
    assert "Nobody has chosen" in say(services, "core").text
    say(services, "core frt csat backlog sla reopen")
    reply = say(services, "core default")
    assert services.core.current().metrics == ()
    assert "core frt csat backlog sla reopen" in str(reply.tail)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("core frt csat", "2 measures tell too little"),
        ("core frt csat backlog sla reopen fcr volume aging", "8 measures are more than anybody"),
        ("core frt frt csat csat backlog", "3 measures tell too little"),
        ("core frt email csat backlog sla reopen", "'email' is no measure"),
        ("core frt csat backlog sla zzz", "'zzz' is no measure"),
    ],
)
def test_what_is_no_set_is_answered_with_why_not(services: Services, words: str, why: str) -> None:
    with pytest.raises(AskError, match=why):
        say(services, words)
    assert services.core.current().metrics == ()


def test_only_leads_and_administrators_choose(services: Services) -> None:
    with pytest.raises(AskError, match="only leads and administrators"):
        say(services, "core frt csat backlog sla reopen", "U2BOB")
