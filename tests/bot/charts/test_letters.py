"""Names in any script, and what becomes of what no font has."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.charts.letters import OTHER_SCRIPTS, drawable, fit, fonts, text_width

SCRIPTS = {
    "\u0410\u043d\u0430\u0441\u0442\u0430\u0441\u0438\u044f": "DejaVu Sans",
    "\u0395\u03bb\u03ad\u03bd\u03b7": "DejaVu Sans",
    "Nguy\u1ec5n \u0141ukasz A\u0301de\u0301ba\u0301yo\u0323": "DejaVu Sans",
    "\u0645\u062d\u0645\u062f \u0627\u0644\u0639\u0644\u064a": "DejaVu Sans",
    "\u05d3\u05e0\u05d4 \u05dc\u05d5\u05d9": "Noto Sans Hebrew",
    "\u0e2a\u0e21\u0e0a\u0e32\u0e22 \u0e43\u0e08\u0e14\u0e35": "Noto Sans Thai",
    "\u0905\u0928\u093f\u0924\u093e \u0936\u0930\u094d\u092e\u093e": "Noto Sans Devanagari",
    "\u09ac\u09be\u0982\u09b2\u09be": "Noto Sans Bengali",
    "\u0ba4\u0bae\u0bbf\u0bb4\u0bcd": "Noto Sans Tamil",
    "\u738b\u5c0f\u660e": "WenQuanYi Micro Hei",
    "\u7530\u4e2d \u3055\u304f\u3089": "WenQuanYi Micro Hei",
    "\uae40\ubbfc\uc900": "WenQuanYi Micro Hei",
}
"""A name of each script, and the font that draws it."""

NAMED = {
    "Fox \U0001f984": "Fox (unicorn face)",
    "\U0001f1e9\U0001f1ea sales": "DE sales",
    "\U0001f44b\U0001f3fd": "(waving hand sign)",
    "\U0001f9d1\u200d\U0001f9b0": "(adult) (emoji component red hair)",
    "\u2705 done": "(white heavy check mark) done",
    "a\ufdd0": "a\u25a1",
}
"""What no font here has: emoji by their names, other letters as boxes."""


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_name_in_any_script_is_drawn_as_it_is_written(name: str) -> None:
    if SCRIPTS[name] not in fonts():
        pytest.skip(f"{SCRIPTS[name]} is not on this machine; the image has it")
    assert drawable(name) == name
    assert 0 < text_width(name, 30) < 30 * (len(name) + 1)


@pytest.mark.parametrize(("written", "drawn"), NAMED.items())
def test_emoji_that_no_font_has_are_named(written: str, drawn: str) -> None:
    assert drawable(written) == drawn


@pytest.mark.parametrize("name", [*SCRIPTS, *NAMED])
def test_any_name_is_cut_to_its_room(name: str) -> None:
    cut = fit(name * 20, 30, 300)
    assert cut.endswith("\u2026")
    assert 200 < text_width(cut, 30) <= 300


def test_the_image_has_a_font_for_every_script() -> None:
    root = Path(__file__).parents[3]
    assert set(SCRIPTS.values()) <= {"DejaVu Sans", *OTHER_SCRIPTS}
    for file in ("Dockerfile", ".ci/run"):
        words = (root / file).read_text().split()
        assert {"fonts-noto-core", "fonts-wqy-microhei"} <= set(words), file
