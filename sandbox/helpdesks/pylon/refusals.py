"""What Pylon says where it gives nothing.

Its words are made up. The codes are those that Pylon documents; whether every answer bears one is
unconfirmed, so a bad request and a lacking right come without.
"""

from __future__ import annotations

from typing import Any


class RefusedError(Exception):
    """A request that is answered with another status than 200."""

    def __init__(self, status: int, error: str, code: str | None = None) -> None:
        super().__init__(error)
        self.status = status
        self.error = error
        self.code = code

    def body(self, request_id: str) -> dict[str, Any]:
        """The answer's body."""
        code = {} if self.code is None else {"code": self.code}
        return {"errors": [self.error], "request_id": request_id, **code}


def invalid(error: str) -> RefusedError:
    """A request that makes no sense."""
    return RefusedError(400, error)


def missing(what: str) -> RefusedError:
    """Nothing at this address."""
    return RefusedError(404, f"{what} not found!", "not_found")
