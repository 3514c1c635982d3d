"""A question put together by choosing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.cards.controls import Offer
from bot.cards.forms.question import FIELDS, QuestionForm, modal
from sandbox.slack.rules import faults
from tests.bot.samples import HOSTILE

TEAMS = [("Billing", "team Billing"), (HOSTILE, f'team "{HOSTILE}"'), ("Long", "x" * 151)]


def view(teams: Sequence[Offer]) -> Mapping[str, Any]:
    return modal(QuestionForm(place="C1 1.5", teams=teams))


def test_slack_takes_the_modal_whatever_the_teams() -> None:
    for teams in (TEAMS, [], TEAMS * 60):
        assert faults(view(teams)) == []


def test_a_team_without_room_for_its_words_is_not_offered() -> None:
    (team,) = (block for block in view(TEAMS)["blocks"] if block["block_id"] == "team")
    assert len(team["element"]["options"]) == 2
    assert "team" not in [block["block_id"] for block in view([])["blocks"]]


def test_the_fields_stand_in_the_order_in_which_they_are_said() -> None:
    assert [block["block_id"] for block in view(TEAMS)["blocks"]] == list(FIELDS)
