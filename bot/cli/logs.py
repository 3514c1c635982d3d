"""Logging to the standard error output, with whatever opens a door taken out."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Iterable

HIDDEN = "***"

_SECRETS = re.compile(
    r"xox[a-z]-[\w-]+|xapp-[\w-]+"
    r"|(?<=Bearer )[\w.~+/=-]+|(?<=Basic )[\w+/=]+"
    r"|https?://hooks\.slack\.com/\S+|wss?://\S+"
    r"|(?<=response_url)(['\"]?[:=]\s*['\"]?)https?://[^\s'\"]+"
)


class Redacting(logging.Formatter):
    """Formats records, traces included, and hides tokens and the addresses that answer for us."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self._known = sorted(filter(None, secrets), key=len, reverse=True)

    def format(self, record: logging.LogRecord) -> str:
        """The line as it may be kept."""
        line = super().format(record)
        for secret in self._known:
            line = line.replace(secret, HIDDEN)
        return _SECRETS.sub(HIDDEN, line)


def _news(record: logging.LogRecord) -> bool:
    """Not the warning that a client was given, which Bolt gives whenever SLACK_BOT_TOKEN is set."""
    return "As you gave `client`" not in record.getMessage()


def log_to_stderr(level: str, secrets: Iterable[str]) -> None:
    """Log at `level`; other people's libraries only from INFO up: at DEBUG they print payloads."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Redacting(secrets))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in ("slack_sdk", "slack_bolt", "httpx", "httpcore", "apscheduler", "matplotlib"):
        logging.getLogger(name).setLevel(max(logging.INFO, logging.getLogger().level))
    logging.getLogger("slack_bolt.app").addFilter(_news)
    for name in ("httpx", "apscheduler", "alembic", "uvicorn"):
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLogger().level))
