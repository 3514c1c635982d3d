"""Orgs that are odd, read to the end: what is late, hidden, lacking, expired or out of order."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from metrics.helpdesks.salesforce import connect
from metrics.helpdesks.salesforce.settings import SalesforceSettings
from metrics.helpdesks.settings import Keeping
from metrics.helpdesks.web import Surroundings
from metrics.sources.knowledge import NeedState
from metrics.sources.needs import Need
from metrics.store.database.engine import Store
from metrics.store.syncs.knowledge import knowledge
from metrics.sync.progress import Outcome
from metrics.sync.sync import Sync
from sandbox.helpdesks.salesforce import CLIENT_ID, CLIENT_SECRET, Quirks, ids, salesforce_app
from tests.empty import opened
from tests.metrics.scripted import state
from tests.sandbox.serving import served
from tests.sandbox.small_year import ENDS, NOW, YEAR

DAYS = 15
HOUR = 3600


class Desk:
    """An org whose clock a test moves, and a store that is read from it."""

    def __init__(self, address: str, store: Store, clock: list[float]) -> None:
        self.address, self.store, self.clock = address, store, clock

    def sync(self) -> Outcome:
        settings = SalesforceSettings.model_validate(
            {
                "SALESFORCE_URL": self.address,
                "SALESFORCE_CLIENT_ID": CLIENT_ID,
                "SALESFORCE_CLIENT_SECRET": CLIENT_SECRET,
            }
        )
        with closing(httpx.HTTPTransport()) as transport:
            around = Surroundings(transport=transport, wait=lambda _: None)
            return Sync(
                store=self.store,
                helpdesk=connect(settings, Keeping(), around),
                since_at=ENDS - DAYS * 86_400,
                clock=lambda: int(self.clock[0]),
            ).run()

    def rows(self) -> dict[str, Any]:
        """All that is known of tickets; whose it is has the address in it."""
        text = self.address.removeprefix("http://")
        every = state(self.store)
        return {
            name: [{k: str(v).replace(text, "org") for k, v in row.items()} for row in every[name]]
            for name in ("ticket", "event", "sla_event", "rating", "person")
        }


@contextmanager
def odd(path: Path, now: float = NOW, **options: Any) -> Iterator[Desk]:
    """An org with its quirks."""
    clock = [float(now)]
    app = salesforce_app(YEAR, clock=lambda: clock[0], **options)
    with served(app) as address, closing(opened(path)) as store:
        yield Desk(address, store, clock)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What is known of an org without quirks."""
    with odd(tmp_path_factory.mktemp("plain") / "plain.db") as desk:
        assert desk.sync().finished
        return desk.rows()


def test_small_batches_and_failing_answers_change_nothing(
    tmp_path: Path, plain: dict[str, Any]
) -> None:
    faults = {2: 503, 9: 401, 20: 500, 33: 503, 34: 503, 50: 401}
    with odd(tmp_path / "a.db", batch_size=200, quirks=Quirks(faults=faults)) as desk:
        assert desk.sync().finished
        assert desk.rows() == plain


def test_a_token_that_expires_within_a_run_is_had_anew(
    tmp_path: Path, plain: dict[str, Any]
) -> None:
    with odd(tmp_path / "a.db", token_seconds=0, quirks=Quirks()) as desk:
        outcome = desk.sync()
        assert not outcome.finished
        assert "credentials" in str(outcome.failure)
    with odd(tmp_path / "b.db", quirks=Quirks(faults=dict.fromkeys(range(5, 80, 3), 401))) as desk:
        assert desk.sync().finished
        assert desk.rows() == plain


def test_rows_that_are_seen_late_are_read_all_the_same(tmp_path: Path) -> None:
    late = Quirks(late=lambda ticket: 500 if ticket % 2 else 0)
    with (
        odd(tmp_path / "late.db", NOW - 2 * HOUR, quirks=late) as desk,
        odd(tmp_path / "whole.db", NOW + HOUR, quirks=late) as whole,
    ):
        while desk.clock[0] < NOW + HOUR:
            assert desk.sync().finished
            desk.clock[0] += HOUR / 2
        desk.clock[0] = NOW + HOUR
        assert desk.sync().finished
        assert whole.sync().finished
        assert desk.rows() == whole.rows()


def test_what_is_hidden_is_withheld_and_the_rest_is_read(
    tmp_path: Path, plain: dict[str, Any]
) -> None:
    quirks = Quirks(
        lacking_objects=("CaseMilestone", "SurveySubject", "Holiday", "UserRole"),
        lacking_fields=("Case.Priority", "User.Email", "EmailMessage.IsPrivateDraft"),
    )
    with odd(tmp_path / "a.db", quirks=quirks) as desk:
        outcome = desk.sync()
        assert outcome.finished
        assert outcome.withheld.keys() == {"milestones", "surveys", "ratings"}
        with desk.store.read() as connection:
            states = {each.need: each.state for each in knowledge(connection)}
        withheld = {need for need, each in states.items() if each is NeedState.WITHHELD}
        assert withheld == {Need.PROMISES, Need.SURVEYS}
        found, usual = desk.rows(), plain
        assert len(found["ticket"]) == len(usual["ticket"])
        assert {row["priority"] for row in found["ticket"]} == {"None"}
        messages = [
            [row["id"] for row in rows["event"] if row["kind"] == "message"]
            for rows in (found, usual)
        ]
        assert messages[0] == messages[1]


def test_what_figures_need_and_is_hidden_is_a_failure_that_says_what_to_do(
    tmp_path: Path,
) -> None:
    with odd(tmp_path / "a.db", quirks=Quirks(lacking_objects=("EmailMessage",))) as desk:
        outcome = desk.sync()
        assert not outcome.finished
        assert outcome.unavailable.keys() == {"emails"}
        with desk.store.read() as connection:
            states = {each.need: each.state for each in knowledge(connection)}
        assert states[Need.REPLIES] is NeedState.WITHHELD
        assert states[Need.TICKETS] is NeedState.WHOLE


def test_cases_that_were_deleted_or_merged_are_removed_with_the_reason(tmp_path: Path) -> None:
    gone = {
        ids.ident(ids.CASE, plan.id): (plan.removal, plan.removed_at)
        for plan in YEAR.plans
        if plan.removed_at and NOW - 14 * 86_400 < plan.removed_at <= NOW
    }
    assert gone
    for quirks in (Quirks(), Quirks(keeps_merged=True)):
        path = tmp_path / f"{quirks.keeps_merged}.db"
        with odd(path, quirks=quirks) as desk:
            assert desk.sync().finished
            rows = {row["id"]: row for row in desk.rows()["ticket"]}
        for ident, (removal, removed_at) in gone.items():
            expected = "merged" if removal == "merged" else "deleted"
            assert (rows[ident]["removal"], rows[ident]["removed_at"]) == (
                expected,
                str(removed_at),
            )


def test_a_day_without_calls_left_ends_the_run_and_the_next_one_goes_on(
    tmp_path: Path, plain: dict[str, Any]
) -> None:
    with odd(tmp_path / "a.db", calls_per_day=50) as desk:
        outcome = desk.sync()
        assert not outcome.finished
        assert outcome.retry_after == pytest.approx(1800.0, abs=60)
        desk.clock[0] += 86_400
        assert desk.sync().finished
        assert len(desk.rows()["ticket"]) >= len(plain["ticket"])
