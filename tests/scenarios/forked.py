"""Processes forked from one that has read all modules: reading them takes seconds."""

from __future__ import annotations

from multiprocessing import get_context

FORKING = get_context("forkserver")
# There is one such server in a test run: what it has read is decided before its first fork.
FORKING.set_forkserver_preload(["tests.scenarios.beat", "tests.scenarios.moved", "bot.app"])
