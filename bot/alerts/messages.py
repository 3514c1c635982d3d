"""What is said of an alert: that it fires, that it still does, and that it is over."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot import words
from bot.alerts.kinds.kind import Sight
from bot.cards import blocks, facts
from bot.cards.blocks import Bold, Line
from bot.cards.dues import WHEN, due_list, speech
from bot.cards.facts import DOT
from bot.cards.tickets import Address
from bot.talk import Block, Picture, Reply
from metrics.posting.alerts import Alert
from metrics.store.books.alerts import UnreadableAlert
from metrics.tickets.records import Instant

MOST_DUES = 15
MOST_SPOKEN = 5


def alert_post(
    alert: Alert, sight: Sight, since_at: Instant, picture: Picture | None = None
) -> Reply:
    """A post of its own: what, how much of how many, since when, and where to look."""
    look = [f"Look at: {sight.look}"] if sight.look else []
    since = words.moment(since_at, sight.zone)
    parts = (sight.fires, sight.scope, sight.now, f"Since {since}", *look)
    return Reply(
        text=_text(parts),
        head=(
            blocks.section(Bold(sight.fires), f"{sight.scope}{DOT}{sight.now}"),
            _since("Since ", since_at, sight),
            *([blocks.context(look)] if look else []),
        ),
        picture=picture,
        tail=(blocks.actions(_buttons(alert, sight)),),
    )


def reminder(alert: Alert, sight: Sight, since_at: Instant) -> Reply:
    """In the thread: it is still so."""
    lasts = words.duration(max(0, sight.observation.at - since_at))
    title = f"Still so, for {lasts}"
    return Reply(
        text=_text((title, sight.fires, sight.now)),
        head=(blocks.section(Bold(f"{title}:"), sight.now),),
        tail=(blocks.actions(_buttons(alert, sight)),),
    )


def recovery(sight: Sight, since_at: Instant, worst: float | None) -> Reply:
    """In the thread: it is over, how long it was so, and how bad it was."""
    length = length_words(sight, since_at, worst)
    return Reply(
        text=_text((sight.calms, sight.now, length)),
        head=(blocks.section(Bold(f"{sight.calms}."), f"Now: {sight.now}. {length}."),),
    )


def length_words(sight: Sight, since_at: Instant, worst: float | None) -> str:
    """How long it was so, and how bad it was at its worst."""
    length = f"It lasted {words.duration(max(0, sight.observation.at - since_at))}"
    return length if worst is None else f"{length}; at its worst {sight.say(worst)}"


def board(alert: Alert, sight: Sight, address: Address | None) -> Reply:
    """The tickets about to miss a target: one message that is kept up to date."""
    most = (speech(due, sight.zone) for due in sight.dues[:MOST_SPOKEN])
    more = max(0, len(sight.dues) - MOST_SPOKEN)
    rest = [f"and {words.count(more)} more"] if more else []
    return Reply(
        text=_text((sight.fires, sight.scope, "; ".join([*most, *rest]))),
        head=(
            due_list(
                f"{sight.fires}{DOT}{sight.scope}", sight.dues, MOST_DUES, sight.zone, address
            ),
            _since("This list is kept up to date; as of ", sight.observation.at, sight),
        ),
        tail=(blocks.actions(_buttons(alert, sight)),),
    )


def list_end(sight: Sight, since_at: Instant, worst: float | None) -> Reply:
    """What the list says once no ticket is on it any more."""
    length = length_words(sight, since_at, worst)
    return Reply(
        text=_text((sight.calms, sight.scope, length)),
        head=(
            blocks.section(Bold(f"{sight.calms}."), f"{sight.scope}{DOT}{length}."),
            _since("As of ", sight.observation.at, sight),
        ),
    )


def failure_notice(alert: Alert, why: str) -> Reply:
    """To the owner: it could not be checked, again and again."""
    title = "An alert cannot be checked"
    sentence = f"It has failed several times, and I go on trying: {why}"
    return Reply(
        text=_text((title, alert.phrase, sentence.rstrip("."))),
        head=(
            blocks.header(title),
            blocks.section(
                (blocks.Code(alert.phrase), " in ", blocks.place(alert.channel)), sentence
            ),
        ),
    )


def rest_notice(alert: Alert, person: str) -> Reply:
    """To whoever made it, or who administers: it is for somebody who is not one of us now."""
    title, how = "An alert rests", f"/kpi alert delete {alert.id}"
    sentence = (
        "It is not checked while the person it is for is no member of the company. To end it:"
    )
    return Reply(
        text=_text((title, alert.phrase, f"{sentence} {how}")),
        head=(
            blocks.header(title),
            blocks.section(
                (blocks.Code(alert.phrase), " for ", blocks.PersonMention(person)),
                (f"{sentence} ", blocks.Code(how)),
            ),
        ),
    )


def unreadable_notice(odd: UnreadableAlert) -> Reply:
    """To the owner: it cannot be read, so it is not checked."""
    title, how = "An alert cannot be read", f"/kpi alert delete {odd.id}"
    sentence = (
        "It is not checked. Perhaps its time zone is unknown here. Delete it, and make it again:"
    )
    where: Line = (blocks.Code(odd.phrase), " in ", blocks.place(odd.channel))
    return Reply(
        text=_text((title, odd.phrase, f"{sentence} {how}")),
        head=(blocks.header(title), blocks.section(where, (f"{sentence} ", blocks.Code(how)))),
    )


def _since(lead: str, at: Instant, sight: Sight) -> Block:
    """An instant, shown in the zone of whoever reads."""
    date = {"type": "date", "timestamp": at, "format": WHEN}
    return blocks.prose(
        [blocks.piece(lead), {**date, "fallback": words.moment(at, sight.zone)}, blocks.piece(".")]
    )


def _buttons(alert: Alert, sight: Sight) -> list[dict[str, Any]]:
    offers = [
        ("Acknowledge", f"alert ack {alert.id}"),
        ("Quiet for 1h", f"alert snooze {alert.id} 1h"),
        ("Quiet till tomorrow", f"alert snooze {alert.id} tomorrow"),
        *([("Show", sight.phrase)] if sight.phrase else []),
    ]
    return [blocks.button(label, f"ask:{n}", phrase) for n, (label, phrase) in enumerate(offers)]


def _text(parts: Sequence[str]) -> str:
    """All of it for those who hear it or see a notification."""
    text = ". ".join(part.rstrip(".") for part in parts if part)
    return blocks.fallback(facts.speech(f"{text}."))
