from __future__ import annotations

import pytest

from bot.commands.plain_questions import phrase_for
from metrics.errors import AskError


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("How are we doing?", "digest weekly"),
        ("how are we doing on email", "digest weekly on email"),
        ("how\u2019s support doing?", "digest weekly"),
        ("overview billing", "digest weekly billing"),
        ("what's stuck?", "standup"),
        ("Where are we stuck", "standup"),
        ("where is the queue stuck on chat?", "standup on chat"),
        ("who waits longest", "aging since reply"),
        ("Who's waiting the longest?", "aging since reply"),
        ("what should I do first?", "standup"),
        ("My tickets", "my backlog list"),
        ("what are my tickets on email?", "my backlog list on email"),
    ],
)
def test_a_plain_question_means_a_command(asked: str, answer: str) -> None:
    assert phrase_for(asked) == answer


@pytest.mark.parametrize(
    "asked", ["frt emial", "overviews", "how fast", "stuck", "who", "nonsense"]
)
def test_what_is_none_is_left_to_the_language(asked: str) -> None:
    assert phrase_for(asked) is None


@pytest.mark.parametrize(
    "asked",
    [
        "who is the slowest agent",
        "Who has the best csat?",
        "leaderboard",
        "rank agents by frt",
        "top 5 agents",
        "worst agent last week",
    ],
)
def test_nobody_is_ranked(asked: str) -> None:
    with pytest.raises(AskError, match="I do not rank people"):
        phrase_for(asked)


@pytest.mark.parametrize("asked", ["worst 10", "frt by agent", "frt worst 10 email", "top issues"])
def test_tickets_and_splits_are_no_ranking(asked: str) -> None:
    assert phrase_for(asked) is None
