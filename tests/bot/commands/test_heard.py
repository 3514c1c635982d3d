"""The bot's name, quotes and emoji are no hindrance; a mention of somebody is that agent."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.commands.heard import readable, with_agents, with_core
from bot.services import Services
from bot.talk import Request
from metrics.errors import AskError
from tests.bot import desk


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ("/kpi frt", "frt"),
        ("@deskpulse /kpi frt email", "frt email"),
        ("frt email @Deskpulse please", "frt email please"),
        ("deskpulse, frt", "frt"),
        ('note "deskpulse was down"', 'note "deskpulse was down"'),
        ("\u201cfrt email\u201d", "frt email"),
        ('"billing"', '"billing"'),
        ("frt \U0001f4e7", "frt email"),
        ("frt :email: last week", "frt email last week"),
        (":bar_chart: frt", "frt"),
        ("frt \U0001f44d", "frt \U0001f44d"),
        ("note a:b:c", "note a:b:c"),
    ],
)
def test_what_says_nothing_is_taken_away(words: str, read: str) -> None:
    assert readable(words) == read


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    chosen = desk.settings(tmp_path_factory.mktemp("heard"), DESKPULSE_AGENT_IDS="U0CARLA = 7")
    with desk.services(chosen, tickets=0) as made:
        yield made


@pytest.mark.parametrize(
    ("words", "people", "read"),
    [
        ("frt @U0CARLA", {}, 'frt agent "7"'),
        ("frt @carla last week", {"carla": "U0CARLA"}, 'frt agent "7" last week'),
        ("how is @carla doing", {"carla": "U0CARLA"}, 'how is agent "7" doing'),
        ("frt @bob", {"bob": "U0BOB"}, "frt @bob"),
        ("frt @bob", {}, "frt @bob"),
    ],
)
def test_a_mention_is_the_agent_that_somebody_is(
    words: str, people: dict[str, str], read: str, services: Services
) -> None:
    request = Request(words=words, person="U1", channel="C1", people=people)
    assert with_agents(request, services) == read


@pytest.mark.parametrize(
    ("words", "core"),
    [
        ("last week", True),
        ("today", True),
        ("chat", True),
        ("email last month", True),
        ("frt", False),
        ("by team", False),
        ("urgent", False),
        ("nonsense", False),
    ],
)
def test_a_period_or_a_channel_alone_brings_the_core_measures(
    words: str, core: bool, services: Services
) -> None:
    assert (with_core(words, services) != words) is core


def test_a_mention_of_who_is_no_agent_is_refused_and_not_passed_over(services: Services) -> None:
    request = Request(words="frt @U0NOBODY", person="U1", channel="C1")
    with pytest.raises(AskError, match="I do not know which agent"):
        with_agents(request, services)
