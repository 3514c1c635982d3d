"""Each guard speaks when its measures move together, and only then."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest

from metrics.guards import GUARDS
from metrics.guards.guard import Guard
from metrics.question.result import Result
from tests.metrics.guards.desk import Desk, desk, figure, parts, result, target, weeks

UP, DOWN = 0.1, -0.1
BY_ID: Mapping[str, Guard] = {guard.id: guard for guard in GUARDS}


def moved(**steps: float) -> list[Result]:
    return [result(key, step) for key, step in steps.items()]


SPEAKS: Mapping[str, Desk] = {
    "G1": desk(*moved(aht=DOWN, csat=DOWN)),
    "G2": desk(*moved(aht=DOWN, reopen=UP, fcr=DOWN)),
    "G3": desk(*moved(frt=DOWN, reopen=UP)),
    "G4": desk(*moved(resolution=DOWN, repeat=UP)),
    "G5": desk(result("frt", target=target(met=True)), *moved(fcr=UP, csat=DOWN)),
    "G6": desk(result("csat", target=target(met=True)), *moved(nps=DOWN)),
    "G7": desk(*moved(fcr=UP, csat=DOWN)),
    "G8": desk(*moved(csat=UP), result("ces", target=target(met=False))),
    "G9": desk(*moved(backlog=DOWN, csat=DOWN)),
    "G10": desk(*moved(backlog=UP, solved=UP, csat=UP)),
    "G11": desk(*moved(backlog=UP, volume=0)),
    "G12": desk(*moved(backlog=UP, volume=UP)),
    "G13": desk(*moved(cost_ticket=DOWN), cost_resolution_issue=result("cost_resolution", UP)),
    "G14": desk(*moved(deflection=UP, volume=0)),
    "G15": desk(*moved(self_service=UP, volume=DOWN)),
    "G16": desk(*moved(ai_automation=UP, ai_quality=DOWN)),
    "G17": desk(
        *moved(takeover=UP), takeover_by=result("takeover", parts=parts(billing=8, login=3))
    ),
    "G18": desk(result("utilization", series=weeks(0.7, 0.86, 0.9, 0.88, 0.91))),
    "G19": desk(result("utilization", figure=figure(0.55))),
    "G20": desk(*moved(sentiment=DOWN, frt=DOWN, fcr=UP)),
    "G21": desk(*moved(sla=DOWN)),
    "G22": desk(
        *moved(escalation=UP), escalation_by=result("escalation", parts=parts(billing=9, a=4, b=2))
    ),
    "G23": desk(*moved(fcr=DOWN)),
    "G24": desk(*moved(reopen=UP)),
    "G25": desk(
        *moved(mix=0),
        mix_by=result("mix", parts=parts(email=50, chat=40)),
        mix_chat=result("mix", 0.08),
    ),
    "G26": desk(
        *moved(volume=UP),
        volume_by=result("volume", parts=parts(login=60, billing=50)),
        volume_login=result("volume", 0.09),
    ),
    "G27": desk(result("csat", UP, figure=figure(0.9, 18))),
    "G28": desk(*moved(solved=UP)),
    "G29": desk(*moved(qa=DOWN)),
    "G30": desk(*moved(resolution=UP, reopen=DOWN, repeat=DOWN, csat=0)),
}
SAYS = {
    "G1": "Aht fell and csat fell: a red flag",
    "G2": "Aht fell and reopen rose and fcr fell: work is being rushed",
    "G5": "Frt met its target and fcr improved and csat got worse",
    "G6": "Csat met its target and NPS got worse: support is fine",
    "G17": "Takeover rose and Billing makes up 73% of it",
    "G18": "Utilization stood above 85% for four weeks",
    "G25": "The share of Chat rose by 8 points",
    "G26": "Volume rose and most of it came from Login",
    "G27": "Csat rose and only 18 answers stand behind it",
}


def test_all_thirty_are_there_in_their_order() -> None:
    assert [guard.id for guard in GUARDS] == [f"G{number}" for number in range(1, 31)]


@pytest.mark.parametrize("key", SPEAKS)
def test_a_guard_speaks_in_one_plain_sentence_when_its_measures_move_together(key: str) -> None:
    said = BY_ID[key].sentence(SPEAKS[key])
    assert said is not None
    assert re.fullmatch(r"[A-Z][^\n]*: [^\n]*\.", said)
    assert said.startswith(SAYS.get(key, ""))


@pytest.mark.parametrize("key", SPEAKS)
def test_a_guard_is_silent_when_nothing_moves(key: str) -> None:
    steady = {name: result(name) for name in BY_ID[key].needs | {"csat", "reopen"}}
    assert BY_ID[key].sentence(Desk(steady)) is None


@pytest.mark.parametrize("key", sorted(SPEAKS.keys() - {"G28"}))
def test_a_guard_whose_measures_are_not_there_is_silent(key: str) -> None:
    assert BY_ID[key].sentence(desk()) is None


@pytest.mark.parametrize("key", SPEAKS)
def test_a_guard_is_silent_while_its_window_is_not_over(key: str) -> None:
    unfinished = {
        name: result(
            name,
            each.change.difference if each.change else 0,
            complete=False,
            parts=each.parts,
            target=each.target,
        )
        for name, each in SPEAKS[key].answers.items()
        if name != "backlog"  # a state is whole at any instant
    }
    assert BY_ID[key].sentence(Desk(unfinished)) is None


@pytest.mark.parametrize("guard", GUARDS, ids=lambda guard: guard.id)
def test_a_guard_stands_on_cards_of_measures_it_asks_for(guard: Guard) -> None:
    assert guard.about
    assert set(guard.about) <= guard.needs


def test_a_rise_in_many_categories_alike_has_no_single_cause() -> None:
    spread = desk(
        *moved(volume=UP),
        volume_by=result("volume", parts=parts(login=60, billing=50)),
        volume_login=result("volume", 0.03),
        volume_billing=result("volume", 0.03),
    )
    assert BY_ID["G26"].sentence(spread) is None


def test_a_busy_week_is_not_yet_a_busy_month() -> None:
    busy = result("utilization", series=weeks(0.9, 0.9, 0.8, 0.9))
    assert BY_ID["G18"].sentence(desk(busy)) is None
