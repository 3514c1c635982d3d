"""/kpi target and /kpi targets."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.commands.kpi import answer
from bot.services import Services
from bot.talk import Audience, Reply, Request
from metrics.errors import AskError
from metrics.goals.targets import Aim
from metrics.importing import bring
from metrics.imports import KINDS, CellContext
from tests import patience
from tests.bot import desk


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    with desk.services(desk.settings(tmp_path, DESKPULSE_TARGETS="csat 90%")) as made:
        yield made


def say(services: Services, words: str, person: str = "U1ANN") -> Reply:
    return answer(Request(words=words, person=person, channel="C1"), services)


def held(services: Services) -> dict[str, float | None]:
    aims = services.asker.all_targets().in_force(desk.NOW)
    return {f"{aim.metric} {' '.join(sorted(w for _, w in aim.where))}": aim.value for aim in aims}


def values(reply: Reply) -> list[str]:
    blocks = [*reply.head, *reply.tail]
    return [e["value"] for b in blocks if b["type"] == "actions" for e in b["elements"]]


@pytest.mark.parametrize(
    ("words", "key", "value"),
    [
        ("target frt email 4h", "frt email", 14400),
        ("Target first response time EMAIL at most 4 hours", "frt email", 14400),
        ("target frt team t3 high 1h 30m", "frt high t3", 5400),
        ("target reopen category c7 to 5%", "reopen c7", 0.05),
        ("target frt email category c7 2h", "frt c7 email", 7200),
        ("target csat 95 percent", "csat ", 0.95),
        ("target backlog 200", "backlog ", 200),
    ],
)
def test_a_target_is_set_in_words_as_people_say_them(
    services: Services, words: str, key: str, value: float
) -> None:
    reply = say(services, words)
    assert reply.audience is Audience.ME
    assert "Target set" in reply.text
    assert held(services)[key] == pytest.approx(value)


def test_a_target_of_a_tier_is_set_once_tiers_are_known(services: Services) -> None:
    with pytest.raises(AskError, match="customer-tiers"):
        say(services, "target frt tier gold 2h")
    around = CellContext(ZoneInfo("UTC"), desk.NOW)
    tiers, data = KINDS["customer-tiers"], b"customer,tier\nr1,Gold\n"
    assert bring(services.asker.store, tiers, BytesIO(data), around, dry_run=False).counts.new == 1
    assert "Target set" in say(services, "target frt tier gold 2h").text
    assert held(services)["frt gold"] == 7200
    say(services, "target frt tier gold none")
    assert "frt gold" not in held(services)


def test_a_target_says_who_set_it_and_when(services: Services) -> None:
    say(services, "target frt email 4h", "U1ANN")
    told = say(services, "targets")
    assert "First response time \u00b7 Email: at most 4h" in told.text
    assert "since 24 Nov 2026, set by <@U1ANN>" in json.dumps(told.head)
    assert "from the settings" in json.dumps(told.head)


def test_a_target_is_taken_back_and_stays_in_the_history(services: Services) -> None:
    say(services, "target frt email 4h")
    reply = say(services, "target frt email none")
    assert "Target removed" in reply.text
    assert held(services) == {"csat ": 0.9}
    assert [aim.value for aim in services.asker.all_targets().aims if aim.metric == "frt"] == [
        14400,
        None,
    ]


def test_undo_is_a_phrase_that_brings_back_what_was(services: Services) -> None:
    first = say(services, "target frt email 4h")
    second = say(services, "target frt email 90m")
    assert values(first) == ["frt email", "target frt email none"]
    assert values(second) == ["frt email", "target frt email 4h"]
    say(services, values(second)[1])
    assert held(services)["frt email"] == 14400


def test_a_target_of_the_settings_can_be_replaced_and_taken_back(services: Services) -> None:
    say(services, "target csat none")
    assert held(services) == {}
    assert "No target is set" in say(services, "targets").text
    assert "/kpi baseline" in json.dumps(say(services, "target").head)


def test_there_may_be_nothing_to_take_back(services: Services) -> None:
    assert "has no target" in say(services, "target frt none").text
    assert services.asker.all_targets().aims == services.asker.targets.aims


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("target frt email", "Which value"),
        ("target frt 90%", "4h or 30m"),
        ("target frt 0h", "so a target of 0s says nothing"),
        ("target csat 0%", "never below 0% or above 100%, so a target of 0% says nothing"),
        ("target backlog -5", "Backlog is never below 0, so a target of -5 says nothing"),
        ("target reopen 100%", "so a target of 100% says nothing"),
        ("target csat 4h", "90%"),
        ("target volume 100", "no better direction"),
        ("target frt agent none 4h", "never for people"),
        ("target frt email, chat 4h", "one channel at a time"),
        ("target frt last month 4h", "no period"),
        ("target frt by team 4h", "no period, split"),
        ("target resolution net 4h", "or variant"),
    ],
)
def test_what_is_no_target_is_the_askers_to_mend(services: Services, words: str, why: str) -> None:
    before = held(services)
    with pytest.raises(AskError, match=why):
        say(services, words)
    assert held(services) == before


def test_a_mistyped_target_comes_back_whole(services: Services) -> None:
    with pytest.raises(AskError) as caught:
        say(services, "target frt emial 4h")
    assert "target frt email 4h" in caught.value.suggestions


def test_a_metric_that_is_gone_is_not_listed(services: Services) -> None:
    services.asker.set_target(Aim(metric="gone", value=1.0, since_at=1, set_by="U1"))
    assert "gone" not in say(services, "targets").text


LONG = """
from bot.commands.target import _SAID, _UNIT
for piece in ("1d ", "1 ", "to ", "< ", "4 hours "):
    text = piece * (400_000 // len(piece)) + "x"
    assert _SAID.search(_UNIT.sub("d", text)) is None
"""


def test_no_words_take_longer_than_they_are_long() -> None:
    """Where each "1d" were tried to the end, these would take many minutes."""
    subprocess.run([sys.executable, "-c", LONG], timeout=patience.SECONDS, check=True)


@pytest.mark.parametrize("words", ["target backlog 0", "target csat 100%", "target reopen 0%"])
def test_the_best_there_is_may_be_a_target(services: Services, words: str) -> None:
    assert "Target set" in say(services, words).text


@pytest.fixture
def aiming(tmp_path: Path) -> Iterator[Services]:
    chosen = desk.settings(tmp_path, DESKPULSE_TARGETS="frt 60d; frt email 1s; backlog 100000")
    with desk.services(chosen) as made:
        yield made


@pytest.mark.parametrize(
    ("words", "heading"),
    [
        ("are we on target", "1 of 3 targets met, 2 not known"),
        ("did we hit our target last month", "2 of 3 targets met, 1 missed"),
        ("which targets did we miss last month?", "2 of 3 targets met, 1 missed"),
        ("are we meeting our goals on email this year", "0 of 1 target met, 1 missed"),
        ("targets met 2019", "0 of 3 targets met, 3 not known"),
    ],
)
def test_whether_targets_are_met_is_told_a_line_each_and_the_missed_first(
    aiming: Services, words: str, heading: str
) -> None:
    reply = say(aiming, words)
    assert reply.text.startswith(heading)
    if "1 missed" in heading:
        first = reply.text.split(". ", 1)[1] if ". " in reply.text else ""
        assert first.startswith("First response time \u00b7 Email")
        assert "Target at most 1s: missed" in first


def test_of_all_targets_nothing_but_a_period_and_tickets_is_told(aiming: Services) -> None:
    for words in ("targets met by team", "targets met csat", "targets met nonsense"):
        with pytest.raises(AskError, match="Of all targets I tell a period"):
            say(aiming, words)
    with pytest.raises(AskError, match="No target is set for these"):
        say(aiming, "targets met chat team t1")
