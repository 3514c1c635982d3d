"""A source that stops giving what is needed: told once to each who administers, and once back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from bot.commands.home import home
from bot.deliveries.supplies import administrators, tell_of_supplies
from bot.services import Services
from bot.talk import Request
from bot.workspace import CannotCheckError, FixedWorkspace
from metrics.sources.needs import Need, Provision
from metrics.store.books.outbox import Outbox
from metrics.store.syncs import ledger
from metrics.store.syncs.knowledge import note_supplies, publish
from tests.bot import desk
from tests.bot.deliveries.desk import Desk
from tests.bot.deliveries.test_composer import WEEKLY

SOURCE = "zendesk:acme"
WHY = "Zendesk refuses ticket events. Give the token's owner the admin role."
NEEDS = {
    Need.TICKETS: Provision(streams=("tickets",)),
    Need.HISTORY: Provision(streams=("ticket_events",)),
    Need.REPLIES: Provision(streams=("ticket_events",)),
    Need.PROMISES: Provision(streams=("tickets",), also=("sla_events",)),
}


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    named = {"DESKPULSE_ADMINS": "UBEN, UANA, SGROUP", "DESKPULSE_TIMEZONE": "Europe/Berlin"}
    with desk.services(desk.settings(tmp_path, **named), tickets=0) as made:
        with made.outbox.store.write() as connection:
            ledger.register(connection, "zendesk", "acme", desk.NOW - 90 * 86_400)
            note_supplies(connection, SOURCE, NEEDS)
        give(made, "tickets", desk.NOW)
        give(made, "ticket_events", desk.NOW - 3600)
        yield made


def give(services: Services, stream: str, through_at: int) -> None:
    with services.outbox.store.write() as connection:
        moved = {"caught_up": True, "through_at": through_at}
        ledger.advance(connection, SOURCE, stream, "c", **moved)  # type: ignore[arg-type]  # as named
        publish(connection, SOURCE)


def refuse(services: Services, stream: str = "ticket_events") -> None:
    with services.outbox.store.write() as connection:
        ledger.refuse(connection, SOURCE, stream, WHY)


def told(services: Services, now: int = desk.NOW) -> list[tuple[str, str]]:
    """To whom was said what by now, in order."""
    tell_of_supplies(services, now)
    room = Desk(services.outbox.store)
    room.clock.now = now
    room.run()
    return sorted((m.channel, m.reply.text) for m in room.slack.standing.values())


def test_each_administrator_hears_once_that_it_stopped_and_once_that_it_is_back(
    services: Services,
) -> None:
    assert told(services) == []
    refuse(services)
    (ana, ben) = told(services)
    assert (ana[0], ben[0]) == ("UANA", "UBEN")
    assert ana[1].startswith(
        "A source has stopped. Zendesk gives me no ticket events since 06:00: Zendesk refuses "
        "ticket events. Give the token's owner the admin role. I do not know the history of status"
    )
    assert "messages with their authors and times from then on" in ana[1]
    assert "measures wait for it, such as " in ana[1]
    assert told(services, desk.NOW + 600) == []
    give(services, "ticket_events", desk.NOW + 900)
    back = told(services, desk.NOW + 1200)
    assert [to for to, _ in back] == ["UANA", "UBEN"]
    assert back[0][1].startswith("A source is back. Zendesk gives me ticket events again.")
    assert told(services, desk.NOW + 1800) == []
    refuse(services)
    assert len(told(services, desk.NOW + 2400)) == 2


def test_two_copies_that_look_at_once_and_one_that_starts_anew_tell_it_once(
    services: Services,
) -> None:
    refuse(services)
    copies = [replace(services, outbox=Outbox(services.outbox.store, f"copy {n}")) for n in "ab"]
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda copy: tell_of_supplies(copy, desk.NOW), copies * 3))
    again = replace(services, outbox=Outbox(services.outbox.store, "anew"))
    assert [to for to, _ in told(again, desk.NOW + 60)] == ["UANA", "UBEN"]


def test_what_a_plan_may_lack_is_nobodys_alarm(services: Services) -> None:
    refuse(services, "sla_events")
    assert told(services) == []


def test_people_of_a_named_group_hear_too(services: Services) -> None:
    def members(group: str) -> frozenset[str]:
        return frozenset({"UCAT", "UBEN"}) if group == "SGROUP" else frozenset()

    def nobody_can_tell(_group: str) -> frozenset[str]:
        raise CannotCheckError

    assert administrators(replace(services, members=members)) == ["UANA", "UBEN", "UCAT"]
    assert administrators(replace(services, members=nobody_can_tell)) == ["UANA", "UBEN"]


def test_where_nobody_is_named_owners_of_schedules_hear_and_home_says_it(
    services: Services, tmp_path: Path
) -> None:
    plain = replace(services, settings=desk.settings(tmp_path))
    plain.schedules.make(replace(WEEKLY, owner="UOWNER"))
    assert administrators(plain) == ["UOWNER"]
    refuse(plain)
    tab = json.dumps(
        home(Request(words="", person="U9", channel="U9", team="T1"), plain), default=str
    )
    assert "Zendesk gives me no ticket events since" in tab
    member = replace(plain, workspace=FixedWorkspace())
    tab = json.dumps(
        home(Request(words="", person="U9", channel="U9", team="T1"), member), default=str
    )
    assert "gives me no ticket events" not in tab
