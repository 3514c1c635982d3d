"""An answer in a thread."""

from __future__ import annotations

from dataclasses import replace

from bot.cards.compact import compact
from metrics.tickets.records import Dimension
from sandbox.slack.rules import faults
from tests.bot.samples import HOSTILE, WAITING, answer, parts, wait


def test_number_basis_change_and_who_still_waits_stand_together() -> None:
    reply = compact(answer(waiting=WAITING), "frt email", None, None)
    said = reply.head[0]["text"]["text"]
    assert "*2h 14m median*" in said
    assert "412 first replies" in said
    assert "12% faster" in said
    assert "12 still wait for a first reply" in said
    assert len(reply.head) == 1


def test_news_is_said_first_to_those_who_hear_it() -> None:
    reply = compact(answer(), "frt email", None, "At 10:42 it was 9h median.")
    assert reply.text.startswith("At 10:42 it was 9h median.")
    assert "9h median" in str(reply.head[1])


def test_a_split_has_its_table_and_any_name_is_taken() -> None:
    split = parts([(HOSTILE, wait(3600.0)), ("Chat", wait(60.0))], Dimension.CHANNEL)
    reply = compact(answer(scope=HOSTILE, **split), "frt by channel", None, HOSTILE)
    assert "Chat" in str(reply.tail)
    assert faults({"blocks": [*reply.head, *reply.tail]}) == []
    assert "<!" not in str(reply.head)


def test_a_table_fits_into_a_thread() -> None:
    few = replace(wait(3600.0, 14), few=True)
    split = parts([("messaging", few), ("email", wait(60.0))], Dimension.CHANNEL)
    (table,) = compact(answer(**split), "frt by channel", None, None).tail
    lines = str(table["elements"][0]["elements"][0]["text"]).splitlines()
    assert lines[0].split() == ["Channel", "median", "n", "of", "all"]
    assert max(map(len, lines)) <= 40


def test_no_data_is_said_and_never_zero() -> None:
    reply = compact(answer(figure=wait(None, 0), change=None), "frt email", None, None)
    assert "*No data*" in reply.head[0]["text"]["text"]
    assert "There were no first replies" in reply.text
