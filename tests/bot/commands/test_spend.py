"""/kpi spend."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.commands.kpi import answer
from bot.services import Services
from bot.talk import Audience, Reply, Request
from metrics.errors import AskError
from metrics.importing import bring
from metrics.imports import KINDS, CellContext
from sandbox.slack.rules import faults
from tests.bot import desk

LEAD = "U1ANN"


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    with desk.services(desk.settings(tmp_path, DESKPULSE_LEADS=LEAD), tickets=5_000) as made:
        yield made


def say(services: Services, words: str, person: str = LEAD) -> Reply:
    reply = answer(Request(words=words, person=person, channel="C1"), services)
    assert faults({"text": reply.text, "blocks": [*reply.head, *reply.tail]}) == []
    return reply


def test_a_monthly_cost_lights_both_measures_of_cost(services: Services) -> None:
    for measure in ("cost_ticket", "cost_resolution"):
        with pytest.raises(AskError, match="/kpi spend"):
            say(services, f"{measure} last month")
    reply = say(services, "spend 12000 eur a month from 2026-10")
    assert "Set: 12,000.00 EUR a month from 2026-10 on." in reply.text
    assert reply.audience is Audience.ME
    for measure in ("cost_ticket", "cost_resolution"):
        assert "EUR" in say(services, f"{measure} last month").text


def test_in_a_month_of_which_a_file_tells_the_file_alone_counts(services: Services) -> None:
    around = CellContext(ZoneInfo(services.settings.timezone), services.now())
    file = BytesIO(b"month,amount,currency,item\n2026-10,6000,EUR,salaries\n")
    bring(services.posts.store, KINDS["costs"], file, around, dry_run=False)
    alone = say(services, "cost_ticket last month").text[:40]
    say(services, "spend 12000 EUR from 2026-09")
    assert say(services, "cost_ticket last month").text.startswith(alone)
    assert not say(services, "cost_ticket 2026-09").text.startswith(alone)


def test_it_is_shown_changed_and_removed_and_each_change_is_kept(services: Services) -> None:
    assert "Nobody has said what support costs" in say(services, "spend").text
    say(services, "spend 12000 EUR from 2026-10")
    assert "a month from 2026-11 on" in say(services, "spend 9000.50 EUR").text
    told = say(services, "spend").text
    assert "12,000.00 EUR a month from 2026-10" in told
    assert "9,000.50 EUR a month from 2026-11" in told
    assert "Removed from 2026-10 on" in say(services, "spend none from 2026-10").text
    assert "Nothing stood from 2026-11 on" in say(services, "spend none").text
    kept = [(look.person, look.phrase) for look in services.looks.since(0)]
    assert kept[:2] == [
        (LEAD, "spend 12000 EUR from 2026-10"),
        (LEAD, "spend 9000.50 EUR"),
    ]


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("spend 12,000 EUR", "no plain number"),
        ("spend 0 EUR", "no amount"),
        ("spend 12000 euro", "three letters"),
        ("spend 12000 EUR from november", "write it like 2026-10"),
        ("spend 12000", "an amount and its currency"),
    ],
)
def test_what_is_no_cost_is_refused_with_what_to_say(
    services: Services, words: str, why: str
) -> None:
    with pytest.raises(AskError, match=why):
        say(services, words)


def test_only_leads_and_administrators_see_and_change_it(services: Services) -> None:
    for words in ("spend", "spend 12000 EUR", "spend none"):
        with pytest.raises(AskError, match="only leads and administrators"):
            say(services, words, "U2BOB")
