"""Which letters can be drawn with the fonts of this machine, and how wide a text becomes."""

from __future__ import annotations

import logging
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # matplotlib takes long to import: who draws nothing does without
    from matplotlib.ft2font import FT2Font

FONT = "DejaVu Sans"
_SCRIPTS = (
    *("Arabic", "Hebrew", "Armenian", "Georgian", "Ethiopic", "Thai", "Lao", "Khmer", "Myanmar"),
    *("Devanagari", "Bengali", "Gurmukhi", "Gujarati", "Oriya", "Tamil", "Telugu", "Kannada"),
    *("Malayalam", "Sinhala", "Thaana", "Mongolian", "Cherokee", "Tifinagh"),
)
OTHER_SCRIPTS = (
    *(f"Noto Sans {script}" for script in _SCRIPTS),
    *("Noto Sans", "Noto Serif Tibetan", "Noto Sans Symbols", "Noto Sans Symbols2"),
    *("WenQuanYi Micro Hei", "Noto Sans CJK JP", "Noto Sans CJK SC"),
)
"""Tried in this order for what the first font lacks; the image has all but the last two."""
ELLIPSIS = "\u2026"


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """How many pixels wide a text is."""
    return _width(drawable(text), bold=bold) * size


def fit(text: str, size: float, room: float, *, bold: bool = False) -> str:
    """A text as it can be drawn on one line of at most `room` pixels, with an ellipsis if cut."""
    text = drawable(" ".join(text.split()))
    if text_width(text, size, bold=bold) <= room:
        return text
    least, most = 0, len(text)
    while least < most:
        half = (least + most + 1) // 2
        short = text_width(text[:half].rstrip() + ELLIPSIS, size, bold=bold) <= room
        least, most = (half, most) if short else (least, half - 1)
    return text[:least].rstrip() + ELLIPSIS


def drawable(text: str) -> str:
    """Text in characters that some font here has: emoji that none has are named in words.

    A letter that none has becomes a box, as in any browser.
    """
    known, drawn = _characters(), ""
    for character in text:
        if drawn.endswith(_NAMED) and character == _JOINER:
            drawn += " "
        elif ord(character) in known:
            drawn += character
        else:
            drawn += _instead(character)
    return drawn.replace(_NAMED, ")")


def _instead(character: str) -> str:
    code = ord(character)
    if code in _FLAG_LETTERS:
        return chr(ord("A") + code - _FLAG_LETTERS.start)
    kind, name = unicodedata.category(character), unicodedata.name(character, "")
    if kind in {"Cf", "Mn", "Me"} or code in _SKINS:
        return ""  # only says how the emoji before it looks
    return f"({name.lower()}{_NAMED}" if name and kind == "So" else "\u25a1"


_NAMED = "\ue000"
"""Stands for the bracket behind a name while a text is put together."""
_JOINER = "\u200d"
_FLAG_LETTERS = range(0x1F1E6, 0x1F200)
_SKINS = range(0x1F3FB, 0x1F400)


@cache
def fonts() -> tuple[str, ...]:
    """The font that comes with matplotlib, and those for other scripts that this machine has."""
    from matplotlib import font_manager

    # A script without a bold font is drawn thin, which needs no line in the log.
    logging.getLogger(font_manager.__name__).setLevel(logging.ERROR)
    available = set(font_manager.fontManager.get_font_names())
    return (FONT, *(name for name in OTHER_SCRIPTS if name in available))


@cache
def _paths(*, bold: bool) -> tuple[str, ...]:
    from matplotlib.font_manager import FontProperties, findfont

    weight = "bold" if bold else "normal"
    return tuple(findfont(FontProperties(family=name, weight=weight)) for name in fonts())


@cache
def _characters() -> frozenset[int]:
    """What can be drawn, thin and bold."""
    from matplotlib.font_manager import get_font

    thin, bold = (
        {code for path in _paths(bold=bold) for code in get_font(path).get_charmap()}
        for bold in (False, True)
    )
    return frozenset(thin & bold)


@cache
def _font(*, bold: bool) -> FT2Font:
    from matplotlib.ft2font import FT2Font

    font = FT2Font(_paths(bold=bold)[0])
    font.set_size(100, 72)
    return font


@cache
def _character_codes(*, bold: bool) -> frozenset[int]:
    return frozenset(_font(bold=bold).get_charmap())


def is_plain(text: str, *, bold: bool) -> bool:
    """Whether the first font has all of it."""
    codes = _character_codes(bold=bold)
    return all(ord(character) in codes for character in text)


@lru_cache(maxsize=4096)
def _width(text: str, *, bold: bool) -> float:
    """The width of a text as a share of its size."""
    if is_plain(text, bold=bold):
        return sum(_advance(character, bold=bold) for character in text)
    from matplotlib.font_manager import get_font
    from matplotlib.ft2font import LoadFlags

    font = get_font(_paths(bold=bold))
    font.set_size(100, 72)
    font.set_text(text, flags=LoadFlags.NO_HINTING)
    return float(font.get_width_height()[0]) / 64 / 100


@lru_cache(maxsize=4096)
def _advance(character: str, *, bold: bool) -> float:
    """The width of a character of the first font as a share of the text's size."""
    from matplotlib.ft2font import LoadFlags

    glyph = _font(bold=bold).load_char(ord(character), LoadFlags.NO_HINTING)
    return float(glyph.linearHoriAdvance) / 65536 / 100
