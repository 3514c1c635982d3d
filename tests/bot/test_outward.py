"""What all may read where people of another company do: figures, and nothing that was noted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path

import pytest

from bot.alerts.checker import AlertChecker
from bot.alerts.kinds import watch
from bot.cards.edition import Earlier, Edition, Kpi, SilentDay, Surge, Thing
from bot.cards.standup import Board
from bot.cards.statement import Statement
from bot.cards.work import PileView
from bot.commands.kpi import answer
from bot.deliveries.composer import DigestComposer
from bot.deliveries.guarded_courier import GuardedCourier
from bot.deliveries.payload import load
from bot.outward import WITHHELD
from bot.services import Services
from bot.talk import Audience, Outgoing, Post, Reach, Refusal, Reply, Request
from bot.workspace import Channel, FixedWorkspace
from metrics.posting.alerts import Alert
from metrics.posting.deliveries import Delivery, DigestSchedule
from metrics.question.deviation import Deviation, Deviations
from metrics.question.notes import Note
from metrics.store.books.digest_schedules import DIGEST
from tests.bot import desk
from tests.bot.alerts.desk import alert
from tests.bot.deliveries.desk import ScriptedSlack

NOTED = "Acme outage, our fault"
OPEN, OURS = "COPEN", "C1"
NOTE = Note(text=NOTED, start_at=0, end_at=desk.NOW, noted_by="U1", noted_at=desk.NOW)


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    chosen = desk.settings(
        tmp_path, DESKPULSE_OPEN_CHANNELS=OPEN, DESKPULSE_SLA="resolution 20h business"
    )
    with desk.services(chosen, tickets=3000) as made:
        made.asker.notes.keep(NOTE)
        yield replace(made, workspace=FixedWorkspace(channels={OPEN: Channel(OPEN, shared=True)}))


def said(reply: Reply) -> str:
    return f"{reply.text} {reply.head} {reply.tail} {reply.picture and reply.picture.alt}"


def asked(words: str, channel: str, services: Services, **more: object) -> Reply:
    reach = Reach.OPEN if channel == OPEN else Reach.ALL
    request = Request(words=words, person="U1", channel=channel, reach=reach)
    return answer(replace(request, **more), services)  # type: ignore[arg-type]  # as a test says it


ANSWERS = ("frt", "backlog", "volume by channel", "frt last month vs last year")


@pytest.mark.parametrize("thread", [None, "1.1"])
@pytest.mark.parametrize("words", ANSWERS)
def test_an_answer_for_all_tells_nothing_that_was_noted(
    services: Services, words: str, thread: str | None
) -> None:
    reply = asked(words, OPEN, services, thread=thread)
    assert reply.figures
    assert reply.audience is not Audience.ME
    assert NOTED not in said(reply)
    assert NOTED in said(asked(words, OURS, services, thread=thread))
    assert NOTED in said(asked(words, OPEN, services, thread=thread, private=True))


@pytest.mark.parametrize("words", ANSWERS)
def test_a_share_tells_nothing_that_was_noted(services: Services, words: str) -> None:
    receipt = asked(words, OPEN, services, private=True).receipt
    shared = asked(f"share {receipt}", OPEN, services)
    assert shared.figures
    assert NOTED not in said(shared)
    assert NOTED in said(asked(f"share {receipt}", OURS, services))


TOLD: dict[type, set[str]] = {
    Edition: {
        *("key", "title", "question", "scope", "window", "zone", "due_at", "fresh_until", "kpis"),
        *("missing", "statement", "gap", "ages", "board", "stale", "further", "things", "gain"),
        *("earlier", "trends", "narrowed", "surge", "silent", "helpdesks"),
    },
    Kpi: {"result", "phrase", "lately", "lasting"},
    Thing: {"reason", "result", "phrase", "lately", "carrier", "also", "why"},
    Earlier: {"result", "window", "good", "apart"},
    Deviations: {"whole", "parts"},
    Deviation: {
        *("dimension", "key", "label", "score", "value", "usual", "n", "windows", "over"),
    },
    SilentDay: {"day", "usual"},
    Surge: {"day", "n", "usual", "category", "of_category"},
    Statement: {"growth", "opening", "closing"},
    Board: {
        *("growth", "opening", "closing", "pending", "unassigned", "piles", "open", "fresh"),
        *("as_of", "unpromised", "due_words", "phrase", "about", "core"),
    },
    PileView: {"pile", "n", "above", "first_above", "due_words"},
}
"""What others read of each part of a digest."""


@pytest.mark.parametrize("part", TOLD, ids=lambda part: part.__name__)
def test_each_field_of_a_digest_is_told_to_others_or_withheld_by_name(part: type) -> None:
    """A new one that is in neither table fails here."""
    withheld = set(WITHHELD.get(part, {}))
    assert TOLD[part] | withheld == {field.name for field in fields(part)}
    assert not TOLD[part] & withheld


@pytest.mark.parametrize("digest", ["weekly", "monthly", "standup"])
def test_a_digest_tells_nothing_that_was_noted(services: Services, digest: str) -> None:
    schedule = DigestSchedule(
        id="aaaa",
        digest=digest,
        channel=OPEN,
        rule="weekly monday 09:00 Europe/Berlin",
        owner="U1",
        made_at=0,
        next_due_at=desk.NOW,
        grace_seconds=86400,
        wait_seconds=0,
    )
    services.schedules.make(schedule)
    due = Delivery(
        id="d", source=f"{DIGEST}aaaa", due_at=desk.NOW, channel=OPEN, expires_at=desk.NOW + 86400
    )
    made = DigestComposer(services=services).compose(due)
    assert not any(NOTED in said(reply) for reply in (made.post, *made.parts))
    if digest == "standup":
        assert "open tickets" in said(made.post)
        assert not re.search(r"#\d|takes it|card:take", said(made.post))


ALERTS = (
    ("threshold", "frt last 8 weeks", True),
    ("threshold", "oldest", False),
    ("threshold", "backlog", True),
    ("drift", "frt", True),
    ("growing", "", True),
    ("spike", "", True),
    ("breaching", "", False),
)


@pytest.mark.parametrize(("kind", "watched", "figures"), ALERTS)
def test_each_alert_says_whether_it_tells_figures_alone(
    services: Services, kind: str, watched: str, figures: bool
) -> None:
    sight = watch(alert(kind, watched, value=1.0, clear=1.0), services, desk.NOW)
    assert sight.figures is figures
    if figures:
        assert not re.search(r"#\d", f"{sight.fires} {sight.now} {sight.say(1.0)}")


def fired(one: Alert, services: Services) -> Delivery:
    """What is kept to be posted of an alert that fires."""
    services.alerts.make(one)
    AlertChecker(services=services, courier=ScriptedSlack())(desk.NOW)
    kept = services.alerts.get(one.id)
    found = services.outbox.get((kept and kept.post) or "")
    assert found is not None
    return found


@pytest.mark.parametrize("watched", ["frt last 8 weeks", "oldest"])
def test_an_alert_goes_there_with_figures_and_nothing_noted_or_not_at_all(
    services: Services, watched: str
) -> None:
    post = fired(alert("threshold", watched, value=1.0, clear=1.0, channel=OPEN), services)
    reply = load(post.payload or "", post.picture)
    assert NOTED not in said(reply)
    message = Outgoing(key="k", channel=OPEN, reply=reply)
    outcome = GuardedCourier(ScriptedSlack(), services).post(message)
    tickets = re.search(r"#\d", said(reply))
    assert isinstance(outcome, Refusal if tickets else Post)
    assert bool(tickets) is (watched == "oldest")


def test_our_own_people_see_in_an_alert_what_was_noted(services: Services) -> None:
    post = fired(alert("threshold", "frt last 8 weeks", value=1.0, clear=1.0), services)
    assert NOTED in said(load(post.payload or "", post.picture))
