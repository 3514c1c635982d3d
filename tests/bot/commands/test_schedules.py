"""/kpi schedule and /kpi schedules."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import update

from bot.cards.schedules import when
from bot.commands.kpi import answer
from bot.services import Services
from bot.talk import Audience, Reply, Request
from bot.workspace import Channel, FixedWorkspace, Person
from metrics.errors import AskError
from metrics.posting.deliveries import Delivery, DigestSchedule, State
from metrics.recurrence import Rule
from metrics.store.books.digest_schedules import SCHEDULE
from metrics.store.books.outbox import Outbox
from tests.bot import desk

BERLIN = {"DESKPULSE_TIMEZONE": "Europe/Berlin"}
WEEKLY = "schedule weekly #support monday 9:00"


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    with desk.services(desk.settings(tmp_path, **BERLIN)) as made:
        yield made


def say(services: Services, words: str, person: str = "U1ANN", channel: str = "C1") -> Reply:
    named = {"support": "C0SUPPORT"}
    request = Request(words=words, person=person, channel=channel, channels=named)
    return answer(request, services)


def only(services: Services) -> DigestSchedule:
    (one,) = services.schedules.all()
    return one


@pytest.mark.parametrize("channel", ["D1", "U1ANN"])
def test_one_in_a_direct_message_is_known_to_its_owner_and_to_administrators_alone(
    tmp_path: Path, channel: str
) -> None:
    named = {"DESKPULSE_LEADS": "U1ANN, ULEAD", "DESKPULSE_ADMINS": "UADMIN"}
    with desk.services(desk.settings(tmp_path, **BERLIN, **named)) as opened:
        say(opened, "schedule weekly")
        schedule = replace(only(opened), id="aaaaaaaa", channel=channel)
        opened.schedules.make(schedule)
        for person, knows in (("U1ANN", True), ("UADMIN", True), ("ULEAD", False), ("U2", False)):
            assert ("aaaaaaaa" in words(say(opened, "schedules", person))) is knows, person
        assert say(opened, "schedule pause aaaaaaaa", "UADMIN").text
        for act in ("schedule aaaaaaaa", "schedule delete aaaaaaaa"):
            with pytest.raises(AskError, match="no such schedule"):
                say(opened, act, "ULEAD")


def test_one_made_in_a_direct_message_is_for_that_person_by_their_id(services: Services) -> None:
    """So that it is known who reads it, whoever moves it later."""
    say(services, "schedule weekly", channel="D1")
    assert only(services).channel == "U1ANN"
    with pytest.raises(AskError, match="in their own conversation"):
        say(services, "schedule weekly #D2")
    services.schedules.make(replace(only(services), id="aaaaaaaa", channel="D7"))
    say(services, "schedule move aaaaaaaa tuesday", person="U2")
    moved = services.schedules.get("aaaaaaaa")
    assert moved is not None
    assert (moved.channel, moved.owner) == ("U1ANN", "U1ANN")


def words(reply: Reply) -> str:
    """All that a card says, with the words behind its buttons."""
    return json.dumps([*reply.head, *reply.tail], ensure_ascii=False)


def post(services: Services, one: DigestSchedule, due_at: int, **changed: object) -> Delivery:
    made = Delivery(
        id=f"{one.id}{due_at}",
        source=f"digest:{one.id}",
        due_at=due_at,
        channel=one.channel,
        expires_at=due_at + 3600,
    )
    made = replace(made, **changed)  # type: ignore[arg-type]
    services.outbox.put([made], desk.NOW)
    return made


# Made


def test_a_schedule_is_made_and_its_next_five_posts_are_told_with_their_offsets(
    services: Services,
) -> None:
    reply = say(services, "schedule weekly #support monday 9:00 europe/london team t3 email")
    assert reply.audience is Audience.ME
    one = only(services)
    assert (one.digest, one.channel, one.owner) == ("weekly", "C0SUPPORT", "U1ANN")
    assert one.rule == "weekly monday 09:00 Europe/London"
    assert "<#C0SUPPORT>, every Monday at 09:00, Europe/London" in words(reply)
    assert "1. Mon 30 Nov 2026 09:00 (UTC+00:00)" in words(reply)
    assert "Weekly digest \u00b7 Email \u00b7 T3" in reply.text
    assert "/invite me to the channel" in words(reply)
    assert "digest weekly email team t3" in words(reply)
    assert "5. Mon 28 Dec 2026 09:00 (UTC+00:00)" in words(reply)


@pytest.mark.parametrize(
    ("typed", "about"),
    [
        ("weekly monday 9:00", "the last whole week before its day"),
        ("monthly last 17:00", "the last whole month before its day"),
        ("standup 9:15", "the time since the last working day"),
    ],
)
def test_which_time_its_posts_tell_of_is_said(services: Services, typed: str, about: str) -> None:
    assert f"Each tells of {about}." in words(say(services, f"schedule {typed}"))


def test_the_clock_change_among_the_next_posts_is_seen(services: Services) -> None:
    spring = replace(services, now=lambda: 1_803_513_600)  # 25 February 2027
    reply = say(spring, WEEKLY)
    assert "Mon 22 Mar 2027 09:00 (UTC+01:00)" in words(reply)
    assert "Mon 29 Mar 2027 09:00 (UTC+02:00)" in words(reply)


def test_a_schedule_is_for_the_channel_where_it_is_typed(services: Services) -> None:
    say(services, "schedule standup", channel="C9HERE")
    assert (only(services).channel, only(services).digest) == ("C9HERE", "standup")


def test_a_direct_message_has_no_name(services: Services) -> None:
    assert "In a direct message, Mon-Fri at" in words(
        say(services, "schedule standup", channel="D1")
    )


def test_the_same_schedule_made_twice_is_one_and_that_is_told(services: Services) -> None:
    say(services, WEEKLY)
    reply = say(services, "schedule mondays 9 weekly #support", person="U2BOB")
    assert "This is scheduled already" in reply.text
    assert only(services).owner == "U1ANN"


def test_near_misses_come_as_whole_phrases(services: Services) -> None:
    with pytest.raises(AskError) as refused:
        say(services, "schedule wekly #support mon 9:00")
    (phrase,) = refused.value.suggestions
    assert refused.value.names == {"C0SUPPORT": "support"}
    assert phrase == "schedule weekly #C0SUPPORT monday 09:00 Europe/Berlin"
    say(services, phrase)
    assert only(services).channel == "C0SUPPORT"


def test_without_words_a_form_is_offered(services: Services) -> None:
    assert "Schedule a digest" in words(say(services, "schedule"))


def test_what_begins_with_post_may_plan(services: Services) -> None:
    say(services, "schedule post the weekly digest to #support every monday at 9")
    assert only(services).rule == "weekly monday 09:00 Europe/Berlin"


# Stopped, begun again, moved


def test_a_schedule_is_paused_by_somebody_and_resumed_from_the_next_slot(
    services: Services,
) -> None:
    say(services, WEEKLY)
    one = only(services)
    reply = say(services, f"schedule pause {one.id}", person="U2BOB")
    assert "Paused by <@U2BOB>" in words(reply)
    assert f"schedule resume {one.id}" in words(reply)
    later = replace(services, now=lambda: desk.NOW + 14 * 86400)
    assert "Resumed" in say(later, f"schedule resume {one.id}").text
    assert only(services).paused is None
    assert only(services).next_due_at == one.next_due_at + 14 * 86400


def test_delete_has_an_undo_that_makes_it_again(services: Services) -> None:
    say(services, "schedule weekly #support monday 9:00 team t3")
    reply = say(services, f"schedule delete {only(services).id}")
    assert services.schedules.all() == ()
    (undo,) = reply.head[-1]["elements"]
    say(services, undo["value"])
    assert only(services).where == 'team "t3"'


def test_move_changes_what_is_said_and_keeps_the_rest(services: Services) -> None:
    say(services, "schedule weekly #support monday 9:00 asia/kolkata team t3")
    one = only(services)
    reply = say(services, f"schedule move {one.id} tuesday", channel="C9")
    assert "Moved" in reply.text
    moved = only(services)
    assert (moved.id, moved.channel, moved.where) == (one.id, "C0SUPPORT", 'team "t3"')
    assert moved.rule == "weekly tuesday 09:00 Asia/Kolkata"
    say(services, f"schedule move {one.id} 10:30 #C0OTHER")
    assert only(services).rule == "weekly tuesday 10:30 Asia/Kolkata"
    assert only(services).channel == "C0OTHER"


def test_moved_to_later_today_there_is_no_second_post_today(services: Services) -> None:
    say(services, "schedule standup daily 5:00 #support")
    one = only(services)
    post(services, one, desk.NOW - 3600, state=State.POSTED)  # 24 November, 06:00 in Berlin
    say(services, f"schedule move {one.id} 23:00")
    assert "Wed 25 Nov 2026 23:00" in words(say(services, f"schedule {one.id}"))


def test_a_moved_schedule_leaves_its_old_words_free(services: Services) -> None:
    say(services, WEEKLY)
    first = only(services)
    say(services, f"schedule move {first.id} tuesday")
    say(services, WEEKLY)
    assert len(services.schedules.all()) == 2
    with pytest.raises(AskError, match="There is such a schedule already"):
        say(services, f"schedule move {first.id} monday")


def test_a_schedule_that_is_gone_leads_to_the_list(services: Services) -> None:
    with pytest.raises(AskError, match="no such schedule") as refused:
        say(services, "schedule delete 0123abcd")
    assert refused.value.suggestions == ("schedules",)
    with pytest.raises(AskError, match="no such schedule"):
        say(services, "schedule 0123abcd")
    with pytest.raises(AskError, match="Which schedule"):
        say(services, "schedule pause")


# Who may


def test_only_leads_and_administrators_change_schedules_where_any_are_named(
    tmp_path: Path,
) -> None:
    with desk.services(desk.settings(tmp_path, DESKPULSE_LEADS="U1ANN")) as services:
        say(services, WEEKLY)
        one = only(services)
        for refused in (WEEKLY, f"schedule delete {one.id}", f"schedule post {one.id}"):
            with pytest.raises(AskError, match="only leads and administrators"):
                say(services, refused, person="U2BOB")
        assert "Weekly digest" in say(services, "schedules", person="U2BOB").text


# Posted now


def test_post_now_puts_one_into_the_outbox_however_often_it_is_clicked(
    services: Services,
) -> None:
    say(services, WEEKLY)
    one = only(services)
    assert "on its way" in say(services, f"schedule post {one.id}").text
    assert "on its way" in say(services, f"schedule post {one.id}").text
    (delivery,) = services.outbox.of(f"digest:{one.id}")
    assert (delivery.due_at, delivery.channel) == (desk.NOW, "C0SUPPORT")


def test_post_now_takes_up_one_that_failed(services: Services) -> None:
    say(services, WEEKLY)
    one = only(services)
    failed = post(services, one, desk.NOW - 60, state=State.FAILED, reason="I am not there")
    say(services, f"schedule post {one.id}")
    again = Outbox(services.outbox.store, "").get(failed.id)
    assert again is not None
    assert again.state is State.PLANNED


def test_post_now_does_not_double_one_that_may_be_there(services: Services) -> None:
    say(services, WEEKLY)
    one = only(services)
    post(services, one, desk.NOW - 60, state=State.UNSURE)
    assert "please look first" in say(services, f"schedule post {one.id}").text
    assert len(services.outbox.of(f"digest:{one.id}")) == 1


# Listed


def test_the_list_says_what_became_of_each(services: Services) -> None:
    say(services, WEEKLY)
    one = only(services)
    week = 7 * 86400
    last = one.next_due_at - week
    post(services, one, last - 3 * week, state=State.POSTED, settled_at=last - 3 * week + 60)
    post(services, one, last - 2 * week, state=State.POSTED, settled_at=last - 2 * week + 720)
    post(services, one, last - week, state=State.MISSED, reason="it came too late")
    post(services, one, last, state=State.FAILED, reason="I am not in the channel")
    told = words(say(services, "schedules"))
    assert "Next: Mon 30 Nov 2026 09:00 (UTC+01:00)" in told
    assert "Last: Mon 23 Nov 09:00, failed: I am not in the channel" in told
    assert "Of the last 4: 2 posted (1 late), 1 failed, 1 skipped" in told
    for choice in ("post", "pause", "delete"):
        assert f"schedule {choice} {one.id}" in told


def test_an_empty_list_says_how_to_begin(services: Services) -> None:
    reply = say(services, "schedules")
    assert "Nothing is scheduled" in reply.text
    assert "/kpi schedule weekly #support monday 9:00" in words(reply)


def test_a_team_that_is_gone_is_told_by_its_id(services: Services) -> None:
    say(services, "schedule weekly #support monday 9:00 team t3")
    services.schedules.change(replace(only(services), where='team "gone"'))
    assert 'team \\"gone\\"' in words(say(services, "schedules"))


def test_more_schedules_than_a_message_holds(services: Services) -> None:
    for hour in range(24):
        for minute in (10, 40):
            say(services, f"schedule standup daily {hour}:{minute}")
    reply = say(services, "schedules")
    assert len(reply.head) <= 50
    assert "8 more are not shown" in words(reply)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("daily 9:00", "every day at 09:00, UTC"),
        ("mon,thu 9:00", "Mon, Thu at 09:00, UTC"),
        ("monthly 1", "on the 1st of each month at 09:00, UTC"),
        ("monthly 22", "on the 22nd of each month at 09:00, UTC"),
        ("monthly 13", "on the 13th of each month at 09:00, UTC"),
        ("monthly last", "on the last day of each month at 09:00, UTC"),
        ("quarterly 3", "on the 3rd of each quarter at 09:00, UTC"),
    ],
)
def test_rules_in_words(said: str, told: str) -> None:
    assert when(Rule.parse(said)) == told


def test_no_digest_is_planned_where_another_company_reads(services: Services) -> None:
    everybody = {"U1ANN": Person("U1ANN", administrator=True)}
    channels = {"C0SUPPORT": Channel("C0SUPPORT", shared=True)}
    shared = FixedWorkspace(people=everybody, channels=channels)
    there = replace(services, workspace=shared)
    with pytest.raises(AskError, match="another company"):
        say(there, WEEKLY)
    assert list(services.schedules.all()) == []
    say(services, WEEKLY.replace("#support ", ""))
    with pytest.raises(AskError, match="another company"):
        say(there, f"schedule move {only(services).id} #support")
    assert only(services).channel == "C1"


@pytest.mark.parametrize("rule", ["weekly monday 09:00 Moon/Base", "x"])
def test_one_that_cannot_be_read_is_shown_as_that_and_can_be_deleted(
    services: Services, rule: str
) -> None:
    say(services, WEEKLY)
    id = only(services).id
    say(services, "schedule monthly")
    with services.schedules.store.write() as connection:
        connection.execute(update(SCHEDULE).where(SCHEDULE.c.id == id).values(rule=rule))
    listed = words(say(services, "schedules"))
    assert "Monthly digest" in listed
    assert f"Schedule {id} cannot be shown. /kpi schedule delete {id} deletes it." in listed
    with pytest.raises(AskError, match="cannot be read") as refused:
        say(services, f"schedule {id}")
    assert refused.value.suggestions == (f"schedule delete {id}",)
    assert "Deleted" in say(services, f"schedule delete {id}").text
    assert only(services).digest == "monthly"


def test_one_of_a_team_that_is_gone_can_be_deleted(services: Services) -> None:
    say(services, WEEKLY)
    id = only(services).id
    with services.schedules.store.write() as connection:
        connection.execute(update(SCHEDULE).where(SCHEDULE.c.id == id).values(where="team:gone"))
    assert "Deleted" in say(services, f"schedule delete {id}").text


def test_where_it_has_posted_or_writes_to_a_person_nobody_is_asked_to_invite_it(
    services: Services,
) -> None:
    def told() -> str:
        return words(say(services, f"schedule {only(services).id}"))

    say(services, "schedule weekly #support monday 9:00 europe/london")
    assert "/invite me to the channel" in told()
    post(services, only(services), desk.NOW - 3600, state=State.POSTED)
    assert "/invite" not in told()
