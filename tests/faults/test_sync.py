"""A helpdesk that is away, refuses, floods us, or has another time than we."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
import threading
import tracemalloc
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import SimpleQueue
from zoneinfo import ZoneInfo

import httpx
import pytest

from bot.cards.facts import freshness
from bot.syncs.line import Synced
from bot.syncs.work import Turns
from metrics.ask import Asker
from metrics.errors import HelpdeskError
from metrics.helpdesks.answers import OverloadedError
from metrics.helpdesks.web import Patience
from metrics.office_hours.calendar import Calendar, parse_hours
from metrics.periods import Period
from metrics.question.query import Query
from metrics.store.database.engine import Store
from sandbox.year import Year
from tests import patience
from tests.metrics.desk import Told, ask, told
from tests.metrics.helpdesks.test_web import World, web
from tests.metrics.scripted import Script, story
from tests.metrics.sync.test_sync import sync
from tests.scenarios.connectors import DAY, Trial, nothing, on_trial
from tests.scenarios.helpdesks import opened
from tests.scenarios.test_connectors import content, tickets
from tests.truth import quiet_moment

ENDS_AT = int(datetime(2026, 11, 18, 15, tzinfo=UTC).timestamp())
VENDOR = "zendesk"
BOMB_BYTES = 200_000_000


@pytest.fixture(scope="module")
def few() -> Year:
    """A year of one or two tickets a day."""
    return Year.plan_until(ENDS_AT, tickets_per_weekday=2)


@pytest.fixture(scope="module")
def still(few: Year) -> int:
    return quiet_moment(few, ENDS_AT)


@pytest.fixture
def trial(few: Year, still: int) -> Iterator[Trial]:
    with on_trial(VENDOR, few, still, most=5) as trial:
        yield trial


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Store]:
    with opened(tmp_path / "own.db") as store:
        yield store


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Store]:
    with opened(tmp_path / "other.db") as store:
        yield store


@contextmanager
def answering(
    body: bytes, headers: dict[str, str], tls: ssl.SSLContext | None = None
) -> Iterator[tuple[str, list[str]]]:
    """A server on loopback that always says the same; yields its address and who came."""
    came: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            came.append(self.path)
            self.send_response(200)
            for name, value in {**headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    class Quiet(ThreadingHTTPServer):
        def handle_error(self, *_: object) -> None:
            """A client that hangs up is what is tested."""

    with Quiet(("127.0.0.1", 0), Handler) as running:
        if tls:
            running.socket = tls.wrap_socket(running.socket, server_side=True)
        thread = threading.Thread(target=running.serve_forever, args=(0.01,))
        thread.start()
        try:
            scheme = "https" if tls else "http"
            yield f"{scheme}://127.0.0.1:{running.server_address[1]}/api/v2", came
        finally:
            running.shutdown()
            thread.join()


def test_a_helpdesk_that_fails_for_ever_is_asked_little_and_old_answers_say_their_age(
    trial: Trial, own: Store, still: int
) -> None:
    assert trial.sync(own).finished
    trial.between.instead = lambda _: httpx.Response(503)
    fresh, asked = None, []
    for day in range(1, 4):
        trial.clock[0] = float(still + day * DAY)
        before = len(trial.between.asked)
        outcome = trial.sync(own)
        asked.append(len(trial.between.asked) - before)
        assert "503" in (outcome.failure or "")
        assert fresh in {None, outcome.fresh_until}
        fresh = outcome.fresh_until
    assert max(asked) <= 12
    query = Query(metric="volume", period=Period.of("last 7 days"))
    result = Asker(own, Calendar(ZoneInfo("UTC"), parse_hours("mon-fri 09:00-17:00"))).answer(
        query, still + 3 * DAY
    )
    assert result.figure.n
    assert freshness(result).startswith("Data as of ")
    assert result.fresh_until == fresh


def test_a_name_that_is_not_found_is_tried_again_and_then_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = []

    def unknown(host: str | bytes, *_: object, **__: object) -> object:
        asked.append(host)
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(HelpdeskError, match="connection failed") as caught:
        web(World(), "https://acme.example/api/v2", Patience(tries=3)).get("/groups")
    assert not caught.value.permanent
    assert len(asked) == 3


def test_a_certificate_that_nobody_vouches_for_is_not_tried_again(tmp_path: Path) -> None:
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("no openssl on this machine makes a certificate")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    make = f"{openssl} req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 1"
    to = ["-subj", "/CN=127.0.0.1", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run([*make.split(), *to], check=True, capture_output=True)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate, key)
    world = World()
    with answering(b"{}", {}, tls) as (base, came):
        with pytest.raises(HelpdeskError, match="certificate") as caught:
            web(world, base).get("/groups")
        assert caught.value.permanent
        assert (came, world.waits) == ([], [])


def test_a_bomb_of_two_hundred_megabytes_takes_no_memory() -> None:
    packer = zlib.compressobj(1, wbits=31)
    piece = bytes(1_000_000)
    bomb = b"".join(packer.compress(piece) for _ in range(BOMB_BYTES // len(piece)))
    bomb += packer.flush()
    with answering(bomb, {"Content-Encoding": "gzip"}) as (base, _):
        client = web(World(), base, Patience(tries=1))
        tracemalloc.start()
        with pytest.raises(OverloadedError, match="too large"):
            client.get("/groups")
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert peak < BOMB_BYTES / 2


def test_a_token_revoked_between_pages_keeps_the_pages_that_were_read(
    trial: Trial, own: Store, other: Store
) -> None:
    assert trial.sync(other).finished
    most = len(trial.between.asked) // 2
    trial.between.asked.clear()
    revoked = httpx.Response(401, json={"error": "Couldn't authenticate you"})
    trial.between.instead = lambda _: revoked if len(trial.between.asked) > most else None
    outcome = trial.sync(own)
    assert not outcome.finished
    assert (outcome.failure or "").count("did not accept the credentials") == 1
    assert len(trial.between.asked) < most + 20
    read = tickets(own)
    assert read
    assert read < tickets(other)
    trial.between.instead = nothing
    assert trial.sync(own).finished
    assert content(own) == content(other)


@pytest.mark.parametrize("behind", [600, -600], ids=["ahead of ours", "behind ours"])
def test_a_helpdesk_whose_clock_is_off_is_read_without_a_gap_and_to_an_end(
    behind: int, few: Year, still: int, own: Store, other: Store
) -> None:
    with on_trial(VENDOR, few, still - 2 * DAY) as trial:
        assert trial.sync(own, behind=behind).finished
        for hours in (12, 24, 36, 48):
            trial.clock[0] = float(still - 2 * DAY + hours * 3600)
            assert trial.sync(own, behind=behind).finished
        asked = len(trial.between.asked)
        assert trial.sync(own, behind=behind).finished
        assert len(trial.between.asked) - asked < 40
        assert trial.sync(other).finished
    assert content(own) == content(other)


def test_turns_that_come_while_a_sync_still_runs_become_one(sqlite_store_url: str) -> None:
    """A sync that outlasts its interval: it is due and woken again and again, and never twice."""
    begun, go_on, done = threading.Event(), threading.Event(), SimpleQueue[Synced]()

    def slow(_stream: str, number: int) -> None:
        if number == 1:
            begun.set()
            assert go_on.wait(patience.SECONDS)

    with closing(Store.open(sqlite_store_url)) as store:
        stopping, slow_sync = threading.Event(), sync(store, Script(story(), before=slow))
        turns = Turns(slow_sync, 3600.0, done.put, stopping)
        turns.start()
        assert begun.wait(patience.SECONDS)
        for _ in range(20):
            turns.wake()
        assert done.empty()
        go_on.set()
        outcomes = [done.get(timeout=patience.SECONDS).outcome for _ in range(2)]
        stopping.set()
        turns.wake()
        turns.join(patience.SECONDS)
        assert [outcome.ran for outcome in outcomes] == [True, True]
        assert done.empty()


def test_a_ticket_solved_before_it_was_created_counts_and_shows_no_negative_time(
    store: Store,
) -> None:
    asker = told(store, [Told("odd", 5).solved(3, 4), Told("plain", 5).solved(6, 7)])
    assert ask(asker, "volume").figure.n == 2
    assert ask(asker, "solved").figure.n == 2
    times = ask(asker, "resolution")
    assert times.figure.value is not None
    assert times.figure.value >= 0
