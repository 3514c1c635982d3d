"""A kind of plain question: how people ask, and the words that answer."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple, TypeAlias

Phrases: TypeAlias = tuple[str, ...]
"""Words that answer, best first: the first that can be read is taken."""


class Kind(NamedTuple):
    """A kind of question. `answer` is what answers it: words, or what makes words of a match.

    In words, `{x}` is what the question has by that name, and `{rest}` what follows it.
    """

    name: str
    asked: Phrases
    answer: str | Callable[[re.Match[str]], Phrases]


CUSTOMERS = r"(?:customers|people|users|clients|they|our customers|our users)"
"""Who writes to support."""
