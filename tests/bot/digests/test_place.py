"""What a digest is about."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.digests.place import place
from bot.services import Services
from metrics.errors import AskError
from metrics.query import Filter
from metrics.records import Dimension
from tests.bot import desk


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    with desk.services(desk.settings(tmp_path)) as made:
        yield made


@pytest.mark.parametrize(
    ("words", "where"),
    [
        ("", ()),
        ("email", (Filter(Dimension.CHANNEL, ("email",)),)),
        ("team t1", (Filter(Dimension.TEAM, ("t1",)),)),
    ],
)
def test_it_is_all_tickets_a_team_or_a_channel(
    services: Services, words: str, where: tuple[Filter, ...]
) -> None:
    assert place(words, "digest weekly", services) == where


@pytest.mark.parametrize("words", ["frt", "last week", "urgent", "by channel", "business"])
def test_nothing_else_is_and_whoever_says_so_is_told_what_is(
    services: Services, words: str
) -> None:
    with pytest.raises(AskError) as caught:
        place(words, "digest weekly", services)
    assert all(phrase.startswith("digest weekly") for phrase in caught.value.suggestions)
    assert caught.value.suggestions


def test_a_slip_is_mended(services: Services) -> None:
    with pytest.raises(AskError) as caught:
        place("emial", "digest weekly", services)
    assert caught.value.suggestions == ("digest weekly email",)
