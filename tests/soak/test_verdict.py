"""What counts as lost or doubled, and when two counts add up."""

from __future__ import annotations

import pytest

from bot.cards.help import apology, interrupted, unsure
from bot.slack.deliver import AGAIN
from tests.soak.slack import Act
from tests.soak.verdict import BAD, FEW, LOST, NEVER, SORRY, STOPPED, TWICE, Row, Sum, fate, table


def act(*texts: str, acked: bool = True, problem: str = "") -> Act:
    made = Act(kind="command", person="U0ASK001", words="frt", acked=acked, problem=problem)
    made.answers += [(0.0, True, text) for text in texts]
    return made


@pytest.mark.parametrize(
    ("asked", "became"),
    [
        (act(), LOST),
        (act(acked=False), NEVER),
        (act("2 h", "2 h"), TWICE),
        (act("2 h", f"2 h {AGAIN}", "2 h"), TWICE),
        (act(interrupted("frt").text, interrupted("frt").text), STOPPED),
    ],
)
def test_what_is_lost_or_doubled_is_bad(asked: Act, became: str) -> None:
    assert fate(asked) == became
    assert became in BAD


@pytest.mark.parametrize(
    "asked",
    [
        act("2 h"),
        act(interrupted("frt").text),
        act("2 h", unsure("frt").text),
        act("2 h", f"2 h {AGAIN}"),
        act("2 h", f"2 h {AGAIN}", f"2 h {AGAIN}"),
        act(acked=False, problem="dispatch_failed"),
    ],
)
def test_what_was_answered_once_or_told_is_not(asked: Act) -> None:
    assert fate(asked) not in BAD


def test_an_apology_is_no_answer_and_few_may_end_with_one() -> None:
    assert fate(act(apology("ab12").text)) == SORRY in FEW


@pytest.mark.parametrize(
    ("counted", "seen", "gap", "holds"),
    [(7, 7, 0, True), (5, 7, 2, True), (4, 7, 2, False), (8, 7, 2, False)],
)
def test_counts_add_up_but_for_what_was_seen_just_before_a_kill(
    counted: float, seen: int, gap: int, holds: bool
) -> None:
    assert Sum(counted, seen, gap).holds is holds


def test_the_table_says_of_each_row_whether_it_holds() -> None:
    rows = [Row("One", "1", holds=True), Row("Other", "2", holds=False), Row("Told", "3")]
    assert [line.split()[0] for line in table(rows).splitlines()] == ["holds", "FAILS", "Told"]
