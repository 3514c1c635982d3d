"""The Home tab: the views, who sees which, and what is remembered."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.access import VIEWS, View, What
from bot.cards.guide import ADDRESS
from bot.commands.home import KPIS, freshness, home
from bot.commands.kpi import answer
from bot.digests.standup import NOW
from bot.services import Services
from bot.talk import Request
from metrics.question.query import Filter, Query
from metrics.tickets.records import Dimension
from sandbox.slack.rules import faults
from tests.bot import desk

ME = "U1"
MINE = "a24"
SET = {
    "DESKPULSE_AGENT_IDS": f"{ME} = {MINE}",
    "DESKPULSE_SLA": "frt 30m; resolution 14h business",
    "DESKPULSE_TARGETS": "frt 4h; frt email 1m",
}


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    folder = tmp_path_factory.mktemp("home")
    with desk.services(desk.settings(folder, **SET), tickets=20_000) as made:
        yield made


def asked(person: str = ME, words: str = "") -> Request:
    return Request(words=words, person=person, channel=person, team="T1")


def shown(services: Services, words: str, person: str = ME) -> str:
    """The tab as text; it is a view that Slack takes."""
    blocks = [dict(block) for block in home(asked(person, words), services)]
    assert faults({"type": "home", "blocks": blocks}) == []
    return json.dumps(blocks, ensure_ascii=False)


def buttons(services: Services, words: str) -> list[str]:
    """The phrases that the tab's buttons ask."""
    found: list[dict[str, Any]] = []
    for block in home(asked(ME, words), services):
        found += [block["accessory"]] if "accessory" in block else block.get("elements", ())
    return [b["value"] for b in found if str(b.get("action_id", "")).startswith("ask:")]


def test_trends_show_up_to_seven_measures_with_change_sample_and_target(
    services: Services,
) -> None:
    whole = shown(services, View.EXECUTIVE)
    phrases = buttons(services, View.EXECUTIVE)
    assert 5 <= len(phrases) <= 7
    assert [phrase.split()[0] for phrase in phrases] == [
        key for key in KPIS if key in {p.split()[0] for p in phrases}
    ]
    for said in ("12 weeks", "than the week before", "first replies", "Target at most 4h"):
        assert said in whole


@pytest.mark.parametrize("view", View)
def test_its_first_line_says_how_to_be_heard_in_a_channel(services: Services, view: View) -> None:
    assert ADDRESS in json.dumps(home(asked(ME, view), services)[1])
    assert shown(services, view).count("/kpi help") == 1


def test_the_queue_is_told_from_its_statement_to_its_oldest_tickets(services: Services) -> None:
    whole = shown(services, View.MANAGER)
    for said in (
        *("backlog ", "How old", "for our reply", "Breached ", "Oldest: "),
        *("over 30 days", "a promised reply or solution is overdue", "open tickets have no owner"),
    ):
        assert said in whole
    assert "agent/tickets/" in whole


def test_only_the_name_and_the_count_of_a_pile_stand_out(services: Services) -> None:
    pieces = [
        piece
        for block in home(asked(ME, View.MANAGER), services)
        if block["type"] == "rich_text"
        for piece in block["elements"][0]["elements"]
    ]
    bold = [each["text"] for each in pieces if each.get("style", {}).get("bold")]
    assert any(re.fullmatch(r"Breached \u00b7 [\d,]+ tickets?", text) for text in bold)
    assert any(re.fullmatch(r"Nobody's \u00b7 .* no owner", text) for text in bold)
    assert not any("overdue" in text or "listed" in text for text in bold)


def test_the_queue_is_headed_by_how_support_is_doing_and_a_line_a_measure(
    services: Services,
) -> None:
    blocks = home(asked(ME, View.MANAGER), services)
    first, lines, days = (json.dumps(block) for block in blocks[3:6])
    said = r"(of 7 measures needs? a look: |Nothing (stands|is|needs) |[\w, ]+ clearly better)"
    assert re.search(said, first)
    assert lines.count("\\n") == 6
    assert "*Next reply time* " in lines
    assert "; backlog now." in days
    assert first == json.dumps(home(asked(ME, View.EXECUTIVE), services)[3])


def test_what_heads_the_queue_is_the_core_set(tmp_path: Path) -> None:
    with desk.services(desk.settings(tmp_path, DESKPULSE_LEADS=ME), tickets=2_000) as made:
        words = "core next_reply volume backlog resolution reopen"
        answer(Request(words=words, person=ME, channel="D1"), made)
        (_, _, _, _, lines, *_) = home(asked(ME, View.MANAGER), made)
        told = re.findall(r"\*([A-Z][a-z ]+)\* ", str(lines["text"]["text"]))
    assert told == ["Next reply time", "Ticket volume", "Backlog", "Resolution time", "Reopen rate"]


def test_an_agents_own_queue_counts_only_what_is_theirs(services: Services) -> None:
    directory = services.asker.directory()
    whole = shown(services, View.AGENT)
    for key, label in (("backlog", "open ticket"), ("pending_reply", "of them wait")):
        query = Query(
            metric=key,
            period=NOW,
            where=(Filter(Dimension.AGENT, (MINE,)),),
        )
        n = services.asker.of_people().answer(query, desk.NOW).figure.n
        assert n > 0
        assert f"{n} {label}" in whole
    assert "Breaching soon" in whole
    assert "Customer satisfaction \u00b7 " in whole
    others = (name for id, name in directory.agents.items() if id != MINE)
    assert not any(f'"{name}"' in whole for name in others)


def test_a_look_at_ones_own_queue_is_kept_and_one_at_a_teams_is_not(services: Services) -> None:
    before = len(services.looks.since(0))
    shown(services, View.MANAGER)
    assert len(services.looks.since(0)) == before
    shown(services, View.AGENT)
    kept = services.looks.since(0)[before:]
    assert {look.person for look in kept} == {ME}
    assert [look.phrase.split()[0] for look in kept] == ["backlog", "csat"]


@pytest.mark.parametrize("view", View)
def test_every_button_asks_what_can_be_answered(services: Services, view: View) -> None:
    for phrase in buttons(services, view):
        assert answer(Request(words=phrase, person=ME, channel="D1"), services).text


def test_somebody_who_is_no_agent_says_there_who_they_are(services: Services) -> None:
    """Nobody is sent to have a setting edited."""
    whole = shown(services, View.AGENT, person="U9")
    assert "DESKPULSE_AGENT_IDS" not in whole
    assert "Say who you are" in whole
    assert f'"value": "i am agent {MINE}"' in whole


def test_what_somebody_says_of_themselves_waits_on_the_tab_until_it_is_confirmed(
    tmp_path: Path,
) -> None:
    chosen = desk.settings(tmp_path, DESKPULSE_ADMINS="U5")
    with desk.services(chosen, tickets=300) as made:
        name = made.asker.directory().agents["a2"]
        whole = shown(made, "i am agent a2", person="U9")
        assert "Waiting for " in whole
        assert "<@U5>" in whole
        assert name in whole
        assert "How my work was taken" not in whole
        assert "Waiting for " in shown(made, "", person="U9"), "the view stays chosen"
        claim = made.claims.of("U9")
        assert claim is not None
        answer(Request(words=f"confirm agent {claim.id}", person="U5", channel="U5"), made)
        assert "How my work was taken" in shown(made, "", person="U9")
        assert "Say who you are" in shown(made, "i am nobody", person="U9")


def test_why_it_cannot_be_so_stands_on_the_tab(services: Services) -> None:
    assert "The settings say already" in shown(services, f"i am agent {MINE}", person=ME)


def test_an_agent_the_helpdesk_does_not_know_is_said_to_be_unknown(tmp_path: Path) -> None:
    chosen = desk.settings(tmp_path, DESKPULSE_AGENT_IDS=f"{ME} = nobody")
    with desk.services(chosen, tickets=10) as made:
        assert "agent nobody, whom the helpdesk does not know" in shown(made, View.AGENT)


def test_a_view_is_remembered_for_each_person(services: Services) -> None:
    shown(services, View.MANAGER, person="U7")
    assert "for our reply" in shown(services, "", person="U7")
    assert "for our reply" not in shown(services, "", person="U8")


def test_who_never_chose_sees_what_is_usual_for_their_role(tmp_path: Path) -> None:
    with desk.services(desk.settings(tmp_path, DESKPULSE_LEADS="U5", **SET), tickets=300) as made:
        assert "for our reply" in shown(made, "", person="U5")
        assert "How my work was taken" in shown(made, "")
        assert "12 weeks" in shown(made, "", person="U6")


def test_a_view_is_shown_only_to_those_who_may_see_what_is_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = {**VIEWS, View.MANAGER: What.SPLIT}
    monkeypatch.setattr("bot.commands.home.VIEWS", wanted)
    with desk.services(desk.settings(tmp_path, DESKPULSE_LEADS="U5"), tickets=300) as made:
        assert "for leads" in shown(made, View.MANAGER)
        assert "How old" not in shown(made, View.MANAGER)
        assert "How old" in shown(made, View.MANAGER, person="U5")


def test_forms_are_offered_to_those_who_may_send_them(tmp_path: Path) -> None:
    chosen = desk.settings(tmp_path, DESKPULSE_LEADS=ME)
    with desk.services(chosen, tickets=50) as named:
        for person, offered in ((ME, True), ("U2", False)):
            tab = shown(named, View.EXECUTIVE, person)
            assert [name in tab for name in ("Schedule a digest", "Make an alert")] == [offered] * 2
            assert "Choose a question" in tab


@pytest.mark.parametrize("view", View)
def test_one_ticket_is_enough_for_every_view(tmp_path: Path, view: View) -> None:
    with desk.services(desk.settings(tmp_path, **SET), tickets=1) as made:
        assert shown(made, view)


@pytest.mark.parametrize("view", View)
def test_before_the_first_sync_every_view_says_so(tmp_path: Path, view: View) -> None:
    with desk.services(desk.settings(tmp_path), tickets=0) as made:
        whole = shown(made, view)
    assert "The first sync of your helpdesk has not begun." in whole
    assert "first sync is not finished" in whole


@pytest.mark.parametrize(
    ("view", "headed"), [("manager", "backlog"), ("agent", "How my work was taken")]
)
def test_what_is_old_is_headed_by_when_it_was(services: Services, view: str, headed: str) -> None:
    late = replace(services, now=lambda: desk.NOW + 3 * 86_400)
    told = shown(late, view)
    assert told.index("As of Tue 24 Nov 06:00") < told.index(headed)
    assert "I do not know yet how it stands now." in told
    assert "is not known yet: my data reach" not in told
    assert "I do not know yet" not in shown(services, view)


def test_freshness_is_said_in_words(tmp_path: Path) -> None:
    with desk.services(desk.settings(tmp_path), tickets=10) as made:
        assert "a minute ago" in freshness(made)
        assert "10 minutes ago" in freshness(replace(made, now=lambda: desk.NOW + 600))
        assert "5 hours ago" in freshness(replace(made, now=lambda: desk.NOW + 5 * 3600))


def test_what_is_left_to_set_up_is_shown_to_those_who_may_do_it(tmp_path: Path) -> None:
    chosen = desk.settings(tmp_path, DESKPULSE_LEADS=ME)
    with desk.services(chosen, tickets=50) as bare:
        mine, others = shown(bare, View.EXECUTIVE), shown(bare, View.EXECUTIVE, "U2")
        for step in (
            "Left to set up",
            "/kpi target frt email 4h",
            "Choose the few",
            "Let a digest",
        ):
            assert step in mine
            assert step not in others
        assert "Name leads" not in mine


def test_what_is_set_up_is_not_asked_for_again(tmp_path: Path) -> None:
    done = desk.settings(
        tmp_path,
        DESKPULSE_LEADS=ME,
        DESKPULSE_TARGETS="frt 4h",
    )
    with desk.services(done, tickets=50) as made:
        assert "Set a target" not in shown(made, View.EXECUTIVE)


def test_no_line_of_trends_ends_in_a_mark(services: Services) -> None:
    assert '\u00b7 "' not in shown(services, View.EXECUTIVE)
    assert '\u00b7"' not in shown(services, View.EXECUTIVE)
