from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.cards.guide import BEGIN, TOPICS
from bot.commands.kpi import answer
from bot.services import Services
from bot.talk import Request
from metrics.errors import AskError
from tests.bot import desk


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    with desk.services(desk.settings(tmp_path)) as made:
        yield made


def said(words: str, services: Services) -> str:
    reply = answer(Request(words=words, person="U1", channel="C1"), services)
    return json.dumps(reply.head, ensure_ascii=False)


@pytest.mark.parametrize("word", TOPICS)
def test_each_page_opens_by_its_word(services: Services, word: str) -> None:
    assert TOPICS[word].title in said(f"help {word.upper()}", services)


def test_a_page_has_other_names(services: Services) -> None:
    assert said("help alerts", services) == said("help digests", services)


def test_where_figures_come_from_can_be_asked(services: Services) -> None:
    assert "how far each source is read" in said("help threads", services)
    assert said("help sources", services) == said("help threads", services)


def test_metrics_nobody_supplied_are_marked(services: Services) -> None:
    page = said("help metrics", services)
    assert "Net promoter score (no data yet)" in page
    assert "First response time (no data yet)" not in page


def test_help_on_a_metric_defines_it(services: Services) -> None:
    assert said("help frt", services) == said("define frt", services)


def test_a_slip_is_offered_the_page_it_meant(services: Services) -> None:
    with pytest.raises(AskError, match="no help on \u201cmetircs\u201d") as slip:
        said("help metircs", services)
    assert "help metrics" in slip.value.suggestions


def test_what_has_no_help_is_told_all_pages(services: Services) -> None:
    with pytest.raises(AskError) as slip:
        said("help xyzzy", services)
    assert [phrase for phrase in slip.value.suggestions if phrase.startswith("help")] == [
        f"help {word}" for word in TOPICS
    ]


@pytest.mark.parametrize("words", [words for _, words in BEGIN])
def test_whoever_begins_gets_an_answer(services: Services, words: str) -> None:
    assert said(words, services)
