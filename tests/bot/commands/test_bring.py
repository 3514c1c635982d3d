"""/kpi import."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.commands.kpi import answer
from bot.services import Services
from bot.talk import Reply, Request
from metrics.errors import AskError
from tests.bot import desk

LEAD = "U1ANN"


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    with desk.services(desk.settings(tmp_path, DESKPULSE_LEADS=LEAD), tickets=50) as made:
        yield made


def say(services: Services, words: str, person: str = LEAD) -> Reply:
    return answer(Request(words=words, person=person, channel="C1"), services)


@pytest.mark.parametrize(
    "words", ["import", "import costs", "import weather F0A", "import costs x"]
)
def test_what_names_no_kind_and_file_is_told_where_files_come_in(
    services: Services, words: str
) -> None:
    with pytest.raises(AskError, match="Import a file on my Home tab"):
        say(services, words)


def test_only_leads_and_administrators_bring_files_in(services: Services) -> None:
    with pytest.raises(AskError, match="only leads and administrators"):
        say(services, "import costs F0A now", "U2BOB")


def test_where_there_is_no_slack_the_terminal_is_named(services: Services) -> None:
    with pytest.raises(AskError, match="deskpulse import KIND FILE"):
        say(services, "import costs F0A")
