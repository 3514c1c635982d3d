"""What /metrics shows, read back as Prometheus reads it."""

from __future__ import annotations

import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.condition import Condition, SourceCondition
from bot.meters import Meters, Readings


def shown(page: bytes) -> dict[str, float]:
    """Each sample by its name and labels."""
    return {
        " ".join(
            [sample.name, *(f"{k}={v}" for k, v in sorted(sample.labels.items()))]
        ): sample.value
        for family in text_string_to_metric_families(page.decode())
        for sample in family.samples
    }


def read(condition: Condition, **more: object) -> dict[str, float]:
    meters = Meters()
    meters.read(lambda: Readings(condition=condition, **more))  # type: ignore[arg-type]
    return shown(meters.page())


def test_a_page_before_anything_happened_has_the_process_alone() -> None:
    page = shown(Meters().page())
    assert page["process_resident_memory_bytes"] > 1_000_000
    assert page["deskpulse_ack_seconds_count"] == 0


def test_questions_are_counted_by_command_and_outcome_and_timed() -> None:
    meters = Meters()
    meters.question("/kpi", "answered", 0.4)
    meters.question("/kpi", "failed", 30.0)
    page = shown(meters.page())
    assert page["deskpulse_questions_total command=/kpi outcome=answered"] == 1
    assert page["deskpulse_questions_total command=/kpi outcome=failed"] == 1
    assert page["deskpulse_question_seconds_sum command=/kpi"] == 30.4
    assert page["deskpulse_question_seconds_bucket command=/kpi le=0.5"] == 1


def test_an_acknowledgement_past_the_three_seconds_that_slack_gives_can_be_told() -> None:
    meters = Meters()
    meters.ack(0.01)
    meters.ack(3.1)
    page = shown(meters.page())
    assert page["deskpulse_ack_seconds_count"] - page["deskpulse_ack_seconds_bucket le=3.0"] == 1


def test_no_series_tells_only_when_another_one_began() -> None:
    meters = Meters()
    meters.post("posted")
    assert [name for name in shown(meters.page()) if "_created" in name] == []


def test_what_is_read_off_is_shown_as_it_is_when_somebody_looks() -> None:
    page = read(
        Condition(
            ticker_age_seconds=4,
            database="Full.",
            due=2,
            oldest_seconds=61,
            disk_free={"database": 5_000_000},
            sources={"zendesk:acme": SourceCondition(data_age_seconds=90)},
        ),
        queues={"answer": 3},
        slack_calls={("auth.test", "ok"): 7},
        deliveries={"posted": 5},
        tickets=60_000,
        snapshot_age_seconds=80,
    )
    expected = {
        "deskpulse_alive": 1,
        "deskpulse_ready": 0,
        "deskpulse_obstacle name=database": 1,
        "deskpulse_obstacle name=slack": 0,
        "deskpulse_ticker_age_seconds": 4,
        "deskpulse_outbox_due": 2,
        "deskpulse_outbox_oldest_seconds": 61,
        "deskpulse_disk_free_bytes folder=database": 5_000_000,
        "deskpulse_source_data_age_seconds source=zendesk:acme": 90,
        "deskpulse_queue_length queue=answer": 3,
        "deskpulse_slack_calls_total method=auth.test outcome=ok": 7,
        "deskpulse_deliveries state=posted": 5,
        "deskpulse_snapshot_tickets": 60_000,
        "deskpulse_snapshot_age_seconds": 80,
    }
    assert {name: page.get(name) for name in expected} == expected


@pytest.mark.parametrize("name", ["deskpulse_snapshot_tickets", "deskpulse_ticker_age_seconds"])
def test_what_is_not_known_is_no_zero(name: str) -> None:
    assert name not in read(Condition())
