"""What /metrics shows, in Prometheus' format: how often, how long, how much waits, how old.

No label holds a person, a customer or a word that somebody typed: commands, methods, queues and
states are the program's own, and sources those of the settings. So the number of series is bounded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from bot.condition import OBSTACLES, Condition
from metrics.store.syncs.sync_states import SyncState

ANSWER_SECONDS = (0.1, 0.25, 0.5, 1, 2, 3, 5, 10, 20, 60, 300)
ACK_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3)
"""Slack gives an acknowledgement three seconds."""
Number = int | float


@dataclass(frozen=True, slots=True, kw_only=True)
class Readings:
    """What is read off when somebody looks; None where there is nothing to read yet.

    `queues` says how much waits in each, `slack_calls` how often each method was called and came to
    what, `deliveries` how many posts are in each state, `syncs` how those of each source go,
    `tickets` how many answers are made from.
    """

    condition: Condition
    queues: Mapping[str, int] = field(default_factory=dict)
    slack_calls: Mapping[tuple[str, str], int] = field(default_factory=dict)
    deliveries: Mapping[str, int] = field(default_factory=dict)
    syncs: Mapping[str, SyncState] = field(default_factory=dict)
    tickets: int | None = None
    snapshot_age_seconds: int | None = None


class Meters:
    """The meters of one bot. Safe among threads."""

    content_type = CONTENT_TYPE_LATEST

    def __init__(self) -> None:
        disable_created_metrics()  # type: ignore[no-untyped-call]  # two more series for each
        self._registry = CollectorRegistry()
        self._questions = Counter(
            "deskpulse_questions",
            "Questions that are over, by what was said in return.",
            ["command", "outcome"],
            registry=self._registry,
        )
        self._answers = Histogram(
            "deskpulse_question_seconds",
            "From taking a question in until what was said in return stands in Slack.",
            ["command"],
            buckets=ANSWER_SECONDS,
            registry=self._registry,
        )
        self._acks = Histogram(
            "deskpulse_ack_seconds",
            "From a call or message of Slack's until it is acknowledged.",
            buckets=ACK_SECONDS,
            registry=self._registry,
        )
        self._posts = Counter(
            "deskpulse_posts",
            "Posts that nobody asked for and that were handed to Slack, by what came of it.",
            ["outcome"],
            registry=self._registry,
        )
        ProcessCollector(registry=self._registry)

    def question(self, command: str, outcome: str, seconds: float) -> None:
        """Count a question that is over."""
        self._questions.labels(command, outcome).inc()
        self._answers.labels(command).observe(seconds)

    def ack(self, seconds: float) -> None:
        """Count an acknowledgement."""
        self._acks.observe(seconds)

    def post(self, outcome: str) -> None:
        """Count a post that was handed over."""
        self._posts.labels(outcome).inc()

    def read(self, readings: Callable[[], Readings]) -> None:
        """Show what `readings` gives whenever somebody looks. To be called once."""
        self._registry.register(_Gauges(readings))

    def page(self) -> bytes:
        """The page."""
        return generate_latest(self._registry)


@dataclass(frozen=True, slots=True)
class _Gauges(Collector):
    """What is read off when somebody looks."""

    readings: Callable[[], Readings]

    def describe(self) -> list[Metric]:
        """Nothing before the bot runs: prometheus_client would look at once else."""
        return []

    def collect(self) -> Iterator[Metric]:
        """The metrics by what is so now."""
        now = self.readings()
        yield from _condition(now.condition)
        yield _gauge("queue_length", "What waits to be begun.", "queue", now.queues)
        yield _gauge("deliveries", "Posts in the outbox.", "state", now.deliveries)
        yield _one("snapshot_tickets", "Tickets that answers are made from.", now.tickets)
        age = now.snapshot_age_seconds
        yield _one("snapshot_age_seconds", "How old the data are that answers are made from.", age)
        words = "Calls to Slack's Web API, by what came of them."
        yield _counts("slack_calls", words, ("method", "outcome"), now.slack_calls.items())
        yield from _syncs(now.syncs)


def _syncs(states: Mapping[str, SyncState]) -> Iterator[Metric]:
    """What any copy's syncs came to, as it stands in the database."""
    runs = {(name, "succeeded"): each.successes for name, each in states.items()}
    runs |= {(name, "failed"): each.failures for name, each in states.items()}
    yield _counts("syncs", "Syncs that are over.", ("source", "outcome"), runs.items())
    records = {(name,): each.records for name, each in states.items()}
    yield _counts("sync_records", "Records that syncs have read.", ("source",), records.items())
    calls = {(name,): each.calls for name, each in states.items()}
    yield _counts("helpdesk_calls", "Calls of syncs to the helpdesk.", ("source",), calls.items())
    waits = {(name,): each.waited_ms / 1000 for name, each in states.items()}
    words = "Seconds that syncs held back for the helpdesk's limits."
    yield _counts("helpdesk_wait_seconds", words, ("source",), waits.items())


def _condition(now: Condition) -> Iterator[Metric]:
    yield _one("alive", "1 where the process and its ticker work, as /healthz says.", now.alive)
    yield _one("ready", "1 where it may be given work, as /readyz says.", now.ready)
    obstacles = {name: name in now.obstacles for name in OBSTACLES}
    yield _gauge("obstacle", "1 where that is why it is not ready.", "name", obstacles)
    yield _one("ticker_age_seconds", "Since the last look at what is due.", now.ticker_age_seconds)
    words = "How far the read replica is behind the database."
    yield _one("read_replica_lag_seconds", words, now.replica_lag_seconds)
    yield _one("outbox_due", "Posts that are due and not out.", now.due)
    yield _one("outbox_oldest_seconds", "How late the oldest of them is.", now.oldest_seconds)
    yield _gauge("disk_free_bytes", "Room where the bot writes.", "folder", now.disk_free)
    ages = {name: each.data_age_seconds for name, each in now.sources.items()}
    yield _gauge("source_data_age_seconds", "How old an account's data are.", "source", ages)
    ages = {name: each.success_seconds for name, each in now.sources.items()}
    words = "Since a sync ended well or brought pages."
    yield _gauge("source_last_success_seconds", words, "source", ages)
    ages = {name: each.failing_seconds or 0 for name, each in now.sources.items()}
    yield _gauge("source_failing_seconds", "Since when all syncs fail.", "source", ages)


def _counts(
    name: str, words: str, labels: tuple[str, ...], values: Iterable[tuple[Sequence[str], Number]]
) -> Metric:
    family = CounterMetricFamily(f"deskpulse_{name}", words, labels=labels)
    for each, value in sorted(values):
        family.add_metric(each, value)
    return family


def _one(name: str, words: str, value: Number | None) -> Metric:
    family = GaugeMetricFamily(f"deskpulse_{name}", words)
    if value is not None:
        family.add_metric([], value)
    return family


def _gauge(name: str, words: str, label: str, values: Mapping[str, Number | None]) -> Metric:
    family = GaugeMetricFamily(f"deskpulse_{name}", words, labels=[label])
    for each, value in sorted(values.items()):
        if value is not None:
            family.add_metric([each], value)
    return family
