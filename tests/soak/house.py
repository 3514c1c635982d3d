"""The bot of a soak as its two processes: begun, killed, begun again, and looked at."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
import urllib.request
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread

from prometheus_client.parser import text_string_to_metric_families

from sandbox.demo import COMMAND
from tests import patience

SAMPLE_SECONDS = 5.0
AGAIN_SECONDS = 2.0
"""Whoever looks after the bot begins it again so long after it has ended."""
TURN_SECONDS, PAUSE_SECONDS = 0.5, 2.0
"""Whoever wants to look at the clock every turn and cannot for so long, stands still."""
MEGABYTE = 1e6
PAGE_BYTES = os.sysconf("SC_PAGESIZE")
Series = Counter[tuple[str, tuple[str, ...]]]
"""What /metrics shows: by name and the values of the labels."""


@dataclass(frozen=True)
class Sample:
    """What a process takes of the machine at an instant of the soak, in seconds."""

    at: float
    pid: int
    megabytes: float
    handles: int
    threads: int


def taken(at: float, pid: int) -> Sample:
    """Looked up now. Raises OSError where there is no such process."""
    own = Path(f"/proc/{pid}")
    pages = int((own / "statm").read_text().split()[1])
    return Sample(
        at=at,
        pid=pid,
        megabytes=pages * PAGE_BYTES / MEGABYTE,
        handles=len(list((own / "fd").iterdir())),
        threads=len(list((own / "task").iterdir())),
    )


def children(pid: int) -> Iterator[int]:
    """The processes that any thread of a process has begun."""
    for task in Path(f"/proc/{pid}/task").iterdir():
        yield from map(int, (task / "children").read_text().split())


def sync_process(pid: int) -> int | None:
    """The process of the syncs that a bot has begun."""
    with suppress(OSError):
        for child in children(pid):
            if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes():
                return child
    return None


@dataclass
class House:
    """Keeps a bot with these settings. `seen` counts what the stand-ins saw so far, for kills.

    `before` sums what the bots that are gone had counted; `gaps` what the stand-ins saw between a
    bot's last count and its end. At `cuts` sockets were closed, in `pauses` the machine had no
    time for the soak at all.
    """

    environment: Mapping[str, str]
    folder: Path
    seen: Callable[[], Counter[str]]
    began: float = field(default_factory=time.monotonic)
    before: Series = field(default_factory=Counter)
    gaps: Counter[str] = field(default_factory=Counter)
    samples: dict[str, list[Sample]] = field(default_factory=lambda: defaultdict(list))
    ends: list[str] = field(default_factory=list)
    deaths: list[float] = field(default_factory=list)
    cuts: list[float] = field(default_factory=list)
    pauses: list[tuple[float, float]] = field(default_factory=list)
    _stopping: Event = field(default_factory=Event)
    _process: subprocess.Popen[bytes] | None = None
    _port: int = 0

    def __post_init__(self) -> None:
        with closing(socket.create_server(("127.0.0.1", 0))) as free:
            self._port = free.getsockname()[1]

    @property
    def at(self) -> float:
        """Seconds since the beginning."""
        return time.monotonic() - self.began

    def start(self) -> None:
        """Begin the bot, and look after it."""
        self._begin()
        for work in (self._keep, self._look, self._watch):
            Thread(target=work, daemon=True).start()

    def stop(self) -> int | None:
        """Tell the bot to end; returns how it did."""
        self._stopping.set()
        assert self._process is not None
        self._process.terminate()
        try:
            return self._process.wait(patience.SECONDS)
        finally:
            self._process.kill()

    def kill_bot(self) -> None:
        """Kill the bot, once what it has counted is put down."""
        before = self.seen()
        with suppress(OSError):
            self.before += self.counts()
        assert self._process is not None
        self._process.kill()
        self.deaths.append(time.monotonic())
        self._process.wait()
        time.sleep(1.0)
        self.gaps += self.seen() - before

    def kill_syncs(self) -> bool:
        """Kill the process of the syncs, if there is one."""
        pid = sync_process(self._process.pid) if self._process else None
        if pid:
            os.kill(pid, signal.SIGKILL)
        return pid is not None

    def counts(self) -> Series:
        """What /metrics shows now. Raises OSError."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self._port}/metrics", timeout=10) as page:
            text = page.read().decode()
        found: Series = Counter()
        for family in text_string_to_metric_families(text):
            for sample in family.samples:
                found[sample.name, tuple(sample.labels.values())] += sample.value  # type: ignore[assignment]
        return found

    def _begin(self) -> None:
        environment = {**os.environ, **self.environment, "DESKPULSE_PORT": str(self._port)}
        with (self.folder / "bot.log").open("a") as log:
            self._process = subprocess.Popen(
                [*COMMAND, "serve"], env=environment, cwd=self.folder, stdout=log, stderr=log
            )

    def _keep(self) -> None:
        while self._process is not None:
            code = self._process.wait()
            if self._stopping.is_set():
                return
            self.ends.append(f"{self.at:.0f} s: {code}")
            time.sleep(AGAIN_SECONDS)
            if not self._stopping.is_set():
                self._begin()

    def _watch(self) -> None:
        last = time.monotonic()
        while not self._stopping.wait(TURN_SECONDS):
            now = time.monotonic()
            if now - last > PAUSE_SECONDS:
                self.pauses.append((last, now))
            last = now

    def _look(self) -> None:
        while not self._stopping.wait(SAMPLE_SECONDS):
            process = self._process
            if process is None:
                continue
            pids = {"bot": process.pid, "syncs": sync_process(process.pid)}
            for name, pid in pids.items():
                with suppress(OSError):
                    if pid:
                        self.samples[name].append(taken(self.at, pid))
