"""How the post of an alert looks by now: who has it, how long it rests, and its end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot import words
from bot.cards import blocks
from bot.cards.blocks import PersonMention, Text
from bot.talk import Block, Reply
from metrics.posting.alerts import Alert, Phase, Standing
from metrics.store.books.alerts import ACKNOWLEDGED, AlertStep
from metrics.tickets.records import Instant

SNOOZED = "snoozed"
"""What became of an alert that somebody has put off."""
FACE = "face"
"""A step that keeps how the message looks, so that it is written anew only where it changes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """How it looks. `who` has it since `who_at`, "" where nobody has.

    It says nothing until `quiet_until`, as `quiet_by` wants it; 0 where it speaks. `over_at` is
    when it was over, 0 where it still is so. Instants are told in `zone`, seen from `at`. `named`:
    people may be named.
    """

    at: Instant
    zone: str
    who: str = ""
    who_at: Instant = 0
    quiet_until: Instant = 0
    quiet_by: str = ""
    over_at: Instant = 0
    named: bool = True

    @property
    def key(self) -> str:
        """Another one wherever it looks otherwise."""
        return f"{self.who} {self.quiet_until} {self.over_at}"

    @property
    def line(self) -> tuple[Text, ...]:
        """What it says beside what fired; nothing as long as nobody has done anything."""
        parts: list[tuple[Text, ...]] = []
        who: Text = PersonMention(self.who) if self.named else "Somebody"
        if self.over_at:
            parts.append((f"Over since {words.lately(self.over_at, self.at, self.zone)}.",))
        if self.who and self.over_at:
            parts.append((who, " had it."))
        elif self.who:
            since = words.lately(self.who_at, self.at, self.zone)
            parts.append((who, f" has it, since {since}."))
        if self.quiet_until and not self.over_at:
            until = f"Quiet until {words.lately(self.quiet_until, self.at, self.zone)}"
            told = self.quiet_by and self.named
            by: tuple[Text, ...] = (", says ", PersonMention(self.quiet_by)) if told else ()
            parts.append((until, *by, "."))
        return tuple(piece for part in parts for piece in (" ", *part))[1:]


PLAIN = " ".join(("", "0", "0"))
"""The key of a face of which nothing is to be said."""


def face(
    standing: Standing, steps: Sequence[AlertStep], posted_at: Instant, now: Instant, zone: str
) -> Face:
    """How the message of the newest episode looks, given what became of the alert in it.

    It is seen from when it was posted: so what is said of it stays right.
    """
    own = [each for each in steps if each.episode == standing.episode]
    taken = [each for each in own if each.what == ACKNOWLEDGED]
    quieted = [each for each in own if each.what == SNOOZED]
    over = standing.phase is not Phase.FIRING
    quiet = standing.snoozed_until if standing.snoozed_until > now else 0
    return Face(
        at=posted_at,
        zone=zone,
        who=taken[-1].who if taken else "",
        who_at=taken[-1].at if taken else 0,
        quiet_until=0 if over else quiet,
        quiet_by=quieted[-1].who if quieted and quiet else "",
        over_at=standing.since_at if over else 0,
    )


def controls(alert: Alert, face: Face | None, others: Sequence[dict[str, Any]]) -> Sequence[Block]:
    """What stands below an alert: how it stands, what can be done, and the `others` as they are."""
    offers = [] if face and face.over_at else [*_offers(alert.id, face)]
    made = [blocks.button(label, f"ask:{n}", phrase) for n, (label, phrase) in enumerate(offers)]
    row = [*made, *others]
    lines = [blocks.section(face.line)] if face and face.line else []
    return (*lines, *([blocks.actions(row)] if row else []))


def _offers(id: str, face: Face | None) -> Sequence[tuple[str, str]]:
    take = ("Take over" if face and face.who else "Acknowledge", f"alert ack {id}")
    if face and face.quiet_until:
        return (take, ("Speak again", f"alert snooze {id} off"))
    if face and face.who:
        return (take,)
    return (
        take,
        ("Quiet for 1h", f"alert snooze {id} 1h"),
        ("Quiet till tomorrow", f"alert snooze {id} tomorrow"),
    )


def faced(reply: Reply, alert: Alert, face: Face) -> Reply:
    """The message as it looks by now; its own words stay as they were."""
    rows = [block for block in reply.tail if block["type"] == "actions"]
    elements = [each for row in rows for each in row["elements"]]
    others = [each for each in elements if not str(each.get("value", "")).startswith("alert ")]
    return replace(reply, tail=tuple(controls(alert, face, others)))
