"""/kpi alert and /kpi alerts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import update

from bot.commands.kpi import answer
from bot.commands.overheard import answer_overheard
from bot.services import Services
from bot.talk import Audience, Reply, Request
from bot.workspace import FixedWorkspace
from metrics.errors import AskError
from metrics.posting.alerts import Alert, Phase, Standing
from metrics.store.books.alerts import ALERT, AlertStep
from tests.bot import desk
from tests.bot.alerts.desk import alert
from tests.bot.alerts.test_changes import firing

FRT = "alert frt email today above 4h"
LED = {"DESKPULSE_LEADS": "U1ANN"}


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    with desk.services(desk.settings(tmp_path, DESKPULSE_TIMEZONE="Europe/Berlin")) as made:
        yield made


def request(words: str, person: str = "U1ANN", thread: str | None = None) -> Request:
    named = {"support": "C0SUPPORT"}
    return Request(
        words=words,
        person=person,
        channel="C1",
        thread=thread,
        reply=thread is not None,
        channels=named,
    )


def say(services: Services, words: str, person: str = "U1ANN", thread: str | None = None) -> Reply:
    return answer(request(words, person, thread), services)


def words(reply: Reply) -> str:
    """All that a card says, with the words behind its buttons."""
    return json.dumps([*reply.head, *reply.tail], ensure_ascii=False)


def only(services: Services) -> Alert:
    (one,) = services.alerts.all()
    return one.alert


def test_one_made_in_a_direct_message_is_for_that_person_by_their_id(services: Services) -> None:
    """So that it is known who reads it, whoever changes it later."""
    asked = replace(request(FRT), channel="D1")
    said = answer(asked, services)
    assert only(services).channel == "U1ANN"
    assert "a direct message" in words(said)
    answer(
        replace(request(f"alert change {only(services).id} frt above 5h"), person="U2"), services
    )
    assert (only(services).channel, only(services).owner) == ("U1ANN", "U2")
    with pytest.raises(AskError, match="in their own conversation"):
        say(services, f"{FRT} in #D2")


def test_one_of_a_conversation_by_its_id_keeps_its_reader_when_somebody_changes_it(
    services: Services,
) -> None:
    """So it was kept before."""
    services.alerts.make(alert(watch="frt", channel="D1", owner="U1ANN", id="aaaaaaaa"))
    say(services, "alert change aaaaaaaa frt above 5h", person="U2")
    assert (only(services).channel, only(services).owner) == ("U1ANN", "U2")


@pytest.mark.parametrize("channel", ["D1", "U1ANN"])
def test_one_in_a_direct_message_is_known_to_its_owner_and_to_administrators_alone(
    tmp_path: Path, channel: str
) -> None:
    named = {"DESKPULSE_LEADS": "U1ANN, ULEAD", "DESKPULSE_ADMINS": "UADMIN"}
    with desk.services(desk.settings(tmp_path, **named)) as opened:
        opened.alerts.make(alert(watch="frt", channel=channel, owner="U1ANN", id="aaaaaaaa"))
        opened.alerts.make(alert(watch="frt", channel="C1", owner="U1ANN", id="bbbbbbbb"))
        for person, knows in (("U1ANN", True), ("UADMIN", True), ("ULEAD", False), ("U2", False)):
            shown = words(say(opened, "alerts", person))
            assert ("aaaaaaaa" in shown, "bbbbbbbb" in shown) == (knows, True), person
            for act in ("alert aaaaaaaa", "alert snooze aaaaaaaa 1h"):
                if knows:
                    assert say(opened, act, person).text
                else:
                    with pytest.raises(AskError, match="no such alert"):
                        say(opened, act, person)
        with pytest.raises(AskError, match="no such alert"):
            say(opened, "alert delete aaaaaaaa", "ULEAD")
        with opened.posts.store.write() as connection:
            connection.execute(update(ALERT).values(quiet="x"))
        assert "aaaaaaaa" in words(say(opened, "alerts", "UADMIN"))
        assert "aaaaaaaa" not in words(say(opened, "alerts", "ULEAD"))


def test_while_nobody_is_named_slacks_own_administrators_know_of_all(tmp_path: Path) -> None:
    with desk.services(desk.settings(tmp_path)) as opened:
        opened.alerts.make(alert(watch="frt", channel="D1", owner="U1ANN", id="aaaaaaaa"))
        assert "aaaaaaaa" in words(say(opened, "alerts", "U2"))
        plain = replace(opened, workspace=FixedWorkspace())
        assert "aaaaaaaa" not in words(say(plain, "alerts", "U2"))


def test_an_alert_is_made_and_said_in_words(services: Services) -> None:
    reply = say(services, f"{FRT} min 20 in #support quiet 22:00-07:00 remind never")
    assert reply.audience is Audience.ME
    one = only(services)
    assert (one.channel, one.owner, one.value, one.minimum) == ("C0SUPPORT", "U1ANN", 14400, 20)
    told = words(reply)
    assert "First response time \u00b7 Email \u00b7 today" in told
    assert "Above 4h." in told
    assert "In <#C0SUPPORT>, checked every 5m: told after 2 checks in a row." in told
    assert "It is over at 3h 36m or below. With fewer than 20 first replies" in told
    assert "Reminders: never" in told
    assert "Quiet: 22:00\u201307:00 Europe/Berlin" in told
    assert f"alert delete {one.id}" in told


def test_it_is_told_how_it_stands_and_on_how_many_days_it_was_beyond(services: Services) -> None:
    told = say(services, "alert backlog below 9999").text
    assert "1 unsolved ticket, 9,998 below the limit of 9,999. At the end of the day" in told
    assert "it was below on 28 of the last 28 days." in told
    never = say(services, "alert frt today above 1m min 9999").text
    assert "In the last 28 days there was never enough by the end of a day to tell." in never


@pytest.mark.parametrize(
    ("period", "rather"), [("last 7 days", "With min 5 it"), ("today", "With a longer period it")]
)
def test_an_alert_that_would_hardly_ever_speak_says_what_would(
    services: Services, period: str, rather: str
) -> None:
    hardly = say(services, f"alert frt {period} above 1m min 9999").text
    assert f"{rather} would speak up more often." in hardly


@pytest.mark.parametrize(
    ("said", "title", "when"),
    [
        (
            "alert breaching 30m team t3",
            "Tickets about to miss a target \u00b7 T3",
            "30m of work",
        ),
        ("alert spike email 2.5x", "A spike of new tickets \u00b7 Email", "2.5 times as many"),
        ("alert growing", "A growing backlog \u00b7 All tickets", "three of the last four weeks"),
        ("alert drift frt email", "First response time \u00b7 Email", "worse for weeks"),
        ("alert csat last 7 days below 85%", "last 7 days", "below 85%"),
        ("alert frt p90 business today above 8h", "90th percentile, business hours", "above 8h"),
    ],
)
def test_each_kind_is_said_in_words(services: Services, said: str, title: str, when: str) -> None:
    told = say(services, said).text
    assert title in told
    assert when in told


def test_made_twice_it_is_one(services: Services) -> None:
    say(services, FRT)
    assert "This is watched already" in say(services, FRT).text
    assert only(services).phrase == "frt email today above 4h in #C1"


def test_without_words_it_says_how(services: Services) -> None:
    assert "/kpi alert frt email today above 4h" in words(say(services, "alert"))


def test_near_misses_are_offered(services: Services) -> None:
    with pytest.raises(AskError) as caught:
        say(services, "alert frt emial above 4h")
    assert caught.value.suggestions == ("alert frt email today above 4h in #C1",)


def test_only_leads_change_alerts_and_anybody_takes_one_on(tmp_path: Path) -> None:
    with desk.services(desk.settings(tmp_path, **LED)) as services:
        with pytest.raises(AskError, match="only leads and administrators"):
            say(services, FRT, person="U9ZOE")
        say(services, FRT)
        id = only(services).id
        firing(services, id)
        with pytest.raises(AskError, match="only leads and administrators"):
            say(services, f"alert delete {id}", person="U9ZOE")
        with pytest.raises(AskError, match="only leads and administrators"):
            say(services, f"alert change {id} frt above 9h", person="U9ZOE")
        assert "<@U9ZOE> has it" in words(say(services, f"alert ack {id}", person="U9ZOE"))


def test_deleted_it_can_be_had_back(services: Services) -> None:
    say(services, f"{FRT} every 15m")
    reply = say(services, f"alert delete {only(services).id}")
    assert services.alerts.all() == ()
    assert "alert frt email today above 4h in #C1 every 15m" in words(reply)


def test_changed_it_has_other_words(services: Services) -> None:
    say(services, FRT)
    say(services, f"alert change {only(services).id} frt email today above 6h")
    assert only(services).value == 21600
    with pytest.raises(AskError, match="Which alert"):
        say(services, "alert change frt above 9h")


def test_those_of_the_settings_are_changed_there(services: Services) -> None:
    say(services, FRT, person="")
    id = only(services).id
    with pytest.raises(AskError, match="DESKPULSE_ALERTS"):
        say(services, f"alert delete {id}")
    assert "Delete" not in words(say(services, "alerts"))
    assert "from the settings" in words(say(services, "alerts"))


def test_in_the_thread_of_an_alert_all_read_who_has_it(services: Services) -> None:
    say(services, FRT)
    firing(services, only(services).id)
    reply = say(services, "ack", person="U2BEN", thread="100.5")
    assert reply.audience is Audience.THREAD
    assert "<@U2BEN> has it. No reminders until it is over." in words(reply)
    (watched,) = services.alerts.all()
    assert watched.standing.acknowledged_by == "U2BEN"


def test_a_reply_to_nobody_takes_it_on_too(services: Services) -> None:
    say(services, FRT)
    firing(services, only(services).id)
    reply = answer_overheard(request("Snooze 1h", thread="100.5"), services)
    assert reply is not None
    assert "I say nothing of it until" in reply.text
    assert answer_overheard(request("ack", thread="100.7"), services) is None
    assert answer_overheard(request("thanks", thread="100.5"), services) is None


@pytest.mark.parametrize(
    ("said", "until"),
    [
        ("1h", desk.NOW + 3600),
        ("for 4 hours", desk.NOW + 4 * 3600),
        ("", desk.NOW + 3600),
        ("tomorrow", 1_795_593_600),  # Wed 25 Nov 2026 09:00 in Berlin
        ("off", 0),
    ],
)
def test_it_is_put_off(services: Services, said: str, until: int) -> None:
    say(services, FRT)
    say(services, f"alert snooze {only(services).id} {said}")
    (watched,) = services.alerts.all()
    assert watched.standing.snoozed_until == until


@pytest.mark.parametrize("said", ["1s", "30 days", "a while"])
def test_it_is_put_off_for_a_sensible_time(services: Services, said: str) -> None:
    say(services, FRT)
    with pytest.raises(AskError):
        say(services, f"alert snooze {only(services).id} {said}")


def test_the_list_begins_with_what_fires_and_says_who_has_it(services: Services) -> None:
    say(services, "alert growing")
    say(services, FRT)
    id = next(w.alert.id for w in services.alerts.all() if w.alert.watch.startswith("frt"))
    watched = firing(services, id)
    fired = AlertStep(alert=id, episode=1, at=desk.NOW - 60, what="fired")
    services.alerts.settle(watched, replace(watched.standing, acknowledged_by="U2BEN"), [fired])
    told = words(say(services, "alerts"))
    assert told.index("First response time") < told.index("A growing backlog")
    assert "*Firing* since " in told
    assert "<@U2BEN> has it" in told
    assert f"alert snooze {id} tomorrow" in told
    assert "last told" in told


def test_a_pending_one_says_how_far_it_is(services: Services) -> None:
    say(services, FRT)
    (watched,) = services.alerts.all()
    pending = Standing(phase=Phase.PENDING, since_at=desk.NOW - 300, streak=1)
    services.alerts.settle(watched, pending)
    assert "Pending since " in words(say(services, "alerts"))
    assert "1 of 2 checks" in words(say(services, "alerts"))


def test_what_was_never_looked_at_is_not_called_ok(services: Services) -> None:
    assert "not checked yet" in words(say(services, FRT))
    assert "Not checked yet" in words(say(services, "alerts"))
    (watched,) = services.alerts.all()
    services.alerts.claim(watched, desk.NOW)
    assert '\\nOk"' in words(say(services, "alerts"))


def test_what_cannot_see_is_not_called_ok(services: Services) -> None:
    """It says why, and since when; once its data are there again, it is as it was."""
    say(services, "alert backlog above 9999")
    (watched,) = services.alerts.all()
    services.alerts.claim(watched, desk.NOW)
    late = replace(services, now=lambda: desk.NOW + 7200)
    blind = AlertStep(alert=watched.alert.id, episode=0, at=desk.NOW + 900, what="blind")
    services.alerts.note(blind)
    listed = say(late, "alerts")
    until = "my data reach only to 07:00"
    assert f'\\nCannot see since 07:15: {until}"' in words(listed)
    assert listed.text.endswith("(cannot see)")
    card = words(say(late, f"alert {watched.alert.id}"))
    assert f"cannot see since 07:15: {until}" in card
    assert "ok" not in card.split("How it stands")[1].split('"')[0]
    services.alerts.note(replace(blind, at=desk.NOW + 6000, what="sees"))
    assert '\\nOk"' in words(say(late, "alerts"))


def test_what_cannot_see_when_it_is_made_says_so(services: Services) -> None:
    late = replace(services, now=lambda: desk.NOW + 7200)
    assert "I cannot see it now: my data reach only to" in say(late, "alert backlog above 9").text


def test_none_is_said_with_the_way_to_the_first(services: Services) -> None:
    assert "Nothing is watched." in say(services, "alerts").text


def test_a_team_that_is_gone_leaves_the_alert_readable(services: Services) -> None:
    say(services, "alert frt team t3 above 4h")
    one = only(services)
    services.alerts.delete(one.id, desk.NOW)
    services.alerts.make(replace(one, id="0badc0de", watch='frt team "gone" today'))
    assert "does not have any more" in words(say(services, "alerts"))
    assert services.alerts.get("0badc0de") is not None


def test_a_kind_that_is_not_known_leaves_the_list_readable(services: Services) -> None:
    say(services, FRT)
    odd = replace(only(services), id="0badc0de", kind="tides", phrase="tides high in #C1")
    services.alerts.make(odd)
    assert "tides high" in words(say(services, "alerts"))
    assert "I know no alerts of the kind tides" in words(say(services, "alert 0badc0de"))
    assert "Deleted" in say(services, "alert delete 0badc0de").text


def test_one_that_cannot_be_read_is_shown_as_that_and_can_be_deleted(services: Services) -> None:
    say(services, f"{FRT} quiet 22:00-07:00")
    id = only(services).id
    say(services, "alert backlog above 500")
    with services.alerts.store.write() as connection:
        spoilt = update(ALERT).where(ALERT.c.id == id).values(quiet="22:00 07:00 Moon/Base")
        connection.execute(spoilt)
    listed = words(say(services, "alerts"))
    assert "Backlog" in listed
    assert f"Alert {id} cannot be shown. /kpi alert delete {id} deletes it." in listed
    for said in (f"alert {id}", f"alert ack {id}", f"alert snooze {id} 1h"):
        with pytest.raises(AskError, match="cannot be read") as refused:
            say(services, said)
        assert refused.value.suggestions == (f"alert delete {id}",)
    assert "Deleted" in say(services, f"alert delete {id}").text
    assert id not in words(say(services, "alerts"))


def test_making_it_again_mends_one_that_cannot_be_read(services: Services) -> None:
    say(services, FRT)
    id = only(services).id
    with services.alerts.store.write() as connection:
        connection.execute(update(ALERT).where(ALERT.c.id == id).values(quiet="x"))
    say(services, FRT)
    assert only(services).id == id
