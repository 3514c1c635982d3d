"""The helpdesk accounts of the settings."""

from __future__ import annotations

from pathlib import Path
from threading import Event

import pytest

from bot.syncs.accounts import helpdesk, source_of, until
from metrics.errors import HelpdeskError
from tests.bot import desk


def test_waiting_for_the_helpdesk_ends_when_the_bot_is_stopped(tmp_path: Path) -> None:
    stopping = Event()
    stopping.set()
    (source,) = desk.settings(tmp_path, ZENDESK_URL="http://127.0.0.1:1").helpdesks()
    away = helpdesk(source, until(stopping))
    with pytest.raises(HelpdeskError, match="Stopped while waiting"):
        away.page("tickets", None, 0)


def test_an_account_is_known_by_the_key_of_its_source(tmp_path: Path) -> None:
    (source,) = desk.settings(tmp_path).helpdesks()
    assert source_of(helpdesk(source, lambda _: None)) == "zendesk:acme"
