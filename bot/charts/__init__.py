"""Charts: Result to one description, and from there to an image, Slack's own block, or text."""

from bot.charts.draw import warm
from bot.charts.pictures import picture

__all__ = ["picture", "warm"]
