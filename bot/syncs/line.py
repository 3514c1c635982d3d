"""What the bot and the process of its syncs say to each other, a message at a time."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass
from multiprocessing.connection import Connection
from threading import Lock
from typing import Any

from metrics.sync.progress import Outcome

STOP = ""
"""Said by the bot, in place of the source whose sync is due: end after the page at hand."""


@dataclass(frozen=True, slots=True)
class Synced:
    """Said by the process: a sync of that source has been run."""

    source: str
    outcome: Outcome


class Line:
    """One end of the pipe between the two; several threads may speak into it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._speaking = Lock()

    def say(self, message: object) -> None:
        """Say something, if anybody is there to hear it."""
        with self._speaking:
            try:
                self._connection.send(message)
            except OSError:  # nobody is; whoever listens here is told so
                return

    def hear(self) -> Iterator[Any]:
        """What is said at the other end, until nobody is there any more."""
        while True:
            try:
                yield self._connection.recv()
            except (EOFError, OSError):
                return

    def close(self) -> None:
        """Let go of this end."""
        self._connection.close()


class LogToBot(logging.Handler):
    """Has the bot write the lines: so there is one log, and one place that hides secrets."""

    def __init__(self, line: Line) -> None:
        super().__init__()
        self._line = line

    def emit(self, record: logging.LogRecord) -> None:
        """Say it to the bot."""
        try:
            self._line.say(as_text(record))
        except Exception:  # noqa: BLE001  a line that is lost must stop no sync
            self.handleError(record)


def as_text(record: logging.LogRecord) -> logging.LogRecord:
    """The same record, made of nothing but words: an error and its trace cannot be sent.

    The trace goes where a stack would, since what is there is escaped as a trace is.
    """
    plain = copy(record)
    plain.msg, plain.args = record.getMessage(), None
    if record.exc_info:
        plain.stack_info = logging.Formatter().formatException(record.exc_info)
        plain.exc_info = plain.exc_text = None
    return plain
