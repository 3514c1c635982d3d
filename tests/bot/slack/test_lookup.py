"""Channels and people, found by the names that people type."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.slack.connection import SlackError, client_of
from bot.slack.lookup import Lookup, called
from bot.workspace import Standing
from sandbox.slack.people import ANNA, CARLA
from sandbox.slack.records import Channel, Trouble
from sandbox.slack.server import Running


def lookup(slack: Running) -> Lookup:
    return Lookup(client_of("xoxb-sandbox", slack.api_url))


def test_the_channels_of_the_bot_are_private_ones_too_and_say_who_else_reads(
    slack: Running,
) -> None:
    gone = Channel(id="C0GONE", name="gone", members=frozenset({"U0DESKPULSE"}), archived=True)
    slack.workspace.keep_channel(gone)
    assert [(one.name, one.shared) for one in lookup(slack).channels_of_bot()] == [
        ("acme-partners", True),
        ("support", False),
        ("support-leads", False),
    ]


def test_public_channels_are_known_without_being_in_them(slack: Running) -> None:
    names = [one.name for one in lookup(slack).public_channels()]
    assert names == ["acme-partners", "general", "support"]


@pytest.mark.parametrize(
    ("word", "ids"),
    [
        ("@anna", [ANNA.id]),
        ("Anna Keller", [ANNA.id]),
        ("ANNA@lumen-support.example", [ANNA.id]),
        (ANNA.id, [ANNA.id]),
        ("kim", ["U0KIM1", "U0KIM2"]),
        ("nobody", []),
        ("", []),
    ],
)
def test_people_are_found_by_address_handle_name_and_id(
    slack: Running, word: str, ids: list[str]
) -> None:
    for id in ("U0KIM1", "U0KIM2"):
        slack.workspace.keep_person(replace(CARLA, id=id, name=id.casefold(), real_name="Kim"))
    slack.workspace.keep_person(replace(CARLA, id="U0GONE", real_name="Kim", deleted=True))
    assert [one.id for one in called(word, lookup(slack).people())] == ids


def test_of_people_it_is_known_who_is_none_of_us_and_where_they_live(slack: Running) -> None:
    people = {one.id: one for one in lookup(slack).people()}
    assert people["U0FINN"].standing is Standing.GUEST
    assert people["U0PIA"].standing is Standing.OUTSIDER
    assert people["U0DESKPULSE"].standing is Standing.BOT
    assert (people[CARLA.id].zone, people[CARLA.id].name) == ("America/New_York", "Carla Mendes")


def test_without_the_scope_for_it_no_address_finds_anybody(slack: Running) -> None:
    slack.workspace.settings.scopes -= {"users:read.email"}
    assert called("anna@lumen-support.example", lookup(slack).people()) == []


def test_all_pages_are_read_and_no_more_than_ten(slack: Running) -> None:
    def page(n: int) -> Trouble:
        more = {"next_cursor": f"page {n + 1}"}
        channels = [{"id": f"C{n}", "name": f"channel-{n:02}"}]
        body = {"ok": True, "channels": channels, "response_metadata": more}
        return Trouble(status=200, body=body)

    slack.workspace.journal.script("conversations.list", *(page(n) for n in range(12)))
    assert len(lookup(slack).public_channels()) == 10
    calls = slack.workspace.journal.calls("conversations.list")
    assert [call.body.get("cursor", "") for call in calls][:3] == ["", "page 1", "page 2"]


def test_what_slack_refuses_is_a_sentence(slack: Running) -> None:
    slack.workspace.settings.scopes -= {"users:read"}
    with pytest.raises(SlackError, match="Slack said missing_scope"):
        lookup(slack).people()


def test_no_name_steers_the_terminal(slack: Running) -> None:
    slack.workspace.keep_person(replace(CARLA, real_name="Car\x1b[2Jla\x07 M\u00e9ndez"))
    (carla,) = called(CARLA.id, lookup(slack).people())
    assert carla.name == "Car[2Jla M\u00e9ndez"
