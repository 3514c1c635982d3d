"""The cells of Slack's tables: words, and numbers that are sorted by their value."""

from __future__ import annotations

from typing import Any

from bot.cards import blocks
from bot.cards.blocks import one_line
from bot.words import DASH

NAME_LIMIT = 32


def text(content: str, limit: int = NAME_LIMIT) -> dict[str, Any]:
    """A cell of words; a dash where there are none, since Slack takes no empty one."""
    return {"type": "raw_text", "text": blocks.cut(one_line(content).strip(), limit) or DASH}


def number(value: float, content: str) -> dict[str, Any]:
    """A cell that is sorted by its value."""
    return {"type": "raw_number", "value": value, "text": content}
