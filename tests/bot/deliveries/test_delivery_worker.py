"""One delivery through all that Slack can answer: posted once, or told of."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import delete

from bot.deliveries.refusals import TOKEN_REFUSALS
from bot.talk import Post, Refusal, Unknown
from metrics.posting.deliveries import Delivery, State, delivery_id
from metrics.store.books.outbox import DELIVERY
from metrics.store.database.engine import Store
from tests.bot.deliveries.desk import HOUR, LOST, NOW, Desk

POST = Delivery(
    id=delivery_id("digest:aaaa", NOW),
    source="digest:aaaa",
    due_at=NOW,
    channel="C1",
    owner="U1",
    expires_at=NOW + 24 * HOUR,
)


@pytest.fixture
def desk(store: Store) -> Desk:
    made = Desk(store)
    made.outbox.put([POST], NOW)
    return made


def state(desk: Desk) -> tuple[State, str | None]:
    kept = desk.outbox.get(POST.id)
    assert kept is not None
    return kept.state, kept.reason


def test_a_digest_is_posted_with_its_thread_under_it(desk: Desk) -> None:
    desk.run()
    assert desk.slack.said == ["The week", "Details"]
    post, below = desk.slack.standing.values()
    assert (post.channel, post.thread, post.key) == ("C1", None, POST.id)
    assert (below.channel, below.thread) == ("C1", "1.5")
    assert state(desk) == (State.POSTED, None)
    desk.run(HOUR)
    assert len(desk.slack.said) == 2
    assert [step.what for step in desk.outbox.steps(POST.id)] == [
        "planned",
        "ready",
        "sending",
        "posted",
    ]


def test_it_waits_for_its_data_and_says_why(desk: Desk) -> None:
    desk.words.reason = "the sync has come to 08:12"
    desk.run()
    assert desk.slack.asked == []
    assert state(desk) == (State.PLANNED, "the sync has come to 08:12")
    desk.words.reason = None
    desk.run(60)
    assert desk.slack.said == ["The week", "Details"]


def test_too_fast_waits_as_long_as_slack_says(desk: Desk) -> None:
    desk.slack.posts.append(Refusal("ratelimited", "", 7.0))
    desk.run()
    desk.run(6)
    assert desk.slack.said == []
    desk.run(2)
    assert desk.slack.said == ["The week", "Details"]
    assert "find" not in desk.slack.asked


@pytest.mark.parametrize("code", ["unreachable", "missing_scope", *sorted(TOKEN_REFUSALS)])
def test_what_time_mends_is_tried_again_with_growing_pauses(desk: Desk, code: str) -> None:
    desk.slack.posts.extend([Refusal(code)] * 4)
    for _ in range(30):
        desk.run(20)
    assert desk.slack.asked.count("post") == 6
    assert desk.slack.said == ["The week", "Details"]


def test_a_lost_answer_is_looked_for_and_not_said_twice(desk: Desk) -> None:
    desk.slack.posts.append(Unknown(LOST))
    desk.run()
    desk.run(59)
    assert desk.slack.asked == ["post"]
    desk.run(1)
    assert desk.slack.said == ["The week", "Details"]
    assert desk.slack.asked == ["post", "find", "post"]
    kept = desk.outbox.get(POST.id)
    assert kept is not None
    assert (kept.state, kept.ts) == (State.POSTED, "1.5")


def test_what_slack_never_took_is_said_again_after_two_searches(desk: Desk) -> None:
    desk.slack.posts.append(Unknown("timeout"))
    desk.run()
    desk.run(60)
    desk.run(29)
    assert desk.slack.said == []
    desk.run(1)
    desk.run(1)
    assert desk.slack.said == ["The week", "Details"]
    assert desk.slack.asked[:4] == ["post", "find", "find", "post"]


def test_history_that_comes_late_is_waited_for(desk: Desk) -> None:
    desk.slack.posts.append(Unknown(LOST))
    desk.slack.finds.append(None)
    desk.run()
    desk.run(60)
    desk.run(30)
    assert desk.slack.said == ["The week", "Details"]


def test_a_search_that_fails_proves_nothing(desk: Desk) -> None:
    desk.slack.posts.append(Unknown(LOST))
    desk.slack.finds.extend([Unknown("500"), Refusal("ratelimited", "", 3.0), Unknown("cut")])
    desk.run()
    for _ in range(8):
        desk.run(40)
    assert desk.slack.said == ["The week", "Details"]


@pytest.mark.parametrize("code", ["missing_scope", "not_in_channel"])
def test_what_cannot_be_known_is_told_and_not_said_again(desk: Desk, code: str) -> None:
    desk.slack.posts.append(Unknown("timeout"))
    desk.slack.finds.append(Refusal(code))
    desk.run()
    desk.run(60)
    assert state(desk)[0] is State.UNSURE
    (told,) = desk.slack.standing.values()
    assert told.channel == "U1"
    assert "cannot tell" in told.reply.text
    desk.run(24 * HOUR)
    assert len(desk.slack.standing) == 1


@pytest.mark.parametrize("outcome", [Unknown("more messages"), Refusal("invalid_auth")])
def test_a_channel_that_cannot_be_read_to_its_end_is_not_searched_for_ever(
    desk: Desk, outcome: Unknown | Refusal
) -> None:
    desk.slack.posts.append(Unknown("timeout"))
    desk.slack.finds.extend([outcome] * 5000)
    desk.run()
    for _ in range(2 * 60):
        desk.run(60)
    assert state(desk)[0] is State.UNSURE
    assert desk.slack.asked.count("find") < 40
    (told,) = desk.slack.standing.values()
    assert told.channel == "U1"
    assert "could not find out by reading the channel" in told.reply.text


def test_a_post_is_looked_for_around_its_own_time_only(desk: Desk) -> None:
    desk.slack.posts.append(Unknown(LOST))
    desk.run()
    desk.run(20 * 60)
    (since_at, until_at) = desk.slack.looked[0]
    assert since_at < NOW < until_at
    assert until_at - since_at < HOUR
    assert until_at < desk.clock.now + 10 * 60


@pytest.mark.parametrize("unread", [Refusal("missing_scope"), Unknown("more messages")])
def test_a_person_who_looked_can_have_it_posted(desk: Desk, unread: Refusal | Unknown) -> None:
    desk.slack.posts.append(Unknown("timeout"))
    desk.slack.finds.extend([unread] * 5000)
    desk.run()
    for _ in range(70):
        desk.run(60)
    assert desk.outbox.again(POST.id, desk.clock.now, desk.clock.now + HOUR)
    desk.run()
    _, post, below = desk.slack.said
    assert post.endswith("The week")
    assert below == "Details"


@pytest.mark.parametrize(
    ("code", "advice"),
    [
        ("not_in_channel", "/invite"),
        ("channel_not_found", "/invite"),
        ("is_archived", "Have it posted in another channel"),
        ("restricted_action", "administrator"),
        ("brand_new", "brand_new"),
    ],
)
def test_what_a_person_must_mend_stops_at_once_and_is_told_once(
    desk: Desk, code: str, advice: str
) -> None:
    desk.slack.posts.append(Refusal(code))
    desk.run()
    desk.run(24 * HOUR)
    assert state(desk)[0] is State.FAILED
    assert code in (state(desk)[1] or "")
    (told,) = desk.slack.standing.values()
    assert told.channel == "U1"
    assert advice in told.reply.text
    assert "Mon 23 Nov" in told.reply.text
    assert desk.words.shut == (["the channel is archived"] if code == "is_archived" else [])


def test_what_nobody_owns_is_told_to_whoever_runs_the_bot(desk: Desk) -> None:
    orphan = replace(POST, id="orphan", source="digest:bbbb", owner="", channel="C2")
    desk.outbox.put([orphan], NOW)
    desk.run()
    desk.slack.posts.append(Refusal("is_archived"))
    desk.outbox.put([replace(orphan, id="orphan 2", due_at=NOW + 1)], NOW)
    desk.run()
    assert [message.channel for message in desk.slack.standing.values()][-1] == "UADMIN"


def test_a_notice_that_cannot_be_brought_is_not_told_of(desk: Desk) -> None:
    desk.slack.posts.extend([Refusal("is_archived"), Refusal("user_disabled")])
    desk.run()
    desk.run(HOUR)
    assert desk.slack.asked == ["post", "post"]


def test_a_late_post_says_for_when_it_was_planned(desk: Desk) -> None:
    desk.run(80 * 60)
    post, below = desk.slack.standing.values()
    assert post.reply.text == "Late: planned for Mon 23 Nov 10:00 (Europe/Berlin). The week"
    assert below.reply.text == "Details"


def test_a_late_post_that_stands_already_is_not_said_again(desk: Desk) -> None:
    """A backup from before the post was restored."""
    desk.run()
    with desk.store.write() as connection:
        connection.execute(delete(DELIVERY))
    desk.outbox.put([POST], NOW)
    desk.run(HOUR)
    assert desk.slack.said == ["The week", "Details"]
    assert state(desk)[0] is State.POSTED


def test_past_its_grace_it_is_missed_and_told(desk: Desk) -> None:
    desk.slack.posts.extend([Refusal("unreachable")] * 2)
    desk.run()
    desk.run(25 * HOUR)
    assert state(desk) == (State.MISSED, "Slack could not be reached")
    desk.run(HOUR)
    (told,) = desk.slack.standing.values()
    assert told.channel == "U1"


def test_words_that_cannot_be_found_are_tried_three_times(desk: Desk) -> None:
    desk.words.failures = 2
    for _ in range(3):
        desk.run(120)
    assert "The week" in desk.slack.said[0]
    assert desk.words.failures == 0


def test_words_that_are_never_found_end_it(desk: Desk) -> None:
    desk.words.failures = 99
    for _ in range(5):
        desk.run(120)
    assert state(desk) == (State.FAILED, "its figures could not be worked out")
    assert desk.words.failures == 96
    assert len(desk.slack.standing) == 1


def test_one_that_was_thought_dead_takes_its_message_away(store: Store) -> None:
    """Asleep between the mark and the call for longer than others wait: both have posted."""
    desk = Desk(store)
    other = Desk(store, slack=desk.slack, words=desk.words, clock=desk.clock, name="you")
    desk.outbox.put([POST], NOW)

    def sleep_before_the_call(step: str, delivery: Delivery) -> None:
        if step == "sending" and delivery.part == 0:
            for _ in range(6):
                other.run(60)

    sleeper = replace(desk.worker, observe=sleep_before_the_call)
    mine = desk.outbox.claim(NOW)
    assert mine is not None
    sleeper.work(mine, desk.outbox)
    assert desk.slack.said == ["The week", "Details"]
    assert desk.slack.deleted == ["3.5"]


def test_killed_between_the_call_and_the_record_it_is_found(store: Store) -> None:
    desk = Desk(store)
    other = Desk(store, slack=desk.slack, words=desk.words, clock=desk.clock, name="you")
    desk.outbox.put([POST], NOW)

    def die(step: str, delivery: Delivery) -> None:
        if step == "sent":
            raise KeyboardInterrupt

    mine = desk.outbox.claim(NOW)
    assert mine is not None
    with pytest.raises(KeyboardInterrupt):
        replace(desk.worker, observe=die).work(mine, desk.outbox)
    for _ in range(4):
        other.run(60)
    assert desk.slack.said == ["The week", "Details"]
    assert isinstance(desk.slack.find(next(iter(desk.slack.standing.values())), 0, NOW), Post)
