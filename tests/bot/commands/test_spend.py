"""/kpi spend."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from bot.commands.kpi import answer
from bot.services import Services
from bot.talk import Audience, Reply, Request
from metrics.ask.patience import Patience
from metrics.errors import AskError, StoreError
from metrics.importing import bring
from metrics.imports import KINDS, CellContext
from metrics.store.syncs import ledger
from sandbox.slack.rules import faults
from tests.bot import desk
from tests.metrics.store.tickets.test_snapshots import changed
from tests.patience import SECONDS

LEAD = "U1ANN"
TWELVE_THOUSAND = (
    *("12,000 EUR", "12.000 EUR", "12 000 EUR", "\u20ac12.000", "12.000,00 \u20ac", "EUR 12,000"),
    *("12k EUR", "12K\u20ac", "12,000.00 euro", "12000 euros"),
)


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


def test_hours_of_a_week_light_the_utilization_and_go_on_to_hold(services: Services) -> None:
    with pytest.raises(AskError, match="/kpi spend 160 hours"):
        say(services, "utilization last month")
    reply = say(services, "spend 160 hours a week, 120 for customers since 2026-09")
    assert "Set: 160 paid hours a week, 120 of them for customers, from 2026-09 on." in reply.text
    for period in ("last month", "last week", "2026-09"):
        assert "75%" in say(services, f"utilization {period}").text
    later = replace(services, now=lambda: desk.NOW + 60 * 86_400)
    assert "75%" in say(later, "utilization last week").text


@pytest.mark.parametrize(
    ("words", "told"),
    [
        *((words, "12,000.00 EUR a month from 2026-11 on") for words in TWELVE_THOUSAND),
        ("$18,500.00 USD", "18,500.00 USD a month"),
        ("1.2k EUR/month from 9/2026", "1,200.00 EUR a month from 2026-09 on"),
        ("12'000.50 CHF from Sep 2026 on", "12,000.50 CHF a month from 2026-09 on"),
    ],
)
def test_money_and_months_are_understood_as_people_write_them(
    services: Services, words: str, told: str
) -> None:
    assert f"Set: {told}" in say(services, f"spend {words}").text


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("1.2k hours, 900,5 for customers", "1,200 paid hours a week, 900.5 of them"),
        ("1 200 hours, 900 for customers", "1,200 paid hours a week, 900 of them"),
        ("160 hours a week and 120 for customers", "160 paid hours a week, 120 of them"),
        ("123456.5 hours, 12345.25 for customers", "123,456.5 paid hours a week, 12,345.25 of"),
        ("1000000 hours, 100 for customers", "1,000,000 paid hours a week, 100 of them"),
    ],
)
def test_hours_are_confirmed_as_they_were_said(services: Services, words: str, told: str) -> None:
    assert told in say(services, f"spend {words}").text


def test_cost_and_hours_are_set_together_and_removed_apart(services: Services) -> None:
    reply = say(services, "spend 12000 EUR and 40 hours, 30 for customers from 2026-10")
    assert "a month from 2026-10 on. Set: 40 paid hours a week" in reply.text
    told = say(services, "spend no hours from 2026-10").text
    assert "Removed from 2026-10 on. 12,000.00 EUR a month" in told
    with pytest.raises(AskError, match="/kpi spend 160 hours"):
        say(services, "utilization last month")
    assert "Nothing stood from 2026-11 on" in say(services, "spend no hours").text


def test_a_file_of_shifts_alone_counts_in_the_months_that_it_tells_of(services: Services) -> None:
    say(services, "spend 160 hours, 120 for customers from 2026-08")
    around = CellContext(ZoneInfo(services.settings.timezone), services.now())
    rows = "".join(
        f"A,2026-{month}-{day:02}T09:00,2026-{month}-{day:02}T17:00,14400\n"
        for month in ("09", "11")
        for day in (1, 2, 3, 4, 5)
    )
    file = BytesIO(f"agent,started_at,ended_at,productive_seconds\n{rows}".encode())
    bring(services.posts.store, KINDS["shifts"], file, around, dry_run=False)
    told = say(services, "spend 160 hours, 120 for customers from 2026-08").text
    assert "Of 2026-09 and 2026-11 an imported file tells, and for whole months: yours" in told
    assert "count in the other months." in told
    for month, share in (("2026-08", "75%"), ("2026-09", "50%"), ("2026-10", "75%")):
        assert share in say(services, f"utilization {month}").text
    assert "50%" in say(services, "utilization this month").text
    say(services, "spend no hours from 2026-10")
    assert "75%" in say(services, "utilization 2026-08").text
    assert "50%" in say(services, "utilization 2026-09").text


def test_what_is_put_in_counts_at_once_even_while_a_sync_goes_on(services: Services) -> None:
    services = replace(services, asker=replace(services.asker, patience=Patience(seconds=SECONDS)))
    for ticket in (1, 2):
        services.asker.directory()
        changed(services.posts.store, ticket)
    say(services, "spend 12000 eur a month from 2026-10")
    assert "EUR" in say(services, "cost_ticket last month").text


def test_in_a_month_of_which_a_file_tells_the_file_alone_counts(services: Services) -> None:
    around = CellContext(ZoneInfo(services.settings.timezone), services.now())
    file = BytesIO(b"month,amount,currency,item\n2026-10,6000,EUR,salaries\n")
    bring(services.posts.store, KINDS["costs"], file, around, dry_run=False)
    alone = say(services, "cost_ticket last month").text[:40]
    told = say(services, "spend").text
    assert "An imported file of costs tells of 2026-10: there it alone counts." in told
    told = say(services, "spend 11000 EUR from 2026-10").text
    assert "Of 2026-10 an imported file tells: yours counts from 2026-11 on." in told
    say(services, "spend 12000 EUR from 2026-09")
    assert say(services, "cost_ticket last month").text.startswith(alone)
    assert not say(services, "cost_ticket 2026-09").text.startswith(alone)


def test_a_month_is_the_same_in_whatever_digits_it_is_said(services: Services) -> None:
    say(services, "spend 12000 EUR from 2026-10")
    wide = "\uff12\uff10\uff12\uff16-10"
    assert (
        "Set: 9,000.00 EUR a month from 2026-10 on."
        in say(services, f"spend 9000 EUR from {wide}").text
    )
    told = say(services, f"spend none from {wide}").text
    assert "Removed from 2026-10 on. Nobody has said what it costs" in told


def test_costs_in_two_currencies_are_no_figure(services: Services) -> None:
    say(services, "spend 12000 EUR from 2026-10")
    with services.posts.store.write() as connection:
        other = text("UPDATE cost SET currency = 'JPY' WHERE month = '2026-11'")
        assert connection.execute(other).rowcount == 1
        ledger.next_revision(connection, ledger.file_source("costs"))
    services.asker.renew()
    for measure in ("cost_ticket", "cost_resolution by issue"):
        with pytest.raises(AskError, match="costs are stored in EUR and JPY, which do not add up"):
            say(services, f"{measure} last month")


def test_it_is_shown_changed_and_removed_and_each_change_is_kept(services: Services) -> None:
    assert "Nobody has said what it costs" in say(services, "spend").text
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
    "words", ["spend 777 EUR and 40 hours, 30 for customers", "spend none", "spend no hours"]
)
def test_where_a_change_cannot_be_kept_nothing_is_changed(services: Services, words: str) -> None:
    say(services, "spend 12000 EUR and 160 hours, 120 for customers")
    before = say(services, "spend").text
    with services.posts.store.write() as connection:
        connection.execute(text("ALTER TABLE look RENAME TO away"))
    with pytest.raises(StoreError):
        say(services, words)
    assert say(services, "spend").text == before


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("spend 12,000 KWD", "could be 12 or 12000; write the one that is meant"),
        ("spend 1.200k EUR", "could be 1200 or 1200000"),
        ("spend $18,500.00", "stands for several currencies; write its three letters, like USD"),
        ("spend \u20ac500 USD", "'USD' is not EUR; write one of them"),
        ("spend 1,200 hours, 900 for customers", "could be 1.2 or 1200"),
        ("spend 0 EUR", "no amount"),
        ("spend 12000 money", "three letters"),
        ("spend 5 \ufb01x", "three letters"),
        ("spend 12000 EUR from november", "does not say its year; write it like 2026-10"),
        ("spend 12000", "an amount and its currency"),
        ("spend 160 hours", "How many of the 160 hours go to customers"),
        ("spend 160 h a week since 2026-09", "How many of the 160 hours go to customers"),
        ("spend 160 hours, many for customers", "no plain number"),
        ("spend 0.0000001 hours, 0 for customers", "no week's work"),
        ("spend 0.009 hours, 0 for customers", "0.01 or more"),
        ("spend 160 hours, 161 for customers", "more than the 160 paid"),
        ("spend 160 hours, 120 for customers from autumn", "write it like 2026-10"),
    ],
)
def test_what_is_no_cost_is_refused_with_what_to_say(
    services: Services, words: str, why: str
) -> None:
    with pytest.raises(AskError, match=why):
        say(services, words)


def test_only_leads_and_administrators_see_and_change_it(services: Services) -> None:
    for words in ("spend", "spend 12000 EUR", "spend none", "spend 9 hours, 8 for customers"):
        with pytest.raises(AskError, match="only leads and administrators"):
            say(services, words, "U2BOB")
