"""The example rules and the dashboard of docs/monitoring name metrics and labels that exist."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from bot.condition import OBSTACLES, Condition, SourceCondition
from bot.meters import Meters, Readings
from metrics.store.syncs.sync_states import SyncState

DOCS = Path(__file__).parents[2] / "docs"
OF_PROMETHEUS = {"job", "instance", "le"}
_NAME = re.compile(r"\b(?:deskpulse|process)_\w+")
_BY = re.compile(r"\bby \(([^)]*)\)")
_LABEL = re.compile(r'(\w+)\s*(?:=~|!=|=)\s*"')


def shown() -> dict[str, set[str]]:
    """Each sample that a bot in use shows, with its labels."""
    meters = Meters()
    meters.question("/kpi", "answered", 1.0)
    meters.post("posted")
    source = SourceCondition(data_age_seconds=1, success_seconds=1, failing_seconds=1)
    condition = Condition(
        ticker_age_seconds=1,
        replica_lag_seconds=1,
        sources={"zendesk:acme": source},
        disk_free={"database": 1},
    )
    readings = Readings(
        condition=condition,
        queues={"answer": 0},
        slack_calls={("auth.test", "ok"): 1},
        deliveries={"posted": 1},
        syncs={"zendesk:acme": SyncState(source="zendesk:acme")},
        tickets=1,
        snapshot_age_seconds=1,
    )
    meters.read(lambda: readings)
    names = dict[str, set[str]]()
    for family in text_string_to_metric_families(meters.page().decode()):
        for sample in family.samples:
            names.setdefault(sample.name, set()).update(sample.labels)
    return names


def expressions() -> Iterator[str]:
    rules = yaml.safe_load((DOCS / "monitoring/alerts.yml").read_text("utf-8"))
    yield from (rule["expr"] for group in rules["groups"] for rule in group["rules"])
    board = json.loads((DOCS / "monitoring/dashboard.json").read_text("utf-8"))
    yield from (target["expr"] for panel in board["panels"] for target in panel["targets"])


@pytest.mark.parametrize("expression", list(expressions()))
def test_each_expression_names_metrics_and_labels_that_are_there(expression: str) -> None:
    names = shown()
    used = _NAME.findall(expression)
    assert used or expression.startswith("up{")
    assert [name for name in used if name not in names] == []
    labels = {each.strip() for part in _BY.findall(expression) for each in part.split(",")}
    labels |= set(_LABEL.findall(expression))
    assert labels <= OF_PROMETHEUS.union(*(names[name] for name in used))


def test_every_metric_is_explained_and_every_explained_one_exists() -> None:
    page = (DOCS / "operations.md").read_text("utf-8")
    explained = set(re.findall(r"`(deskpulse_\w+)", page))
    families = {
        re.sub(r"_(bucket|sum|count)$", "", name) for name in shown() if "deskpulse" in name
    }
    assert explained == families


def test_a_rule_says_what_to_do_and_how_urgent_it_is() -> None:
    rules = yaml.safe_load((DOCS / "monitoring/alerts.yml").read_text("utf-8"))
    for rule in (rule for group in rules["groups"] for rule in group["rules"]):
        assert rule["labels"]["severity"] in {"page", "ticket"}, rule["alert"]
        assert rule["annotations"].keys() == {"summary", "action"}, rule["alert"]


def test_no_label_may_hold_a_person_or_what_somebody_typed() -> None:
    labels = set[str]().union(*shown().values()) - OF_PROMETHEUS
    bounded = {"command", "outcome", "method", "state", "queue", "name", "folder", "source"}
    assert labels == bounded
    assert len(OBSTACLES) == 4
