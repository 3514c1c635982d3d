"""How long tests wait for what must come. Only a broken program makes them wait so long."""

from __future__ import annotations

from sandbox.slack.settings import SlackSettings

SECONDS = 120.0
MILLISECONDS = 1000 * SECONDS
"""The same for a browser's page."""


def slack_settings() -> SlackSettings:
    """A Slack that gives the app so long to acknowledge, however slow the machine."""
    return SlackSettings(ack_seconds=SECONDS)
