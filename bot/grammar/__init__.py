"""The language of questions: words to a query and back, with near misses named."""

from bot.grammar.inquiries import Inquiry, Output, read_inquiry
from bot.grammar.parsing import parse
from bot.grammar.rendering import render
from bot.grammar.several import SeveralError

__all__ = ["Inquiry", "Output", "SeveralError", "parse", "read_inquiry", "render"]
