"""What the settings keep: made, and deleted once it is no longer in them."""

from __future__ import annotations

import logging

import pytest

from bot.deliveries.from_settings import keep_in_step
from metrics.errors import AskError


def after(entries: list[str], kept: list[str]) -> list[str]:
    """The ids that are kept afterwards; each is its own id."""

    def make(entry: str) -> str:
        if entry == "odd":
            raise AskError("Write it like this.")
        kept.extend([] if entry in kept else [entry])
        return entry

    keep_in_step("DESKPULSE_THINGS", entries, make, lambda: list(kept), kept.remove)
    return kept


def test_what_is_no_longer_in_the_settings_is_deleted() -> None:
    assert after(["a", "b"], []) == ["a", "b"]
    assert after(["b", "c"], ["a", "b"]) == ["b", "c"]
    assert after([], ["a"]) == []


def test_an_entry_that_cannot_be_read_is_logged_and_deletes_nothing(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.WARNING):
        assert after(["odd", "b"], ["a"]) == ["a"]
    assert "DESKPULSE_THINGS: odd: Write it like this." in caplog.text
