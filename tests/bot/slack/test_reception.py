"""Reception: nothing escapes, nobody is left without a word."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path

import pytest

from bot.services import Services
from bot.slack.pool import Pool
from bot.slack.reception import Reception, guarded
from bot.talk import Reply, Request
from metrics.errors import AskError, StoreError
from metrics.store.posts import Posts
from tests import patience
from tests.bot import desk

REQUEST = Request(words="frt", person="U1", channel="C1")


class Letterbox(list[tuple[Request, Reply]]):
    """Keeps what is delivered."""

    def __call__(self, request: Request, reply: Reply) -> Future[None]:
        self.append((request, reply))
        return Future()


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    with desk.services(desk.settings(tmp_path), tickets=0) as made:
        yield made


@pytest.fixture
def letterbox() -> Letterbox:
    return Letterbox()


@pytest.fixture
def reception(services: Services, letterbox: Letterbox) -> Reception:
    return Reception(
        services=services,
        deliver=letterbox,
        pool=Pool("answer", 1, 2),
        notices=Pool("notice", 1, 10),
        homes=Pool("home", 1, 10),
        welcome_home=lambda request: None,
        open_builder=lambda trigger, place: None,
        open_planner=lambda trigger, place: None,
        open_watcher=lambda trigger, place: None,
    )


def run(reception: Reception) -> None:
    for pool in (reception.pool, reception.notices):
        pool.start()
        assert pool.close(patience.SECONDS)


def said(_: Request, __: Services) -> Reply:
    return Reply(text="2 h")


def broken(_: Request, __: Services) -> Reply:
    raise RuntimeError("canary")


def test_a_request_is_answered(reception: Reception, letterbox: Letterbox) -> None:
    assert reception.take(REQUEST, said)
    run(reception)
    assert [reply.text for _, reply in letterbox] == ["2 h"]


def test_a_full_queue_refuses_and_says_so(reception: Reception, letterbox: Letterbox) -> None:
    assert [reception.take(REQUEST, said) for _ in range(3)] == [True, True, False]
    reception.take_or_decline(REQUEST, said)
    run(reception)
    assert sum("ask again in a minute" in reply.text for _, reply in letterbox) == 1
    assert sum(reply.text == "2 h" for _, reply in letterbox) == 2


def test_the_refusal_of_a_command_is_a_message(reception: Reception) -> None:
    refusal = reception.refusal()
    assert "ask again" in refusal["text"]
    assert refusal["blocks"][0]["type"] == "section"


def test_an_unknown_error_becomes_a_reference_that_stands_in_the_log(
    reception: Reception, letterbox: Letterbox, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        reception.take(REQUEST, broken)
        run(reception)
    ((_, reply),) = letterbox
    (reference,) = re.findall(r"\b[0-9a-f]{8}\b", reply.text)
    assert "canary" not in reply.text
    assert reference in caplog.text
    assert "RuntimeError: canary" in caplog.text


def test_an_asker_error_becomes_a_suggestion() -> None:
    def unclear() -> Reply:
        raise AskError("There is no metric fr.", ("frt last week",))

    reply = guarded(unclear)
    assert "There is no metric fr." in reply.text
    assert "frt last week" in reply.text


def test_a_delivery_that_fails_is_logged_and_the_next_goes_out(
    reception: Reception, caplog: pytest.LogCaptureFixture
) -> None:
    delivered: list[str] = []

    def fail_once(_: Request, reply: Reply) -> None:
        delivered.append(reply.text)
        if len(delivered) == 1:
            raise OSError("gone")

    object.__setattr__(reception, "deliver", fail_once)
    with caplog.at_level(logging.ERROR):
        reception.take(REQUEST, said)
        reception.take(REQUEST, said)
        run(reception)
    assert delivered == ["2 h", "2 h"]
    assert "could not be delivered" in caplog.text


def test_a_message_that_another_copy_has_taken_is_not_answered_again(
    reception: Reception, letterbox: Letterbox
) -> None:
    reception.services.posts.first("C1", "1.5")
    reception.take(replace(REQUEST, posted="1.5"), said)
    reception.overhear(replace(REQUEST, posted="1.5"), said)
    run(reception)
    assert letterbox == []


def test_where_that_cannot_be_told_the_message_is_answered(
    reception: Reception, letterbox: Letterbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> bool:
        raise StoreError("The database is away.")

    monkeypatch.setattr(Posts, "first", broken)
    reception.take(replace(REQUEST, posted="1.5"), said)
    run(reception)
    assert len(letterbox) == 1


def test_what_is_not_meant_for_the_bot_gets_no_word(
    reception: Reception, letterbox: Letterbox
) -> None:
    reception.overhear(REQUEST, lambda *_: None)
    reception.overhear(REQUEST, said)
    run(reception)
    assert [reply.text for _, reply in letterbox] == ["2 h"]
