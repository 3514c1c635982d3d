"""Files that people give, where there is no Slack."""

from __future__ import annotations

import pytest

from bot.uploads import NoUploads
from metrics.errors import AskError


def test_without_slack_the_terminal_is_named() -> None:
    with pytest.raises(AskError, match="deskpulse import"):
        NoUploads().refuse_unreadable()
    with pytest.raises(AskError, match="deskpulse import"):
        NoUploads().fetch("F1", "U1")
