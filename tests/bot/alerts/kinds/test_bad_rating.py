"""Bad ratings: each once, with its ticket and what it took, and with nobody's name or words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.alerts.changes import context, snooze
from bot.alerts.checker import AlertChecker
from bot.alerts.happenings import tell_each
from bot.alerts.kinds.bad_rating import each
from bot.alerts.phrases import read_alert
from bot.cards import things
from bot.cards.bad_rating import bad_rating_card
from bot.commands.kpi import answer
from bot.deliveries.guarded_courier import GuardedCourier
from bot.digests.alarms import follow_up
from bot.services import Services
from bot.takers import rating_views
from bot.talk import Audience, Reply, Request
from bot.workspace import Channel as Channel_
from bot.workspace import FixedWorkspace
from metrics.ask.bad_ratings import unhappy
from metrics.errors import AskError
from metrics.periods import Period
from metrics.store.database.engine import Store
from metrics.tickets.records import Channel, Rating, RatingScore, Removal
from sandbox.slack.rules import faults
from tests.bot.alerts.desk import alert, services
from tests.bot.deliveries.desk import Desk
from tests.metrics.desk import NOW, Told, at, told

RATED = 358.0
"""Hours: two before now."""


def rated(ticket: str, score: str = "bad", hour: float = RATED, **more: Any) -> Rating:
    usual: dict[str, Any] = {"id": f"r{ticket}{hour:g}", "changed_at": at(hour), "reason": "slow"}
    usual |= {"agent": "ann"}
    return Rating(ticket=ticket, at=at(hour), score=RatingScore(score), **(usual | more))


def solved(ticket: str, **more: Any) -> Told:
    return Told(ticket, 300, **more).agent(300.5, "ann").said(302, "ann").became(324, "solved")


class Room:
    """A bot that is to tell bad ratings, made at hour 350 as somebody says."""

    def __init__(
        self, store: Store, folder: Path, stories: list[Told], ratings: list[Rating]
    ) -> None:
        self.desk = Desk(store)
        self.desk.clock.now = NOW
        self.services: Services = replace(
            services(told(store, stories, *ratings), folder), now=self.desk.clock
        )
        self.check = AlertChecker(services=self.services, courier=self.desk.slack)

    def made(self, words: str = "bad rating", **more: Any) -> None:
        plan = read_alert(words, context(self.services, "C1"))
        watched = alert("bad_rating", plan.watch, value=0.0, clear=0.0, made_at=at(350), **more)
        self.services.alerts.make(watched)

    def turns(self, *seconds: int) -> list[Reply]:
        for wait in seconds or (0,):
            self.desk.clock.now += wait
            self.check(self.desk.clock.now)
            self.desk.run()
        return [message.reply for message in self.desk.slack.standing.values()]

    def say(self, words: str, pressed: str = "") -> Reply:
        request = Request(words=words, person="UMINA", channel="C1", pressed=pressed)
        return answer(request, self.services)


Rooms = Callable[..., Room]


@pytest.fixture
def room(store: Store, tmp_path: Path) -> Rooms:
    def opened(stories: list[Told], *ratings: Rating) -> Room:
        return Room(store, tmp_path, stories, list(ratings))

    return opened


def test_a_bad_rating_is_told_once_with_what_the_ticket_took(room: Rooms) -> None:
    one = room([solved("31076")], rated("31076"))
    one.made()
    (reply,) = one.turns(0, 300, 300)
    assert reply.text == (
        "Bad rating: #31076, email. Reason: slow. First reply after 2h 0m, solved after 1d 0h. "
        "Rated Mon 23 Nov 22:00."
    )
    shown = str([*reply.head, *reply.tail])
    assert "agent/tickets/31076" in shown
    assert "I take it" in shown
    assert "ann" not in shown
    assert not reply.figures
    assert faults({"text": reply.text, "blocks": [*reply.head, *reply.tail]}) == []
    steps = [(s.what, s.detail) for s in one.services.alerts.since(0)]
    assert steps == [("told", "zendesk:acme r31076358")]


@pytest.mark.parametrize(
    ("words", "stories", "ratings", "told_of"),
    [
        ("bad rating", ["1"], [rated("1", "good")], []),
        ("bad rating", ["1"], [rated("1", "neutral")], []),
        ("bad rating", ["1"], [rated("1", "offered")], []),
        ("bad rating", ["1"], [rated("1", hour=349)], []),  # before the alert was made
        ("bad rating", ["1"], [rated("1"), rated("1", "good", 359)], []),  # taken back since
        ("bad rating", ["1"], [rated("1", "good"), rated("1", "bad", 359)], ["1"]),
        ("bad rating", ["1", "2"], [rated("2", hour=359), rated("1")], ["1", "2"]),
        ("bad ratings email", ["1", "chat"], [rated("1"), rated("chat")], ["1"]),
        ("bad rating category refund", ["1", "chat"], [rated("1"), rated("chat")], ["1", "chat"]),
        ("bad rating", ["merged"], [rated("merged")], []),
    ],
)
def test_which_are_told(
    room: Rooms, words: str, stories: list[str], ratings: list[Rating], told_of: list[str]
) -> None:
    odd: dict[str, dict[str, Any]] = {
        "chat": {"channel": Channel.CHAT},
        "merged": {"removal": Removal.MERGED, "removed_at": at(330)},
    }
    one = room([solved(name, **odd.get(name, {})) for name in stories], *ratings)
    one.made(words)
    names = [f"Bad rating: #{name}" for name in told_of]
    assert sorted(reply.text.split(",")[0] for reply in one.turns(0, 300)) == names


def test_a_rating_without_a_reason_or_times_says_so_by_leaving_them_out(room: Rooms) -> None:
    one = room([Told("7", 350)], rated("7", reason=None))
    one.made()
    (reply,) = one.turns()
    assert reply.text == "Bad rating: #7, email. Rated Mon 23 Nov 22:00."


def test_hostile_reasons_call_nobody(room: Rooms) -> None:
    one = room([solved("7")], rated("7", reason="<!channel> *x* " * 99))
    one.made()
    (reply,) = one.turns()
    assert "<!" not in str(reply.head) + reply.text
    assert faults({"text": reply.text, "blocks": [*reply.head, *reply.tail]}) == []


def test_while_it_is_put_off_it_waits_and_then_tells(room: Rooms) -> None:
    one = room([solved("7")], rated("7"))
    one.made()
    snooze("aaaa", one.desk.clock.now + 3600, "UMINA", one.services)
    assert one.turns(0, 300) == []
    assert len(one.turns(3600)) == 1


def test_two_copies_of_the_bot_tell_it_once(room: Rooms) -> None:
    one = room([solved("7")], rated("7"))
    one.made()
    (record,) = one.services.alerts.all()
    found = list(each(record.alert, one.services, NOW))
    for _ in range(2):
        tell_each(record, found, one.services, NOW)
    one.desk.run()
    assert len(one.desk.slack.standing) == 1
    assert [step.what for step in one.services.alerts.since(0)] == ["told"]


@pytest.mark.parametrize("named_open", ["", "C1"])
def test_where_another_company_reads_it_does_not_go(room: Rooms, named_open: str) -> None:
    """Also where figures may be read by all: a ticket is none. Whoever made it hears why."""
    one = room([solved("7")], rated("7"))
    one.made()
    shared = FixedWorkspace(channels={"C1": Channel_("C1", shared=True)})
    settings = one.services.settings.model_copy(update={"open_channel_ids": named_open})
    watched = replace(one.services, workspace=shared, settings=settings)
    guarded = GuardedCourier(one.desk.slack, watched)
    one.desk.worker = replace(one.desk.worker, courier=guarded)
    one.turns()
    (told,) = one.desk.slack.standing.values()
    assert told.channel == "U1"
    assert "#7" not in told.reply.text


def test_a_click_takes_a_solved_ticket_and_draws_the_post_anew(room: Rooms) -> None:
    one = room([solved("31076"), solved("8")], rated("31076"))
    one.made()
    (reply,) = one.turns()
    (button,) = reply.tail[0]["elements"]
    assert button["value"] == "take zendesk:acme/31076 on bad rating zendesk:acme/31076"
    after = one.say(button["value"], pressed="1.5")
    assert after.in_place
    assert after.audience is Audience.CHANNEL
    assert "<@UMINA> takes it" in str(after.head)
    assert "Give back" in str(after.tail)
    with pytest.raises(AskError, match="nothing left to take"):
        one.say("take 8")


def test_who_asks_for_a_rating_is_answered_alone(room: Rooms) -> None:
    one = room([solved("31076"), solved("8")], rated("31076"))
    assert one.say("bad rating 31076").audience is Audience.ME
    with pytest.raises(AskError, match="#8 has no bad rating that I know of"):
        one.say("bad rating 8")


@pytest.mark.parametrize(
    ("numbers", "taken", "words"),
    [
        ((), (), ""),
        (("1",), (), "One bad rating, not followed up yet"),
        (("1",), ("1",), "One bad rating, followed up"),
        (("1", "2", "3"), (), "3 bad ratings, none followed up yet"),
        (("1", "2", "3"), ("1", "3"), "3 bad ratings, 2 followed up"),
        (("1", "2"), ("1", "2"), "2 bad ratings, all followed up"),
    ],
)
def test_the_week_says_how_many_were_followed_up(
    room: Rooms, numbers: tuple[str, ...], taken: tuple[str, ...], words: str
) -> None:
    one = room([solved(n) for n in ("1", "2", "3")], *(rated(n) for n in numbers))
    for number in taken:
        one.say(f"take {number}")
    window = Period.of("last 7 days").window(NOW, one.services.asker.calendar.zone)
    after = follow_up(one.services, (), window)
    assert (things.follow_up(after) if after else "") == words
    left = [ticket.id for ticket in after.left] if after else []
    assert left == [n for n in numbers if n not in taken]


@pytest.mark.parametrize(
    ("story", "done"),
    [
        (solved("1"), False),
        (solved("1").said(359, "ann"), True),
        (solved("1").said(359, "cleo"), False),
        (solved("1").said(359, "ann", public=False), False),
        (solved("1").said(359, "robot", automated=True), False),
        (solved("1").became(359, "open"), True),
        (solved("1").became(359, "closed"), False),
    ],
)
def test_an_answer_or_opening_it_again_follows_it_up(room: Rooms, story: Told, done: bool) -> None:
    one = room([story], rated("1"))
    window = Period.of("last 7 days").window(NOW, one.services.asker.calendar.zone)
    after = follow_up(one.services, (), window)
    assert after
    assert len(after.left) == (0 if done else 1)


def test_of_a_ticket_of_several_helpdesks_it_says_whose_it_is(room: Rooms) -> None:
    one = room([solved("7")], rated("7"))
    found = unhappy(one.services.asker.still(), (), 0, NOW)
    (view,) = rating_views([replace(found[0], helpdesk="Acme EU")], one.services)
    assert bad_rating_card(view, None, Audience.CHANNEL).text.startswith("Bad rating: Acme EU #7")
