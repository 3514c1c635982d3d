"""The process ends for sure, with an exit code that says how."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import patience
from tests.bot import desk

SERVE = """
import os, signal, sys, time
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from types import SimpleNamespace
from bot import app
from bot.cli import main, process_end

def start():
    ThreadPoolExecutor(1).submit(Event().wait)
    os.kill(os.getpid(), signal.SIGTERM)

def stop():
    print("stopped", flush=True)
    if way == "hangs":
        Event().wait()

process_end.LONGEST_SECONDS = 0.5
store = SimpleNamespace(path=None)
app.build = lambda *_, **__: SimpleNamespace(start=start, stop=stop, store=store)
way, sys.argv[1:] = sys.argv[1], ["serve"]
main()
"""


@pytest.mark.parametrize(("way", "code"), [("ends", 0), ("hangs", 1)])
def test_work_that_hangs_does_not_hold_up_the_end(way: str, code: int, tmp_path: Path) -> None:
    """Python joins the threads of its executors, however long that takes."""
    given = {**desk.TOKENS, "DATABASE_URL": f"sqlite:///{tmp_path / 'none.db'}"}
    ended = subprocess.run(
        [sys.executable, "-c", SERVE, way],
        env=os.environ | given,
        cwd=Path(__file__).parents[3],
        timeout=patience.SECONDS,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ended.returncode, ended.stdout) == (code, "stopped\n"), ended.stderr
    assert ("now" in ended.stderr) == (way == "hangs")
