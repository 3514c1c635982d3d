"""The card that says why a number moved."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from bot.cards.why import MOST_PARTS, why_card
from bot.talk import Audience, Reply
from metrics.question.explanation import Carrier, Explanation, Side, carrying, shifts
from metrics.question.result import Change, Movement
from metrics.tickets.records import Dimension
from sandbox.slack.rules import faults
from tests.bot.samples import HOSTILE, answer, rate, wait

RISE = Change(difference=22.0, relative=0.1, movement=Movement.WORSE)


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
        result=answer(figure=wait(8040.0, 200), change=RISE),
        dimension=Dimension.TEAM,
        counts=counts,
        parts=parts,
        also=(("category", parts[0]),),
        tickets=(Carrier(ticket="12", amount=7200.0, adds=Fraction(90)),),
    )


def rows(reply: Reply) -> list[list[str]]:
    assert reply.listing is not None
    return [[cell["text"] for cell in row] for row in reply.listing.native["rows"]]


def seconds(words: str) -> int:
    """What "+1h 2m" stands for."""
    sign = -1 if words.startswith("-") else 1
    sizes = {"h": 3600, "m": 60, "s": 1}
    return sign * sum(int(n) * sizes[unit] for n, unit in re.findall(r"(\d+)([hms])", words))


def test_what_the_parts_bring_adds_up_as_it_is_shown() -> None:
    for n in (2, 7, MOST_PARTS, MOST_PARTS + 9):
        _, *body, whole = rows(why_card(explanation(n), "frt"))
        assert sum(seconds(row[1]) for row in body) == seconds(whole[1]) != 0


def test_the_parts_beyond_the_table_are_one_row() -> None:
    lines = rows(why_card(explanation(MOST_PARTS + 9), "frt"))
    assert len(lines) == MOST_PARTS + 2
    assert lines[-2][0] == "10 others"


def test_it_says_what_carries_it_in_words_and_names_the_tickets() -> None:
    reply = why_card(explanation(3), "frt", lambda source, id: f"https://acme.example/{id}")
    said = str(reply.head)
    assert re.search("By team, most of it is Team", said)
    assert "By category mostly Team " in said
    assert "A median cannot be split" in said
    assert {"type": "link", "url": "https://acme.example/12", "text": "#12"} in (
        reply.head[1]["elements"][0]["elements"]
    )
    assert "#12 2h 0m" in reply.text
    assert reply.audience is Audience.ME
    assert reply.phrase is None


def test_no_part_is_told_in_the_words_of_statisticians() -> None:
    reply = why_card(explanation(3), "frt")
    for word in ("mix", "rate ", "mean ", " > "):
        assert word not in f"{reply.text} {rows(reply)} {reply.head}"


def test_a_part_says_whether_it_moved_itself_or_grew() -> None:
    because = [row[-1] for row in rows(why_card(explanation(3), "frt"))[1:-1]]
    assert set(because) <= {"slower itself", "faster itself", "a larger share of all"} | {
        "a smaller share of all"
    }
    assert len(set(because)) > 1


def test_counts_only_add_up() -> None:
    heading, *_ = rows(why_card(explanation(3, counts=True), "frt"))
    assert heading == ["Team", "Effect", "Before", "Now"]


def test_slack_takes_whatever_the_parts_are_called() -> None:
    reply = why_card(explanation(30, HOSTILE), "frt")
    assert reply.listing is not None
    for shown in (reply.listing.native, reply.listing.lines):
        assert faults({"text": reply.text, "blocks": [*reply.head, shown, *reply.tail]}) == []
    assert "<!" not in reply.text


def test_a_share_moves_in_the_table_by_what_the_sentence_says() -> None:
    sizes = {"bug": ((6, 6), (6, 7)), "how_to": ((10, 10), (6, 6)), "login": ((21, 22), (23, 24))}
    old = {
        name: Side(Fraction(was[0]), Fraction(was[1]), was[1]) for name, (was, _) in sizes.items()
    }
    new = {
        name: Side(Fraction(now[0]), Fraction(now[1]), now[1]) for name, (_, now) in sizes.items()
    }
    parts = tuple(
        type(shift)(label=name, old=shift.old, new=shift.new, mix=shift.mix, rate=shift.rate)
        for name, shift in carrying(shifts(old, new, counts=False)).items()
    )
    result = answer(
        "csat",
        figure=rate(35, 37),
        previous=rate(37, 38),
        change=Change(difference=-0.0277, relative=None, movement=Movement.UNCLEAR),
    )
    reply = why_card(
        Explanation(result=result, dimension=Dimension.CATEGORY, counts=False, parts=parts), "csat"
    )
    _, *body, whole = rows(reply)
    assert "95%, 2 points lower than the week before (97%)" in reply.text
    assert whole[1] == "-2 points"
    assert sum(int(row[1].split()[0]) for row in body) == -2


def test_parts_of_an_average_that_went_the_other_way_explain_no_median() -> None:
    rise = explanation(3)
    fall = replace(rise.result, change=replace(RISE, difference=-600.0))
    reply = why_card(replace(rise, result=fall), "frt")
    assert "the average went the other way, from " in reply.text
    assert "most of it is" not in reply.text
    assert "Tickets" not in reply.text
    assert "The average went from " in why_card(rise, "frt").text
