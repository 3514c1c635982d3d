"""/kpi import."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.commands.kpi import answer
from bot.services import Services
from bot.talk import Audience, Reply, Request
from bot.uploads import UploadedFile
from metrics.ask.patience import Patience
from metrics.errors import AskError, StoreError
from metrics.imports import KINDS, FileKind, template
from sandbox.slack.rules import faults
from tests.bot import desk
from tests.metrics.store.tickets.test_snapshots import changed
from tests.patience import SECONDS

LEAD = "U1ANN"


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    with desk.services(desk.settings(tmp_path, DESKPULSE_LEADS=LEAD), tickets=500) as made:
        yield made


def say(services: Services, words: str, person: str = LEAD) -> Reply:
    return answer(Request(words=words, person=person, channel="C1"), services)


class OneFile:
    def refuse_unreadable(self) -> None:
        pass

    @contextmanager
    def fetch(self, _id: str, _person: str, /) -> Iterator[UploadedFile]:
        yield UploadedFile("costs.csv", BytesIO(b"month,amount,currency\n2026-10,6000,EUR\n"))


def test_what_was_brought_in_counts_at_once_even_while_a_sync_goes_on(services: Services) -> None:
    asker = replace(services.asker, patience=Patience(seconds=SECONDS))
    services = replace(services, asker=asker, uploads=OneFile())
    for ticket in (1, 2):
        asker.directory()
        changed(services.posts.store, ticket)
    say(services, "import costs F0A now")
    assert "EUR" in say(services, "cost_ticket last month").text


def test_what_was_brought_in_is_kept_and_where_it_cannot_be_nothing_is_brought_in(
    services: Services,
) -> None:
    asked = replace(services, uploads=OneFile())
    say(asked, "import costs F0A")
    assert services.looks.since(0) == ()
    with services.posts.store.write() as connection:
        connection.execute(text("ALTER TABLE look RENAME TO away"))
    with pytest.raises(StoreError):
        say(asked, "import costs F0A now")
    with services.posts.store.write() as connection:
        assert connection.execute(text("SELECT count(*) FROM cost")).scalar_one() == 0
        connection.execute(text("ALTER TABLE away RENAME TO look"))
    say(asked, "import costs F0A now")
    (look,) = services.looks.since(0)
    assert (look.person, look.phrase, look.allowed) == (LEAD, "import costs costs.csv", True)


def test_of_several_files_the_first_is_taken_for_no_kind(services: Services) -> None:
    with pytest.raises(AskError, match="one file at a time"):
        say(services, "import FXYZABCDQRS F7K2MABCDEF")


@pytest.mark.parametrize("id", ["F0A", "FXYZABCDQRS", "F7K2MABCDEF"])
def test_a_file_of_slacks_may_have_no_digit(services: Services, id: str) -> None:
    asked = replace(services, uploads=OneFile())
    assert "costs.csv" in say(asked, f"import {id}").text
    assert "costs.csv" in say(asked, f"import Costs {id} NOW").text


@pytest.mark.parametrize("word", ["feedback", "files", "form"])
def test_a_word_is_no_file_of_slacks(services: Services, word: str) -> None:
    with pytest.raises(AskError, match="shows how a file of costs looks"):
        say(services, f"import {word}")


@pytest.mark.parametrize(
    "words",
    [
        "import",
        "import weather",
        "import weather F0A",
        "import costs x",
        "import file from finance",
    ],
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


@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_a_kind_alone_is_answered_with_how_such_a_file_looks(
    services: Services, kind: FileKind
) -> None:
    reply = say(services, f"import {kind.name}")
    assert faults({"text": reply.text, "blocks": [*reply.head, *reply.tail]}) == []
    assert template(kind).splitlines()[-1] in str(reply.head)
    assert reply.audience is Audience.ME
    assert say(services, f"import {kind.name.replace('-', ' ')}") == reply
