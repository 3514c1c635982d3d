"""Draws the app's icon: `python docs/pictures/icon.py` writes bot/slack/icon.png.

A pulse that ends in a dot, on the app's own blue. Slack shows it 36 pixels wide, so it has one
line, thick enough to be seen there, and no letters.
"""

from __future__ import annotations

from pathlib import Path

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

PIXELS = 1024
BLUE, WHITE, AMBER = "#1f3a5f", "#ffffff", "#ffb000"
LINE = ((0.13, 0.46), (0.30, 0.46), (0.41, 0.76), (0.55, 0.22), (0.65, 0.54), (0.80, 0.54))
WIDTH = 0.075
DOT = 0.075
FILE = Path(__file__).parents[2] / "bot" / "slack" / "icon.png"


def draw() -> Figure:
    """The icon, a square without margins: Slack itself rounds its corners."""
    figure = Figure(figsize=(1, 1), dpi=PIXELS, facecolor=BLUE)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, 1), ylim=(0, 1))
    axes.axis("off")
    x, y = zip(*LINE, strict=True)
    axes.plot(
        x, y, color=WHITE, linewidth=72 * WIDTH, solid_joinstyle="round", solid_capstyle="round"
    )
    axes.plot(*LINE[-1], marker="o", markersize=72 * 2 * DOT, color=AMBER, markeredgewidth=0)
    return figure


if __name__ == "__main__":
    FigureCanvasAgg(draw()).print_png(FILE, metadata={"Software": None})
