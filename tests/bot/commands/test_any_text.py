"""Whatever a person types ends in an answer or in a sentence that they can act on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from bot.commands.kpi import SIDE_COMMANDS, answer
from bot.commands.overheard import answer_overheard
from bot.grammar.parsing import LONGEST
from bot.services import Services
from bot.talk import Reply, Request
from metrics.catalogue import CATALOGUE
from metrics.errors import AskError
from tests.bot import desk
from tests.bot.alerts.desk import alert

WORDS = (
    *(
        *sorted(SIDE_COMMANDS),
        *CATALOGUE,
        "by",
        "vs",
        "and",
        ",",
        "team",
        "agent",
        "category",
        "tier",
        "email",
    ),
    *("last", "week", "month", "days", "since", "up", "to", "..", "1", "31", "feb", "2026", "w53"),
    *("99999999", "30m", "4h", "99999999999999999999999999h", "1e400", "-5", "150%", "p0", "p90"),
    *("list", "csv", "why", "explain", "worst", "above", "below", "every", "for", "checks", "min"),
    *("remind", "quiet", "22:00-07:00", "clear", "#support", "monday", "25:00", "daily", "none"),
    *(
        '"',
        "'",
        '"billing outage"',
        "\0",
        "\ud800",
        "\u202e",
        "٣",
        "²",
        "🙂",
        "<@U1>",
        "&lt;",
        "re:",
    ),
    *("Asia/Kolkata", "Mars/Phobos", "spike", "growing", "breaching", "drift", "snooze", "off"),
)
phrases = st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join)
texts = st.text(max_size=60) | phrases | st.tuples(phrases, st.text(max_size=20)).map(" ".join)
HUGE = (
    "9" * LONGEST,
    "frt " + "1h" * 990,
    '"' * LONGEST,
    "a " * 990,
    "frt by " * 280,
    "\0" * 900,
    "\ud800\0",
)


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    with desk.services(desk.settings(tmp_path_factory.mktemp("any")), tickets=40) as made:
        yield made


def sentence(request: Request, services: Services) -> str:
    """What the person reads: the answer in short, or why there is none."""
    try:
        return answer(request, services).text
    except AskError as error:
        return str(error)


def ends(words: str, services: Services) -> None:
    request = Request(words=words, person="U1", channel="C1")
    said = sentence(request, services)
    assert said
    assert len(said) < 4000
    reply = replace(request, thread="1.5", reply=True)
    with suppress(AskError):
        answer_overheard(reply, services)


@given(texts)
@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_text_ends_in_an_answer_or_a_sentence(services: Services, words: str) -> None:
    ends(words, services)


@pytest.mark.thorough
@given(texts)
@settings(max_examples=1000, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_of_many_texts_ends_in_one(services: Services, words: str) -> None:
    ends(words, services)


@pytest.mark.parametrize("command", ["", *sorted(SIDE_COMMANDS)])
@pytest.mark.parametrize("much", HUGE, ids=range(len(HUGE)))
def test_so_does_as_much_as_slack_carries(services: Services, command: str, much: str) -> None:
    ends(f"{command} {much}".strip(), services)
    ends(f"{command} {much}"[:LONGEST], services)


@pytest.mark.parametrize(
    "words",
    [
        "target frt 99999999999999999999999999h",
        f"target frt {'9' * 400}h",
        "target volume 99999999999",
        "alert frt today above 99999999999999999999999999h",
        "alert volume today above 1e400",
        "alert breaching 99999999999999h",
        "alert frt above 4h remind 9999999999d",
        "alert spike 999999999999x",
    ],
)
def test_no_amount_beyond_all_bounds_is_kept(services: Services, words: str) -> None:
    with pytest.raises(AskError):
        answer(Request(words=words, person="U1", channel="C1"), services)


def test_what_an_older_version_took_stops_no_card_and_no_list(services: Services) -> None:
    with services.asker.store.write() as connection:
        for value in (3.6e30, 1e308):
            connection.execute(
                text(
                    "INSERT INTO target (metric, value, since_at, set_by) "
                    "VALUES ('frt', :value, 0, 'U9')"
                ),
                {"value": value},
            )
    services.alerts.make(alert(id="aaaaaaaa", value=3.6e30, clear=3.6e30))
    services.alerts.make(alert(id="bbbbbbbb", value=14400.0, clear=12600.0))
    for words in ("frt", "targets", "frt vs target", "digest weekly", "alert aaaaaaaa"):
        assert said(words, services).text
    listed = str(said("alerts", services).head)
    assert "alert delete aaaaaaaa" in listed
    assert "alert delete bbbbbbbb" in listed
    assert "First response time" in str(said("targets", services).head)
    removed = said("target frt none", services)
    assert "Target removed" in removed.text


def said(words: str, services: Services) -> Reply:
    return answer(Request(words=words, person="U1", channel="C1"), services)
