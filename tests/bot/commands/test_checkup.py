"""/kpi setup: whether everything works, told to whoever looks after it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.cards.checkup import MOST, WELL, checkup_card
from bot.commands.checkup import BUSY, LONGEST_SECONDS, one_at_a_time
from bot.commands.home import home
from bot.commands.kpi import answer
from bot.services import Services
from bot.talk import Audience, Finding, Reply, Request
from bot.workspace import FixedWorkspace
from metrics.errors import AskError
from sandbox.slack.rules import faults
from tests.bot import desk

FOUND = (
    Finding("Slack bot token: deskpulse in Lumen"),
    Finding("Zendesk *acme* <!channel>", "Make the token anew."),
)


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    chosen = desk.settings(tmp_path, DESKPULSE_ADMINS="U1", DESKPULSE_LEADS="U2")
    with desk.services(chosen) as made:
        yield replace(made, examine=lambda: FOUND)


def asked(person: str, words: str = "setup") -> Request:
    return Request(words=words, person=person, channel="C1", team="T1")


def said(reply: Reply) -> str:
    assert faults({"text": reply.text, "blocks": list(reply.head)}) == []
    return json.dumps(reply.head, ensure_ascii=False)


def test_an_administrator_is_told_alone_what_to_mend_and_what_works(services: Services) -> None:
    reply = answer(asked("U1"), services)
    assert reply.audience is Audience.ME
    told = said(reply)
    assert "1 thing to mend" in told
    assert told.index("Make the token anew.") < told.index("deskpulse in Lumen")
    assert "<!channel>" not in told
    assert reply.text.startswith("1 thing to mend: Zendesk")


def test_where_nothing_is_to_mend_everything_works(services: Services) -> None:
    reply = answer(asked("U1"), replace(services, examine=lambda: FOUND[:1]))
    assert WELL in said(reply)


@pytest.mark.parametrize("person", ["U2", "U3"])
def test_others_are_told_who_may(services: Services, person: str) -> None:
    def never() -> Iterable[Finding]:
        raise AssertionError("nobody may ask for it")

    with pytest.raises(AskError, match="DESKPULSE_ADMINS"):
        answer(asked(person), replace(services, examine=never))


def test_while_nobody_is_named_it_is_for_slacks_own_administrators(tmp_path: Path) -> None:
    with desk.services(desk.settings(tmp_path)) as made:
        services = replace(made, examine=lambda: FOUND)
        assert "to mend" in said(answer(asked("U9"), services))
        with pytest.raises(AskError, match="administrators and owners of this Slack workspace"):
            answer(asked("U9"), replace(services, workspace=FixedWorkspace()))


def test_from_where_nobody_can_look_it_is_said_who_can(services: Services) -> None:
    with pytest.raises(AskError, match="deskpulse doctor --live"):
        answer(asked("U1"), replace(services, examine=None))


def test_one_looks_at_a_time_and_the_next_one_may_again() -> None:
    examine = one_at_a_time(lambda: iter(FOUND))
    first = iter(examine())
    next(first)
    with pytest.raises(AskError) as caught:
        list(examine())
    assert str(caught.value) == BUSY
    assert list(first) == list(FOUND[1:])
    assert list(examine()) == list(FOUND)


def test_one_that_fails_keeps_nobody_from_the_next() -> None:
    def broken() -> Iterator[Finding]:
        yield FOUND[0]
        raise OSError("cut")

    examine = one_at_a_time(broken)
    for _ in range(2):
        with pytest.raises(OSError, match="cut"):
            list(examine())


def test_what_takes_too_long_is_broken_off_and_leaves_the_way_free(services: Services) -> None:
    clock = iter(range(desk.NOW, desk.NOW + 100 * LONGEST_SECONDS, LONGEST_SECONDS // 2))

    def slow() -> Iterator[Finding]:
        yield from (Finding(f"Look {n}") for n in range(1000))

    examine = one_at_a_time(slow)
    told = said(answer(asked("U1"), replace(services, examine=examine, now=lambda: next(clock))))
    assert "Look 1" in told
    assert "Look 5" not in told
    assert "It took too long to look at all." in told
    assert len(list(examine())) == 1000


def test_however_much_is_found_slack_takes_the_card() -> None:
    long = [Finding("x" * 400, "y" * 4000) for _ in range(3 * MOST)]
    short = [Finding("x" * 400) for _ in range(300)]
    said(checkup_card(long + short))
    said(checkup_card([]))


@pytest.mark.parametrize(("person", "shown"), [("U1", True), ("U2", False), ("U3", False)])
def test_home_has_the_button_for_whoever_looks_after_it(
    services: Services, person: str, shown: bool
) -> None:
    tab = json.dumps(home(asked(person, ""), services))
    assert ("Check the set-up" in tab) is shown
    assert "Check the set-up" not in json.dumps(
        home(asked(person, ""), replace(services, examine=None))
    )


def test_what_is_not_there_stands_apart_from_what_works() -> None:
    card = checkup_card([Finding("Clock"), Finding("Back-ups: none", note=True)])
    works, notes = (str(block) for block in card.head[1:])
    assert "Clock" in works
    assert "Back-ups" not in works
    assert "Not there, or not yet" in notes
