"""Charts where nothing can be written, where drawing hangs, and where there is no memory."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from threading import Event

import pytest

from bot.charts import draw as drawing
from bot.charts.drawer import Drawer
from tests import patience
from tests.bot import desk
from tests.bot.commands.test_ask import reply_to

NOWHERE = "/proc/nowhere"
"""Where nobody can write, not even root."""
PICTURE = """
import sys
from bot.commands.ask import draw
from tests.bot.samples import answer
from tests.bot.charts.test_draw import SERIES
picture = draw(answer(series=SERIES))
sys.exit(0 if picture and picture.png.startswith(b"\\x89PNG") else 1)
"""
SHORT = """
import resource
from bot.commands.ask import draw
from tests.bot.samples import answer
from tests.bot.charts.test_draw import SERIES
result = answer(series=SERIES)
assert draw(result)
pages = int(open("/proc/self/statm").read().split()[0])
resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize() + 1_000_000,) * 2)
hog = []
try:
    while True:
        hog.append(bytearray(100_000))
except MemoryError:
    del hog[-5:]
assert draw(result) is None
print(result.figure.value)
"""


def run(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Python in a process of its own."""
    return subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=patience.SECONDS,
        check=False,
    )


def test_a_chart_is_drawn_without_a_display_a_home_or_a_folder_to_write_to() -> None:
    places = dict.fromkeys(("HOME", "MPLCONFIGDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"), NOWHERE)
    process = run(PICTURE, **places, DISPLAY="")
    assert process.returncode == 0, process.stderr


def test_without_memory_to_draw_the_number_goes_out() -> None:
    process = run(SHORT)
    assert process.returncode == 0, process.stderr
    assert "could not be drawn" in process.stderr
    assert process.stdout.strip()


def test_a_drawing_that_hangs_costs_the_picture_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    go_on = Event()

    def hang(_: object) -> None:
        go_on.wait(patience.SECONDS)

    monkeypatch.setattr(drawing, "sheet", hang)
    monkeypatch.setattr(drawing, "DRAWER", Drawer(0.05))
    with desk.services(desk.settings(tmp_path)) as services:
        replies = [reply_to("frt last week", services) for _ in range(2)]
    go_on.set()
    assert [(reply.picture, bool(reply.head)) for reply in replies] == [(None, True)] * 2
    assert "has not ended" in caplog.text
