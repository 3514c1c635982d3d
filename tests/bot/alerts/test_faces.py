"""How the post of an alert looks: a table of who did what, and what it says and offers then."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.alerts.faces import PLAIN, face, faced
from bot.talk import Reply
from metrics.posting.alerts import Phase, Standing
from metrics.store.books.alerts import ACKNOWLEDGED, AlertStep
from tests.bot.alerts.desk import alert

FIRED_AT = 1_795_435_200  # Mon 23 Nov 2026 12:00 in UTC
FIRING = Standing(phase=Phase.FIRING, since_at=FIRED_AT, episode=3, told_at=FIRED_AT)
OVER = replace(FIRING, phase=Phase.OK, since_at=FIRED_AT + 7200, told_at=None)
QUIET = replace(FIRING, snoozed_until=FIRED_AT + 3600)


def did(what: str, who: str = "UMINA", after: int = 2520, episode: int = 3) -> AlertStep:
    return AlertStep(alert="aaaa", episode=episode, at=FIRED_AT + after, what=what, who=who)


TOOK = did(ACKNOWLEDGED)
TAKEN, RESTS = ["alert ack aaaa"], ["alert ack aaaa", "alert snooze aaaa off"]
LATER = did(ACKNOWLEDGED, "UJO", 86400 + 60)
HAS, SAYS = "<@UMINA> has it, since 12:42.", "Quiet until 13:00, says <@UMINA>."
OFFERS = ["alert ack aaaa", "alert snooze aaaa 1h", "alert snooze aaaa tomorrow"]


@pytest.mark.parametrize(
    ("standing", "steps", "line", "offers"),
    [
        (FIRING, [], "", OFFERS),
        (FIRING, [TOOK], HAS, TAKEN),
        (FIRING, [TOOK, LATER], "<@UJO> has it, since Tue 24 Nov 12:01.", TAKEN),
        (FIRING, [did(ACKNOWLEDGED, episode=2)], "", OFFERS),
        (QUIET, [did("snoozed")], SAYS, RESTS),
        (replace(QUIET, snoozed_until=FIRED_AT), [did("snoozed")], "", OFFERS),
        (QUIET, [did("snoozed"), TOOK], f"{HAS} {SAYS}", RESTS),
        (OVER, [], "Over since 14:00.", []),
        (OVER, [TOOK], "Over since 14:00. <@UMINA> had it.", []),
    ],
)
def test_the_post_says_how_it_stands_and_offers_what_can_be_done(
    standing: Standing, steps: list[AlertStep], line: str, offers: list[str]
) -> None:
    looks = face(standing, steps, FIRED_AT, FIRED_AT + 300, "UTC")
    show: Any = {"type": "button", "value": "frt today", "text": {"text": "Show"}}
    ack: Any = {"type": "button", "value": "alert ack aaaa", "text": {"text": "Acknowledge"}}
    told = Reply(text="It is bad", tail=({"type": "actions", "elements": [ack, show]},))
    after = faced(told, alert(), looks)
    lines = [b["text"]["text"] for b in after.tail if b["type"] == "section"]
    assert "\n".join(lines) == line
    (row,) = (b["elements"] for b in after.tail if b["type"] == "actions")
    assert [each["value"] for each in row] == [*offers, "frt today"]
    assert (looks.key == PLAIN) is (line == "")
    assert faced(after, alert(), looks) == after
