"""/kpi."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.cards.help import suggestion
from bot.commands import COMMANDS
from bot.commands.kpi import SIDE_COMMANDS, answer
from bot.commands.overheard import answer_overheard
from bot.services import Services
from bot.slack.manifest import SOCKET_MODE
from bot.talk import Audience, Reply, Request
from metrics.catalogue import CATALOGUE
from metrics.errors import AskError, NotReadyError
from metrics.importing import bring
from metrics.imports import KINDS, CellContext
from sandbox.slack.rules import faults
from tests.bot import desk


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    with desk.services(desk.settings(tmp_path)) as made:
        yield made


def asked(words: str, thread: str | None = None) -> Request:
    return Request(words=words, person="U1", channel="C1", thread=thread)


@pytest.mark.parametrize("words", ["", "  ", "help", "HELP", "?", "list"])
def test_without_a_question_the_asker_gets_help_alone(services: Services, words: str) -> None:
    reply = answer(asked(words), services)
    assert reply.audience is Audience.ME
    assert "What you can ask" in reply.text


def test_a_plain_question_is_answered_and_tells_in_which_words_it_was_taken(
    services: Services,
) -> None:
    reply = answer(asked("How are we doing on email?"), services)
    assert reply.audience is Audience.ME
    assert "Taken as /kpi digest weekly on email." in json.dumps(reply.head[0])


def test_people_are_not_ranked(services: Services) -> None:
    with pytest.raises(AskError, match="I do not rank people") as refused:
        answer(asked("who is the slowest agent?"), services)
    for phrase in refused.value.suggestions:
        answer(asked(phrase), services)


def test_an_answer_is_for_the_channel(services: Services) -> None:
    assert answer(asked("frt last week"), services).audience is Audience.CHANNEL


def test_an_answer_asked_for_in_a_thread_stays_there(services: Services) -> None:
    assert answer(asked("frt last week", "1.5"), services).audience is Audience.THREAD


def test_answers_are_private_where_so_set(tmp_path: Path) -> None:
    with desk.services(desk.settings(tmp_path, DESKPULSE_ANSWERS="private")) as private:
        assert answer(asked("frt last week"), private).audience is Audience.ME


EARLY = (
    *("frt", "frt list", "frt csv", "why frt", "explain frt", "baseline frt"),
    *("standup", "digest weekly"),
)


@pytest.mark.parametrize("words", EARLY)
def test_what_is_not_read_yet_says_what_it_waits_for(tmp_path: Path, words: str) -> None:
    with (
        desk.services(desk.settings(tmp_path), tickets=0) as empty,
        pytest.raises(NotReadyError, match="first sync of your helpdesk has not begun"),
    ):
        answer(asked(words), empty)


@pytest.mark.parametrize("words", EARLY)
def test_without_a_helpdesk_it_is_said_who_can_connect_one(tmp_path: Path, words: str) -> None:
    alone = desk.settings(tmp_path, ZENDESK_URL="")
    with (
        desk.services(alone, tickets=0) as empty,
        pytest.raises(NotReadyError, match="No helpdesk is connected") as told,
    ):
        answer(asked(words), empty)
    assert "Whoever runs Deskpulse connects one with ZENDESK_URL" in str(told.value)
    assert "again" not in str(told.value)


def test_without_a_helpdesk_what_comes_from_files_is_answered(tmp_path: Path) -> None:
    alone = desk.settings(tmp_path, ZENDESK_URL="")
    with desk.services(alone, tickets=0) as services:
        data = b"ended_at,talk_seconds\n2026-11-17T10:00,60\n"
        around = CellContext(ZoneInfo("UTC"), desk.NOW)
        bring(services.asker.store, KINDS["handling"], BytesIO(data), around, dry_run=False)
        assert "1 contact" in answer(asked("aht last week"), services).text


def test_the_manifest_has_every_command_with_its_usage() -> None:
    manifest = yaml.safe_load(SOCKET_MODE.read_text())
    told = {c["command"]: c["usage_hint"] for c in manifest["features"]["slash_commands"]}
    assert told == {name: command.usage for name, command in COMMANDS.items()}


ODD = (
    *("<@U9>", "<@U9|ann>", "<!channel>", "<!here|here>", "<!subteam^S9>", "<#C9|x>", "@channel"),
    *(
        "1 < 2",
        "<",
        "&lt;!channel&gt;",
        "<https://x.example|here>",
        "*a*",
        "_b_",
        "~c~",
        "`d`",
        "```e```",
        ">f",
    ),
    *("\U0001f468\u200d\U0001f469", "\U0001f642", ":tada:", "\u0645\u0631\u062d\u0628\u0627"),
    *(
        "\u202e",
        "\u05d0\u05d1",
        "\x00",
        "\ufeff",
        "\n",
        '"',
        "\u201c",
        "'",
        "..",
        ",",
        "#1",
        "%s",
        "{0}",
    ),
)
SAID = (
    *(
        "frt",
        "csat",
        "backlog",
        "oldest",
        "email",
        "chat",
        "team",
        "by",
        "by team",
        "vs",
        "vs chat",
    ),
    *("last week", "july", "q3", "p90", "business", "list", "worst 10", "csv", "why", "explain"),
    *("and", "weekly", "monday 9:00", "here", "email 4h", "not in baseline", "remove 1", "above 5"),
)
OURS = re.compile(r"<(@U1|#C1|!date\^[^<>]+)>")
"""What the bot itself says so: the one who asks, this channel, an instant."""
words = st.lists(
    st.sampled_from(("", *SIDE_COMMANDS))
    | st.sampled_from(ODD)
    | st.sampled_from(SAID)
    | st.text(),
    max_size=8,
).map(" ".join)
long = st.sampled_from((*ODD, "x", "frt ", "emial ", "by team ")).map(lambda piece: piece * 3000)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], list[Reply]]]:
    """What words are told: in a channel, and under a card with and without a mention.

    What was noted, planned and set stays for the next words.
    """
    with desk.services(desk.settings(tmp_path_factory.mktemp("busy"))) as made:
        receipt = answer(asked("frt last week"), made).receipt
        assert receipt
        made.posts.place("C1", "1.5", None, receipt)
        under = replace(asked("", "1.5"), reply=True)

        def told(words: str) -> list[Reply]:
            mentioned = replace(under, words=words)
            answers = [said(each, made) for each in (asked(words), mentioned)]
            return [*answers, *overheard(mentioned, made)]

        yield told


def overheard(request: Request, services: Services) -> list[Reply]:
    """What is told of a reply to nobody, if anything is."""
    try:
        reply = answer_overheard(request, services)
    except AskError as error:
        return [suggestion(error)]
    return [reply] if reply else []


def said(request: Request, services: Services) -> Reply:
    """What is told, be it an answer or how to ask."""
    try:
        return answer(request, services)
    except AskError as error:
        return suggestion(error)


def is_safe(reply: Reply) -> None:
    """Slack takes it, and nothing that was typed pings anybody or leads anywhere."""
    blocks = [*reply.head, *reply.tail]
    if reply.listing:
        blocks += [reply.listing.native, reply.listing.lines]
    for block in blocks:
        assert faults({"text": reply.text, "blocks": [block]}) == []
    for text in (reply.text, *marked(blocks)):
        assert "<" not in OURS.sub("", text)
    whole = json.dumps(blocks)
    assert '"user_id": "U9"' not in whole
    assert '"broadcast"' not in whole


def marked(value: object) -> Iterator[str]:
    """Every text in which Slack reads marks, mentions and links."""
    if isinstance(value, Mapping):
        if value.get("type") == "mrkdwn":
            yield value["text"]
        value = list(value.values())
    if isinstance(value, list | tuple):
        for each in value:
            yield from marked(each)


whatever = given(
    words
    | st.builds("{} {}".format, st.sampled_from(sorted(SIDE_COMMANDS)), words)
    | words.map('note "{}" today'.format)
)


@whatever
@settings(deadline=None, max_examples=50)
def test_whatever_is_said_is_answered_and_pings_nobody(
    told: Callable[[str], list[Reply]], words: str
) -> None:
    for reply in told(words):
        is_safe(reply)


@pytest.mark.thorough
@whatever
@settings(deadline=None, max_examples=1000)
def test_whatever_is_said_for_long_is_answered_and_pings_nobody(
    told: Callable[[str], list[Reply]], words: str
) -> None:
    for reply in told(words):
        is_safe(reply)


@given(st.sampled_from(("", *SIDE_COMMANDS)), long)
@settings(deadline=None, max_examples=25)
def test_three_thousand_characters_are_answered_too(
    told: Callable[[str], list[Reply]], first: str, rest: str
) -> None:
    for reply in told(f"{first} {rest}"[:3000]):
        is_safe(reply)


def test_what_a_reply_says_is_overheard(told: Callable[[str], list[Reply]]) -> None:
    assert len(told("only email")) == 3
    assert len(told("thanks!")) == 2


@pytest.mark.parametrize("text", ["<!here>", "<@U9>", "<https://x.example|here>", "1 < 2"])
def test_what_pings_or_leads_elsewhere_would_be_seen(text: str) -> None:
    with pytest.raises(AssertionError):
        is_safe(Reply(text=text))
    with pytest.raises(AssertionError):
        is_safe(
            Reply(text="x", head=({"type": "section", "text": {"type": "mrkdwn", "text": text}},))
        )


def test_how_a_number_was_made_is_told_to_the_asker_alone(services: Services) -> None:
    shown = answer(asked("frt last week"), services)
    typed = answer(asked("frt last week how"), services)
    assert typed.audience is Audience.ME
    assert CATALOGUE["frt"].definition in str(typed.head)
    clicked = answer(asked(f"made {shown.receipt}"), services)
    assert clicked.head == typed.head
    assert f"receipt {shown.receipt}" in str(clicked.tail)
