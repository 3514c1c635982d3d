"""Plain questions are answered by what they mean, and no other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.commands.heard import read_plainly, readable
from bot.commands.kpi import SIDE_COMMANDS
from bot.commands.plain import KINDS, phrases_for, refuse_ranking
from bot.commands.plain.doing import CORE
from bot.grammar import read_inquiry
from bot.services import Services
from metrics.ask import Asker
from metrics.errors import AskError
from metrics.question.query import Directory
from tests.bot import desk
from tests.bot.commands.plain.kinds import ASKED
from tests.bot.grammar.desk import DESK


class Named(Asker):
    """An asker of a desk with the names of the language's tests."""

    def directory(self) -> Directory:
        return DESK


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    with desk.services(desk.settings(tmp_path_factory.mktemp("plain")), tickets=0) as made:
        yield replace(made, asker=Named(made.asker.store, made.asker.calendar))


def meaning(words: str, services: Services) -> str:
    """The canonical words of what is answered."""
    plain = read_plainly(readable(words), services, SIDE_COMMANDS)
    if plain.split()[0] in SIDE_COMMANDS or plain.startswith(("my ", CORE)):
        return plain
    return read_inquiry(plain, DESK).phrase(DESK)


@pytest.mark.parametrize(
    ("asked", "answer"), [pair for kind in ASKED.values() for pair in kind.items()]
)
def test_it_is_answered_by_what_it_means(asked: str, answer: str, services: Services) -> None:
    assert meaning(asked, services) == answer


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_no_two_kinds_have_one_name(kind: object) -> None:
    assert [other.name for other in KINDS].count(kind.name) == 1  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "words",
    [
        'note "why is frt up"',
        "target csat definition",
        "frt emial",
        "overviews",
        "how fast",
        "nonsense",
        "frt email last week",
        "backlog vs target",
    ],
)
def test_what_is_no_plain_question_is_read_as_it_stands(words: str, services: Services) -> None:
    assert read_plainly(words, services, SIDE_COMMANDS) == words


@pytest.mark.parametrize(
    ("words", "rest"),
    [
        ("share not answered in 4h", "frt beyond 4h"),
        ("share of tickets answered in under an hour", "frt within 1h"),
    ],
)
def test_a_share_of_something_is_no_receipt(words: str, rest: str, services: Services) -> None:
    assert meaning(words, services) == rest
    assert read_plainly("share 3f9a01bc", services, SIDE_COMMANDS) == "share 3f9a01bc"


def test_a_long_text_is_no_plain_question() -> None:
    assert phrases_for("how are we doing on " + "email " * 100) == ()


@pytest.mark.parametrize(
    "asked",
    [
        "who is the slowest agent",
        "Who has the best csat?",
        "leaderboard",
        "rank agents by frt",
        "top 5 agents",
        "worst agent last week",
        "who closed the most yesterday",
        "who replied fastest",
        "which agent is slowest",
    ],
)
def test_nobody_is_ranked(asked: str) -> None:
    with pytest.raises(AskError, match="I do not rank people"):
        refuse_ranking(asked)


@pytest.mark.parametrize(
    ("asked", "groups"),
    [
        ("who has the most open tickets", "backlog by team"),
        ("who closed the most yesterday", "solved by team"),
        ("who has the best csat", "csat by team"),
        ("who is slowest", "frt by team"),
        ("who got the most tickets", "volume by team"),
    ],
)
def test_groups_are_offered_in_the_place_of_people(asked: str, groups: str) -> None:
    with pytest.raises(AskError) as refused:
        refuse_ranking(asked)
    assert refused.value.suggestions[0] == groups


@pytest.mark.parametrize("asked", ["worst 10", "frt by agent", "frt worst 10 email", "top issues"])
def test_tickets_and_splits_are_no_ranking(asked: str) -> None:
    refuse_ranking(asked)
