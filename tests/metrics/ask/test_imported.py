"""Measures made of files over random rows: headline, parts, trend and list are one truth."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from metrics.ask import Asker, Line
from metrics.catalogue import CATALOGUE, measure
from metrics.catalogue.metric import Ratio, Score, Share
from metrics.errors import AskError, UnavailableError
from metrics.importing import bring
from metrics.imports import KINDS, CellContext
from metrics.office_hours.calendar import Calendar, parse_hours
from metrics.periods import Period
from metrics.question.query import Filter, Query
from metrics.store.database.engine import Store
from metrics.tickets.records import Dimension
from tests.bench.filling import AGENTS, CHANNELS, TEAMS
from tests.filled import fill, supply

NOW = 1_795_500_000
BERLIN = ZoneInfo("Europe/Berlin")
SURVEYS = {"nps": (0, 10), "ces": (1, 7), "csat": (1, 5), "resolved": (0, 1)}
MEASURES = (
    *(("nps", ""), ("ces", ""), ("csat", ""), ("fcr", "survey"), ("qa", "")),
    *(("aht", ""), ("utilization", "")),
)
CUTS = (Dimension.CHANNEL, Dimension.TEAM, Dimension.CATEGORY)


def moments(chance: random.Random, n: int) -> Iterator[str]:
    for _ in range(n):
        at = NOW - chance.randrange(60 * 86_400)
        yield datetime.fromtimestamp(at, UTC).isoformat()


def surveys(chance: random.Random) -> str:
    lines = ["survey,score,answered_at,scale_max,ticket,team,channel"]
    for at in moments(chance, 1500):
        survey, (low, high) = chance.choice(list(SURVEYS.items()))
        score = str(chance.randint(low, high))
        score = {"0": "no", "1": "yes"}[score] if survey == "resolved" else score
        scale = str(high) if survey in {"csat", "ces"} else ""
        ticket = chance.choice(["", str(chance.randint(1, 400))])
        team = chance.choice(["", *TEAMS])
        lines.append(f"{survey},{score},{at},{scale},{ticket},{team},{chance.choice(CHANNELS)}")
    return "\n".join(lines)


def reviews(chance: random.Random) -> str:
    lines = ["reviewed_at,points,points_possible,rubric,sample,agent,ticket"]
    for at in moments(chance, 300):
        how, agent = chance.choice(["random", "picked"]), chance.choice(AGENTS)
        lines.append(f"{at},{chance.randint(0, 20)},20,v1,{how},{agent},{chance.randint(1, 400)}")
    return "\n".join(lines)


def handling(chance: random.Random) -> str:
    lines = ["ended_at,talk_seconds,wrap_seconds,team,channel,category"]
    for at in moments(chance, 500):
        team, channel = chance.choice(TEAMS), chance.choice(CHANNELS)
        lines.append(f"{at},{chance.randint(10, 900)},{chance.randint(0, 90)},{team},{channel},c1")
    return "\n".join(lines)


def shifts(chance: random.Random) -> str:
    lines = ["agent,team,started_at,ended_at,productive_seconds"]
    for number, at in enumerate(moments(chance, 200)):
        start = datetime.fromisoformat(at).timestamp()
        end = datetime.fromtimestamp(start + 28_800, UTC).isoformat()
        lines.append(f"a{number},{chance.choice(TEAMS)},{at},{end},{chance.randint(0, 28_800)}")
    return "\n".join(lines)


@pytest.fixture
def asker(store: Store) -> Asker:
    fill(store, 400, NOW)
    chance = random.Random(7)
    made = {"surveys": surveys, "reviews": reviews, "handling": handling, "shifts": shifts}
    for kind, text in made.items():
        data = text(chance).encode()
        assert not bring(
            store, KINDS[kind], BytesIO(data), CellContext(BERLIN, NOW), dry_run=False
        ).faults
    return Asker(store, Calendar(BERLIN, parse_hours("mon-fri 09:00-17:00")))


def recomputed(key: str, variant: str, lines: list[Line]) -> float | None:
    if not lines:
        return None
    amounts = [float(str(line["amount"] or 0)) for line in lines]
    match measure(key, variant):
        case Score():
            return float(np.mean(amounts))
        case Ratio():
            return sum(amounts) / sum(float(str(line["of"] or 0)) for line in lines)
        case Share():
            return sum(bool(line["hit"]) for line in lines) / len(lines)
        case other:
            raise AssertionError(other)


@pytest.mark.parametrize(("key", "variant"), MEASURES)
def test_the_headline_is_its_list_its_parts_and_the_end_of_its_trend(
    asker: Asker, key: str, variant: str
) -> None:
    for words in ("last week", "this week", "last month", "last 30 days"):
        period = Period.of(words)
        plain = Query(metric=key, variant=variant, period=period)
        result = asker.answer(plain, NOW)
        lines = list(asker.tickets(plain, NOW))
        assert result.figure.value == pytest.approx(recomputed(key, variant, lines))
        assert result.figure.n == len(lines) > 0
        if "week" in words:
            assert result.series[-1].figure == result.figure
        for by in (cut for cut in CUTS if cut in measure(key, variant).dimensions):
            split = asker.answer(
                Query(metric=key, variant=variant, period=period, split=(by,)), NOW
            )
            assert sum(part.figure.n for part in split.parts) == result.figure.n
            for part in split.parts:
                where = (Filter(by, part.key),)
                alone = Query(metric=key, variant=variant, period=period, where=where)
                assert asker.answer(alone, NOW).figure == part.figure


def test_what_is_about_no_ticket_has_a_line_without_one(asker: Asker) -> None:
    lines = list(asker.tickets(Query(metric="aht", period=Period.of("last week")), NOW))
    assert {(line["ticket"], line["source"]) for line in lines} == {("", "files")}
    assert all(line["created_at_utc"] is None for line in lines)


def test_a_team_only_files_know_is_called_as_it_is_written(asker: Asker) -> None:
    data = b"ended_at,talk_seconds,team\n2026-11-18T10:00,60,Night Watch\n"
    bring(asker.store, KINDS["handling"], BytesIO(data), CellContext(BERLIN, NOW), dry_run=False)
    assert asker.directory().teams["Night Watch"] == "Night Watch"


def test_an_old_helpdesk_holds_no_file_back_and_an_old_file_no_helpdesk(asker: Asker) -> None:
    later = NOW + 86_400
    data = b"ended_at,talk_seconds\n2026-11-24T10:00,60\n"
    bring(asker.store, KINDS["handling"], BytesIO(data), CellContext(BERLIN, later), dry_run=False)
    this_week = Period.of("this week")
    assert asker.answer(Query(metric="aht", period=this_week), later).fresh_until == later
    assert asker.answer(Query(metric="volume", period=this_week), later).fresh_until == NOW
    assert asker.answer(Query(metric="ces", period=this_week), later).fresh_until == NOW


def test_without_files_and_without_a_sync_both_say_what_is_missing(store: Store) -> None:
    asker = Asker(store, Calendar(BERLIN, parse_hours("mon-fri 09:00-17:00")))
    with pytest.raises(AskError, match="Customer effort score is not available, because"):
        asker.answer(Query(metric="ces", period=Period.of("last week")), NOW)
    with pytest.raises(AskError, match="first sync"):
        asker.answer(Query(metric="frt", period=Period.of("last week")), NOW)


def test_a_measure_of_two_files_is_dark_until_both_are_there(store: Store) -> None:
    fill(store, 100, NOW)
    asker = Asker(store, Calendar(BERLIN, parse_hours("mon-fri 09:00-17:00")))

    def lacks() -> tuple[str, ...]:
        dark = (each.files for each in asker.overview().dark if "Customer churn" in each.titles)
        return next(dark, ())

    assert lacks() == ("customers", "churn")
    gone = b"customer,lost_at\n77,2026-11-10\n"
    bring(asker.store, KINDS["churn"], BytesIO(gone), CellContext(BERLIN, NOW), dry_run=False)
    assert lacks() == ("customers",)
    assert "Customer churn" not in asker.overview().answers
    counts = b"date,customers\n2026-10-01,50\n"
    bring(asker.store, KINDS["customers"], BytesIO(counts), CellContext(BERLIN, NOW), dry_run=False)
    assert lacks() == ()
    assert "Customer churn" in asker.overview().answers


def test_with_promises_and_every_file_every_measure_but_sentiment_is_answered(
    store: Store,
) -> None:
    fill(store, 2_000, NOW)
    supply(store, 2_000, NOW)
    asker = Asker(store, Calendar(BERLIN, parse_hours("mon-fri 09:00-17:00")))
    unavailable, empty = [], []
    for key in CATALOGUE:
        try:
            figure = asker.answer(Query(metric=key, period=Period.of("last 90 days")), NOW).figure
        except UnavailableError:
            unavailable.append(key)
        else:
            empty += [key] if figure.value is None else []
    assert unavailable == ["sentiment"]
    assert empty == ["omni"]  # so few tickets have too few answers in each channel
