"""A terminal of its own for the command line: what it shows, and a person's hands on its keys."""

from __future__ import annotations

import os
import re
import select
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

_PROGRAM = """
import fcntl, signal, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
signal.signal(signal.SIGINT, signal.default_int_handler)
from bot.cli import main
main()
"""
"""With Ctrl-C as a terminal has it: what a shell runs in its background takes no notice of it."""
_CODES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b\][^\x1b]*\x1b\\")
CTRL_C = "\x03"


class PseudoTerminal:
    """Runs `deskpulse` with some words in a folder. Use it in a `with`."""

    def __init__(self, *words: str, folder: Path, environment: Mapping[str, str]) -> None:
        self._words = words
        self._folder = folder
        self._environment = {**os.environ, "TERM": "xterm", "COLUMNS": "100", **environment}
        self._seen = 0
        self.shown = ""
        """All that was on the screen so far, without colours."""

    def __enter__(self) -> Self:
        self._keys, screen = os.openpty()
        self._process = subprocess.Popen(
            [sys.executable, "-c", _PROGRAM, *self._words],
            stdin=screen,
            stdout=screen,
            stderr=screen,
            cwd=self._folder,
            env=self._environment,
            start_new_session=True,
        )
        os.close(screen)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._keys)

    def answer(self, question: str, text: str) -> None:
        """Wait until a question stands on the screen, then type and press Enter."""
        self.wait_for(question)
        self.press(f"{text}\n")

    def press(self, keys: str) -> None:
        """Press keys."""
        os.write(self._keys, keys.encode())

    def wait_for(self, text: str, seconds: float = 90.0) -> None:
        """Wait until a text is shown after what was waited for before."""
        until = time.monotonic() + seconds
        while (at := self.shown.find(text, self._seen)) < 0:
            if time.monotonic() > until or not self._read(until):
                raise AssertionError(f"{text!r} was never shown:\n{self.shown[self._seen :]}")
        self._seen = at + len(text)

    def end(self, seconds: float = 90.0) -> int:
        """Wait until it ends; gives its exit code."""
        until = time.monotonic() + seconds
        while self._read(until):
            pass
        return self._process.wait(max(1.0, until - time.monotonic()))

    def _read(self, until: float) -> bool:
        """Take in what is shown next; False once there will be nothing more."""
        ready, _, _ = select.select([self._keys], [], [], max(0.0, until - time.monotonic()))
        if not ready:
            return False
        try:
            new = os.read(self._keys, 65_536)
        except OSError:  # Linux says so once the program has closed its side
            return False
        self.shown += _CODES.sub("", new.decode(errors="replace")).replace("\r\n", "\n")
        return bool(new)
