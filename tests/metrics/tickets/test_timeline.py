"""One ticket at a time: events in, instants out, each row of the edge-case tables by hand."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.tickets.pieces import Span, Timeline, Wait
from metrics.tickets.records import Channel, Event, EventKind, Field, Removal, Role, Status, Ticket
from metrics.tickets.timeline import timeline

BORN = 1_000_000
ROLES = {
    "ann": Role.AGENT,
    "bob": Role.AGENT,
    "leo": Role.LIGHT,
    "robot": Role.BOT,
    "cleo": Role.CUSTOMER,
}
TICKET = Ticket(
    id="1",
    created_at=BORN,
    changed_at=BORN,
    status=Status.NEW,
    channel=Channel.EMAIL,
    requester="cleo",
    submitter="cleo",
)


def said(after: int, by: str, *, public: bool = True, automated: bool = False) -> Event:
    return Event(
        id=f"m{after}{by}",
        ticket="1",
        at=BORN + after,
        order=after * 10,
        kind=EventKind.MESSAGE,
        actor=by,
        public=public,
        automated=automated,
    )


def changed(after: int, field: Field, old: str | None, new: str | None, order: int = 0) -> Event:
    return Event(
        id=f"c{after}{field}{new}{order}",
        ticket="1",
        at=BORN + after,
        order=after * 10 + order,
        kind=EventKind.CHANGE,
        field=field,
        old=old,
        new=new,
    )


def status(after: int, old: str, new: str, order: int = 0) -> Event:
    return changed(after, Field.STATUS, old, new, order)


def built(*events: Event, ticket: Ticket = TICKET) -> Timeline:
    return timeline(ticket, events, lambda who, at: ROLES.get(who or ""))


def first_reply(made: Timeline) -> int | None:
    return None if made.first_reply_at is None else made.first_reply_at - BORN


def handoffs(made: Timeline) -> list[int]:
    """Until each solve."""
    return [solve.handoffs for solve in made.solves]


def waits(made: Timeline) -> list[tuple[int, int | None, bool, bool]]:
    return [
        (
            w.started_at - BORN,
            None if w.ended_at is None else w.ended_at - BORN,
            w.first,
            w.answered,
        )
        for w in made.waits
    ]


def test_the_first_public_reply_by_a_human_stops_the_clock() -> None:
    made = built(said(0, "cleo"), said(60, "ann"), said(90, "bob"))
    assert first_reply(made) == 60
    assert made.first_reply_agent == "ann"
    assert made.replies == 2


def test_an_automatic_acknowledgement_does_not_stop_the_clock() -> None:
    made = built(said(0, "cleo"), said(1, "ann", automated=True), said(60, "ann"))
    assert first_reply(made) == 60
    assert made.first_any_reply_at == BORN + 1
    assert made.bot_replies == 1


def test_an_ai_agent_alone_gives_no_human_first_reply() -> None:
    made = built(said(0, "cleo"), said(5, "robot"), status(9, "new", "solved"))
    assert made.first_reply_at is None
    assert made.first_any_reply_at == BORN + 5
    assert waits(made) == [(0, 9, True, False)]


def test_a_human_after_an_ai_agent_counts_from_creation() -> None:
    assert first_reply(built(said(0, "cleo"), said(5, "robot"), said(62, "ann"))) == 62


def test_an_internal_note_is_ignored() -> None:
    assert first_reply(built(said(0, "cleo"), said(10, "ann", public=False), said(60, "ann"))) == 60


def test_the_message_an_agent_opens_a_ticket_with_is_no_reply() -> None:
    ticket = replace(TICKET, submitter="ann")
    made = built(said(0, "ann"), said(30, "cleo"), said(50, "ann"), ticket=ticket)
    assert made.agent_created
    assert first_reply(made) == 50
    assert waits(made) == [(30, 50, False, True)]


def test_the_helpdesks_word_that_an_agent_began_is_enough() -> None:
    """Where it tells no submitter, and the agent's account is a customer's today."""
    opening = said(0, "gone")._replace(author=Role.AGENT)
    made = built(opening, said(30, "cleo"), said(60, "ann"))
    assert made.agent_created
    assert waits(made) == [(30, 60, False, True)]
    assert not built(opening._replace(public=False)).agent_created


def test_the_helpdesks_word_that_a_customer_asked_is_enough() -> None:
    """Whatever the account of the one who asked is today."""
    made = built(said(0, "cleo"), said(30, "ann")._replace(author=Role.CUSTOMER), said(60, "bob"))
    assert first_reply(made) == 60


def test_a_ticket_an_agent_opened_and_nobody_answered_has_no_first_reply() -> None:
    assert built(said(0, "ann"), ticket=replace(TICKET, submitter="ann")).first_reply_at is None


def test_a_phone_ticket_logged_as_solved_is_solved_at_its_creation() -> None:
    made = built(changed(0, Field.STATUS, None, "solved"), ticket=replace(TICKET, submitter="ann"))
    assert made.first_solved_at == BORN
    assert made.spans == ()


def test_solved_without_a_reply_has_no_first_reply_and_the_wait_ends_unanswered() -> None:
    made = built(said(0, "cleo"), status(100, "new", "solved"))
    assert made.first_reply_at is None
    assert waits(made) == [(0, 100, True, False)]


def test_answered_only_after_a_reopening_the_first_reply_is_that_answer() -> None:
    made = built(
        said(0, "cleo"),
        status(100, "new", "solved"),
        said(200, "cleo"),
        status(200, "solved", "open", 1),
        said(260, "ann"),
    )
    assert first_reply(made) == 260
    assert waits(made) == [(0, 100, True, False), (200, 260, True, True)]


def test_several_messages_in_a_row_are_one_wait() -> None:
    made = built(
        said(0, "cleo"), said(60, "ann"), said(100, "cleo"), said(150, "cleo"), said(190, "bob")
    )
    assert waits(made) == [(0, 60, True, True), (100, 190, False, True)]


def test_the_wait_of_a_customer_nobody_has_answered_goes_on() -> None:
    made = built(said(0, "cleo"), said(60, "ann"), said(100, "cleo"))
    assert waits(made)[-1] == (100, None, False, False)


def test_a_reply_in_the_same_second_is_zero_seconds() -> None:
    assert first_reply(built(said(0, "cleo"), said(0, "ann"))) == 0


def test_a_reply_that_solves_and_moves_belongs_to_the_new_team_and_comes_before_the_solve() -> None:
    made = built(
        status(60, "new", "solved"),
        said(60, "ann"),
        changed(60, Field.TEAM, "front", "billing", 9),
    )
    assert made.first_reply_team == "billing"
    assert waits(made) == [(0, 60, True, True)]
    assert made.solves[0].team == "billing"


def test_reopening_and_solving_again_keeps_both_solves() -> None:
    made = built(
        status(10, "new", "solved"), status(20, "solved", "open"), status(30, "open", "closed")
    )
    assert [(s.at - BORN, s.reopened_at, s.next_solve_at) for s in made.solves] == [
        (10, BORN + 20, BORN + 30),
        (30, None, None),
    ]
    assert made.first_solved_at == BORN + 10


def test_of_two_changes_in_one_second_the_helpdesks_order_decides() -> None:
    solved_last = (status(10, "new", "open", 1), status(10, "open", "solved", 2))
    for events in (solved_last, solved_last[::-1]):
        made = built(*events)
        assert [(s.status, s.ended_at) for s in made.spans] == [("new", BORN + 10)]
        assert made.first_solved_at == BORN + 10


def test_closing_a_solved_ticket_is_no_second_solve() -> None:
    assert len(built(status(10, "new", "solved"), status(99, "solved", "closed")).solves) == 1


def test_closed_without_solved_counts_as_solved() -> None:
    assert built(status(10, "open", "closed")).first_solved_at == BORN + 10


def test_spans_cover_the_unsolved_time_and_are_cut_at_each_change() -> None:
    made = built(
        status(10, "new", "open"),
        changed(20, Field.TEAM, None, "billing"),
        status(30, "open", "solved"),
        status(50, "solved", "open"),
    )
    assert [(s.status, s.started_at - BORN, s.ended_at, s.team) for s in made.spans] == [
        ("new", 0, BORN + 10, None),
        ("open", 10, BORN + 20, None),
        ("open", 20, BORN + 30, "billing"),
        ("open", 50, None, "billing"),
    ]


def test_spans_are_cut_at_each_public_reply_by_a_human() -> None:
    made = built(
        said(10, "ann"),
        said(20, "ann", public=False),
        said(30, "cleo"),
        said(40, "ann"),
        status(40, "new", "solved"),
        said(45, "ann"),
        status(50, "solved", "open"),
    )
    assert [(s.started_at - BORN, s.ended_at, s.replied_at) for s in made.spans] == [
        (0, BORN + 10, None),
        (10, BORN + 40, BORN + 10),
        (50, None, BORN + 45),
    ]


def test_a_merged_ticket_ends_where_it_was_merged() -> None:
    merged = replace(TICKET, status=Status.CLOSED, removal=Removal.MERGED, removed_at=BORN + 40)
    made = built(status(40, "new", "closed"), ticket=merged)
    assert [(s.started_at - BORN, s.ended_at) for s in made.spans] == [(0, BORN + 40)]
    assert made.solves == ()
    assert waits(made) == [(0, 40, True, False)]


def test_a_deleted_ticket_without_a_moment_ends_at_its_last_version() -> None:
    deleted = replace(TICKET, removal=Removal.DELETED, changed_at=BORN + 70)
    assert built(ticket=deleted).removed_at == BORN + 70


def test_without_any_history_the_present_state_holds_since_creation() -> None:
    made = built(ticket=replace(TICKET, status=Status.HOLD, team="billing", priority=None))
    assert made.spans == (Span(status="hold", started_at=BORN, team="billing"),)


def test_an_unknown_author_is_taken_for_a_customer() -> None:
    assert waits(built(said(0, "cleo"), said(60, "ann"), said(90, "stranger")))[-1][0] == 90


def test_assignment_and_team_are_remembered_from_their_first_time() -> None:
    made = built(changed(5, Field.AGENT, None, "ann"), changed(9, Field.AGENT, "ann", "bob"))
    assert made.first_assigned_at == BORN + 5
    assert made.first_team_at is None


def test_only_a_bot_that_signs_its_message_is_an_ai_agent() -> None:
    made = built(
        said(0, "cleo"),
        said(1, "ann", automated=True),
        said(5, "robot"),
        said(9, "robot", automated=True),
        said(20, "robot", public=False),
    )
    assert (made.bot_replies, made.ai_replies, made.first_ai_reply_at) == (3, 2, BORN + 5)


def test_the_first_touch_is_anything_a_human_agent_does() -> None:
    noted = built(said(0, "cleo"), said(5, "robot"), said(40, "ann", public=False), said(60, "ann"))
    assert noted.first_touch_at == BORN + 40
    moved = changed(30, Field.TEAM, None, "billing")._replace(actor="ann")
    assert built(said(0, "cleo"), moved).first_touch_at == BORN + 30
    ruled = moved._replace(automated=True)
    assert built(said(0, "cleo"), ruled).first_touch_at is None


def test_opening_a_ticket_is_no_touch() -> None:
    ticket = replace(TICKET, submitter="ann")
    opened = changed(0, Field.TEAM, None, "billing")._replace(actor="ann")
    assert built(said(0, "ann"), opened, ticket=ticket).first_touch_at is None


def test_the_second_human_reply_is_remembered() -> None:
    made = built(said(0, "cleo"), said(10, "ann"), said(20, "robot"), said(30, "bob"))
    assert made.second_reply_at == BORN + 30
    assert built(said(0, "cleo"), said(10, "ann")).second_reply_at is None


def test_a_handoff_gives_the_ticket_from_one_person_or_team_to_another() -> None:
    made = built(
        changed(5, Field.AGENT, None, "ann"),
        changed(9, Field.AGENT, "ann", None),
        status(19, "new", "solved"),
        status(19, "solved", "open", 1),
        changed(20, Field.AGENT, None, "bob"),
        changed(30, Field.TEAM, None, "billing"),
        status(39, "open", "solved"),
        status(39, "solved", "open", 1),
        changed(40, Field.TEAM, "billing", "tech"),
        status(50, "open", "solved"),
    )
    assert handoffs(made) == [0, 1, 2]


def test_a_ticket_that_comes_back_to_the_same_person_was_not_handed_on() -> None:
    made = built(
        changed(5, Field.AGENT, None, "ann"),
        changed(9, Field.AGENT, "ann", None),
        changed(20, Field.AGENT, None, "ann"),
        status(50, "new", "solved"),
    )
    assert handoffs(made) == [0]


def test_a_new_team_and_agent_in_one_update_are_one_handoff() -> None:
    made = built(
        changed(5, Field.AGENT, None, "ann"),
        changed(6, Field.TEAM, None, "front"),
        changed(40, Field.TEAM, "front", "tech"),
        changed(40, Field.AGENT, "ann", "bob"),
        status(50, "new", "solved"),
    )
    assert handoffs(made) == [1]


def test_a_bot_that_holds_a_ticket_is_no_person_and_hands_over_to_its_first_one() -> None:
    made = built(
        changed(2, Field.AGENT, None, "robot"),
        changed(30, Field.AGENT, "robot", "ann"),
        status(50, "new", "solved"),
    )
    assert (made.first_assigned_at, handoffs(made)) == (BORN + 30, [0])


def test_a_solve_knows_the_human_replies_that_led_there() -> None:
    made = built(
        said(0, "cleo"),
        said(5, "robot"),
        status(10, "new", "solved"),
        status(20, "solved", "open"),
        said(30, "ann"),
        status(30, "open", "solved", 1),
        said(40, "ann"),
    )
    assert [solve.replies for solve in made.solves] == [0, 1]


def test_a_handover_is_when_the_ai_agent_gives_the_ticket_away() -> None:
    made = built(
        changed(0, Field.AGENT, None, "robot"),
        said(5, "robot"),
        changed(20, Field.AGENT, "robot", None),
        changed(50, Field.AGENT, None, "ann"),
        said(62, "ann"),
        said(90, "robot"),
    )
    assert made.handed_over_at == BORN + 20
    assert first_reply(made) == 62


def test_without_a_handover_it_is_the_last_word_of_the_ai_agent_before_the_human() -> None:
    taken = changed(40, Field.AGENT, "robot", "ann")._replace(actor="ann")
    held = changed(0, Field.AGENT, None, "robot")
    made = built(held, said(5, "robot"), said(15, "robot"), taken, said(62, "ann"))
    assert made.handed_over_at == BORN + 15
    assert built(said(1, "ann", automated=True), said(62, "ann")).handed_over_at is None
    assert built(said(62, "ann"), said(70, "robot")).handed_over_at is None
    assert built(said(5, "robot")).handed_over_at is None


def test_a_reply_before_creation_stays_as_it_was_told() -> None:
    assert first_reply(built(said(-30, "ann"))) == -30


people = st.sampled_from(["ann", "bob", "robot", "cleo", "stranger"])
words = st.sampled_from(list(Status))
happenings = st.lists(
    st.one_of(
        st.builds(said, st.integers(0, 50), people, public=st.booleans(), automated=st.booleans()),
        st.builds(status, st.integers(0, 50), words, words, st.integers(0, 3)),
        st.builds(
            changed,
            st.integers(0, 50),
            st.sampled_from([Field.TEAM, Field.AGENT, Field.PRIORITY]),
            st.none(),
            st.sampled_from([None, "x", "y"]),
            st.integers(0, 3),
        ),
    ),
    max_size=15,
    unique_by=lambda event: event.id,
)


@settings(deadline=None)
@given(happenings, st.randoms())
def test_the_order_in_which_events_arrive_does_not_matter(
    events: list[Event], chance: object
) -> None:
    shuffled = list(events)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert built(*shuffled) == built(*events)


@settings(deadline=None)
@given(happenings)
def test_spans_never_overlap_and_leave_no_gap_while_unsolved(events: list[Event]) -> None:
    made = built(*events)
    flat = [(s.started_at, s.ended_at) for s in made.spans]
    assert all(end is None or start < end for start, end in flat)
    assert all(a[1] is not None and a[1] <= b[0] for a, b in pairwise(flat))
    reopened = {s.reopened_at for s in made.solves} | {BORN}
    starts = {start for start, _ in flat}
    assert all(start in {end for _, end in flat} | reopened for start in starts)


def removed(after: int | None) -> Ticket:
    if after is None:
        return TICKET
    return replace(TICKET, removal=Removal.SPAM, removed_at=BORN + after)


@settings(deadline=None)
@given(happenings, st.none() | st.integers(0, 60))
def test_at_every_instant_the_backlog_is_what_came_and_came_back_less_what_went(
    events: list[Event], gone: int | None
) -> None:
    made = built(*events, ticket=removed(gone))
    for at in range(BORN - 1, BORN + 62):
        unsolved = sum(s.started_at <= at < (s.ended_at or at + 1) for s in made.spans)
        came = int(made.removed_at is None or at < made.removed_at) * int(at >= BORN)
        back = sum(s.reopened_at is not None and s.reopened_at <= at for s in made.solves)
        went = sum(s.at <= at for s in made.solves)
        assert unsolved == (came + back - went if came else 0)


@settings(deadline=None)
@given(happenings, st.none() | st.integers(0, 60))
def test_no_time_is_negative(events: list[Event], gone: int | None) -> None:
    made = built(*events, ticket=removed(gone))
    chains = [
        (BORN, made.first_reply_at, made.second_reply_at),
        (BORN, made.handed_over_at, made.first_reply_at),
        (BORN, made.first_ai_reply_at),
        (BORN, made.first_any_reply_at, made.first_reply_at),
        (BORN, made.first_touch_at, made.first_reply_at),
        (BORN, made.first_assigned_at),
        (BORN, made.first_team_at),
        *((BORN, wait.started_at, wait.ended_at) for wait in made.waits),
        *((BORN, solve.at, solve.reopened_at, solve.next_solve_at) for solve in made.solves),
    ]
    for chain in chains:
        told = [at for at in chain if at is not None]
        assert told == sorted(told)
    counts = [(solve.replies, solve.handoffs) for solve in made.solves]
    assert counts == sorted(counts)
    assert all(solve.replies <= made.replies for solve in made.solves)


@settings(deadline=None)
@given(happenings)
def test_waits_follow_one_another_and_only_the_last_may_be_open(events: list[Event]) -> None:
    made = built(*events)
    assert all(w.ended_at is not None for w in made.waits[:-1])
    assert all(w.started_at <= (w.ended_at or w.started_at) for w in made.waits)
    assert all(isinstance(w, Wait) for w in made.waits)


def test_a_ticket_a_customer_created_closed_waits_for_nothing() -> None:
    made = built(said(0, "cleo"), changed(0, Field.STATUS, None, "closed"))
    assert (waits(made), made.first_solved_at) == ([], BORN)
    again = built(
        said(0, "cleo"),
        changed(0, Field.STATUS, None, "solved"),
        said(200, "cleo"),
        status(200, "solved", "open"),
        said(260, "ann"),
    )
    assert waits(again) == [(200, 260, False, True)]


def test_a_colleague_who_asks_is_the_customer_of_that_ticket() -> None:
    desk = replace(TICKET, requester="bob", submitter="bob")
    made = built(said(0, "bob"), said(30, "bob"), said(90, "ann"), said(95, "bob"), ticket=desk)
    assert not made.agent_created
    assert (first_reply(made), made.first_touch_at) == (90, BORN + 90)
    assert (made.replies, waits(made)) == (1, [(0, 90, True, True), (95, None, False, False)])
    other = built(said(0, "cleo"), said(30, "bob"))
    assert first_reply(other) == 30


def test_a_light_agent_answers_nobody_and_keeps_nobody_waiting() -> None:
    made = built(said(0, "cleo"), said(20, "leo", public=False), said(30, "leo"), said(90, "ann"))
    assert (first_reply(made), made.first_touch_at) == (90, BORN + 90)
    assert (made.replies, waits(made)) == (1, [(0, 90, True, True)])
    after = built(said(0, "cleo"), said(90, "ann"), said(95, "leo"))
    assert waits(after) == [(0, 90, True, True)]
    desk = replace(TICKET, requester="leo", submitter="leo")
    asked = built(said(0, "leo"), said(90, "ann"), said(95, "leo"), ticket=desk)
    assert waits(asked) == [(0, 90, True, True), (95, None, False, False)]


def test_who_may_not_answer_today_was_an_agent_when_the_helpdesk_says_they_answered() -> None:
    answer = said(30, "leo")._replace(author=Role.AGENT)
    note = said(20, "leo", public=False)._replace(author=Role.AGENT)
    made = built(said(0, "cleo"), note, answer)
    assert (first_reply(made), made.first_touch_at, made.replies) == (30, BORN + 30, 1)
    desk = replace(TICKET, requester="leo", submitter="leo")
    asked = built(said(0, "leo"), said(95, "leo")._replace(author=Role.AGENT), ticket=desk)
    assert (made.replies, asked.replies) == (1, 0), "who asks is no agent of that ticket"


def known_since(since: int, *events: Event, ticket: Ticket = TICKET) -> Timeline:
    return timeline(ticket, events, lambda who, at: ROLES.get(who or ""), BORN + since)


def test_of_a_ticket_older_than_the_history_only_what_is_seen_is_told() -> None:
    made = known_since(
        50,
        said(60, "ann"),
        status(70, "pending", "solved"),
        said(80, "cleo"),
        said(90, "bob"),
        ticket=replace(TICKET, status=Status.SOLVED),
    )
    assert made.known_from_at == BORN + 50
    assert [(s.status, s.started_at - BORN, s.ended_at) for s in made.spans] == [
        ("pending", 50, BORN + 60),
        ("pending", 60, BORN + 70),
    ]
    assert [solve.at for solve in made.solves] == [BORN + 70]
    assert waits(made) == [(80, 90, False, True)]


def test_a_ticket_older_than_the_history_that_is_solved_had_been_solved_before() -> None:
    made = known_since(50, ticket=replace(TICKET, status=Status.CLOSED))
    assert (made.spans, made.waits, made.solves, made.unread_solve_at) == ((), (), (), None)


def test_events_that_reach_to_its_creation_make_a_ticket_known() -> None:
    made = known_since(50, said(0, "cleo"), said(60, "ann"))
    assert made.known_from_at is None
    assert first_reply(made) == 60


def test_events_from_before_the_history_are_not_all_there_and_tell_nothing() -> None:
    made = known_since(50, said(30, "ann"), status(40, "new", "open"), said(60, "ann"))
    assert (made.replies, made.spans[0].status) == (1, "new")
