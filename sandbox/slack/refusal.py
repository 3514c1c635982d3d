"""The way a call is refused: Slack's error name and whatever explains it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


class Refusal(Exception):  # noqa: N818  it is an answer of the sandbox, not one of our errors
    """Ends a call with `{"ok": false, "error": name}`."""

    def __init__(self, name: str, messages: Sequence[str] = (), **more: Any) -> None:
        super().__init__(name)
        self.name = name
        self.messages = tuple(messages)
        self.more = more

    def answer(self) -> dict[str, Any]:
        """The body Slack would send."""
        body: dict[str, Any] = {"ok": False, "error": self.name, **self.more}
        if self.messages:
            body["errors"] = list(self.messages)
            body["response_metadata"] = {"messages": [f"[ERROR] {m}" for m in self.messages]}
        return body
