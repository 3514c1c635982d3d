"""A question put together by choosing."""

from __future__ import annotations

from bot.cards.forms.question import FIELDS, builder, chosen
from sandbox.slack.rules import faults
from tests.bot.samples import HOSTILE

TEAMS = [("Billing", "team Billing"), (HOSTILE, f'team "{HOSTILE}"'), ("Long", "x" * 151)]


def test_slack_takes_the_modal_whatever_the_teams() -> None:
    for teams in (TEAMS, [], TEAMS * 60):
        assert faults(builder(teams, "C1 1.5")) == []


def test_a_team_without_room_for_its_words_is_not_offered() -> None:
    view = builder(TEAMS, "C1")
    (team,) = (block for block in view["blocks"] if block["block_id"] == "team")
    assert len(team["element"]["options"]) == 2
    assert "team" not in [block["block_id"] for block in builder([], "C1")["blocks"]]


def test_what_was_chosen_is_said_in_order_and_without_gaps() -> None:
    values = {"split": "by team", "metric": "frt", "channel": "", "period": "last month"}
    assert chosen(values) == "frt last month by team"
    assert [block["block_id"] for block in builder(TEAMS, "C1")["blocks"]] == list(FIELDS)
