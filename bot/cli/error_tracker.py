"""Errors told to an error tracker: where in the code, and under which reference; nothing else.

What an error says may be somebody's words, and a parameter of a log line a name. So neither goes
out, nor any variable, header or host: the log has the words, under the same reference.
"""

from __future__ import annotations

import logging
import os
from typing import TYPE_CHECKING, Any

from bot.cli.logs import OURS
from bot.config import SettingsError
from bot.trace import current_trace

if TYPE_CHECKING:
    from sentry_sdk.types import Event, Hint

ALLOWED = ("event_id", "timestamp", "platform", "level", "logger", "release", "sdk")
OF_A_FRAME = ("module", "function", "filename", "lineno", "in_app")


def track_errors(dsn: str, release: str) -> None:
    """Send errors to the tracker of that address from now on. Raises SettingsError."""
    import sentry_sdk
    from sentry_sdk.integrations.excepthook import ExcepthookIntegration
    from sentry_sdk.integrations.logging import LoggingIntegration
    from sentry_sdk.integrations.threading import ThreadingIntegration
    from sentry_sdk.utils import BadDsn

    try:
        sentry_sdk.init(
            dsn=dsn,
            release=release,
            before_send=without_words,
            default_integrations=False,
            auto_enabling_integrations=False,
            integrations=[
                LoggingIntegration(level=None, event_level=logging.ERROR),
                ThreadingIntegration(),
                ExcepthookIntegration(),
            ],
            include_local_variables=False,
            include_source_context=False,
            max_breadcrumbs=0,
            auto_session_tracking=False,
            send_client_reports=False,
        )
    except BadDsn:
        raise SettingsError(
            "SENTRY_DSN is no address of an error tracker; copy it again from the settings of the "
            "project there, or take it out."
        ) from None


def without_words(event: Event, hint: Hint) -> Event:
    """The event with nothing in it that may be somebody's."""
    given: dict[str, Any] = dict(event)
    bare = {name: given[name] for name in ALLOWED if name in given}
    if record := hint.get("log_record"):
        bare["logentry"] = {"message": _template(record)}
    if errors := (given.get("exception") or {}).get("values"):
        bare["exception"] = {"values": [_bare_error(each) for each in errors]}
    if now := current_trace():
        bare["tags"] = {"reference": now.reference}
    return bare  # type: ignore[return-value]  # a part of what came


def _template(record: logging.LogRecord) -> str:
    """The words of our own that a line was made from; others put what they were told into theirs.

    A line of the process of the syncs comes here made.
    """
    ours = record.name.split(".")[0] in OURS and record.process == os.getpid()
    return str(record.msg) if ours else f"An error in {record.name}"


def _bare_error(error: dict[str, Any]) -> dict[str, Any]:
    frames = (error.get("stacktrace") or {}).get("frames") or []
    bare = [{name: each[name] for name in OF_A_FRAME if name in each} for each in frames]
    named: dict[str, Any] = {n: error[n] for n in ("type", "module") if n in error}
    return {**named, "value": "", "stacktrace": {"frames": bare}}
