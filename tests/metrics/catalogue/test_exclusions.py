"""What a figure leaves out, and says: a few tickets, the figures worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from metrics.question.result import Result
from metrics.service_levels.policies import Policies
from metrics.store.database.engine import Store
from metrics.store.tickets.vendor_figures import UnreadCounts, count_unread
from metrics.tickets.records import Person, Rating, RatingScore, Role
from metrics.tickets.vendor_figures import VendorFigures
from tests.metrics.desk import HOUR, Told, ask, at, hits, told

TEAM_POLICIES = Policies.parse("frt 1h; next_reply 1h; resolution 8h", ZoneInfo("UTC"))


def imported(id: str = "imported", hour: float = 0) -> Told:
    """As Zendesk tells a ticket that its import API took closed: a comment and Create events."""
    story = Told(id, hour, status="closed").said(hour, "cleo").became(hour, "closed", by="cleo")
    story.events[-1] = story.events[-1]._replace(old=None)
    return story


@pytest.mark.parametrize(
    ("metric", "variant", "n"),
    [
        ("resolution", "", 1),
        ("resolution", "net", 1),
        ("first_resolution", "", 1),
        ("solved", "", 1),
        ("solved", "events", 1),
        ("reopen", "", 1),
        ("reopen", "events", 1),
        ("reopen", "strict", 1),
        ("one_touch", "", 1),
        ("one_touch", "none", 1),
        ("fcr", "", 1),
        ("handoff", "", 1),
        ("resolution_rate", "", 1),
    ],
)
def test_measures_of_solves_leave_out_what_came_closed_and_say_it(
    store: Store, metric: str, variant: str, n: int
) -> None:
    result = ask(told(store, [imported(), Told("ours").solved(1, 3)]), metric, variant)
    assert result.figure.n == n
    assert dict(result.excluded) == {"created closed": 1}


def test_what_came_closed_is_volume_and_waits_for_nothing(store: Store) -> None:
    asker = told(store, [imported(), Told("ours").solved(1, 3)])
    assert ask(asker, "volume").figure.value == 2
    frt = ask(asker, "frt")
    assert (frt.figure.value, frt.waiting.n if frt.waiting else None) == (HOUR, 0)
    assert ask(asker, "pending_reply").figure.value == 0


def test_a_ticket_that_came_closed_and_came_back_is_owed_a_next_reply(store: Store) -> None:
    story = imported().said(20, "cleo").became(20, "open", by="cleo").said(22, "ann")
    asker = told(store, [story])
    assert ask(asker, "frt").figure.n == 0
    assert dict(ask(asker, "frt").excluded) == {"created closed": 1}
    assert ask(asker, "next_reply").figure.value == ask(asker, "art").figure.value == 2 * HOUR


def test_what_came_closed_is_promised_nothing(store: Store) -> None:
    asker = told(store, [imported(), Told("ours").solved(0.5, 3)])
    asker = replace(asker, policies=TEAM_POLICIES)
    assert ask(asker, "sla_risk").figure.value == 0
    assert hits(ask(asker, "sla")) == (2, 2)


OLDER = {"began before my history": 1}


def of_one(store: Store, story: Told, metric: str, variant: str = "") -> Result:
    """Asked of a history that begins with the week."""
    return ask(told(store, [story], days=0), metric, variant)


@pytest.mark.parametrize(
    ("metric", "variant"),
    [
        ("first_resolution", ""),
        ("reopen", ""),
        ("reopen", "strict"),
        ("one_touch", ""),
        ("one_touch", "none"),
        ("fcr", ""),
        ("handoff", ""),
        ("resolution", "net"),
        ("frt", ""),
        ("queue_time", ""),
        ("assign_time", ""),
    ],
)
def test_of_a_ticket_older_than_the_history_no_first_time_is_known(
    store: Store, metric: str, variant: str
) -> None:
    story = Told("old", -50, status="solved").agent(2, "ann").team(2, "a").solved(3, 5)
    result = of_one(store, story, metric, variant)
    assert (result.figure.n, dict(result.excluded)) == (0, OLDER)
    waiting = result.waiting
    assert waiting is None or waiting.n == 0


def test_what_is_seen_of_an_older_ticket_counts(store: Store) -> None:
    asker = told(store, [Told("old", -50, status="solved").solved(3, 5)], days=0)
    resolution = ask(asker, "resolution")
    assert (resolution.figure.value, dict(resolution.excluded)) == (55 * HOUR, {})
    assert ask(asker, "solved").figure.value == 1
    assert ask(asker, "art").figure.n == 0
    assert ask(asker, "backlog", period="2026-11-09").figure.value == 0


def test_an_older_ticket_that_nobody_touched_since_is_backlog_of_its_whole_age(
    store: Store,
) -> None:
    asker = told(store, [Told("old", -50, status="open")], days=0)
    assert ask(asker, "backlog", period="2026-11-09").figure.value == 1
    assert ask(asker, "oldest", period="2026-11-09").figure.value == (24 + 50) * HOUR
    asker = replace(asker, policies=TEAM_POLICIES)
    for metric, variant, unknown in (
        ("aging", "reopened", "since when they have been unsolved"),
        ("aging", "reply", "when they were last answered"),
        ("pending_reply", "", "whether the customer waits"),
        ("sla_risk", "", "what was promised then"),
    ):
        result = ask(asker, metric, variant, "2026-11-09")
        assert result.figure.n == 0
        said = f"1 unsolved ticket began before my history: {unknown} is not known."
        assert said in result.caveats


def test_a_customer_of_an_older_ticket_who_writes_again_waits_for_a_next_reply(
    store: Store,
) -> None:
    story = Told("old", -50, status="open").said(3, "cleo").said(7, "ann")
    asker = told(store, [story], days=0)
    assert ask(asker, "next_reply").figure.value == 4 * HOUR
    assert ask(asker, "frt").figure.n == 0


def test_an_agent_who_has_left_answered_as_staff(store: Store) -> None:
    """Today the account is an end user's, as Zendesk makes it of a former agent."""
    gone = Person(id="gone", role=Role.CUSTOMER, changed_at=at(100))
    mine = Told("1").agent(0.1, "gone", by="gone").said(0.2, "gone").said(1, "cleo")
    helped = Told("2").said(0.5, "gone")
    asker = told(store, [mine, helped], gone)
    frt = ask(asker, "frt")
    assert (frt.figure.value, frt.figure.n) == (0.35 * HOUR, 2)
    later = Told("3", 101).said(101, "gone", author=None)
    assert ask(told(store, [mine, later], gone), "pending_reply", period="2026-W46").figure.n == 2


def test_an_author_of_whom_nobody_tells_is_staff_where_they_had_a_ticket(store: Store) -> None:
    mine = Told("1").agent(1, "ghost", by="ghost").said(1, "ghost")
    stranger = Told("2").said(1, "passer-by")
    asker = told(store, [mine, stranger])
    frt = ask(asker, "frt")
    assert (frt.figure.value, frt.figure.n, frt.waiting.n if frt.waiting else 0) == (HOUR, 1, 1)


def test_who_wrote_an_internal_note_by_the_helpdesks_word_is_staff(store: Store) -> None:
    note = Told("1").said(1, "ghost", public=False, author=Role.AGENT)
    answer = Told("2").said(2, "ghost")
    assert ask(told(store, [note, answer]), "frt").figure.value == 2 * HOUR


def test_a_solve_without_a_word_ends_no_wait_for_an_answer(store: Store) -> None:
    story = Told("1").became(3, "solved").said(20, "cleo").became(20, "open").said(22, "ann")
    asker = told(store, [story])
    assert ask(asker, "frt").figure.value == ask(asker, "art").figure.value == 22 * HOUR
    again = Told("2").said(1, "ann").said(2, "cleo").became(3, "solved").said(5, "cleo")
    assert ask(told(store, [again.said(6, "ann")]), "next_reply").figure.value == 4 * HOUR


def test_what_only_the_helpdesk_says_was_answered_waits_for_nothing(store: Store) -> None:
    unseen = Told("unseen", vendor=VendorFigures(replies=1, reply_minutes=30)).said(0, "cleo")
    seen = Told("seen", vendor=VendorFigures(replies=1, reply_minutes=60)).said(1, "ann")
    asker = told(store, [unseen, seen])
    frt = ask(asker, "frt")
    assert (frt.figure.value, frt.figure.n) == (HOUR, 1)
    assert dict(frt.excluded) == {"answered, but I cannot read the answer": 1}
    assert frt.waiting is not None
    assert frt.waiting.n == 0
    assert ask(asker, "pending_reply").figure.value == 0
    own = replace(asker, policies=TEAM_POLICIES)
    assert hits(ask(own, "sla_frt")) == (1, 1)
    assert witness(store) == UnreadCounts(replies=1)


def test_what_only_the_helpdesk_says_was_solved_is_not_open_and_no_figure(store: Store) -> None:
    word = VendorFigures(solved_at=at(5))
    lost = Told("lost", status="solved", vendor=word).became(1, "open")
    asker = told(store, [lost, Told("ours").solved(1, 3)])
    resolution = ask(asker, "resolution")
    assert (resolution.figure.value, resolution.figure.n) == (3 * HOUR, 1)
    assert dict(resolution.excluded) == {"solved, but not in the history I read": 1}
    assert resolution.waiting is not None
    assert resolution.waiting.n == 0
    assert ask(asker, "backlog", period="2026-11-09").figure.value == 0
    growth = ask(asker, "backlog_growth")
    assert {band.label: band.figure.n for band in growth.bands if band.figure.n} == {"solved": 2}
    assert witness(store) == UnreadCounts(solves=1)


def test_a_ticket_of_which_no_history_is_given_is_not_solved_in_no_time(store: Store) -> None:
    asker = told(store, [Told("bare", status="solved", vendor=VendorFigures(solved_at=at(9)))])
    resolution = ask(asker, "resolution")
    assert resolution.figure.n == 0
    assert dict(resolution.excluded) == {"solved, but not in the history I read": 1}
    assert ask(asker, "volume").figure.value == 1


def test_what_only_the_helpdesk_says_was_reopened_or_rated_is_counted(store: Store) -> None:
    reopened = Told("reopened", vendor=VendorFigures(reopens=1)).solved(1, 3)
    rated = Told("rated", vendor=VendorFigures(rated=True, reopens=0)).solved(1, 3)
    seen = Told("seen", vendor=VendorFigures(rated=True)).solved(1, 3)
    rating = Rating(id="r", ticket="seen", at=at(9), changed_at=at(9), score=RatingScore.GOOD)
    asker = told(store, [reopened, rated, seen], rating)
    reopen = ask(asker, "reopen")
    assert hits(reopen) == (0, 2)
    assert dict(reopen.excluded) == {"reopened, but not in the history I read": 1}
    first = ask(asker, "first_resolution")
    assert (first.figure.n, first.excluded) == (2, reopen.excluded)
    assert witness(store) == UnreadCounts(reopens=1, ratings=1)


def test_an_ai_agent_is_known_by_the_helpdesks_word_and_breaks_no_promise_of_people(
    store: Store,
) -> None:
    story = Told("ai").said(0.1, "ai", author=Role.BOT, automated=True)
    asker = told(store, [story.became(3, "solved", by="ai"), Told("ours").said(2, "ann")])
    assert hits(ask(asker, "ai_automation")) == (1, 2)
    own = replace(asker, policies=TEAM_POLICIES)
    assert hits(ask(own, "sla_frt")) == (0, 1)
    assert ask(asker, "frt").figure.n == 1


def test_a_ticket_an_ai_agent_has_waits_for_no_human_until_it_is_handed_on(store: Store) -> None:
    held = Told("held", agent="robot").agent(0, "robot", by="rule").said(0.1, "robot")
    handed = Told("handed").agent(0, "robot", by="rule").said(0.1, "robot").agent(1, None, "robot")
    frt = ask(told(store, [held, handed]), "frt")
    assert frt.waiting is not None
    assert frt.waiting.n == 1


def test_what_agents_open_in_side_conversations_counts_only_where_it_is_asked_for(
    store: Store,
) -> None:
    child = Told("child", 1, child=True, requester="ann", submitter="ann").said(1, "ann")
    asker = told(store, [child, Told("ours", 1)])
    volume = ask(asker, "volume")
    assert (volume.figure.value, dict(volume.excluded)) == (1, {"opened in a side conversation": 1})
    assert ask(asker, "volume", "children").figure.value == 2
    assert ask(asker, "backlog", period="2026-11-10").figure.value == 1
    assert ask(asker, "backlog", "children", "2026-11-10").figure.value == 2
    assert ask(asker, "volume", "side conversations").figure.value == 1
    assert ask(asker, "backlog", "side conversations", "2026-11-10").figure.value == 1
    assert ask(asker, "backlog_growth").figure.value == 1
    frt = ask(asker, "frt")
    assert frt.waiting is not None
    assert frt.waiting.n == 1


def witness(store: Store) -> UnreadCounts:
    with store.read() as connection:
        return count_unread(connection, "zendesk:acme")
