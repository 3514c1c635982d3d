"""A sheet of pixels to draw on: the few marks our charts need, on a matplotlib Figure without axes.

Axes, ticks and layout engines cost ten times what the drawing does; a chart knows its own places.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from bot.charts.letters import FONT, drawable, fonts, is_plain

if TYPE_CHECKING:  # matplotlib takes long to import: who draws nothing does without
    from matplotlib.artist import Artist

DPI = 100
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
        from matplotlib.figure import Figure
        from matplotlib.patches import FancyBboxPatch

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
        from matplotlib.lines import Line2D

        xs, ys = zip(*spots, strict=True)
        style: tuple[float, Sequence[float]] | None = (0, (4, 3)) if dashed else None
        self._add(Line2D(xs, ys, color=colour, linewidth=points(width), linestyle=style))

    def dots(
        self, spots: Sequence[Spot], colour: str, size: float = 14, *, hollow: bool = False
    ) -> None:
        """Round marks; hollow ones have an empty heart."""
        from matplotlib.lines import Line2D

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
        from matplotlib.patches import Polygon

        self._add(Polygon(spots, closed=True, facecolor=colour, edgecolor="none"))

    def box(
        self, low: Spot, high: Spot, colour: str, *, hollow: bool = False, dashed: bool = False
    ) -> None:
        """A bar; hollow and dashed ones are drawn by their outline."""
        from matplotlib.patches import Rectangle

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
        from matplotlib.text import Text

        text = Text(
            x,
            y,
            (words := drawable(content)),
            color=colour,
            fontsize=points(size),
            fontfamily=FONT if is_plain(words, bold=bold) else fonts(),
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
        from matplotlib import rc_context
        from matplotlib.backends.backend_agg import FigureCanvasAgg

        buffer = io.BytesIO()
        canvas = FigureCanvasAgg(self.figure)
        options = {"metadata": {"Software": None}, "pil_kwargs": {"compress_level": 1}}
        with rc_context({"text.hinting": "none"}):
            # matplotlib gives its Agg canvas no types.
            canvas.print_png(buffer, **options)  # type: ignore[no-untyped-call]  # matplotlib
        return buffer.getvalue()

    def _add(self, artist: Artist) -> None:
        from matplotlib.transforms import IdentityTransform

        self._layers += 1
        artist.set_zorder(self._layers)
        artist.set_transform(IdentityTransform())
        self.figure.add_artist(artist)


def points(pixels: float) -> float:
    """Pixels in the points matplotlib thinks in."""
    return pixels * 72 / DPI
