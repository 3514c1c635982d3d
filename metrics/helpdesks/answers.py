"""What a helpdesk answers: what it must be to be an answer at all, and when it was served."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from metrics.errors import HelpdeskError
from metrics.tickets.records import Instant


class OverloadedError(HelpdeskError):
    """The helpdesk could not answer in time, or answered too much: asking for less may help."""


class Shape(Enum):
    """What an answer must be to be one at all."""

    OBJECT = dict
    LIST = list
    TEXT = str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What was answered, and the instant at which the helpdesk's own clock says it was served."""

    content: Any
    served_at: Instant | None
    headers: Mapping[str, str]

    @property
    def body(self) -> Mapping[str, Any]:
        """The JSON object that was asked for."""
        assert isinstance(self.content, dict)
        return self.content

    @property
    def items(self) -> list[Any]:
        """The JSON list that was asked for."""
        assert isinstance(self.content, list)
        return self.content

    @property
    def text(self) -> str:
        """The text that was asked for."""
        assert isinstance(self.content, str)
        return self.content
