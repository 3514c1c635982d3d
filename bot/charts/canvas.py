"""A sheet of pixels to draw on: the few marks our charts need, on a matplotlib Figure without axes.

Axes, ticks and layout engines cost ten times what the drawing does; a chart knows its own places.
"""

from __future__ import annotations

import io
import logging
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Literal

from matplotlib import font_manager, rc_context
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ft2font import FT2Font, LoadFlags
from matplotlib.lines import Line2D
from matplotlib.patches import FancyBboxPatch, Polygon, Rectangle
from matplotlib.text import Text
from matplotlib.transforms import IdentityTransform

DPI = 100
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
INK = "#1d1c1d"
GREY = "#616061"
GRID = "#dfe2e7"
RIM = "#d5d8de"
BLUE = "#1f5fbf"
SKY = "#8fb3e8"
HAZE = "#d9e4f5"
ORANGE = "#b3470a"
WINE = "#8f1d3f"
PAPER = "#f8f9fb"
CORNER = 24
"""A light sheet with round corners is at home on Slack's white and on its black."""

Spot = tuple[float, float]


class Canvas:
    """A light sheet with round corners; places are pixels from the lower left corner."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self.figure = Figure(figsize=(width / DPI, height / DPI), dpi=DPI, facecolor="none")
        self._layers = 0
        style = f"round,pad=0,rounding_size={CORNER}"
        size = (width - 2, height - 2)
        paper = FancyBboxPatch((1, 1), *size, boxstyle=style, facecolor=PAPER, edgecolor=RIM)
        paper.set_linewidth(points(2))
        self._add(paper)

    def line(
        self, spots: Sequence[Spot], colour: str, width: float = 2, *, dashed: bool = False
    ) -> None:
        """A line through spots."""
        xs, ys = zip(*spots, strict=True)
        style: tuple[float, Sequence[float]] | None = (0, (4, 3)) if dashed else None
        self._add(Line2D(xs, ys, color=colour, linewidth=points(width), linestyle=style))

    def dots(
        self, spots: Sequence[Spot], colour: str, size: float = 14, *, hollow: bool = False
    ) -> None:
        """Round marks; hollow ones have an empty heart."""
        if not spots:
            return
        xs, ys = zip(*spots, strict=True)
        self._add(
            Line2D(
                xs,
                ys,
                linestyle="",
                marker="o",
                markersize=points(size),
                markerfacecolor=PAPER if hollow else colour,
                markeredgecolor=colour,
                markeredgewidth=points(3),
            )
        )

    def squares(self, spots: Sequence[Spot], colour: str, size: float = 11) -> None:
        """Square marks."""
        for x, y in spots:
            self.box((x - size / 2, y - size / 2), (x + size / 2, y + size / 2), colour)

    def area(self, spots: Sequence[Spot], colour: str) -> None:
        """A filled shape."""
        self._add(Polygon(spots, closed=True, facecolor=colour, edgecolor="none"))

    def box(
        self, low: Spot, high: Spot, colour: str, *, hollow: bool = False, dashed: bool = False
    ) -> None:
        """A bar; hollow and dashed ones are drawn by their outline."""
        size = (high[0] - low[0], high[1] - low[1])
        outline = hollow or dashed
        self._add(
            Rectangle(
                low,
                *size,
                facecolor=PAPER if outline else colour,
                edgecolor=colour,
                linewidth=points(3) if outline else 0,
                linestyle=(0, (4, 3)) if dashed else "-",
            )
        )

    def text(  # noqa: PLR0913 - a text has a place, a size, a colour, a weight and an alignment
        self,
        x: float,
        y: float,
        content: str,
        *,
        size: float = 26,
        colour: str = INK,
        bold: bool = False,
        align: Literal["left", "center", "right"] = "left",
        halo: bool = False,
    ) -> None:
        """Literal text, its middle at height `y`; a halo keeps lines behind it away."""
        text = Text(
            x,
            y,
            (words := drawable(content)),
            color=colour,
            fontsize=points(size),
            fontfamily=FONT if _plain(words, bold=bold) else fonts(),
            fontweight="bold" if bold else "normal",
            horizontalalignment=align,
            verticalalignment="center_baseline",
            parse_math=False,  # "$" in a name is a dollar, not a formula
        )
        if halo:
            text.set_bbox({"facecolor": PAPER, "edgecolor": "none", "pad": 2, "alpha": 0.85})
        self._add(text)

    def png(self) -> bytes:
        """The sheet as a PNG. Level 1: larger by a fifth, and three times as fast to make.

        Letters stand where their outlines say, as they are measured here: to fit them to pixels
        takes a quarter of the time, and at twice the size shown nobody sees it.
        """
        buffer = io.BytesIO()
        canvas = FigureCanvasAgg(self.figure)
        options = {"metadata": {"Software": None}, "pil_kwargs": {"compress_level": 1}}
        with rc_context({"text.hinting": "none"}):
            # matplotlib gives its Agg canvas no types.
            canvas.print_png(buffer, **options)  # type: ignore[no-untyped-call]  # matplotlib
        return buffer.getvalue()

    def _add(self, artist: Artist) -> None:
        self._layers += 1
        artist.set_zorder(self._layers)
        artist.set_transform(IdentityTransform())
        self.figure.add_artist(artist)


def points(pixels: float) -> float:
    """Pixels in the points matplotlib thinks in."""
    return pixels * 72 / DPI


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
    # A script without a bold font is drawn thin, which needs no line in the log.
    logging.getLogger(font_manager.__name__).setLevel(logging.ERROR)
    available = set(font_manager.fontManager.get_font_names())
    return (FONT, *(name for name in OTHER_SCRIPTS if name in available))


@cache
def _paths(*, bold: bool) -> tuple[str, ...]:
    weight = "bold" if bold else "normal"
    return tuple(
        font_manager.findfont(font_manager.FontProperties(family=name, weight=weight))
        for name in fonts()
    )


@cache
def _characters() -> frozenset[int]:
    """What can be drawn, thin and bold."""
    thin, bold = (
        {code for path in _paths(bold=bold) for code in font_manager.get_font(path).get_charmap()}
        for bold in (False, True)
    )
    return frozenset(thin & bold)


@cache
def _font(*, bold: bool) -> FT2Font:
    font = FT2Font(_paths(bold=bold)[0])
    font.set_size(100, 72)
    return font


@cache
def _character_codes(*, bold: bool) -> frozenset[int]:
    return frozenset(_font(bold=bold).get_charmap())


def _plain(text: str, *, bold: bool) -> bool:
    """Whether the first font has all of it."""
    codes = _character_codes(bold=bold)
    return all(ord(character) in codes for character in text)


@lru_cache(maxsize=4096)
def _width(text: str, *, bold: bool) -> float:
    """The width of a text as a share of its size."""
    if _plain(text, bold=bold):
        return sum(_advance(character, bold=bold) for character in text)
    font = font_manager.get_font(_paths(bold=bold))
    font.set_size(100, 72)
    font.set_text(text, flags=LoadFlags.NO_HINTING)
    return float(font.get_width_height()[0]) / 64 / 100


@lru_cache(maxsize=4096)
def _advance(character: str, *, bold: bool) -> float:
    """The width of a character of the first font as a share of the text's size."""
    glyph = _font(bold=bold).load_char(ord(character), LoadFlags.NO_HINTING)
    return float(glyph.linearHoriAdvance) / 65536 / 100
