"""The card that says why a number moved."""

from __future__ import annotations

import re
from fractions import Fraction

from bot.cards.why import MOST_PARTS, why_card
from bot.talk import Audience, Reply
from metrics.question.explanation import Carrier, Explanation, Side, carrying, shifts
from metrics.tickets.records import Dimension
from sandbox.slack.rules import faults
from tests.bot.samples import HOSTILE, answer, wait


def explanation(n: int, label: str = "Team", *, counts: bool = False) -> Explanation:
    old = {at: Side(Fraction(1000 * at + 7), Fraction(at + 5), at + 5) for at in range(n)}
    new = {at: Side(Fraction(1700 * at + 11), Fraction(at + 8), at + 8) for at in range(n)}
    made = carrying(shifts(old, new, counts=counts))
    parts = tuple(
        type(shift)(
            label=f"{label} {at}", old=shift.old, new=shift.new, mix=shift.mix, rate=shift.rate
        )
        for at, shift in made.items()
    )
    return Explanation(
        result=answer(figure=wait(8040.0, 200)),
        dimension=Dimension.TEAM,
        counts=counts,
        parts=parts,
        also=(("category", parts[0]),),
        tickets=(Carrier(ticket="12", amount=7200.0, adds=Fraction(90)),),
    )


def table(reply: Reply) -> list[str]:
    text: str = reply.head[1]["elements"][0]["elements"][0]["text"]
    return text.splitlines()


def steps(line: str) -> list[float]:
    return [float(cell) for cell in re.split(r"\s{2,}", line)[-3:]]


def test_the_columns_and_the_rows_add_up_as_they_are_shown() -> None:
    for n in (2, 7, MOST_PARTS, MOST_PARTS + 9):
        _, *rows, whole = table(why_card(explanation(n), "frt"))
        cells = [steps(row) for row in rows]
        assert [round(sum(column), 2) for column in zip(*cells, strict=True)] == steps(whole)
        assert all(round(mix + rate, 2) == both for mix, rate, both in (*cells, steps(whole)))


def test_the_parts_beyond_the_table_are_one_row() -> None:
    lines = table(why_card(explanation(MOST_PARTS + 9), "frt"))
    assert len(lines) == MOST_PARTS + 2
    assert lines[-2].startswith("10 others")


def test_it_says_that_medians_do_not_add_up_and_names_the_tickets() -> None:
    reply = why_card(explanation(3), "frt")
    assert "Medians do not add up" in reply.text
    assert "#12 2h 0m" in reply.text
    assert reply.audience is Audience.ME
    assert reply.phrase is None


def test_counts_have_no_mix() -> None:
    heading, *_ = table(why_card(explanation(3, counts=True), "frt"))
    assert heading.split() == ["Team", "before", "now", "change"]


def test_slack_takes_whatever_the_parts_are_called() -> None:
    reply = why_card(explanation(30, HOSTILE), "frt")
    assert faults({"text": reply.text, "blocks": [*reply.head, *reply.tail]}) == []
    assert "<!" not in reply.text
