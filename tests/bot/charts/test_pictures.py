from __future__ import annotations

from bot.charts import picture
from metrics.tickets.records import Dimension
from tests.bot.samples import HOSTILE, answer, parts, wait, weekly


def test_a_picture_has_all_its_forms() -> None:
    shown = picture(answer(series=weekly([wait(9180), wait(8040)])))
    assert shown is not None
    assert shown.png.startswith(b"\x89PNG")
    assert shown.native is not None
    assert len(shown.bars.splitlines()) == 2
    assert shown.filename == "frt-2026-11-16.png"


def test_the_alternative_text_says_the_numbers() -> None:
    shown = picture(answer(series=weekly([wait(9180), wait(None, 0), wait(8040)], complete=False)))
    assert shown is not None
    assert shown.alt == (
        "Line chart: First response time \u00b7 Email, Median \u00b7 3 weeks to now. "
        "W45 2 hours 33 minutes, W46 no data, W47 2 hours 14 minutes so far."
    )


def test_hostile_names_stay_words_and_fit() -> None:
    names = [(f"{HOSTILE} {n}" * 30, wait(60)) for n in range(12)]
    shown = picture(answer(**parts(names, Dimension.TEAM)))
    assert shown is not None
    assert len(shown.alt) <= 2000
    assert "<" not in shown.alt


def test_without_a_value_there_is_no_picture() -> None:
    assert picture(answer(series=weekly([wait(None, 0)] * 12))) is None


def test_the_headline_alone_makes_no_line() -> None:
    assert picture(answer(series=weekly([wait(None, 0), wait(8040)]))) is None
    assert picture(answer(series=weekly([wait(8040), wait(None, 0)]))) is not None
