"""What a request is followed by, from Slack to its answer: one reference on each line of the log.

The same is told to the person where something goes wrong. It is made of what Slack calls the
request by, so every copy of the bot that works on it makes the same. Whoever hands work to another
thread hands the context along.
"""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from hashlib import blake2b
from typing import TypeAlias

Fact: TypeAlias = str | int | float | None
FACTS = "facts"
"""The attribute of a log record under which the facts of a line stand."""


@dataclass(frozen=True, slots=True)
class Trace:
    """A request that is worked on; `began` by the clock that nobody sets, in seconds."""

    reference: str
    began: float


_CURRENT: ContextVar[Trace | None] = ContextVar("trace", default=None)


def reference_of(id: str) -> str:
    """Eight letters and digits that stand for a request; what it is made of cannot be read."""
    return blake2b(id.encode("utf-8", "replace"), digest_size=4).hexdigest()


@contextmanager
def trace(id: str, monotonic: Callable[[], float] = time.monotonic) -> Iterator[None]:
    """All that is done within is about the request of that id."""
    token = _CURRENT.set(Trace(reference_of(id), monotonic()))
    try:
        yield
    finally:
        _CURRENT.reset(token)


def current_trace() -> Trace | None:
    """The request that this thread works on; None where it works on none."""
    return _CURRENT.get()


def current_reference() -> str:
    """The reference of the request that this thread works on, else a new one."""
    now = _CURRENT.get()
    return now.reference if now else secrets.token_hex(4)


def log_change(logger: logging.Logger, message: str, /, **facts: Fact) -> None:
    """Log a change of state in one line; `facts` are fields of it and hold nothing of anybody."""
    logger.info(message, extra={FACTS: facts})
