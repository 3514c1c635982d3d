"""Logging to the standard error output: no secret, no payload, and no line that is not ours."""

from __future__ import annotations

import json
import logging
import re
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from types import TracebackType
from typing import TypeAlias

from bot.trace import FACTS, Fact, current_trace

HIDDEN = "***"
OURS = ("bot", "metrics")

_SECRETS = re.compile(
    r"xox[a-z]-[\w-]+|xapp-[\w-]+"
    r"|(?<=Bearer )[\w.~+/=-]+|(?<=Basic )[\w+/=]+"
    r"|https?://hooks\.slack(?:-gov)?\.com/\S+|wss?://\S+"
    r"|(?<=response_url)['\"]?[:=]\s*['\"]?https?(?::|%3A)[^\s'\"&]+",
    re.IGNORECASE,
)
# Whatever ends a line, moves the cursor, colours a terminal or turns the direction of writing.
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")

ErrorInfo: TypeAlias = (
    tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
)


class RedactingFormatter(logging.Formatter):
    """Formats records and hides tokens and the addresses that answer for us.

    A record is one line, however its words were made; each line of a trace begins with a bar.
    """

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self._secrets = sorted(filter(None, secrets), key=len, reverse=True)

    def format(self, record: logging.LogRecord) -> str:
        """The line as it may be kept."""
        return self.redact(super().format(record))

    def redact(self, text: str) -> str:
        """The text without what opens a door."""
        for secret in self._secrets:
            text = text.replace(secret, HIDDEN)
        return _SECRETS.sub(HIDDEN, text)

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  logging's own name
        """The first line, with its facts, and with what could begin another one escaped."""
        facts = [f"{name}={fact}" for name, fact in _facts(record).items()]
        return _escape(" ".join([super().formatMessage(record), *facts]))

    def formatException(self, ei: ErrorInfo) -> str:  # noqa: N802  logging's own name
        """A trace. What an error says may be somebody else's words."""
        return _with_bars(super().formatException(ei))

    def formatStack(self, stack_info: str) -> str:  # noqa: N802  logging's own name
        """A stack."""
        return _with_bars(super().formatStack(stack_info))


class JsonFormatter(RedactingFormatter):
    """Formats a record as one line of JSON, in ASCII: nothing in it can begin another line."""

    def format(self, record: logging.LogRecord) -> str:
        """The line as it may be kept. Every text in it is redacted before it is encoded."""
        at = datetime.fromtimestamp(record.created, UTC)
        line: dict[str, Fact] = {
            "at": at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "level": record.levelname,
            "logger": record.name,
            "thread": record.threadName,
            "message": record.getMessage(),
            **_facts(record),
        }
        if record.exc_info:
            line["trace"] = logging.Formatter.formatException(self, record.exc_info)
        if record.stack_info:
            line["stack"] = record.stack_info
        return json.dumps(
            {
                name: self.redact(each) if isinstance(each, str) else each
                for name, each in line.items()
                if each is not None
            }
        )


def _facts(record: logging.LogRecord) -> dict[str, Fact]:
    """What stands in a line beside its words: the reference of the request first."""
    now = current_trace()
    facts: dict[str, Fact] = {"reference": now.reference} if now else {}
    return facts | getattr(record, FACTS, {})


def _escape(text: str) -> str:
    return _CONTROLS.sub(lambda found: ascii(found.group())[1:-1], text)


def _with_bars(trace: str) -> str:
    return "\n".join(f"  | {_escape(line)}" for line in trace.split("\n"))


def _news(record: logging.LogRecord) -> bool:
    """Not the warning that a client was given, which Bolt gives whenever SLACK_BOT_TOKEN is set."""
    return "As you gave `client`" not in record.getMessage()


def log_to_stderr(level: str, secrets: Iterable[str], *, as_json: bool = False) -> None:
    """Log at `level`, as text or JSON; other people's libraries from WARNING up.

    Below it they print payloads.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter(secrets) if as_json else RedactingFormatter(secrets))
    own_level = logging.getLevelNamesMapping()[level]
    logging.basicConfig(level=max(logging.WARNING, own_level), handlers=[handler], force=True)
    # While work hangs, it would warn every few seconds that the next turn is left out.
    logging.getLogger("apscheduler").setLevel(max(logging.ERROR, own_level))
    for name in OURS:
        logging.getLogger(name).setLevel(own_level)
    logging.getLogger("slack_bolt.app").addFilter(_news)
