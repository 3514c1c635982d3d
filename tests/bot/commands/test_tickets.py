"""The tickets behind a number."""

from __future__ import annotations

import csv
import io
import statistics
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.commands.kpi import answer
from bot.grammar import parse
from bot.services import Services
from bot.talk import Audience, Reply, Request
from metrics.catalogue import CATALOGUE
from tests.bot import desk

KEYS = ("frt", "resolution", "backlog", "aging", "volume", "reopen", "csat", "solved")


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    with desk.services(desk.settings(tmp_path)) as made:
        yield made


def said(words: str, services: Services) -> Reply:
    return answer(Request(words=words, person="U1", channel="C1"), services)


@pytest.mark.parametrize("key", KEYS)
def test_the_list_has_as_many_rows_as_the_figure_counts(services: Services, key: str) -> None:
    words = f"{key} last month"
    result = services.asker.answer(parse(words, services.asker.directory()), desk.NOW)
    reply = said(f"{words} csv", services)
    assert reply.file is not None
    assert len(list(csv.DictReader(io.StringIO(reply.file.content.decode())))) == result.figure.n


def test_the_headline_can_be_worked_out_from_the_file(services: Services) -> None:
    query = parse("frt last month", services.asker.directory())
    reply = said("frt last month csv", services)
    assert reply.file is not None
    rows = csv.DictReader(io.StringIO(reply.file.content.decode()))
    median = statistics.median(int(row["calendar_seconds"]) for row in rows)
    assert median == services.asker.answer(query, desk.NOW).figure.value


def test_the_worst_come_first(services: Services) -> None:
    listing = said("frt last month worst 5", services).listing
    assert listing is not None
    took = [row[1]["value"] for row in listing.native["rows"][1:]]
    assert len(took) == 5
    assert took == sorted(took, reverse=True)
    assert "https://acme.zendesk.com/agent/tickets/" in str(listing.lines)


def test_a_list_is_for_the_asker_only_and_is_no_card_to_go_on_from(services: Services) -> None:
    reply = said("frt last month by team tickets", services)
    assert reply.audience is Audience.ME
    assert reply.receipt is None


def test_of_a_comparison_the_asked_tickets_are_listed_and_lead_to_the_others(
    services: Services,
) -> None:
    reply, alone = (said(f"frt email {more}last month csv", services) for more in ("vs chat ", ""))
    assert reply.file is not None
    assert alone.file is not None
    assert reply.file.content == alone.file.content
    assert "vs" not in reply.file.title
    assert "The tickets compared with: frt chat last month csv." in str(reply.head)
    assert "compared" not in str(alone.head)

    listed = said("frt email vs chat last month list", services)
    (row,) = (block for block in listed.tail if block["type"] == "actions")
    assert row["elements"][-1]["value"] == "frt chat last month list"
    assert len({button["action_id"] for button in row["elements"]}) == 4


def test_no_tickets_make_no_file(services: Services) -> None:
    reply = said("frt phone 1 jan 2020..2 jan 2020 csv", services)
    assert reply.file is None
    assert "no ticket behind" in reply.text


def test_before_the_first_sync_there_is_no_list(tmp_path: Path) -> None:
    with desk.services(desk.settings(tmp_path), tickets=0) as empty:
        assert "still reading your helpdesk" in said("frt tickets", empty).text


def test_the_keys_tried_are_there() -> None:
    assert set(KEYS) <= set(CATALOGUE)
