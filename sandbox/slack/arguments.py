"""The arguments of one Web API call, from a form or from JSON, read with Slack's own complaints."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from sandbox.slack.records import Json
from sandbox.slack.refusal import Refusal


class Arguments:
    """What the caller sent. Everything is text in a form, and anything in JSON."""

    def __init__(self, values: Json, base_url: str = "") -> None:
        self.values = values
        self.base_url = base_url

    def text(self, name: str, default: str = "") -> str:
        """A text, empty when it was not sent."""
        value = self.values.get(name)
        return default if value is None else str(value)

    def need(self, name: str, error: str = "invalid_arguments") -> str:
        """A text that has to be there."""
        value = self.text(name)
        if not value:
            raise Refusal(error, [f"missing required field: {name}"])
        return value

    def flag(self, name: str) -> bool:
        """A truth value; the SDK sends 1 and 0 in forms."""
        return str(self.values.get(name)).lower() in {"1", "true"}

    def whole(self, name: str, default: int) -> int:
        """A whole number."""
        try:
            return int(self.text(name) or default)
        except ValueError:
            raise Refusal("invalid_arguments", [f"must be an integer: {name}"]) from None

    def json(self, name: str, error: str = "invalid_arguments") -> Any:
        """A structure; in a form it is JSON text. None when it was not sent."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value) if value else None
        except ValueError:
            raise Refusal(error) from None

    def __contains__(self, name: str) -> bool:
        return self.values.get(name) is not None


def parse(content: bytes, content_type: str, query: Mapping[str, str]) -> dict[str, Any]:
    """The arguments in a request."""
    if content_type.startswith("application/json"):
        try:
            values = json.loads(content or b"{}")
        except ValueError:
            raise Refusal("invalid_json") from None
        if not isinstance(values, dict):
            raise Refusal("json_not_object")
    else:
        values = dict(parse_qsl(content.decode(), keep_blank_values=True))
    return {**query, **values}
