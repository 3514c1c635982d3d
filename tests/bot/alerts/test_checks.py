"""Checks: told once, under the post with which it fired, and never more than is the case now."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeAlias

import pytest
from sqlalchemy import update

from bot.alerts import changes, checks
from bot.alerts.checker import AlertChecker
from bot.alerts.checks import Check
from bot.alerts.kinds.kind import Sight, Story
from bot.deliveries.guarded_courier import GuardedCourier
from bot.services import Services
from bot.talk import Refusal, Unknown
from bot.workspace import Channel, FixedWorkspace, Person, Standing
from metrics.ask.lasting import Lasting
from metrics.errors import AskError
from metrics.posting.alerts import (
    Alert,
    Care,
    Observation,
    Phase,
    with_acknowledgement,
    with_snooze,
)
from metrics.posting.deliveries import State
from metrics.service_levels.due import Due
from metrics.store.books.alerts import ALERT, WatchedAlert
from metrics.store.database.engine import Store
from metrics.tickets.records import SlaMeasure
from tests.bot.alerts.desk import alert, services
from tests.bot.deliveries.desk import HOUR, Desk
from tests.metrics.desk import told

PERIOD = 300
BUSY = Refusal("unreachable")
BAD, GOOD = 21720.0, 7200.0
Told: TypeAlias = list[tuple[str | None, str]]


@dataclass
class Room:
    """A bot with one alert, whose eyes see what the test says."""

    store: Store
    folder: Path
    alert: Alert
    value: float | None = GOOD
    dues: tuple[Due, ...] = ()
    blind: str = ""
    story: Callable[[], Story] = Story
    faults: list[Exception] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.desk = Desk(self.store)
        self.desk.worker = replace(self.desk.worker, admin="UADMIN")
        self.services: Services = services(told(self.store, []), self.folder)
        self.services.alerts.make(self.alert)
        self.check = AlertChecker(services=self.services, courier=self.desk.slack, admin="UADMIN")

    def watch(self, watched: Alert, _services: Services, now: int) -> Sight:
        if self.faults:
            raise self.faults.pop()
        value = float(len(self.dues)) if watched.kind == "breaching" else self.value
        beyond = None if value is None else value > watched.value
        over = None if beyond is None else not beyond
        return Sight(
            observation=Observation(at=now, beyond=beyond, over=over),
            fires="It is bad",
            calms="It is not bad any more",
            now=f"now {value}",
            scope="All tickets",
            zone="UTC",
            value=value,
            say=lambda worst: f"{worst:g}",
            dues=self.dues,
            blind=self.blind,
            story=self.story,
        )

    def sees(self, value: float | None, seconds: int = PERIOD) -> None:
        """After so long, one check that sees this, and all that can be delivered."""
        self.value = value
        self.desk.clock.now += seconds
        self.check(self.desk.clock.now)
        self.desk.run()

    @property
    def said(self) -> Told:
        return [(m.thread, m.reply.text) for m in self.desk.slack.standing.values()]

    @property
    def watched(self) -> WatchedAlert:
        found = self.services.alerts.get("aaaa")
        assert found is not None
        return found

    def stands(self, phase: Phase) -> bool:
        return self.watched.standing.phase is phase

    def steps(self) -> list[str]:
        return [step.what for step in self.services.alerts.since(0)]


@pytest.fixture
def room(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Room]:
    def made(**more: object) -> Room:
        opened = Room(store, tmp_path, alert(**more))  # type: ignore[arg-type]  # as a test says it
        monkeypatch.setattr(checks, "watch", opened.watch)
        return opened

    return made


def test_it_is_told_that_it_fires_and_in_its_thread_that_it_is_over(
    room: Callable[..., Room],
) -> None:
    one = room()
    one.sees(GOOD)
    assert one.said == []
    one.sees(BAD)
    one.sees(25000.0, HOUR)
    one.sees(GOOD, HOUR)
    (fired, over) = one.said
    assert fired[0] is None
    assert fired[1].startswith("It is bad. All tickets. now 21720")
    assert over == (
        "1.5",
        "It is not bad any more. now 7200.0. It lasted 2h 0m; at its worst 25000.",
    )
    assert one.steps() == ["fired", "since", "peak", "peak", "recovered", "face"]


def test_that_it_cannot_see_is_kept_once_with_the_reason_and_that_it_sees_again(
    room: Callable[..., Room],
) -> None:
    one = room()
    one.sees(GOOD)
    assert one.steps() == []
    for one.blind, value in (("it is dark", None), ("it is dark", None), ("", GOOD), ("", GOOD)):
        one.sees(value)
    one.faults = [AskError("it is gone") for _ in range(2)]
    one.sees(GOOD)
    one.sees(GOOD)
    one.sees(GOOD)
    kept = [(step.what, step.detail) for step in one.services.alerts.since(0)]
    assert kept == [("blind", "it is dark"), ("sees", ""), ("blind", "it is gone"), ("sees", "")]


def test_it_asks_again_in_the_thread_until_somebody_takes_it(room: Callable[..., Room]) -> None:
    one = room(care=Care(checks=1, remind_seconds=4 * HOUR))
    one.sees(BAD)
    one.sees(BAD, 4 * HOUR)
    assert [thread for thread, _ in one.said] == [None, "1.5"]
    assert one.said[1][1].startswith("Still so, for 4h 0m. It is bad")
    kept = one.watched
    assert one.services.alerts.settle(kept, with_acknowledgement(kept.standing, "U2"))
    one.sees(BAD, 5 * HOUR)
    assert len(one.said) == 2
    one.sees(GOOD)
    assert len(one.said) == 3


def test_what_is_put_off_is_quiet_until_then(room: Callable[..., Room]) -> None:
    one = room(care=Care(checks=1, remind_seconds=HOUR))
    one.sees(BAD)
    kept = one.watched
    one.services.alerts.settle(kept, with_snooze(kept.standing, one.desk.clock.now + 3 * HOUR))
    one.sees(BAD, 2 * HOUR)
    assert len(one.said) == 1
    one.sees(BAD, 2 * HOUR)
    assert len(one.said) == 2


def test_where_another_company_reads_it_says_nothing_and_its_owner_hears(
    room: Callable[..., Room],
) -> None:
    one = room()
    shared = FixedWorkspace(channels={"C1": Channel("C1", shared=True)})
    guarded = GuardedCourier(one.desk.slack, replace(one.services, workspace=shared))
    one.desk.worker = replace(one.desk.worker, courier=guarded)
    one.sees(BAD)
    one.sees(BAD)
    (told,) = one.desk.slack.standing.values()
    assert told.channel == "U1"
    assert "people of another company read the channel" in told.reply.text
    assert one.stands(Phase.FIRING)


def test_a_list_of_tickets_is_not_kept_up_where_another_company_has_come_to_read(
    room: Callable[..., Room],
) -> None:
    one = board(room)
    one.dues = (due("7"),)
    one.sees(BAD)
    before = one.said
    assert before
    shared = FixedWorkspace(channels={"C1": Channel("C1", shared=True)})
    guarded = GuardedCourier(one.desk.slack, replace(one.services, workspace=shared))
    one.check = replace(one.check, courier=guarded)
    one.dues = (due("7"), due("8"))
    one.sees(BAD)
    assert one.said == before


def test_many_copies_of_the_bot_tell_it_once(room: Callable[..., Room]) -> None:
    one = room()
    one.value = BAD
    now = one.desk.clock.now
    copies = [AlertChecker(services=one.services, courier=one.desk.slack) for _ in range(6)]
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda copy: copy(now), copies))
    one.desk.run()
    assert len(one.said) == 1
    assert one.watched.standing.episode == 1


def test_what_a_person_says_during_a_check_stands(
    room: Callable[..., Room], monkeypatch: pytest.MonkeyPatch
) -> None:
    one = room(care=Care(checks=1, remind_seconds=HOUR))
    one.sees(BAD)

    def taken(watched: Alert, handed: Services, now: int) -> Sight:
        kept = one.watched
        assert one.services.alerts.settle(kept, with_acknowledgement(kept.standing, "U2"))
        return one.watch(watched, handed, now)

    monkeypatch.setattr(checks, "watch", taken)
    one.sees(BAD, 2 * HOUR)
    monkeypatch.setattr(checks, "watch", one.watch)
    assert one.watched.standing.acknowledged_by == "U2"
    one.sees(BAD, 2 * HOUR)
    assert len(one.said) == 1


def test_clicks_and_checks_at_the_same_time_lose_nothing(room: Callable[..., Room]) -> None:
    one = room(care=Care(checks=1, every_seconds=1, remind_seconds=0))
    one.sees(BAD)
    start = one.desk.clock.now

    def click(_: int) -> bool:
        while True:
            kept = one.watched
            if one.services.alerts.settle(kept, with_acknowledgement(kept.standing, "U2")):
                return True

    with ThreadPoolExecutor(4) as pool:
        checks = [pool.submit(one.check, start + second) for second in range(1, 9)]
        clicks = [pool.submit(click, number) for number in range(4)]
        assert all(each.result() for each in clicks)
        [each.result() for each in checks]
    assert one.watched.standing.acknowledged_by == "U2"
    assert one.stands(Phase.FIRING)


def test_an_outage_of_slack_ends_with_what_is_the_case_then(room: Callable[..., Room]) -> None:
    one = room()
    one.desk.slack.posts.append(BUSY)
    one.sees(BAD)
    one.sees(25000.0, 20 * 60)  # the first post is too late by now
    assert one.said == []
    one.sees(25000.0)
    ((_, text),) = one.said
    assert "now 25000" in text
    assert one.watched.standing.episode == 1


def test_what_is_over_before_slack_is_back_is_not_told(room: Callable[..., Room]) -> None:
    one = room()
    one.desk.slack.posts.append(BUSY)
    one.sees(BAD)
    one.sees(BAD, 20 * 60)
    one.sees(GOOD)
    one.desk.run(HOUR)
    assert one.said == []
    assert one.stands(Phase.OK)


def test_what_is_on_its_way_is_waited_for(room: Callable[..., Room]) -> None:
    one = room()
    one.desk.slack.posts.append(BUSY)
    one.sees(BAD)
    one.value = GOOD
    one.desk.clock.now += PERIOD
    one.check(one.desk.clock.now)  # the post has not been tried again yet
    assert one.stands(Phase.FIRING)
    one.desk.run(60)
    one.sees(GOOD)
    assert [thread for thread, _ in one.said] == [None, "1.5"]


def test_where_the_channel_is_closed_the_owner_hears_of_it_and_not_at_each_check(
    room: Callable[..., Room],
) -> None:
    one = room(care=Care(checks=1, remind_seconds=4 * HOUR))
    one.desk.slack.posts.append(Refusal("is_archived"))
    one.sees(BAD)
    one.sees(BAD)
    one.sees(BAD)
    ((_, text),) = one.said
    assert text.startswith("A post did not go out")
    one.sees(BAD, 4 * HOUR)
    assert one.said[1][0] is None
    assert one.said[1][1].startswith("It is bad")


def due(ticket: str, minutes: int = 25) -> Due:
    return Due(
        ticket=ticket,
        source="zendesk",
        agent="a1",
        measure=SlaMeasure.FRT,
        due_at=1_795_424_400,
        left_seconds=minutes * 60,
    )


def board(room: Callable[..., Room]) -> Room:
    return room(kind="breaching", watch="", value=0.0, clear=0.0)


def test_tickets_in_danger_are_one_message_that_is_kept_up_to_date(
    room: Callable[..., Room],
) -> None:
    one = board(room)
    for dues in ((due("7"),), (due("7", 20), due("8")), ()):
        one.dues = dues
        one.sees(BAD)
        ((thread, text),) = one.said
        assert thread is None
        assert all(f"#{each.ticket}" in text for each in dues)
    assert text == "It is not bad any more. All tickets. It lasted 10m; at its worst 2."
    one.dues = (due("9"),)
    one.sees(BAD)
    assert len(one.said) == 2


def test_an_end_that_was_not_written_is_written_at_the_next_check(
    room: Callable[..., Room], monkeypatch: pytest.MonkeyPatch
) -> None:
    one = board(room)
    one.dues = (due("7"),)
    one.sees(BAD)
    one.dues = ()
    with monkeypatch.context() as lost:
        lost.setattr(one.desk.slack, "update", lambda _posted, _message: Unknown("timeout"))
        one.sees(GOOD)
    assert one.stands(Phase.FIRING)
    one.sees(GOOD)
    assert one.stands(Phase.OK)
    assert one.said[0][1].startswith("It is not bad any more")


def test_a_list_that_somebody_deleted_ends_without_it(
    room: Callable[..., Room], monkeypatch: pytest.MonkeyPatch
) -> None:
    one = board(room)
    one.dues = (due("7"),)
    one.sees(BAD)
    one.dues = ()
    gone = Refusal("message_not_found")
    monkeypatch.setattr(one.desk.slack, "update", lambda _posted, _message: gone)
    one.sees(GOOD)
    assert one.stands(Phase.OK)


@pytest.mark.parametrize("channel", ["C1", "D1"])
def test_open_tickets_are_linked_wherever_they_are_told(
    room: Callable[..., Room], channel: str
) -> None:
    one = room(kind="breaching", watch="", value=0.0, clear=0.0, channel=channel)
    one.dues = (due("7"),)
    one.sees(BAD)
    (message,) = one.desk.slack.standing.values()
    assert "agent/tickets/7" in str(message.reply.head)


def test_how_long_it_lasted_counts_from_when_the_data_say_it_began(
    room: Callable[..., Room],
) -> None:
    one = room()
    began = one.desk.clock.now - 9 * HOUR
    one.story = lambda: Story(lasting=Lasting(since_at=began, exact=True))
    one.sees(BAD, 0)
    assert "Since 00:00." in one.said[0][1]
    one.sees(GOOD, HOUR)
    assert "It lasted 10h 0m" in one.said[1][1]


def test_an_alert_goes_out_though_nobody_can_say_what_carries_it(
    room: Callable[..., Room],
) -> None:
    one = room()

    def broken() -> Story:
        raise RuntimeError("no rows")

    one.story = broken
    one.sees(BAD)
    ((_, text),) = one.said
    assert text.startswith("It is bad")


def below(one: Room) -> str:
    """What stands below the post that fired: how it stands, and the buttons."""
    root = one.desk.slack.standing["1.5"].reply
    lines = [b["text"]["text"] for b in root.tail if b["type"] == "section"]
    rows = [b["elements"] for b in root.tail if b["type"] == "actions"]
    names = [each["text"]["text"] for row in rows for each in row]
    return " | ".join([*lines, *names])


def ticks(one: Room, seconds: int = 5) -> None:
    """The next turn, at which no check is due."""
    one.desk.clock.now += seconds
    one.check(one.desk.clock.now)
    one.desk.run()


def acts(one: Room, act: Callable[[], object]) -> None:
    one.services = replace(one.services, now=one.desk.clock)
    act()
    ticks(one)


USUAL = "Acknowledge | Quiet for 1h | Quiet till tomorrow"


def test_the_post_itself_says_who_has_it_and_its_buttons_follow(room: Callable[..., Room]) -> None:
    """Fired at 09:05; each act shows in the post within seconds, below words that stay."""
    one = room(care=Care(checks=1, remind_seconds=0))
    one.sees(BAD)
    words = one.desk.slack.standing["1.5"].reply.head
    assert below(one) == USUAL
    acts(one, lambda: changes.acknowledge("aaaa", "UMINA", one.services))
    assert below(one) == "<@UMINA> has it, since 09:05. | Take over"
    acts(one, lambda: changes.acknowledge("aaaa", "UJO", one.services))
    assert below(one) == "<@UJO> has it, since 09:05. | Take over"
    one.sees(GOOD, HOUR)
    assert below(one) == "Over since 10:05. <@UJO> had it."
    assert one.desk.slack.standing["1.5"].reply.head == words
    assert one.said[-1][1].startswith("It is not bad any more. now 7200.0. It lasted 1h 0m")
    assert "<@UJO> had it." in str(one.desk.slack.standing["2.5"].reply.head)


def test_the_post_itself_says_until_when_it_is_quiet(room: Callable[..., Room]) -> None:
    one = room()
    one.sees(BAD)
    until = one.desk.clock.now + 1800
    acts(one, lambda: changes.snooze("aaaa", until, "UMINA", one.services))
    assert below(one) == "Quiet until 09:35, says <@UMINA>. | Acknowledge | Speak again"
    ticks(one, 1800)
    assert below(one) == USUAL


def test_to_others_nobody_is_named(room: Callable[..., Room]) -> None:
    one = room()
    settings = one.services.settings.model_copy(update={"open_channel_ids": "C1"})
    assert settings.open_channels() == {"C1"}
    one.services = replace(one.services, settings=settings)
    one.check = replace(one.check, services=one.services)
    one.sees(BAD)
    acts(one, lambda: changes.acknowledge("aaaa", "UMINA", one.services))
    assert below(one) == "Somebody has it, since 09:05. | Take over"


def test_a_post_is_written_anew_only_where_it_looks_otherwise(room: Callable[..., Room]) -> None:
    one = room()
    one.sees(BAD)
    acts(one, lambda: changes.acknowledge("aaaa", "UMINA", one.services))
    one.desk.slack.updates.clear()
    for _ in range(3):
        ticks(one)
    assert one.desk.slack.updates == []


def test_where_slack_is_away_the_post_is_written_anew_later(room: Callable[..., Room]) -> None:
    one = room()
    one.sees(BAD)
    one.desk.slack.refusals.append(BUSY)
    acts(one, lambda: changes.acknowledge("aaaa", "UMINA", one.services))
    assert below(one) == USUAL
    ticks(one)
    assert below(one) == "<@UMINA> has it, since 09:05. | Take over"


def test_a_list_says_who_has_it_too(room: Callable[..., Room]) -> None:
    one = board(room)
    one.dues = (due("7"),)
    one.sees(BAD)
    acts(one, lambda: changes.acknowledge("aaaa", "UMINA", one.services))
    assert below(one) == "<@UMINA> has it, since 09:05. | Take over"
    one.sees(BAD)
    assert below(one) == "<@UMINA> has it, since 09:05. | Take over"


@pytest.mark.parametrize("channel", ["D1", "U2"])
@pytest.mark.parametrize("owner", ["U1", "U2"])
def test_one_for_who_became_a_guest_rests_and_one_of_us_hears_of_it_once(
    room: Callable[..., Room], channel: str, owner: str
) -> None:
    one = room(channel=channel, owner=owner)
    guest = FixedWorkspace(people={"U2": Person("U2", Standing.GUEST)})
    one.services = replace(one.services, workspace=guest)
    one.check = AlertChecker(services=one.services, courier=one.desk.slack, admin="UADMIN")
    for _ in range(3):
        one.sees(BAD)
    (message,) = one.desk.slack.standing.values()
    if (channel, owner) == ("D1", "U1"):  # the conversation is with whoever made it
        assert (message.channel, message.reader) == ("D1", "U1")
        return
    assert one.stands(Phase.OK)
    assert message.channel == ("U1" if owner == "U1" else "UADMIN")
    assert "/kpi alert delete aaaa" in message.reply.text
    one.check = AlertChecker(
        services=replace(one.services, workspace=FixedWorkspace()),
        courier=one.desk.slack,
        admin="UADMIN",
    )
    one.sees(BAD)
    assert one.stands(Phase.FIRING), "who is a member again is told again"


def test_a_list_in_a_conversation_is_not_kept_up_for_who_became_a_guest(
    room: Callable[..., Room],
) -> None:
    one = room(kind="breaching", watch="", value=0.0, clear=0.0, channel="D1")
    guarded = GuardedCourier(one.desk.slack, one.services)
    one.check = AlertChecker(services=one.services, courier=guarded, admin="UADMIN")
    one.dues = (due("7"),)
    one.sees(BAD)
    guest = FixedWorkspace(people={"U1": Person("U1", Standing.GUEST)})
    now_guest = replace(one.services, workspace=guest)
    check = Check(one.watched, one.desk.clock.now, now_guest, replace(guarded, services=now_guest))
    one.dues = (due("7"), due("8"))
    one.value = BAD
    check()
    (message,) = one.desk.slack.standing.values()
    assert "#8" not in str(message.reply)


def test_one_that_fails_stops_no_other_and_its_owner_hears_of_it_once(
    room: Callable[..., Room],
) -> None:
    one = room()
    one.services.alerts.make(replace(one.alert, id="bbbb", made_at=one.alert.made_at + 1))
    for _ in range(5):
        one.faults = [AskError("There is no team Blling.")]
        one.sees(GOOD)
    ((_, text),) = one.said
    assert text.startswith("An alert cannot be checked. frt above 4h.")
    assert "There is no team Blling" in text
    assert one.desk.slack.standing["1.5"].channel == "U1"
    one.sees(BAD)
    assert len(one.said) == 3


def test_its_thread_goes_on_from_its_figure(store: Store, tmp_path: Path) -> None:
    opened = services(told(store, []), tmp_path)
    opened.alerts.make(alert(watch="volume 2026-W46", above=False, value=5.0, clear=5.0))
    desk = Desk(store)
    desk.clock.now = opened.now()
    AlertChecker(services=opened, courier=desk.slack)(opened.now())
    desk.run()
    (posted,) = opened.outbox.of("alert:aaaa")
    assert posted.state is State.POSTED
    kept = opened.posts.receipt(posted.receipts[0])
    assert kept is not None
    assert kept.phrase == "volume 9..15 nov 2026"


def test_one_that_cannot_be_read_stops_no_other_and_its_owner_hears_of_it_once(
    room: Callable[..., Room],
) -> None:
    one = room()
    one.services.alerts.make(replace(one.alert, id="bbbb", channel="C2", owner="UOWNER"))
    with one.store.write() as connection:
        connection.execute(update(ALERT).where(ALERT.c.id == "bbbb").values(quiet="x"))
    one.sees(BAD)
    one.check = AlertChecker(services=one.services, courier=one.desk.slack, admin="UADMIN")
    one.sees(BAD)
    assert one.stands(Phase.FIRING)
    told = [m for m in one.desk.slack.standing.values() if m.channel == "UOWNER"]
    assert ["/kpi alert delete bbbb" in m.reply.text for m in told] == [True]
