"""/kpi."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from bot.commands import COMMANDS
from bot.commands.kpi import answer
from bot.services import Services
from bot.talk import Audience, Request
from tests.bot import desk


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    with desk.services(desk.settings(tmp_path)) as made:
        yield made


def asked(words: str, thread: str | None = None) -> Request:
    return Request(words=words, person="U1", channel="C1", thread=thread)


@pytest.mark.parametrize("words", ["", "  ", "help", "HELP", "?", "list"])
def test_without_a_question_the_asker_gets_help_alone(services: Services, words: str) -> None:
    reply = answer(asked(words), services)
    assert reply.audience is Audience.ME
    assert "What you can ask" in reply.text


def test_an_answer_is_for_the_channel(services: Services) -> None:
    assert answer(asked("frt last week"), services).audience is Audience.CHANNEL


def test_an_answer_asked_for_in_a_thread_stays_there(services: Services) -> None:
    assert answer(asked("frt last week", "1.5"), services).audience is Audience.THREAD


def test_answers_are_private_where_so_set(tmp_path: Path) -> None:
    with desk.services(desk.settings(tmp_path, DESKPULSE_ANSWERS="private")) as private:
        assert answer(asked("frt last week"), private).audience is Audience.ME


def test_what_is_not_ready_is_said_to_the_asker_alone(tmp_path: Path) -> None:
    with desk.services(desk.settings(tmp_path), tickets=0) as empty:
        assert answer(asked("frt last week"), empty).audience is Audience.ME


def test_the_manifest_has_every_command_with_its_usage() -> None:
    manifest = yaml.safe_load((Path(__file__).parents[3] / "manifest.yml").read_text())
    told = {c["command"]: c["usage_hint"] for c in manifest["features"]["slash_commands"]}
    assert told == {name: command.usage for name, command in COMMANDS.items()}
