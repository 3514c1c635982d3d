"""The edge cases of the first response: one ticket each, its figures worked out by hand."""

from __future__ import annotations

import pytest

from metrics.ask import Asker
from metrics.periods import Period
from metrics.question.query import Clock, Query
from metrics.store.database.engine import Store
from metrics.tickets.records import Channel, Removal
from tests.metrics.desk import HOUR, NOW, Told, ask, at, told

SECOND = 1 / HOUR
WEEK = Period.of("2026-W46")
STORIES = (
    Told("automatic acknowledgement").said(0.1, "ann", automated=True).said(2, "ann"),
    Told("AI agent alone").said(0.1, "robot").became(1, "solved", by="robot"),
    Told("AI agent hands over")
    .agent(0, "robot", by="rule")
    .said(5 * SECOND, "robot")
    .agent(20 * SECOND, None, by="robot")
    .said(62 * SECOND, "ann"),
    Told("internal note first").said(1, "ann", public=False).said(2, "ann"),
    Told("opened by an agent", submitter="ann").said(0, "ann").said(3, "cleo").said(6, "ann"),
    Told("opened by an agent and never answered", submitter="ann").said(0, "ann"),
    Told("phone", channel=Channel.PHONE, submitter="ann").became(0, "solved"),
    Told("phone, reopened and answered", channel=Channel.PHONE, submitter="ann")
    .became(0, "solved")
    .became(5, "open", by="cleo")
    .said(7, "ann"),
    Told("agent of another account").said(1, "elsewhere/zoe").said(2, "ann"),
    Told("solved without a word").became(4, "solved"),
    Told("written twice before the answer").said(0, "cleo").said(1, "cleo").said(3, "ann"),
    Told("reopened").said(1, "ann").became(2, "solved").said(9, "cleo").became(9, "open")
    .said(13, "bob"),
    Told("merged into another", removal=Removal.MERGED, removed_at=at(5)).said(1, "ann"),
    Told("another was merged into it").said(3, "ann").said(5, "ann", public=False),
    Told("answered before it was made", 10).said(9, "ann"),
    Told("same second").said(0, "cleo").said(0, "ann"),
    Told("deleted later", removal=Removal.DELETED, removed_at=at(90)).said(1, "ann"),
    Told("spam", removal=Removal.SPAM, removed_at=at(90)).said(1, "ann"),
    Told("chat", channel=Channel.CHAT).said(1, "ann"),
    # Saturday 10:00 to Sunday 10:00: nobody works, which is a true zero.
    Told("no opening between", 5 * 24 + 10).said(6 * 24 + 10, "ann"),
    # Sunday 22:00 before the week; opens on Monday at 9:00.
    Told("just after opening", -2).said(9 + 3 * SECOND, "ann"),
)  # fmt: skip
USUAL = {
    "automatic acknowledgement": 2 * HOUR,
    "AI agent hands over": 62,
    "internal note first": 2 * HOUR,
    "agent of another account": 2 * HOUR,
    "written twice before the answer": 3 * HOUR,
    "reopened": HOUR,
    "another was merged into it": 3 * HOUR,
    "same second": 0,
    "chat": HOUR,
    "no opening between": 24 * HOUR,
    "just after opening": 11 * HOUR + 3,
}
OUTREACH = {"opened by an agent": 6 * HOUR, "phone, reopened and answered": 7 * HOUR}
BY_ANY = {
    **USUAL,
    "automatic acknowledgement": 360,
    "AI agent alone": 360,
    "AI agent hands over": 5,
}
BUSINESS = {
    **dict.fromkeys(USUAL, 0),  # all before Monday 9:00
    "no opening between": 0,
    "just after opening": 3,
}


@pytest.fixture
def asker(store: Store) -> Asker:
    return told(store, STORIES)


def found(asker: Asker, metric: str, variant: str = "", clock: Clock = Clock.CALENDAR) -> object:
    query = Query(metric=metric, variant=variant, period=WEEK, clock=clock)
    return {line["ticket"]: line[f"{clock}_seconds"] for line in asker.tickets(query, NOW)}


def test_every_edge_case_has_the_first_response_its_rule_gives(asker: Asker) -> None:
    assert found(asker, "frt") == USUAL
    assert found(asker, "frt", "any") == BY_ANY
    assert found(asker, "frt", "agent-created") == USUAL | OUTREACH
    assert found(asker, "frt", "handover") == {"AI agent hands over": 42}
    assert found(asker, "frt", clock=Clock.BUSINESS) == BUSINESS


def test_what_has_no_first_response_is_counted_where_it_is_left_out(asker: Asker) -> None:
    result = ask(asker, "frt")
    assert result.figure.n == len(USUAL)
    assert dict(result.excluded) == {
        "opened by an agent": 2,
        "reply before creation (bad clock)": 1,
    }


def test_the_wait_after_a_reopening_belongs_to_the_next_reply(asker: Asker) -> None:
    assert found(asker, "next_reply") == {
        "opened by an agent": 3 * HOUR,
        "reopened": 4 * HOUR,
    }


def test_a_merged_deleted_or_spam_ticket_is_no_volume(asker: Asker) -> None:
    names = {line["ticket"] for line in asker.tickets(Query(metric="volume", period=WEEK), NOW)}
    gone = {"merged into another", "deleted later", "spam"}
    everything = {story.ticket.id for story in STORIES}
    assert names == everything - gone - {"just after opening"}  # that one came a day earlier
