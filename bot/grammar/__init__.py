"""The language of questions: words to a query and back, with near misses named."""

from bot.grammar.parsing import parse
from bot.grammar.questions import Asked, Output, asked
from bot.grammar.rendering import render

__all__ = ["Asked", "Output", "asked", "parse", "render"]
