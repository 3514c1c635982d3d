"""/kpi standup."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.cards.standup import NOTHING, question, responses
from bot.commands.kpi import answer
from bot.config import Answers
from bot.digests.standup import board
from bot.services import Services
from bot.talk import Audience, Reach, Reply, Request
from metrics.errors import AskError
from sandbox.slack.rules import faults
from tests.bot import desk

DAY_SECONDS = 86400
SET = {
    "DESKPULSE_TARGETS": "frt email 1m; frt chat 30d",
    "DESKPULSE_SLA": "frt 30m; resolution 2h",
}


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    folder = tmp_path_factory.mktemp("standup")
    with desk.services(desk.settings(folder, **SET), tickets=20_000) as made:
        yield made


def monday(services: Services) -> Services:
    """The same on the Monday before, which looks back over more days."""
    return replace(services, now=lambda: desk.NOW - DAY_SECONDS)


def say(services: Services, words: str) -> Reply:
    return answer(Request(words=words, person="U1", channel="C1"), services)


def shown(reply: Reply) -> str:
    return json.dumps([*reply.head, *reply.tail], ensure_ascii=False)


def test_the_board_is_posted_for_all_and_its_thread_asks_on_about_it(services: Services) -> None:
    reply = say(services, "standup email")
    assert reply.audience is Audience.CHANNEL
    assert reply.phrase == "backlog_growth email 23..24 nov 2026"
    kept = services.posts.receipt(reply.receipt or "")
    assert kept is not None
    assert kept.phrase == reply.phrase


def test_the_foot_promises_only_what_holds_in_every_installation(services: Services) -> None:
    """Plain replies are heard only where scopes and events for them were added."""
    foot = shown(say(services, "standup email"))
    assert "Mention me in the thread to go on" in foot
    assert "Reply in the thread" not in foot


def test_a_board_for_one_person_has_no_thread_to_go_on_in(services: Services) -> None:
    chosen = services.settings.model_copy(update={"answers": Answers.PRIVATE})
    private = say(replace(services, settings=chosen), "standup email")
    elsewhere = Request(words="standup email", person="U1", channel="C1", reach=Reach.ALONE)
    preview = say(services, "digest standup email")
    for reply in (private, answer(elsewhere, services), preview):
        assert "in the thread" not in shown(reply)
        assert "ask again with /kpi" in shown(reply)
    assert private.audience is preview.audience is Audience.ME


def test_a_board_whose_data_end_days_before_says_so_first(services: Services) -> None:
    """It is that of the last day which the data know, with no word of now."""
    late = replace(services, now=lambda: desk.NOW + 3 * DAY_SECONDS)
    made = board((), late)
    assert made.as_of == "as of Tue 24 Nov 06:00"
    assert made.pending.figure == board((), services).pending.figure
    assert made.breaching == board((), services).breaching
    said = question(made)
    assert said.startswith("I do not know how it stands now: all this is as of Tue 24 Nov 06:00. ")
    assert "deskpulse doctor" in said
    reply = say(late, "standup")
    assert reply.text.startswith("Standup, All tickets, as of Tue 24 Nov 06:00, since")
    assert "Waiting for our reply as of Tue 24 Nov 06:00: " in shown(reply)
    assert "Breaching next, as of Tue" in shown(reply) or not made.breaching
    assert "Data as of Tue 24 Nov 06:00" in shown(reply)
    assert responses(replace(made, responses=())) == ["no first replies in this time"]


@pytest.mark.parametrize(("seconds", "old"), [(600, False), (601, True)])
def test_a_board_is_old_as_an_alert_is(services: Services, seconds: int, old: bool) -> None:
    late = replace(services, now=lambda: desk.NOW + seconds)
    assert bool(board((), late).as_of) is old


def test_the_board_is_taken_by_slack_and_told_to_those_who_hear_it(services: Services) -> None:
    reply = say(services, "standup")
    assert faults({"text": reply.text, "blocks": [*reply.head, *reply.tail]}) == []
    for said in ("To talk about", "Opening", "Waiting for our reply", "Unassigned", "First resp"):
        assert said in reply.text
        assert said in shown(reply)


def test_who_waits_longest_is_told_by_number_and_without_a_name(services: Services) -> None:
    made = board((), services)
    assert made.longest is not None
    rows = list(services.asker.tickets(made.pending.query, desk.NOW))
    assert made.longest["calendar_seconds"] == max(
        int(str(row["calendar_seconds"] or 0)) for row in rows
    )
    assert f'"#{made.longest["ticket"]}"' in shown(say(services, "standup"))


def test_numbers_are_links_only_where_lists_of_tickets_may_be_shown(services: Services) -> None:
    request = Request(words="standup", person="U1", channel="C1")
    for channel, private, linked in (("C1", False, False), ("C1", True, True), ("D1", False, True)):
        reply = answer(replace(request, channel=channel, private=private), services)
        assert ("agent/tickets/" in shown(reply)) is linked


def test_what_breaks_a_promise_next_is_named(tmp_path: Path) -> None:
    chosen = desk.settings(tmp_path, DESKPULSE_SLA="resolution 20h business")
    with desk.services(chosen, tickets=3000) as services:
        (due,) = board((), services).breaching
        reply = say(services, "standup")
    assert due.left_seconds <= 4 * 3600
    assert f'"#{due.ticket}"' in shown(reply)
    assert f"Breaching next: #{due.ticket} solution due" in reply.text
    assert faults({"text": reply.text, "blocks": [*reply.head, *reply.tail]}) == []


def test_first_response_is_held_to_the_target_of_its_channel(services: Services) -> None:
    met = {
        r.scope: r.target.met if r.target else None for r in board((), monday(services)).responses
    }
    assert met["Email"] is False
    assert met["Chat"] is True
    assert met["Web"] is None
    assert "not met (target at most 1m)" in say(monday(services), "standup").text


def test_the_worst_is_talked_about_first(services: Services) -> None:
    made = board((), monday(services))
    assert "breached or close to it" in question(made)
    calm = replace(made, at_risk=None, longest=None)
    assert "Email does not meet its first response target" in question(calm)
    waits = {**(made.longest or {}), "calendar_seconds": 2 * DAY_SECONDS}
    assert "has waited 2d 0h" in question(replace(calm, longest=waits))


def test_where_nothing_happened_nothing_stands_out(tmp_path: Path) -> None:
    with desk.services(desk.settings(tmp_path), tickets=1) as services:
        reply = say(services, "standup")
    assert NOTHING in shown(reply)
    assert "no first replies in this time" in reply.text
    why = "not told. SLA at risk is not available from Zendesk, because no SLA target is known"
    assert why in reply.text
    assert faults({"text": reply.text, "blocks": [*reply.head, *reply.tail]}) == []


def test_a_monday_looks_back_to_friday(services: Services) -> None:
    assert "since Fri 20 Nov 00:00" in say(monday(services), "standup").text


@pytest.mark.parametrize("words", ["frt", "@a1", "last week", "urgent", "by channel"])
def test_a_board_is_about_a_team_or_a_channel_only(services: Services, words: str) -> None:
    with pytest.raises(AskError) as caught:
        say(services, f"standup {words}")
    assert all(phrase.startswith("standup") for phrase in caught.value.suggestions)


def test_a_slip_is_mended_with_a_whole_phrase(services: Services) -> None:
    with pytest.raises(AskError) as caught:
        say(services, "standup emial")
    assert caught.value.suggestions == ("standup email",)
