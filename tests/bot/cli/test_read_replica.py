"""What `deskpulse doctor` says of a read replica."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.cli.read_replica import findings
from bot.talk import Finding
from metrics.store.database.engine import Store
from tests.bench.filling import fill
from tests.bot import desk

AWAY = "postgresql://postgres@127.0.0.1:1/gone"


@pytest.fixture
def urls(postgres_databases: Iterator[str]) -> tuple[str, str]:
    """A database, and a copy of it whose data are an hour older."""
    original, copy = next(postgres_databases), next(postgres_databases)
    for url, at in ((original, desk.NOW), (copy, desk.NOW - 3600)):
        with closing(Store.open(url)) as store:
            fill(store, 10, at)
    return original, copy


def told(folder: Path, original: str, copy: str) -> list[Finding]:
    return list(findings(desk.settings(folder, DATABASE_URL=original, DATABASE_READ_URL=copy)))


def test_without_one_nothing_is_said(tmp_path: Path) -> None:
    assert list(findings(desk.settings(tmp_path))) == []


def test_how_far_it_lags_is_said(urls: tuple[str, str], tmp_path: Path) -> None:
    original, copy = urls
    assert [each.what for each in told(tmp_path, original, copy)] == [
        "Read replica: it can be read, and its data are 1h 0m behind"
    ]
    assert [each.what for each in told(tmp_path, original, original)] == [
        "Read replica: it can be read, and its data are as new"
    ]


def test_one_that_is_away_is_named_with_what_happens_until_then(
    urls: tuple[str, str], tmp_path: Path
) -> None:
    (finding,) = told(tmp_path, urls[0], AWAY)
    assert finding.what == "Read replica"
    assert "cannot be reached" in finding.mend
    assert "Until then the database itself is read" in finding.mend


def test_one_without_the_data_is_named_and_no_age_of_its_is_told(
    urls: tuple[str, str], postgres_databases: Iterator[str], tmp_path: Path
) -> None:
    bare = next(postgres_databases)
    with closing(Store.open(bare)) as store:
        store.migrate()
    (finding,) = told(tmp_path, urls[0], bare)
    assert "It holds nothing of zendesk:acme yet" in finding.mend
