"""What nobody asked for goes only where our own people read, or where the settings let others."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import update

from bot.deliveries.composer import DigestComposer
from bot.deliveries.guarded_courier import GuardedCourier
from bot.deliveries.payload import dump
from bot.deliveries.refusals import Cure, meaning_of
from bot.services import Services
from bot.talk import Outgoing, Post, Refusal, Reply
from bot.trace import FACTS
from bot.workspace import (
    CannotCheckError,
    Channel,
    FixedWorkspace,
    OwnWorkspace,
    Person,
    Standing,
    reader,
)
from metrics.posting.deliveries import Delivery, DigestSchedule, State, delivery_id
from metrics.store.books.digest_schedules import DIGEST
from metrics.store.books.outbox import DELIVERY
from tests.bot import desk
from tests.bot.deliveries.desk import Desk, ScriptedSlack
from tests.bot.test_meters import shown

FIGURES = Reply(text="The week", figures=True)
NAMES = Reply(text="#7 waits for Ann")
OUR_OWN = FixedWorkspace(
    channels={id: Channel(id, shared=True) for id in ("CSHARED", "COPEN")},
    people={"U2": Person("U2", Standing.GUEST), "U3": Person("U3", Standing.OUTSIDER)},
    home=OwnWorkspace(team="T1"),
)


class Away(FixedWorkspace):
    """A Slack that cannot be asked."""

    def channel(self, id: str) -> Channel:
        raise CannotCheckError

    def person(self, id: str) -> Person:
        raise CannotCheckError


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    with desk.services(desk.settings(tmp_path, DESKPULSE_OPEN_CHANNELS="COPEN")) as made:
        yield replace(made, workspace=OUR_OWN)


ASKED = replace(OUR_OWN, channels={**OUR_OWN.channels, "D9": Channel("D9", person="U2")})
"""Where Slack says whom a conversation is with."""
UNTOLD = FixedWorkspace(complete=False)
WHERE: tuple[tuple[str, str, Reply, FixedWorkspace, Cure | None], ...] = (
    ("our own channel", "C1", NAMES, OUR_OWN, None),
    ("a member", "U1", NAMES, OUR_OWN, None),
    ("who became a guest", "U2", NAMES, OUR_OWN, Cure.CLOSED),
    ("who left", "U3", NAMES, OUR_OWN, Cure.CLOSED),
    ("a conversation with a member", "D1 of U1", NAMES, OUR_OWN, None),
    ("with who became a guest", "D1 of U2", NAMES, OUR_OWN, Cure.CLOSED),
    ("with who left", "D1 of U3", FIGURES, OUR_OWN, Cure.CLOSED),
    ("with a guest, by Slack's word", "D9 of U1", NAMES, ASKED, Cure.CLOSED),
    ("with nobody knows whom", "D1", NAMES, OUR_OWN, Cure.CLOSED),
    ("a conversation, Slack is away", "D1 of U1", FIGURES, Away(), Cure.WAIT),
    ("a conversation, without the scopes", "D1 of U1", FIGURES, UNTOLD, Cure.WAIT),
    ("a shared channel", "CSHARED", FIGURES, OUR_OWN, Cure.CLOSED),
    ("figures where it is open", "COPEN", FIGURES, OUR_OWN, None),
    ("people where it is open", "COPEN", NAMES, OUR_OWN, Cure.PERSON),
    ("a channel, Slack is away", "C1", FIGURES, Away(), Cure.WAIT),
    ("a person, Slack is away", "U1", FIGURES, Away(), Cure.WAIT),
    ("a channel, without the scopes", "C1", FIGURES, UNTOLD, Cure.WAIT),
    ("open, without the scopes", "COPEN", FIGURES, UNTOLD, Cure.WAIT),
    ("an owner, without the scopes", "U1", NAMES, UNTOLD, Cure.WAIT),
)


@pytest.mark.parametrize(
    ("channel", "reply", "workspace", "cure"),
    [case[1:] for case in WHERE],
    ids=[case[0] for case in WHERE],
)
def test_each_message_is_held_to_who_reads_along(
    services: Services, channel: str, reply: Reply, workspace: FixedWorkspace, cure: Cure | None
) -> None:
    slack = ScriptedSlack()
    courier = GuardedCourier(slack, replace(services, workspace=workspace))
    channel, _, owner = channel.partition(" of ")
    message = Outgoing(key="k", channel=channel, reply=reply, reader=reader(channel, owner))
    for outcome in (courier.post(message), courier.update(Post(channel, "9.5"), message)):
        if cure is None:
            assert isinstance(outcome, Post)
        else:
            assert isinstance(outcome, Refusal)
            assert meaning_of(outcome).cure is cure
            assert outcome.code not in meaning_of(outcome).reason
    assert bool(slack.standing) is (cure is None)


def test_a_word_without_figures_reaches_an_owner_while_permissions_are_missing(
    services: Services,
) -> None:
    """Else nobody would hear that a post waits for them; a guest hears nothing all the same."""
    courier = GuardedCourier(ScriptedSlack(), replace(services, workspace=UNTOLD))
    notice = Outgoing(key="k", channel="U2", reply=NAMES, reader="U2", notice=True)
    assert isinstance(courier.post(notice), Post)
    assert isinstance(replace(courier, services=services).post(notice), Refusal)


@pytest.mark.parametrize("channel", ["CSHARED", "COPEN"])
def test_advice_is_true_of_alerts_too_and_names_the_setting_only_where_it_helps(
    services: Services, channel: str
) -> None:
    """A list of tickets goes into no such channel, whatever the settings name."""
    outcome = GuardedCourier(ScriptedSlack(), services).post(
        Outgoing(key="k", channel=channel, reply=NAMES)
    )
    assert isinstance(outcome, Refusal)
    meant = meaning_of(outcome)
    assert ("DESKPULSE_OPEN_CHANNELS" in meant.advice) is (channel == "CSHARED")
    assert "is paused by this" not in meant.advice
    assert ("resumes it" in meant.advice) is (meant.cure is Cure.CLOSED)


WEEKLY = DigestSchedule(
    id="aaaa",
    digest="weekly",
    channel="CSHARED",
    rule="weekly monday 09:00 Europe/Berlin",
    owner="U1",
    made_at=desk.NOW - 86400,
    next_due_at=desk.NOW,
    grace_seconds=86400,
    wait_seconds=0,
)
DUE = Delivery(
    id=delivery_id(f"{DIGEST}aaaa", desk.NOW),
    source=f"{DIGEST}aaaa",
    due_at=desk.NOW,
    channel="CSHARED",
    owner="U1",
    expires_at=desk.NOW + 86400,
)


@pytest.fixture
def room(services: Services) -> Desk:
    """A process with the digests of `services`, behind the guard."""
    made = Desk(services.posts.store)
    made.clock.now = desk.NOW
    guarded = GuardedCourier(made.slack, services)
    composer = DigestComposer(services=services)
    made.worker = replace(made.worker, courier=guarded, composer=composer)
    return made


def test_a_schedule_whose_channel_is_shared_pauses_and_tells_its_owner(
    room: Desk, services: Services
) -> None:
    services.schedules.make(WEEKLY)
    room.outbox.put([DUE], desk.NOW)
    room.run()
    (notice,) = notices(room)
    assert notice.channel == "U1"
    assert "people of another company read the channel" in notice.reply.text
    assert "DESKPULSE_OPEN_CHANNELS" in notice.reply.text
    kept = services.schedules.get("aaaa")
    assert kept is not None
    assert "another company" in (kept.paused or "")
    post = room.outbox.get(DUE.id)
    assert post is not None
    assert post.state is State.FAILED


@pytest.mark.parametrize("channel", ["D1", "U2"])
@pytest.mark.parametrize("owner", ["U1", "U2"])
def test_a_schedule_for_who_became_a_guest_pauses_and_one_of_us_hears(
    room: Desk, services: Services, channel: str, owner: str
) -> None:
    """Where a lead made it that is the lead; where the guest did, an administrator."""
    reads = "U2" if channel == "U2" else owner
    services.schedules.make(replace(WEEKLY, channel=channel, owner=owner))
    room.outbox.put([replace(DUE, channel=channel, owner=owner)], desk.NOW)
    room.run()
    kept = services.schedules.get("aaaa")
    assert kept is not None
    if reads == "U1":
        assert kept.paused is None
        assert "D1" in {message.channel for message in room.slack.standing.values()}
        return
    assert kept.paused == "the person it is for is not a member of the company"
    (notice,) = notices(room)
    assert notice.channel == ("U1" if owner == "U1" else "UADMIN")
    assert "is not a member of the company" in notice.reply.text


def test_what_is_added_to_a_post_in_a_conversation_is_held_to_who_reads_it_now(
    room: Desk, services: Services
) -> None:
    """Posted to a member, who then became a guest; its thread stands in a conversation."""
    payload, _ = dump(NAMES)
    post = replace(DUE, channel="U2", owner="U2", state=State.READY, payload=payload)
    room.outbox.put([post], desk.NOW)
    guarded = GuardedCourier(room.slack, replace(services, workspace=FixedWorkspace()))
    room.worker, now = replace(room.worker, courier=guarded), room.worker
    room.run()
    said = len(room.slack.standing)
    with services.posts.store.write() as connection:
        connection.execute(update(DELIVERY).values(posted_in="D1"))
    room.worker = now
    under = replace(post, id="under", parent=post.id, part=1)
    room.outbox.put([under], desk.NOW)
    room.run()
    assert len(room.slack.standing) == said
    kept = room.outbox.get("under")
    assert kept is not None
    assert (kept.state, "not a member" in (kept.reason or "")) == (State.FAILED, True)


@pytest.mark.parametrize("digest", ["weekly", "standup"])
def test_where_it_is_open_a_digest_comes_without_tickets_and_people(
    tmp_path: Path, digest: str
) -> None:
    chosen = desk.settings(
        tmp_path,
        DESKPULSE_OPEN_CHANNELS="COPEN",
        DESKPULSE_SLA="resolution 20h business",
        DESKPULSE_TARGETS="frt 1m",
    )
    with desk.services(chosen, tickets=3000) as full:
        services = replace(full, workspace=OUR_OWN)
        services.schedules.make(replace(WEEKLY, digest=digest, channel="COPEN"))
        composed = DigestComposer(services=services).compose(replace(DUE, channel="COPEN"))
        inside = DigestComposer(services=full).compose(replace(DUE, channel="C1"))
    said = "".join(map(words, (composed.post, *composed.parts)))
    assert all(reply.figures for reply in (composed.post, *composed.parts))
    assert not re.search(r"#\d", said)
    assert "agent/tickets/" not in said
    assert re.search(r"#\d", words(inside.post)), "our own people are told which tickets"
    assert not inside.post.figures


def notices(room: Desk) -> list[Outgoing]:
    """What people are told, but for how to have what could not be measured."""
    told = room.slack.standing.values()
    return [each for each in told if "could not be measured" not in each.reply.text]


def words(reply: Reply) -> str:
    return str((reply.text, reply.head, reply.tail))


def test_what_was_composed_for_our_own_people_does_not_go_to_others(
    room: Desk, services: Services, tmp_path: Path
) -> None:
    """The channel was named as open between composing and posting."""
    ours = replace(services, settings=desk.settings(tmp_path))
    room.worker = replace(room.worker, composer=DigestComposer(services=ours))
    services.schedules.make(replace(WEEKLY, channel="COPEN"))
    room.outbox.put([replace(DUE, channel="COPEN")], desk.NOW)
    room.run()
    assert [message.channel for message in notices(room)] == ["U1"]


def test_while_slack_cannot_say_who_reads_along_a_digest_waits(
    room: Desk, services: Services
) -> None:
    away = replace(services, workspace=Away())
    room.worker = replace(room.worker, composer=DigestComposer(services=away))
    services.schedules.make(replace(WEEKLY, channel="C1"))
    room.outbox.put([replace(DUE, channel="C1")], desk.NOW)
    room.run()
    kept = room.outbox.get(DUE.id)
    assert kept is not None
    assert (kept.state, kept.reason) == (
        State.PLANNED,
        "waits for Slack to say who reads the channel",
    )
    assert DigestComposer(services=away).compose(DUE).post.text, "its words ask Slack nothing more"
    room.worker = replace(room.worker, composer=DigestComposer(services=services))
    room.run(600)
    assert "C1" in {message.channel for message in room.slack.standing.values()}


def test_each_post_that_was_tried_is_counted_and_logged_without_its_words(
    services: Services, caplog: pytest.LogCaptureFixture
) -> None:
    slack = ScriptedSlack()
    courier = GuardedCourier(slack, services)
    with caplog.at_level(logging.INFO, "bot.deliveries"):
        for channel in ("C1", "U3", "CSHARED"):
            courier.post(Outgoing(key=f"k{channel}", channel=channel, reply=NAMES))
    page = shown(services.meters.page())
    assert page["deskpulse_posts_total outcome=posted"] == len(slack.said) == 1
    assert page["deskpulse_posts_total outcome=refused"] == 2
    facts = [vars(record)[FACTS] for record in caplog.records]
    assert facts[0] == {"delivery": "kC1", "outcome": "posted", "code": None}
    assert facts[1] == {"delivery": "kU3", "outcome": "refused", "code": "not_one_of_us"}
    assert NAMES.text not in caplog.text
