"""The tickets behind a number."""

from __future__ import annotations

import csv
import io
import statistics
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.commands import tickets
from bot.commands.kpi import answer
from bot.grammar import parse
from bot.services import Services
from bot.talk import Audience, Reply, Request
from bot.workspace import CannotCheckError, FixedWorkspace
from metrics.ask import lines
from metrics.catalogue import CATALOGUE
from metrics.errors import AskError
from tests.bot import desk

KEYS = ("frt", "resolution", "backlog", "aging", "volume", "reopen", "csat", "solved")


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    with desk.services(desk.settings(tmp_path)) as made:
        yield made


def said(words: str, services: Services) -> Reply:
    return answer(Request(words=words, person="U1", channel="C1"), services)


def rows_of(reply: Reply) -> list[dict[str, str]]:
    """The rows of a reply's file."""
    assert reply.file is not None
    content = reply.file.content.read()
    assert len(content) == reply.file.size
    return list(csv.DictReader(io.StringIO(content.decode())))


@pytest.mark.parametrize("key", KEYS)
def test_the_list_has_as_many_rows_as_the_figure_counts(services: Services, key: str) -> None:
    words = f"{key} last month"
    result = services.asker.answer(parse(words, services.asker.directory()), desk.NOW)
    reply = said(f"{words} csv", services)
    assert len(rows_of(reply)) == result.figure.n


@pytest.mark.parametrize(
    ("words", "hit", "ones"),
    [
        ("bad ratings last month", "False", "bad"),
        ("csat last month list good", "True", "good"),
        ("which tickets were reopened last month", "True", "bad"),
    ],
)
def test_only_the_good_or_the_bad_ones_are_listed(
    services: Services, words: str, hit: str, ones: str
) -> None:
    listed = said(words, services)
    assert f": the {ones} ones" in listed.text
    rows = rows_of(said(f"{words} csv", services)) if "list" in words else []
    assert {row["hit"] for row in rows} <= {hit}


def test_what_is_no_share_has_no_good_ones(services: Services) -> None:
    with pytest.raises(AskError, match="good or bad") as caught:
        said("frt last month list bad", services)
    assert caught.value.suggestions == ("frt last month list",)


def test_the_headline_can_be_worked_out_from_the_file(services: Services) -> None:
    query = parse("frt last month", services.asker.directory())
    reply = said("frt last month csv", services)
    rows = rows_of(reply)
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


def sides(words: str, services: Services) -> tuple[Reply, dict[str, list[dict[str, str]]]]:
    """The file of a comparison, its rows by side."""
    reply = said(words, services)
    found: dict[str, list[dict[str, str]]] = {}
    for row in rows_of(reply):
        found.setdefault(row["side"], []).append(row)
    return reply, found


@pytest.mark.parametrize(
    "words", ["email vs chat last month", "vs last month this month", "vs period before last week"]
)
@pytest.mark.parametrize("key", ["frt", "volume", "backlog", "reopen"])
def test_a_file_of_a_comparison_has_both_sides_and_each_has_the_n_of_the_card(
    services: Services, key: str, words: str
) -> None:
    result = services.asker.answer(parse(f"{key} {words}", services.asker.directory()), desk.NOW)
    reply, found = sides(f"{key} {words} csv", services)
    assert result.previous
    counts = [result.figure.n, result.previous.n]
    assert [len(rows) for rows in found.values()] == [n for n in counts if n]
    assert all(f"{n:,} " in reply.text for n in counts)
    assert "The column `side`" in str(reply.head)


def test_the_sides_of_a_file_go_by_their_names(services: Services) -> None:
    reply, found = sides("frt email vs chat last month csv", services)
    assert set(found) == {"Email", "Chat"}
    assert {row["channel"] for row in found["Chat"]} == {"chat"}
    assert "vs Chat" in str(reply.head)
    earlier = sides("frt vs last month this month csv", services)
    assert len(set(earlier[1])) == 2
    assert "Asked: frt nov 2026 up to 24 nov vs period before csv." in str(earlier[0].head)


def test_unless_a_comparison_was_asked_for_a_file_is_of_one_side(services: Services) -> None:
    plain = said("frt email oct 2026 csv", services)
    assert plain.file is not None
    assert "side" not in plain.file.content.read().decode().splitlines()[0]
    assert "compared" not in str(plain.head)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("frt email vs last year last month", "The history does not reach back"),
        ("frt email vs target last month", "A target has no tickets"),
        ("frt email vs baseline last week", "A baseline has no tickets"),
    ],
)
def test_a_file_without_another_side_says_why(services: Services, words: str, why: str) -> None:
    reply = said(f"{words} csv", services)
    assert reply.file is not None
    assert "side" not in reply.file.content.read().decode().splitlines()[0].split(",")
    assert why in str(reply.head)


def test_of_both_sides_the_worst_of_each_are_kept(services: Services) -> None:
    _, found = sides("frt email vs chat last month worst 3 csv", services)
    assert [len(rows) for rows in found.values()] == [3, 3]


def test_of_a_comparison_the_asked_tickets_are_listed_and_lead_to_the_others(
    services: Services,
) -> None:
    listed = said("frt email vs chat last month list", services)
    (row,) = (block for block in listed.tail if block["type"] == "actions")
    values = [button["value"] for button in row["elements"]]
    assert values[0] == "frt email oct 2026 csv"
    assert values[-2:] == ["frt chat oct 2026 list", "frt email oct 2026 vs chat csv"]
    assert len({button["action_id"] for button in row["elements"]}) == 5


def test_a_list_reads_no_ticket_that_it_does_not_show(services: Services, read: list[int]) -> None:
    for key in KEYS:
        read.clear()
        reply = said(f"{key} this year worst 1", services)
        assert reply.listing is not None, key
        assert len(reply.listing.native["rows"]) == 2, key
        assert sum(read) <= 1, key


def test_a_file_reads_a_slice_of_its_tickets_at_a_time(
    services: Services, read: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines, "SLICE", 20)
    rows = rows_of(said("volume last month csv", services))
    assert sum(read) == len(rows) > 20
    assert max(read) == 20


def test_a_file_takes_so_many_rows_and_says_how_many_there_are(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = rows_of(said("frt last month csv", services))
    monkeypatch.setattr(tickets, "MOST_FILE_ROWS", 5)
    reply = said("frt last month csv", services)
    *rows, last = rows_of(reply)
    assert rows == whole[:5]
    cut = f"the first 5 of {len(whole)} first replies"
    assert cut in last["ticket"]
    assert cut in reply.text
    assert "A file takes 5 rows. A shorter period" in str(reply.head)
    assert "A file takes" not in str(said("frt last month worst 5 csv", services).head)


def test_where_a_file_cannot_be_written_that_is_said(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(tickets, "csv_file", full)
    with pytest.raises(AskError, match="No space left on device"):
        said("frt last month csv", services)


def test_no_tickets_make_no_file(services: Services) -> None:
    reply = said("frt sms last month csv", services)
    assert reply.file is None
    assert "no ticket behind" in reply.text


def test_the_keys_tried_are_there() -> None:
    assert set(KEYS) <= set(CATALOGUE)


@pytest.mark.parametrize("words", ["frt last month list", "frt last month vs last year list"])
def test_a_file_is_offered_only_where_one_can_be_sent(services: Services, words: str) -> None:
    def offered(*, files: bool = True) -> str:
        return str(said(words, replace(services, workspace=FixedWorkspace(files=files))).tail)

    assert "All as CSV" in offered()
    assert "CSV" not in offered(files=False)
    assert "Show the figure" in offered(files=False)


def test_where_slack_does_not_say_whether_files_can_be_sent_they_are_offered(
    services: Services,
) -> None:
    class Unheard(FixedWorkspace):
        @property
        def files(self) -> bool:
            raise CannotCheckError

    unheard = object.__new__(Unheard)
    assert "All as CSV" in str(said("frt list", replace(services, workspace=unheard)).tail)
