"""What a measure is."""

from __future__ import annotations

import pytest

from bot.cards.definition import definition_card, definition_facts, example
from metrics.catalogue import CATALOGUE
from sandbox.slack.rules import faults


@pytest.mark.parametrize("key", CATALOGUE)
def test_every_measure_can_be_explained_on_a_card_that_slack_takes(key: str) -> None:
    metric = CATALOGUE[key]
    reply = definition_card(metric)
    labels = [label for label, _ in definition_facts(metric)]
    assert labels[:2] == ["How it is computed", "Which tickets count"]
    assert metric.definition in str(reply.head)
    assert faults({"blocks": list(reply.head)}) == []


def test_an_example_can_be_worked_out_by_hand() -> None:
    assert example(CATALOGUE["frt"]) == (
        "Five took 8m 0s, 25m 0s, 50m 0s, 2h 0m, 9h 0m: half took at most 50m 0s, which is the "
        "median; 90% took at most 6h 12m."
    )
    assert "80%" in example(CATALOGUE["reopen"])


def test_variants_are_named_with_how_they_are_computed() -> None:
    metric = next(metric for metric in CATALOGUE.values() if metric.variants)
    also = dict(definition_facts(metric))["Also as"]
    assert also[0].startswith(f"{metric.variants[0].key}: ")


def test_outside_figures_are_told_with_their_source_and_no_length_of_a_window() -> None:
    shown = dict(definition_facts(CATALOGUE["frt"]))["Outside figures"]
    guide = "guide to tracking, benchmarks and dashboards"
    assert shown[0] == f"about 24 h \N{MIDDLE DOT} email, web \N{MIDDLE DOT} {guide}"
    assert shown[-1] == "For reference only. All of them: /kpi benchmark frt"
    assert "Outside figures" not in dict(definition_facts(CATALOGUE["repeat"]))
