"""A small desk: some tickets, and one of everything that people make; and what it is asked."""

from __future__ import annotations

import json
from dataclasses import asdict
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import insert, select

from bot.grammar import parse
from metrics.ask import Asker
from metrics.errors import AskError
from metrics.goals.targets import Aim
from metrics.importing import bring
from metrics.imports import KINDS, CellContext, template
from metrics.office_hours.calendar import Calendar, parse_hours
from metrics.posting.alerts import Alert
from metrics.posting.audit import Look
from metrics.posting.deliveries import Delivery, DigestSchedule, State, delivery_id
from metrics.question.notes import Note
from metrics.question.receipts import Receipt
from metrics.sources.needs import OF_HELPDESKS, Provision
from metrics.store.books.alerts import Alerts
from metrics.store.books.audit import Looks
from metrics.store.books.digest_schedules import DigestSchedules
from metrics.store.books.homes import Homes
from metrics.store.books.notes import Notes
from metrics.store.books.outbox import Outbox
from metrics.store.books.posts import Posts
from metrics.store.books.rechecks import Rechecks
from metrics.store.database.engine import Store
from metrics.store.syncs.knowledge import note_supplies, publish
from metrics.store.syncs.sync_states import Work, note_failure
from metrics.store.tables.metadata import METADATA
from metrics.tickets.records import (
    Call,
    Channel,
    Dimension,
    Handling,
    Rating,
    RatingScore,
    Team,
)
from tests.metrics.desk import NOW, Told, at, told

QUESTIONS = (
    *("frt 2026-w46", "frt email 2026-w46", "frt 2026-w46 by team", "next reply 2026-w46"),
    *("resolution 2026-w46", "resolution business 2026-w46", "volume 2026-w46 by channel"),
    *(
        "backlog 2026-11-16",
        "reopen 2026-w46",
        "csat november 2026",
        "cost per ticket november 2026",
    ),
    *("frt tier gold 2026-w46", "qa november 2026", "one touch 2026-w46"),
    *("volume 2026-w46 by brand", "volume tag refund 2026-w46"),
    *("asa 2026-w46", "aht 2026-w46"),
)
PAYLOAD = json.dumps(
    {
        "text": "Your week in support",
        "head": [{"type": "section", "text": {"type": "mrkdwn", "text": "*Your week*"}}],
        "tail": [
            {
                "type": "actions",
                "elements": [
                    {
                        "type": "button",
                        "text": {"type": "plain_text", "text": "By team"},
                        "action_id": "card:0",
                        "value": "frt email 9..15 nov 2026 by team",
                    }
                ],
            }
        ],
        "picture": None,
        "listing": None,
    }
)
SOURCE = "zendesk:acme"
CHANNEL, TS = "C1SUPPORT", "1795000000.000100"


def fill(store: Store) -> None:
    """Tell an empty store of the tickets, and make what people make."""
    teams = (Team(id="7", name="Billing"), Team(id="8", name="Front line"))
    asker = told(store, _stories(), *teams, *_ratings(), *_calls())
    _supply(store)
    _import(store)
    asker.set_target(
        Aim(
            metric="frt",
            where=frozenset({(Dimension.CHANNEL, "email")}),
            value=7200,
            since_at=at(0),
            set_by="U1",
        )
    )
    asker.set_target(Aim(metric="csat", value=0.9, since_at=at(1), set_by="U2"))
    _say(store)
    _plan(store)
    _run(store)


def _supply(store: Store) -> None:
    """Say that the one stream which was read brings everything."""
    brings = Provision(streams=("tickets",))
    with store.write() as connection:
        note_supplies(connection, SOURCE, dict.fromkeys(OF_HELPDESKS, brings))
        publish(connection, SOURCE)
        note_failure(connection, SOURCE, Work(records=3, calls=2), NOW, "It was away.")


def answers(store: Store) -> dict[str, Any]:
    """What the store answers: figures, and all that people made, as plain values."""
    asker = Asker(store, Calendar(ZoneInfo("UTC"), parse_hours("mon-fri 09:00-17:00")))
    aims = asker.all_targets().aims
    receipt = Posts(store).receipt("R1")
    made = {
        "targets": sorted((aim.metric, sorted(aim.where), aim.value, aim.set_by) for aim in aims),
        "schedules": [asdict(schedule) for schedule in DigestSchedules(store).all()],
        "alerts": [asdict(watched.alert) for watched in Alerts(store).all()],
        "notes": [asdict(note) for note in Notes(store).standing()],
        "receipt": receipt and asdict(receipt),
        "thread": [one.id for one in Posts(store).thread(CHANNEL, TS)],
        "looks": [asdict(look) for look in Looks(store).since(0)],
        "home": Homes(store).view("T1", "U1"),
        "outbox": _outbox(store),
        "imported": _imported(store),
        "visitors": _rows(store, "visitor"),
        "missed_words": _rows(store, "missed_word"),
        "takes": _rows(store, "take"),
        "core_set": _rows(store, "core_set"),
        "claims": _rows(store, "claim"),
        "measuring": _rows(store, "measuring"),
    }
    still = asker.still()
    figures = {question: plain(_figures(still, question)) for question in QUESTIONS}
    return figures | {name: plain(value) for name, value in made.items()}


def plain(value: Any) -> Any:
    """A value as JSON has it."""
    if isinstance(value, dict):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(inner) for inner in value]
    if value is None or isinstance(value, bool | int | float):
        return value
    return str(value)


def _figures(asker: Asker, question: str) -> Any:
    try:
        result = asker.answer(parse(question, asker.directory()), NOW)
    except AskError as error:
        return str(error)
    figure, waiting = result.figure, result.waiting
    return {
        "window": [result.window.start, result.window.end],
        "figure": [_rounded(figure.value), figure.n, figure.hits],
        "target": result.target and result.target.value,
        "waiting": waiting and waiting.n,
        "complete": result.complete,
        "parts": {
            part.label: [_rounded(part.figure.value), part.figure.n] for part in result.parts
        },
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 6)


def _stories() -> list[Told]:
    channels = (Channel.EMAIL, Channel.CHAT, Channel.PHONE)
    stories = []
    for number in range(12):
        hour = 8 + 7 * number
        own: dict[str, tuple[str, ...]] = {"brand": ("Acme" if number % 2 else "Globex",)}
        if number % 3 == 0:
            own["tag"] = ("refund", "vip")
        story = Told(
            f"{number + 1}",
            hour,
            channel=channels[number % 3],
            team="7",
            agent="ann",
            attributes=own,
        )
        story.team(hour, "7" if number % 2 else "8").agent(hour + 0.1, "ann")
        if number != 5:
            story.said(hour + 0.5 + number / 4, "ann")
            story.said(hour + 3 + number / 4, "cleo").said(hour + 4 + number / 4, "bob")
        if number % 4:
            story.became(hour + 5 + number, "solved")
        if number == 7:
            story.became(hour + 20, "open", "cleo").became(hour + 30, "solved")
        stories.append(story)
    return stories


def _ratings() -> list[Rating]:
    return [
        Rating(
            id=f"r{number}",
            ticket=str(number),
            at=at(60 + number),
            changed_at=at(60 + number),
            offered_at=at(50 + number),
            score=RatingScore.BAD if number == 3 else RatingScore.GOOD,
            reason="The issue took too long to resolve" if number == 3 else None,
        )
        for number in (2, 3, 4, 6, 7, 8)
    ]


def _calls() -> list[Call | Handling]:
    """Two calls, of which one was given up, and work in two pieces on the other."""
    own: dict[str, Any] = {"ticket": "3", "team": "7", "agent": "ann"}
    return [
        Call(id="1", queued_at=at(30), ended_at=at(30) + 25, answered=True, **own),
        Call(id="2", queued_at=at(31), ended_at=at(31) + 95, answered=False),
        Handling(id="1", contact="1", ended_at=at(30.5), talk_seconds=400, **own),
        Handling(id="2", contact="1", ended_at=at(31), talk_seconds=50, wrap_seconds=30, **own),
    ]


def _import(store: Store) -> None:
    around = CellContext(ZoneInfo("UTC"), NOW + 60 * 86_400)
    for kind in KINDS.values():
        assert not bring(
            store, kind, BytesIO(template(kind).encode()), around, dry_run=False
        ).faults


def _rows(store: Store, name: str) -> list[list[Any]]:
    with store.read() as connection:
        rows = connection.execute(select(METADATA.tables[name])).all()
    return sorted([*row] for row in rows)


def _imported(store: Store) -> dict[str, int]:
    tables = (
        *("survey", "review", "handling", "shift", "cost", "customers", "session", "churn"),
        *("call", "tier", "customer_tier"),
    )
    with store.read() as connection:
        return {
            name: len(connection.execute(select(METADATA.tables[name])).all()) for name in tables
        }


def _say(store: Store) -> None:
    posts = Posts(store)
    receipt = Receipt(
        id="R1",
        phrase="frt email 9..15 nov 2026",
        asked_at=at(171),
        fresh_until=at(170),
        person="U1",
        window="Week 46",
        headline="1h 30m",
        value=5400.0,
        n=4,
        figures="f1",
        making="m1",
    )
    posts.keep(receipt)
    posts.place(CHANNEL, TS, None, "R1")
    Rechecks(store).measuring_since(receipt.measuring, at(169))
    Notes(store).keep(
        Note(
            text="Outage of the shop",
            start_at=at(0),
            end_at=at(24),
            channel="email",
            apart=True,
            noted_by="U1",
            noted_at=at(30),
        )
    )
    looks = Looks(store)
    looks.keep(
        Look(
            at=at(40),
            person="U1",
            channel=CHANNEL,
            phrase="frt 2..8 nov 2026 by agent",
            allowed=True,
        )
    )
    looks.keep(
        Look(
            at=at(41),
            person="U9",
            channel=CHANNEL,
            phrase="frt 2..8 nov 2026 by agent",
            allowed=False,
        )
    )
    Homes(store).choose("T1", "U1", "queue")


def _plan(store: Store) -> None:
    schedule = DigestSchedule(
        id="5c4ed01e",
        digest="weekly",
        channel=CHANNEL,
        rule="weekly monday 09:00 Europe/Berlin",
        where="email",
        owner="U1",
        made_at=at(2),
        next_due_at=at(7 * 24 + 8),
        grace_seconds=86_400,
        wait_seconds=3600,
    )
    DigestSchedules(store).make(schedule)
    alert = Alert(
        id="a1e27000",
        kind="threshold",
        phrase="frt email today above 4h",
        watch="frt email today",
        value=14_400.0,
        clear=13_000.0,
        minimum=5,
        channel=CHANNEL,
        owner="U2",
        made_at=at(3),
    )
    Alerts(store).make(alert)
    source = f"digest:{schedule.id}"
    posted = Delivery(
        id=delivery_id(source, at(8)),
        source=source,
        due_at=at(8),
        channel=CHANNEL,
        owner="U1",
        payload=PAYLOAD,
        receipts=("R1",),
        expires_at=at(32),
        state=State.POSTED,
        posted_in=CHANNEL,
        ts=TS,
        settled_at=at(8),
    )
    waiting = Delivery(
        id=delivery_id(source, at(7 * 24 + 8)),
        source=source,
        due_at=at(7 * 24 + 8),
        channel=CHANNEL,
        owner="U1",
        payload=PAYLOAD,
        picture=b"\x89PNG\x00",
        expires_at=at(9 * 24),
        state=State.READY,
    )
    Outbox(store, "").put((posted, waiting), at(8))
    _told(store, alert)


def _told(store: Store, alert: Alert) -> None:
    step = {"alert": alert.id, "episode": 1, "at": at(50), "what": "fired", "who": "", "detail": ""}
    with store.write() as connection:
        connection.execute(insert(METADATA.tables["alert_step"]), step)


def _run(store: Store) -> None:
    """A copy of the bot that was asked by a stranger, and has not answered a question yet."""
    visitor = {"person": "U7STRANGER", "told_at": at(80)}
    missed = {"word": "turnaround", "count": 3, "last_at": at(85)}
    take = {"source": "zendesk", "ticket": "3", "number": 1, "person": "U1", "taken_at": at(60)}
    take |= {"given_back_by": "", "given_back_at": None}
    core = {"key": 1, "metrics": "frt csat", "since_at": at(60), "set_by": "U1"}
    question = {"id": "q1", "state": "waiting", "payload": "{}", "asked_at": at(90), "holder": "h"}
    replica = {"holder": "h", "seen_at": at(90), "leaving": False}
    claim = {"id": "c1", "person": "U1", "agent": "7", "asked_at": at(70), "asked": "U8 U9"}
    claim |= {"decision": "confirmed", "decided_by": "U9", "decided_at": at(71)}
    forgotten = {"source": "zendesk:acme", "fingerprint": "0f", "role": "customer", "at": at(90)}
    secret = {"name": "forgotten", "value": "0a"}
    backup = {"day": "2026-11-20", "holder": "h", "held_until": 0, "done_at": at(91), "file": "f"}
    with store.write() as connection:
        connection.execute(insert(METADATA.tables["backup_day"]), backup | {"error": ""})
        connection.execute(insert(METADATA.tables["forgotten"]), forgotten)
        connection.execute(insert(METADATA.tables["secret"]), secret)
        connection.execute(insert(METADATA.tables["claim"]), claim)
        connection.execute(insert(METADATA.tables["visitor"]), visitor)
        connection.execute(insert(METADATA.tables["missed_word"]), missed)
        connection.execute(insert(METADATA.tables["take"]), take)
        connection.execute(insert(METADATA.tables["core_set"]), core)
        connection.execute(insert(METADATA.tables["question"]), question)
        connection.execute(insert(METADATA.tables["replica"]), replica)


def _outbox(store: Store) -> list[list[Any]]:
    delivery = METADATA.tables["delivery"].c
    names = (delivery.id, delivery.state, delivery.payload, delivery.receipts, delivery.picture)
    with store.read() as connection:
        rows = connection.execute(select(*names).order_by(delivery.id)).all()
    return [[*row[:-1], row[-1] and bytes(row[-1]).hex()] for row in rows]
