"""A sheet of pixels to draw on: the few marks our charts need, on a matplotlib Figure without axes.

Axes, ticks and layout engines cost ten times what the drawing does; a chart knows its own places.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Literal

from matplotlib import font_manager, rc_context
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ft2font import FT2Font, LoadFlags
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon, Rectangle
from matplotlib.text import Text
from matplotlib.transforms import IdentityTransform

DPI = 100
FONT = "DejaVu Sans"
OTHER_SCRIPTS = ("Noto Sans CJK JP", "Noto Sans CJK SC", "Noto Sans Thai", "Noto Sans Devanagari")
ELLIPSIS = "\u2026"
INK = "#1d1c1d"
GREY = "#616061"
GRID = "#e4e6ea"
BLUE = "#1f5fbf"
SKY = "#8fb3e8"
HAZE = "#dbe7f8"
ORANGE = "#b3470a"
PAPER = "#ffffff"

Spot = tuple[float, float]


class Canvas:
    """A white sheet; places are pixels from the lower left corner."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self.figure = Figure(figsize=(width / DPI, height / DPI), dpi=DPI, facecolor=PAPER)
        self._layers = 0

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
        """Round marks; hollow ones have a white heart."""
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
            drawable(content),
            color=colour,
            fontsize=points(size),
            fontfamily=fonts(),
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

    def _add(self, artist: Line2D | Polygon | Rectangle | Text) -> None:
        self._layers += 1
        artist.set_zorder(self._layers)
        artist.set_transform(IdentityTransform())
        self.figure.add_artist(artist)


def points(pixels: float) -> float:
    """Pixels in the points matplotlib thinks in."""
    return pixels * 72 / DPI


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """How many pixels wide a text is."""
    return sum(_advance(character, bold=bold) for character in text) * size


def fit(text: str, size: float, room: float, *, bold: bool = False) -> str:
    """A text on one line of at most `room` pixels, with an ellipsis if cut."""
    text = " ".join(text.split())
    if text_width(text, size, bold=bold) <= room:
        return text
    width, end = text_width(ELLIPSIS, size, bold=bold), 0
    for character in text:
        width += _advance(character, bold=bold) * size
        if width > room:
            break
        end += 1
    return text[:end].rstrip() + ELLIPSIS


def drawable(text: str) -> str:
    """Text in characters that some font here has; others become a box, as in any browser."""
    characters = _characters()
    return "".join(c if ord(c) in characters else "\u25a1" for c in text)


@cache
def fonts() -> tuple[str, ...]:
    """The font that comes with matplotlib, and those for other scripts that this machine has."""
    available = set(font_manager.fontManager.get_font_names())
    return (FONT, *(name for name in OTHER_SCRIPTS if name in available))


@cache
def _characters() -> frozenset[int]:
    paths = (font_manager.findfont(name) for name in fonts())
    return frozenset(code for path in paths for code in font_manager.get_font(path).get_charmap())


@cache
def _font(*, bold: bool) -> FT2Font:
    properties = font_manager.FontProperties(family=FONT, weight="bold" if bold else "normal")
    font = FT2Font(font_manager.findfont(properties))
    font.set_size(100, 72)
    return font


@cache
def _character_codes(*, bold: bool) -> frozenset[int]:
    return frozenset(_font(bold=bold).get_charmap())


@lru_cache(maxsize=4096)
def _advance(character: str, *, bold: bool) -> float:
    """The width of a character as a share of the text's size; other scripts are square."""
    if ord(character) not in _character_codes(bold=bold):
        return 1.0
    glyph = _font(bold=bold).load_char(ord(character), LoadFlags.NO_HINTING)
    return float(glyph.linearHoriAdvance) / 65536 / 100
