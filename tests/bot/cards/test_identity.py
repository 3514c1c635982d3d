"""What is said of who is which agent."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.cards import identity as cards
from bot.talk import Reply
from metrics.sources.claims import Claim, Decision
from sandbox.slack.rules import faults

CLAIM = Claim(id="aaaaaaaa", person="U1", agent="7", asked_at=0, asked=("U8", "U9"))
DECIDED = replace(CLAIM, decision=Decision.CONFIRMED, decided_by="U9", decided_at=9)
REFUSED = replace(DECIDED, decision=Decision.REFUSED)
NAME = "Ana <L&pez> *x*"


@pytest.mark.parametrize(
    "reply",
    [
        cards.question(CLAIM, NAME, ""),
        cards.question(CLAIM, NAME, "U5"),
        cards.waiting_card(NAME, CLAIM.asked),
        cards.known_card(NAME),
        cards.withdrawn_card(),
        cards.nobody_card(),
        *(cards.decision_notice(each, NAME) for each in (DECIDED, REFUSED)),
        *(cards.decided_card(each, NAME) for each in (CLAIM, DECIDED, REFUSED)),
    ],
)
def test_slack_takes_each_and_shows_a_name_as_it_is(reply: Reply) -> None:
    assert faults({"text": reply.text, "blocks": list(reply.head)}) == []
    assert "<L&pez>" not in str(reply.head).replace("'text': 'Ana <L&pez>", "")


@pytest.mark.parametrize("claim", [None, CLAIM, REFUSED])
@pytest.mark.parametrize("count", [0, 3, 250])
def test_slack_takes_the_view_of_somebody_unknown_however_many_agents(
    claim: Claim | None, count: int
) -> None:
    names = [(f"Agent {n}", str(n)) for n in range(count)]
    blocks = [dict(block) for block in cards.unknown_agent(names, claim, NAME)]
    assert faults({"type": "home", "blocks": blocks}) == []
    open_claim = claim is CLAIM
    assert ("i am agent 1'" in str(blocks)) is (count > 0 and not open_claim)
    assert ("Not in the menu?" in str(blocks)) is (count > 100 and not open_claim)


def test_several_people_are_named_in_a_row() -> None:
    said = str(cards.waiting_card(NAME, ("U1", "U2", "U3")).head)
    first, second, third = (said.index(id) for id in ("U1", "U2", "U3"))
    assert ", " in said[first:second]
    assert " or " in said[second:third]
