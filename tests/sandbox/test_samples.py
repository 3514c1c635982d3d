"""The samples of the demo: every measure and every way to take it shows something with them."""

from __future__ import annotations

import csv
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO, StringIO
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot import app
from bot.config import load
from metrics.ask import Asker
from metrics.catalogue import CATALOGUE
from metrics.errors import AskError
from metrics.imports import KINDS, CellContext, FileReading
from metrics.periods import Period
from metrics.question.query import Query
from sandbox import demo, desks
from sandbox.desks import DESKS
from sandbox.slack.server import Running
from sandbox.year import Year
from sandbox.year.samples import Samples

LATELY = Period.of("last 300 days")
NOW = 1_795_500_000


@contextmanager
def asked(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Asker, int]]:
    """Who answers in a demo of a small team, and the time that it is there."""
    with desks.running(("zendesk",), time.time, 6) as running, Running() as slack:
        addresses = {vendor: each.address for vendor, each in running.items()}
        environment = demo.settings(folder, addresses, slack)
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        demo._bot("sync", environment=environment, folder=folder)
        demo.bring(running, environment, folder)
        settings = load()
        store = app.store(settings)
        try:
            yield app.asker(settings, store), int(time.time())
        finally:
            store.close()


def nothing(asker: Asker, query: Query, now: int) -> str:
    """Why a question gets no figure in the demo; "" where it gets one."""
    try:
        result = asker.answer(query, now)
    except AskError as error:
        return str(error)
    if result.figure.value is None or result.figure.hidden:
        return f"too few: {result.figure.n}"
    return ""


def test_every_measure_and_every_way_to_take_it_shows_something(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with asked(tmp_path, monkeypatch) as (asker, now):
        whys = {
            (key, way): nothing(asker, Query(metric=key, variant=way, period=LATELY), now)
            for key, metric in CATALOGUE.items()
            for way in ("", *(variant.key for variant in metric.variants))
        }
    assert {asked: why for asked, why in whys.items() if why} == {}


@pytest.mark.parametrize("vendor", DESKS)
def test_each_kind_of_file_can_be_read_as_it_is(vendor: str) -> None:
    year = Year.plan_until(NOW, tickets_per_weekday=3)
    desk = DESKS[vendor]
    made = Samples(year=year, ticket=desk.ticket, customer=desk.customer, telephone=True).rows()
    assert list(made) == list(KINDS)
    for kind in KINDS.values():
        text = StringIO()
        writer = csv.DictWriter(text, kind.names)
        writer.writeheader()
        writer.writerows(made[kind.name])
        around = CellContext(ZoneInfo("Europe/Berlin"), NOW)
        reading = FileReading(kind, BytesIO(text.getvalue().encode()), around)
        assert len(list(reading.rows())) == len(made[kind.name]) > 0
        assert reading.faults.first == ()


def test_two_teams_side_by_side_have_rows_of_their_own() -> None:
    years = (Year.plan_until(NOW, seed=seed, tickets_per_weekday=1) for seed in (1, 2))
    one, other = (
        Samples(year=year, customer=f"{name}/{{}}".format, of=name).rows()
        for year, name in zip(years, ("Shops", "Apps"), strict=True)
    )
    for kind in ("costs", "customers", "churn", "customer-tiers"):
        assert not {str(row) for row in one[kind]} & {str(row) for row in other[kind]}
