"""A sync that is killed at random, again and again, ends where an undisturbed one does."""

from __future__ import annotations

import random
import subprocess
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from bot.sandbox.slack.server import Running
from metrics.store.engine import Store
from tests.metrics.scripted import state
from tests.scenarios.conftest import commands

KILLS = 22


def _moments() -> list[float]:
    chance = random.Random(3)
    return [chance.uniform(0.9, 2.2) for _ in range(KILLS)]


def _killed_after(seconds: float, process: subprocess.Popen[str]) -> bool:
    """Kill the process then; False if it came to its end before."""
    try:
        process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        return True
    return False


def _stored(url: str) -> Mapping[str, object]:
    with closing(Store.open(url)) as store:
        return state(store)


def test_killed_twenty_times_and_resumed_the_store_is_the_same(
    tmp_path: Path, zendesk: str, slack: Running, store_url: str
) -> None:
    calm = commands(tmp_path, zendesk, slack, DATABASE_URL=f"sqlite:///{tmp_path / 'calm.db'}")
    calm.run("sync")
    rough = commands(tmp_path, zendesk, slack, DATABASE_URL=store_url)
    for seconds in _moments():
        if _killed_after(seconds, rough.start("sync")):
            continue
        _killed_after(seconds, rough.start("sync", "--full"))
    rough.run("sync")
    undisturbed = _stored(f"sqlite:///{tmp_path / 'calm.db'}")
    assert _stored(store_url) == undisturbed
    rough.run("sync", "--full")
    assert _stored(store_url) == undisturbed
