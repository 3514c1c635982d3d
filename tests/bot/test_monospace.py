from __future__ import annotations

from bot import monospace


def test_wide_characters_fill_two_cells_and_accents_none() -> None:
    assert monospace.width("\u6771\u4eac") == 4
    assert monospace.width("e\u0301") == 1


def test_a_shortened_text_fits_its_cells() -> None:
    assert monospace.shorten("\u6771\u4eac" * 20, 10) == "\u6771\u4eac\u6771\u4eac\u2026"
    assert monospace.shorten("short\nname", 10) == "short name"


def test_a_table_lines_its_figures_up_at_the_right() -> None:
    text = monospace.table([["Team", "n"], ["\u6771\u4eac", "1,204"], ["Chat", "3"]])
    assert text == "Team      n\n\u6771\u4eac  1,204\nChat      3"


def test_a_trend_goes_from_its_lowest_to_its_highest_and_shows_its_gaps() -> None:
    assert monospace.spark([10, None, 80, 45]) == "\u2581\u00b7\u2588\u2585"
    assert monospace.spark([3, 3]) == "\u2585\u2585"
    assert monospace.spark([0, 0]) == "\u2581\u2581"
    assert monospace.spark([-10, 10]) == "\u2581\u2588"
    assert monospace.spark([None]) == "\u00b7"
    assert monospace.spark([]) == ""


def test_a_small_move_does_not_look_large() -> None:
    assert monospace.reach([100, 96]) == (85.5, 110.5)
    assert monospace.spark([100, 96, 98]) == "\u2585\u2584\u2585"
    assert monospace.reach([100, 50]) == (50, 100)
