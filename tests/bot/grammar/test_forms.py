"""The forms of a measure: which number of it is meant, in the words that people have for it."""

from __future__ import annotations

import pytest

from tests.bot.grammar.desk import read, refusal

STATISTICS = {
    "frt mean": [
        *("average frt", "avg frt", "frt avg", "mean frt", "average first response time"),
        *("what is our average first response time?", "frt in average"),
    ],
    "frt mean email": ["frt avg email", "avg email frt", "average frt for emails"],
    "art mean": ["average response time", "mean response time", "avg reply time"],
    "resolution mean": ["avg resolution", "resolution avg", "average resolution time", "mttr"],
    "resolution mean last month": ["average time to resolve last month"],
    "asa mean": ["average speed of answer"],
    "aging mean": ["average ticket age", "average age of backlog", "avg backlog age"],
    "resolution max": ["resolution max", "max resolution", "maximum resolution time"],
    "frt max": ["max frt", "frt max", "frt maximum"],
    "frt min": ["minimum frt", "fastest frt", "fastest first reply", "shortest first response"],
    "next_reply max chat": ["max next reply time chat"],
    "frt p50": ["median frt", "frt p50", "p50 frt", "50th percentile of frt"],
    "frt p99": ["frt p99", "99th percentile frt"],
    "csat": ["average csat", "avg csat", "average satisfaction"],
    "fcr": ["average fcr"],
}


@pytest.mark.parametrize(
    ("words", "phrase"), [(words, phrase) for phrase, all in STATISTICS.items() for words in all]
)
def test_a_statistic_is_the_one_that_was_said(words: str, phrase: str) -> None:
    assert read(words) == phrase
    assert read(phrase) == phrase


@pytest.mark.parametrize(
    ("words", "message", "suggestion"),
    [
        ("average volume", "Ticket volume has no average", "volume"),
        ("max backlog", "Backlog has no maximum", "backlog"),
        ("max csat email", "Customer satisfaction has no maximum", "csat email"),
        ("fastest csat", "Customer satisfaction has no minimum", "csat"),
        ("average oldest ticket", "Oldest tickets has no average", "oldest"),
        ("average frt p90", "has no percentiles", "frt mean"),
        ("avg max frt", "one of these at a time: avg or max", "frt mean"),
    ],
)
def test_a_statistic_that_makes_no_sense_is_refused(
    words: str, message: str, suggestion: str
) -> None:
    error = refusal(words)
    assert message in str(error)
    assert error.suggestions[0] == suggestion
