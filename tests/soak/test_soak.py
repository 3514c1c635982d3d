"""Ten times a large team's load while everything fails: nothing is lost, doubled, or grows.

`make soak` takes half an hour, `make soak MINUTES=5` less; `pytest -m soak -s` goes on for two
days. It prints one table.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import make_url

from tests.pooler import pooler, program
from tests.soak.size import Size
from tests.soak.soak import run
from tests.soak.verdict import table, verdict

MINUTES = float(os.environ.get("SOAK_MINUTES", "2880"))
SEED = int(os.environ.get("SOAK_SEED", "9"))
SERVERS = 20


@pytest.mark.parametrize(
    "minutes",
    [pytest.param(2, marks=pytest.mark.thorough), pytest.param(MINUTES, marks=pytest.mark.soak)],
    ids=["two minutes", "long"],
)
def test_nothing_is_lost_or_doubled_and_nothing_grows(
    minutes: float, tmp_path: Path, postgres_databases: Iterator[str]
) -> None:
    if program() is None:
        pytest.skip("no PgBouncer on this machine")
    urls = next(postgres_databases), next(postgres_databases)
    with pooler(make_url(urls[0]), SERVERS) as running:
        soak = run(Size(minutes), SEED, urls, running, tmp_path)
    rows = verdict(soak)
    print(f"\n{table(rows)}")  # noqa: T201
    assert [row.claim for row in rows if row.holds is False] == []
