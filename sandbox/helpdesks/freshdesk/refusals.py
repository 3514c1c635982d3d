"""What Freshdesk says where it gives nothing."""

from __future__ import annotations

from typing import Any


class RefusedError(Exception):
    """A request that is answered with another status than 200; a 404 has no body."""

    def __init__(self, status: int, body: dict[str, Any] | None) -> None:
        super().__init__(str(status))
        self.status = status
        self.body = body


def invalid(field: str, message: str) -> RefusedError:
    """A parameter that makes no sense."""
    error = {"field": field, "message": message, "code": "invalid_value"}
    return RefusedError(400, {"description": "Validation failed", "errors": [error]})


def missing() -> RefusedError:
    """Nothing at this address."""
    return RefusedError(404, None)
