"""Charts: Result to one description, and from there to an image, Slack's own block, or text."""

from bot.charts.draw import warm
from bot.charts.overview import overview
from bot.charts.pictures import picture
from bot.charts.shapes import Threshold

__all__ = ["Threshold", "overview", "picture", "warm"]
