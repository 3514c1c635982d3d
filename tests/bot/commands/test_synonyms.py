"""A team's own words mean what the setting says, and a setting that means nothing is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.app import make_services, store
from bot.cli import missing_words
from bot.commands.kpi import SIDE_COMMANDS, answer
from bot.commands.synonyms import check, in_known_words, written_out
from bot.config import SettingsError
from bot.talk import Request
from tests.bot import desk

OWN = {"tat": "resolution", "first touch": "frt", "board": "standup"}


@pytest.mark.parametrize(
    ("words", "known"),
    [
        ("tat email", "resolution email"),
        ("TAT last week", "resolution last week"),
        ("our First Touch by team", "our frt by team"),
        ("board email", "standup email"),
        ("state tat-x tats #tat", "state tat-x tats #tat"),
        ('frt team "tat"', 'frt team "tat"'),
        ("note tat was slow", "note tat was slow"),
    ],
)
def test_own_words_are_put_in_known_ones(words: str, known: str) -> None:
    assert in_known_words(words, OWN) == known


@pytest.mark.parametrize(
    ("words", "known"),
    [
        ("frt last wk", "frt last week"),
        ("my open tix", "my open tickets"),
        ("How come csat dropped", "why csat dropped"),
        ("frt team RN", "frt team RN"),
        ("note wk 4", "note wk 4"),
        ("i am U Thant", "i am U Thant"),
        ("wkly", "wkly"),
    ],
)
def test_shorthand_is_written_out_but_for_names(words: str, known: str) -> None:
    assert written_out(words, lambda: ("RN", "Billing")) == known


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("tat = resolutoin", "resolutoin"),
        ("frt = csat", "a word of mine already"),
        ("help = csat", "a word of mine already"),
    ],
)
def test_what_means_nothing_is_refused_at_the_start(text: str, why: str, tmp_path: Path) -> None:
    settings = desk.settings(tmp_path, DESKPULSE_WORDS=text)
    database = store(settings)
    try:
        with pytest.raises(SettingsError, match=why):
            make_services(settings, database, lambda: desk.NOW)
    finally:
        database.close()


def test_good_ones_are_taken() -> None:
    check({**OWN, "vip": 'team "VIP Desk"', "late": "sla_risk list"}, SIDE_COMMANDS)


@pytest.mark.parametrize("text", ["tat", "= frt", "tat =", "tat = frt, tat = csat", "t!t = frt"])
def test_what_is_no_pair_is_refused(text: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="WORDS"):
        desk.settings(tmp_path, DESKPULSE_WORDS=text)


def test_they_are_understood_in_slack(tmp_path: Path) -> None:
    chosen = desk.settings(tmp_path, DESKPULSE_WORDS="tat = resolution")
    with desk.services(chosen) as services:
        reply = answer(Request(words="tat email", person="U1", channel="C1"), services)
        assert "Resolution time" in reply.text
        assert list(missing_words.lines(services.missed_words.store, "UTC")) == [
            "Every word was understood so far."
        ]
