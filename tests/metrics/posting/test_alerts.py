"""An alert from check to check: what is told, and how little."""

from __future__ import annotations

from datetime import time
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from metrics.posting.alerts import (
    Care,
    Observation,
    Phase,
    Quiet,
    Standing,
    Telling,
    step,
    with_acknowledgement,
    with_snooze,
)

MINUTE, HOUR = 60, 3600
NIGHT = Quiet(start=time(22), end=time(7), zone=ZoneInfo("UTC"))
DAY = 1_795_392_000  # 23 November 2026, 00:00 UTC
CARE = Care(checks=2, every_seconds=300, remind_seconds=HOUR)


def told(
    care: Care, checks: str, standing: Standing | None = None, start: int = DAY + 9 * HOUR
) -> tuple[list[str], Standing]:
    """What is told at each check: x beyond, o over, - in between, ? unknown."""
    standing, said = standing or Standing(), list[str]()
    for number, mark in enumerate(checks):
        at = start + number * care.every_seconds
        beyond, over = {"?": (None, None), "x": (True, False), "o": (False, True)}.get(
            mark, (False, False)
        )
        standing, telling = step(care, standing, Observation(at=at, beyond=beyond, over=over))
        said.append(telling or ".")
    return said, standing


def test_it_fires_at_the_second_check_in_a_row_and_says_so_once() -> None:
    said, standing = told(CARE, "oxoxxxx")
    assert said == [".", ".", ".", ".", "fired", ".", "."]
    assert (standing.phase, standing.episode) == (Phase.FIRING, 1)


def test_it_is_over_when_it_is_clearly_over() -> None:
    said, standing = told(CARE, "xx-o-oo")
    assert said == [".", "fired", ".", ".", ".", ".", "recovered"]
    assert standing.phase is Phase.OK


def test_what_cannot_be_told_changes_nothing() -> None:
    third = DAY + 9 * HOUR + 600
    firing = Standing(phase=Phase.FIRING, since_at=third, episode=1, told_at=third)
    assert told(CARE, "x?x") == ([".", ".", "fired"], firing)
    assert told(CARE, "xxo?o")[0] == [".", "fired", ".", ".", "recovered"]
    assert told(CARE, "?????")[0] == ["."] * 5


def test_it_reminds_until_somebody_has_it() -> None:
    said, standing = told(CARE, "xx" + "x" * 24)
    assert [number for number, each in enumerate(said) if each == "reminded"] == [13, 25]
    taken = with_acknowledgement(standing, "U1")
    assert set(told(CARE, "x" * 24, taken, DAY + 12 * HOUR)[0]) == {"."}
    said, standing = told(CARE, "oo", taken, DAY + 14 * HOUR)
    assert said == [".", "recovered"]
    assert standing.acknowledged_by == ""


def test_put_off_it_is_silent_until_then() -> None:
    _, standing = told(CARE, "xx")
    later = with_snooze(standing, DAY + 12 * HOUR)
    said, _ = told(CARE, "x" * 36, later, DAY + 10 * HOUR)
    assert [number for number, each in enumerate(said) if each != "."] == [24]


def test_at_night_nothing_begins_and_in_the_morning_only_what_still_is() -> None:
    care = Care(checks=1, every_seconds=HOUR, remind_seconds=0, quiet=NIGHT)
    said, _ = told(care, "x" * 12, start=DAY + 20 * HOUR)
    assert said[0] == "fired"
    said, _ = told(care, "oo" + "x" * 10, start=DAY + 21 * HOUR)
    assert said == ["."] * 10 + ["fired", "."]
    assert set(told(care, "oxxxoooo" + "oooo", start=DAY + 22 * HOUR)[0]) == {"."}


def test_twenty_flips_in_a_row_say_little() -> None:
    said, _ = told(CARE, "xo" * 10)
    assert said == ["."] * 20
    said, _ = told(CARE, "xx" + "-x" * 10 + "oo")
    assert [each for each in said if each not in {".", "reminded"}] == ["fired", "recovered"]


@given(checks=st.text("xo-?", max_size=200), needed=st.integers(1, 4))
def test_what_is_told_makes_sense(checks: str, needed: int) -> None:
    said, standing = told(Care(checks=needed, remind_seconds=1200), checks)
    spoken = [each for each in said if each != "."]
    kept = [each for each in spoken if each != Telling.REMINDED]
    assert kept == [Telling.FIRED, Telling.RECOVERED] * (len(kept) // 2) + [Telling.FIRED] * (
        len(kept) % 2
    )
    assert standing.episode == kept.count(Telling.FIRED)
    assert (standing.phase is Phase.FIRING) == bool(len(kept) % 2)
    assert checks.count("x") >= needed * standing.episode
