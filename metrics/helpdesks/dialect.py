"""How a helpdesk says by HTTP that it has too much to do, that it refuses, and what it allows.

What is the same for all stands here; a helpdesk's own habits are a `Dialect` of its folder.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from threading import Lock, get_ident
from typing import TYPE_CHECKING, Final, TypeAlias

import httpx

from metrics.helpdesks.headers import retry_after
from metrics.helpdesks.pace import Allowance

if TYPE_CHECKING:
    from metrics.helpdesks.web import Web

_BUSY: Final = frozenset({408, 425, 429})
_TOO_MUCH: Final = frozenset({408, 500, 502, 503, 504})
_WITHHELD: Final = frozenset({403, 404})
"""What a plan has not or a token's owner may not see."""


@dataclass(frozen=True, slots=True)
class Busy:
    """Why a request may be put again, and after how many seconds, if the helpdesk says that.

    `too_much`: asking for less may help.
    """

    reason: str
    after: float | None = None
    too_much: bool = False


@dataclass(frozen=True, slots=True)
class Refusal:
    """That putting a request again cannot help; `withheld`: this plan or token has no such thing.

    `advice` goes on after the helpdesk's name, "" for what is said of that status.
    """

    status: int
    withheld: bool = False
    advice: str = ""


Judge: TypeAlias = Callable[[int, Mapping[str, str], bytes], Busy | Refusal | None]
"""What status, headers and the beginning of the body of an error mean; None: what is usual."""


def _as_usual(status: int, headers: Mapping[str, str], body: bytes) -> Busy | Refusal | None:
    del status, headers, body
    return None


def _no_allowance(headers: Mapping[str, str]) -> Allowance | None:
    del headers
    return None


_ADVICE: Final[Mapping[int, str]] = {
    401: "did not accept the credentials: check them in the settings",
    403: "refused: the token's owner, or the plan, lacks the right to read this",
    404: "knows nothing at this address: check the address and the plan",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """The habits of one helpdesk's API.

    `judge` reads an error before what is usual is said of it, `allowance` a limit out of any
    answer's headers, where the helpdesk tells it there. `advice` says by status what a person
    should do; `headers` go with every request.
    """

    judge: Judge = _as_usual
    allowance: Callable[[Mapping[str, str]], Allowance | None] = _no_allowance
    advice: Mapping[int, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    def judged(self, status: int, headers: httpx.Headers, body: bytes) -> Busy | Refusal:
        """What an answer that is none means."""
        special = self.judge(status, headers, body)
        if special is not None:
            return special
        if status in _BUSY or status >= 500:
            return Busy(f"HTTP {status}", retry_after(headers), status in _TOO_MUCH)
        return Refusal(status, withheld=status in _WITHHELD)

    def advised(self, status: int) -> str:
        """What a person should do about an answer that trying again cannot change."""
        if 300 <= status < 400:
            return "points to another address: check the configured one"
        usual = _ADVICE.get(status, "did not accept the request: check for a newer Deskpulse")
        return self.advice.get(status, usual)


class Credentials(httpx.Auth):
    """Credentials that can be had anew."""

    def renew(self, web: Web) -> bool:
        """Get newer ones, where they were not accepted; whether there are any. Raises as `web`."""
        raise NotImplementedError


class Renewal:
    """One thread at a time gets newer credentials, with requests that do not ask for them again."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._thread: int | None = None

    def is_mine(self) -> bool:
        """Whether this very thread is at it."""
        return self._thread == get_ident()

    def __enter__(self) -> None:
        self._lock.acquire()
        self._thread = get_ident()

    def __exit__(self, *_: object) -> None:
        self._thread = None
        self._lock.release()
