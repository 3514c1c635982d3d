"""The choices of a question."""

from __future__ import annotations

from bot.cards.forms.question import QuestionForm, modal
from bot.commands.forms.question import misfits, words
from bot.commands.forms.teams import team_offers
from bot.grammar import parse
from metrics.question.query import Directory
from metrics.tickets.records import Dimension

DESK = Directory(
    teams={"1": "Tier 2", "2": "billing", "3": 'The "A" team', "4": "Chat", "5": "Chat"}
)


def test_a_chosen_team_means_just_that_one() -> None:
    for (_, team), id in zip(team_offers(DESK), ("2", "4", "5", "3", "1"), strict=True):
        assert parse(f"frt {team}", DESK).values(Dimension.TEAM) == (id,)


def test_a_team_that_is_no_more_is_not_offered() -> None:
    gone = Directory(teams=DESK.teams, retired=frozenset({"2"}))
    assert [name for name, _ in team_offers(gone)] == ["Chat", "Chat", 'The "A" team', "Tier 2"]


def test_every_choice_is_a_word_of_the_language() -> None:
    for block in modal(QuestionForm(place="C1", teams=team_offers(DESK)))["blocks"]:
        element = block["element"]
        groups = element.get("option_groups", [element])
        for option in (option for group in groups for option in group["options"]):
            known = {"metric": "", "against": "csat api team none "}
            about = known.get(block["block_id"], "volume ")
            if option["value"] != "vs api":
                assert parse(f"{about}{option['value']}", DESK).metric


def test_what_the_metric_cannot_answer_is_said_at_its_field() -> None:
    chosen = {"metric": "churn", "channel": "email", "team": 'team "Tier 2"', "split": "by team"}
    assert list(misfits(chosen)) == ["channel", "team", "split"]
    assert "cannot be cut" in misfits(chosen)["split"]


def test_what_goes_together_has_no_misfits() -> None:
    chosen = {"metric": "frt", "channel": "email", "team": 'team "Tier 2"', "split": "by team"}
    assert misfits(chosen) == {}
    assert misfits({"metric": "enps", "channel": "", "period": "last week"}) == {}


def test_a_comparison_that_does_not_fit_is_said_at_its_field() -> None:
    frt = {"metric": "frt", "channel": "email", "team": "team A"}
    for chosen, why in (
        ({**frt, "against": "vs email"}, "on both sides"),
        ({**frt, "against": "vs team A"}, "on both sides"),
        ({"metric": "frt", "against": "vs chat"}, "with which channel"),
        ({"metric": "volume", "against": "vs target"}, "no better direction"),
    ):
        assert why in misfits(chosen)["against"]
    for rival in ("vs chat", "vs team B", "vs last year", "vs target", "vs baseline"):
        assert misfits({**frt, "against": rival}) == {}


def test_what_was_chosen_is_said_in_order_and_without_gaps() -> None:
    values = {"split": "by team", "metric": "frt", "channel": "", "period": "last month"}
    assert words(values) == "frt last month by team"
