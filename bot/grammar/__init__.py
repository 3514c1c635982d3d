"""The language of questions: words to a query and back, with near misses named."""

from bot.grammar.parsing import parse
from bot.grammar.rendering import render

__all__ = ["parse", "render"]
