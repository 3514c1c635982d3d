from __future__ import annotations

from contextlib import closing

import httpx
import pytest

from bot.config import load
from metrics.helpdesks.settings import Keeping
from metrics.helpdesks.vendors import HELPDESKS
from metrics.helpdesks.web import Surroundings
from sandbox.desks import ALL, DESKS, vendors_of
from sandbox.year import Year, cast


def test_there_is_one_of_each_vendor() -> None:
    assert list(DESKS) == list(HELPDESKS)
    assert [desk.title for desk in DESKS.values()] == [each.title for each in HELPDESKS.values()]
    assert vendors_of(ALL) == tuple(DESKS)
    assert vendors_of("") == tuple(DESKS)[:1]


def test_everybody_is_in_one_team_where_all_run_at_once() -> None:
    members = sorted(number for desk in DESKS.values() for number in desk.members)
    assert len(members) == len(set(members))
    assert set(members) <= set(range(len(cast.AGENTS)))
    assert len({desk.team for desk in DESKS.values()}) == len(DESKS)


@pytest.mark.parametrize("vendor", DESKS)
def test_its_settings_are_those_of_the_vendor_and_open_it(
    vendor: str, monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    settings = DESKS[vendor].settings("http://127.0.0.1:1")
    assert set(settings) <= set(HELPDESKS[vendor].settings.variables())
    monkeypatch.chdir(str(tmp_path))
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    assert [(each.vendor, each.own.missing()) for each in load().helpdesks()] == [(vendor, None)]


def test_another_word_is_refused_with_those_there_are() -> None:
    with pytest.raises(ValueError, match=", ".join(DESKS)):
        vendors_of("abacus")


@pytest.mark.parametrize("vendor", DESKS)
def test_a_link_to_a_ticket_leads_to_a_page_of_it(vendor: str) -> None:
    year = Year.plan_until(1_795_600_800, tickets_per_weekday=1)
    plan = year.plans[5]
    door = DESKS[vendor].door(year, lambda: 1_795_600_800.0)
    door.start()
    try:
        address = f"http://127.0.0.1:{door.port}"
        kind = HELPDESKS[vendor]
        settings = kind.settings.model_validate(DESKS[vendor].settings(address))
        with closing(httpx.HTTPTransport()) as transport:
            desk = kind.connect(settings, Keeping(), Surroundings(transport=transport))
        link = desk.ticket_url(DESKS[vendor].ticket(plan.id))
        assert link.startswith(address)
        page = httpx.get(link)
        assert (page.status_code, f"Ticket {plan.id}" in page.text) == (200, True)
    finally:
        door.stop()
