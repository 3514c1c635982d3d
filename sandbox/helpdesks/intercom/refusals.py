"""What Intercom says where it gives nothing: a list of errors, each with a code."""

from __future__ import annotations

from typing import Any
from uuid import NAMESPACE_URL, uuid5


class RefusedError(Exception):
    """A request that is answered with another status than 200."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.body = error_list(code, message)


def error_list(code: str, message: str) -> dict[str, Any]:
    """The body of an error. The id of the request is made of what is said."""
    return {
        "type": "error.list",
        "request_id": str(uuid5(NAMESPACE_URL, code + message)),
        "errors": [{"code": code, "message": message}],
    }


def invalid(message: str) -> RefusedError:
    """A parameter that makes no sense."""
    return RefusedError(400, "parameter_invalid", message)


def missing(message: str = "Resource Not Found") -> RefusedError:
    """Nothing with this id, or nothing any more."""
    return RefusedError(404, "not_found", message)
