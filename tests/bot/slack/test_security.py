"""Everybody tries every way in, in a Slack on this machine; the table of what each got is printed.

It must be the one that stands in docs/security.md. What nobody is named for has a table of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile
from pathlib import Path
from typing import Any

import pytest

from bot.access import NO_NAMES, NOBODY_NAMED, OWN_NAME, REFUSALS
from bot.admission import NOT_FOR_YOU
from bot.cards import blocks
from bot.cards.controls import BUILD, CORE_SET, PLAN, SPEND, UPLOAD, WATCH
from bot.cards.home import LABELS
from bot.commands import alerts
from bot.commands.checkup import NAMED as NAMED_CHECK
from bot.commands.checkup import UNNAMED as UNNAMED_CHECK
from bot.commands.forms import FORMS
from bot.commands.kpi import SIDE_COMMANDS
from bot.services import Services
from bot.slack import listeners
from bot.slack.connection import web_client
from bot.slack.uploads import SlackUploads
from bot.slack.workspace import SlackWorkspace
from bot.talk import Finding
from metrics.ask.work import find_tickets
from metrics.posting.alerts import Phase, Standing
from sandbox.slack.people import ANNA, BEN, CARLA, DEV, FINN, LEADS, PARTNERS, PIA, SUPPORT
from sandbox.slack.records import File, Message, View
from sandbox.slack.server import Running
from tests.bot import desk
from tests.bot.slack.talking import control, kept, reply
from tests.bot.slack.test_uploads import COSTS, given, uploaded

DOCUMENT = Path(__file__).parents[3] / "docs" / "security.md"
DAY_SECONDS = 86_400
NAMED = {
    "Partner": PIA.id,
    "Guest": FINN.id,
    "Member": DEV.id,
    "Agent": CARLA.id,
    "Lead": ANNA.id,
    "Administrator": BEN.id,
}
UNNAMED = {"Member": DEV.id, "Agent": CARLA.id, "Slack's own administrator": BEN.id}
PEOPLE = tuple(NAMED.values())
OUTSIDERS = {PIA.id: PARTNERS.id, FINN.id: SUPPORT.id}
"""Those who are none of us, and where each meets the bot."""
OWN = "a33"
"""Which agent of the helpdesk Carla is."""
NAME = re.compile(r"\ba\d{1,2}\b")
"""How agents are called here."""
NOTHING, TURNED_AWAY, FORM = "nothing", "turned away", "the form"


class Clock:
    """A clock that stands still until it is set."""

    now = desk.NOW

    def __call__(self) -> int:
        return self.now


@dataclass(frozen=True, kw_only=True)
class Town:
    """Who is there, and what there is to press, to reply to and to ask for again.

    `tickets` are the numbers of one that is open and of one that is solved; `buttons` has one for
    each form.
    """

    slack: Running
    services: Services
    clock: Clock
    card: Message
    buttons: Message
    receipt: str
    alert: str
    tickets: Mapping[str, str]
    turns: dict[str, int] = field(default_factory=dict)

    def said(self, person: str) -> list[Message]:
        """All that the bot has said where that person reads it, oldest first, but for files."""
        space, bot = self.slack.workspace, self.slack.workspace.bot.id
        read = {c.id for c in space.channels() if person in c.members} | {space.direct(person).id}
        found = space.messages(viewer=person)
        said = (m for m in found if m.author == bot and m.blocks)
        return [m for m in said if m.only_for == person or m.channel in read]

    def turn(self, person: str) -> int:
        """A number that no other act of this person has."""
        self.turns[person] = self.turns.get(person, 0) + 1
        return self.turns[person] + 100 * PEOPLE.index(person)


Act = Callable[[Town, str, str], object]


@dataclass(frozen=True, kw_only=True)
class Way:
    """A way in. `names`: it is told whose names are read. `opens`: what comes is no message.

    `addressed`: the bot is meant, so that who is none of us is told so. `done`: what an answer
    means, where it is something else than being told. `channel`: where else than in support.
    """

    title: str
    act: Act
    names: bool = False
    addressed: bool = True
    done: str = ""
    opens: bool = False
    channel: str = SUPPORT.id


def typed(words: str) -> Act:
    """Say a slash command; {} is a number of its own each time."""

    def act(town: Town, person: str, channel: str) -> None:
        hour = 1 + town.turn(person) % 23
        known = {"receipt": town.receipt, "alert": town.alert, **town.tickets}
        filled = words.format(**known, hour=hour, person=person)
        town.slack.command(person, channel, "/kpi", filled)

    return act


def mention(town: Town, person: str, channel: str) -> None:
    town.slack.say(person, channel, "@deskpulse frt last month")


def overheard(town: Town, person: str, channel: str) -> None:
    root = town.card.ts
    if channel != town.card.channel:
        root = town.slack.say(ANNA.id, channel, "What do you think?").ts
    town.slack.say(person, channel, "by team", thread_ts=root)


def button(town: Town, person: str, channel: str) -> None:
    town.slack.press(person, town.card, control(town.card, "Tickets"))


def menu(town: Town, person: str, channel: str) -> None:
    elements = (e for block in town.card.blocks for e in block.get("elements", ()))
    periods = next(each for each in elements if each.get("action_id") == "card:period")
    town.slack.press(person, town.card, "card:period", periods["options"][0]["value"])


def form(key: str) -> Act:
    """Open a form by its button."""

    def act(town: Town, person: str, channel: str) -> None:
        town.slack.workspace.views.close(person, everything=True)
        town.slack.press(person, town.buttons, key)

    return act


def sent(key: str, values: Callable[[Town, str], Mapping[str, Any]]) -> Act:
    """Send a form that somebody has opened who may."""

    def act(town: Town, person: str, channel: str) -> None:
        chosen = {name: {"choice": value} for name, value in values(town, person).items()}
        town.slack.submit(person, _opened_by_ben(town, key), chosen)

    return act


def _opened_by_ben(town: Town, key: str) -> View:
    views = town.slack.workspace.views
    form(key)(town, BEN.id, SUPPORT.id)
    town.slack.workspace.wait_for(lambda: views.stack(BEN.id))
    (view,) = views.stack(BEN.id)
    return view


def _plan(_town: Town, person: str) -> Mapping[str, Any]:
    time = f"{8 + PEOPLE.index(person):02}:30"
    days = {"digest": "weekly", "days": "weekly friday", "time": time, "zone": "utc"}
    return {**days, "channel": SUPPORT.id}


def _spend(_town: Town, person: str) -> Mapping[str, Any]:
    return {"amount": f"{1 + PEOPLE.index(person)}000", "currency": "EUR"}


def _file(town: Town, person: str) -> Mapping[str, Any]:
    return {"kind": "costs", "file": [given(town.slack, uploaded(town.slack, COSTS, owner=person))]}


def written(words: str, *, file: bool = False) -> Act:
    """Write to the bot alone, with a file or without."""

    def act(town: Town, person: str, channel: str) -> None:
        files = (uploaded(town.slack, COSTS, owner=person),) if file else ()
        town.slack.say(person, town.slack.workspace.direct(person).id, words, files=files)

    return act


def brought_in(town: Town, person: str, channel: str) -> None:
    """Say what the button below the preview of a file says."""
    id = uploaded(town.slack, COSTS, owner=person)
    town.slack.command(person, channel, "/kpi", f"import costs {id} now")


def home(town: Town, person: str, channel: str) -> None:
    town.slack.open_home(person)


FORM_TITLES = {
    BUILD: "a question",
    CORE_SET: "the core set",
    SPEND: "what support costs",
    UPLOAD: "a file to import",
    PLAN: "a schedule",
    WATCH: "an alert",
}
WAYS = (
    Way(title="Command: a figure", act=typed("frt last month")),
    Way(title="Mention: a figure", act=mention),
    Way(title="Plain reply under a card", act=overheard, addressed=False),
    Way(title="Button under a card: Tickets", act=button, names=True),
    Way(title="Menu under a card", act=menu),
    *(Way(title=f"Form, opened: {FORM_TITLES[key]}", act=form(key), opens=True) for key in FORMS),
    Way(title="Form, sent: a schedule", act=sent(PLAN, _plan), done="done"),
    Way(title="Form, sent: what support costs", act=sent(SPEND, _spend), done="done"),
    Way(title="Form, sent: a file, looked at", act=sent(UPLOAD, _file)),
    Way(title="Direct message: a figure", act=written("frt last month")),
    Way(title="Direct message: a list", act=written("frt last month list"), names=True),
    Way(title="Direct message: by agent", act=written("frt last month by agent")),
    Way(title="Direct message: a file, looked at", act=written("", file=True)),
    Way(title="File, brought in by the button", act=brought_in, done="done"),
    Way(title="Home tab", act=home, addressed=False),
    Way(title="Share of an answer", act=typed("share {receipt}")),
    Way(title="Receipt of an answer", act=typed("receipt {receipt}")),
    Way(title="List of what was measured", act=typed("frt last month list"), names=True),
    Way(title="File of what was measured", act=typed("frt last month csv"), names=True),
    Way(title="List of open work", act=typed("backlog list"), names=True),
    Way(title="File of open work", act=typed("backlog csv"), names=True),
    Way(title="Figures by agent", act=typed("frt last month by agent")),
    Way(
        title="By agent, in a channel for leads",
        act=typed("frt last month by agent"),
        channel=LEADS.id,
    ),
    Way(title="Figures of the agent", act=typed(f"frt last month agent {OWN}")),
    Way(title="Why", act=typed("volume last month why")),
    Way(title="Explain", act=typed("frt last month explain")),
    Way(title="Baseline", act=typed("baseline frt")),
    Way(title="Standup", act=typed("standup")),
    Way(title="Ticket that is open, by its number", act=typed("who has {open}")),
    Way(title="Ticket that is solved, by its number", act=typed("who has {solved}")),
    Way(title="Digest, previewed", act=typed("digest weekly")),
    *(
        Way(title=f"{word.capitalize()}: read", act=typed(word))
        for word in ("targets", "core", "schedules", "alerts", "notes", "sources", "delivery")
    ),
    Way(title="Spend: read", act=typed("spend")),
    Way(title="Import: how a file looks", act=typed("import costs")),
    Way(title="Set-up: checked", act=typed("setup")),
    Way(title="Target: changed", act=typed("target frt email {hour}h"), done="done"),
    Way(title="Core: changed", act=typed("core frt sla csat backlog fcr"), done="done"),
    Way(title="Schedule: changed", act=typed("schedule weekly monday {hour}:00"), done="done"),
    Way(title="Alert: changed", act=typed("alert frt above {hour}h"), done="done"),
    Way(title="Note: changed", act=typed('note "sale {person}"'), done="done"),
    Way(title="Spend: changed", act=typed("spend {hour}000 EUR"), done="done"),
    Way(title="Ticket: taken", act=typed("take {open}"), done="done"),
    Way(title="Ticket: given back", act=typed("give back {open}"), done="done"),
    Way(title="Alert: acknowledged", act=typed("alert ack {alert}"), done="done"),
    Way(title="Alert: put off", act=typed("alert snooze {alert} 1h"), done="done"),
    Way(title="In a channel shared with them: a figure", act=mention, channel=PARTNERS.id),
    Way(
        title="In a channel shared with them: a list",
        act=typed("frt last month list"),
        names=True,
        channel=PARTNERS.id,
    ),
    Way(
        title="In a channel shared with them: by agent",
        act=typed("frt last month by agent"),
        channel=PARTNERS.id,
    ),
)
PERSONAL = tuple(
    way
    for way in WAYS
    if way.names
    or way.done
    or way.opens
    or any(word in way.title for word in ("agent", "Set-up", "a file", "Spend"))
)
"""The ways for which it matters who is named."""
FORMS_OPENED = tuple(way.title for way in WAYS if way.opens)
HEARD = {
    "command(command.name)": ("Command: a figure",),
    'event("app_mention")': ("Mention: a figure",),
    'event("message")': ("Plain reply under a card", "Direct message: a figure"),
    "action(form.key)": FORMS_OPENED,
    "view(form.key)": ("Form, sent: a schedule", "Form, sent: a file, looked at"),
    'action(re.compile("^(ask|card|listing):"))': ("Button under a card: Tickets",),
    "action(CHOICE)": FORMS_OPENED,
    'action(re.compile(f"^{CHOOSE}"))': ("Home tab",),
    'action(re.compile(""))': (),
    'event("app_home_opened")': ("Home tab",),
}
"""All that the bot listens to, with the ways by which it is tried here."""


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def named() -> Mapping[str, str]:
    """Who leads and who administers, as the settings say it."""
    return {
        "DESKPULSE_LEADS": ANNA.id,
        "DESKPULSE_ADMINS": BEN.id,
        "DESKPULSE_LEAD_CHANNELS": LEADS.id,
    }


@pytest.fixture
def services(
    slack: Running, tmp_path: Path, clock: Clock, named: Mapping[str, str]
) -> Iterator[Services]:
    chosen = desk.settings(
        tmp_path,
        SLACK_API_URL=slack.api_url,
        SLACK_APP_TOKEN="xapp-sandbox",
        DESKPULSE_DIRECT_MESSAGES="yes",
        DESKPULSE_AGENT_IDS=f"{CARLA.id} = {OWN}",
        **named,
    )
    with desk.services(chosen, tickets=1000) as made:
        client = web_client(chosen)
        workspace = SlackWorkspace(client, clock)
        uploads = SlackUploads(client, workspace, slack.api_url)
        well = [Finding("All of it")]
        around = replace(made, now=clock, workspace=workspace, uploads=uploads)
        yield replace(around, examine=lambda: well)


@pytest.fixture
def town(connected: Running, services: Services, clock: Clock) -> Town:
    """A card and an alert that stand there; whoever is one of us is in each channel."""
    connected.workspace.settings.scopes |= {"im:history"}
    connected.workspace.settings.events |= {"message.im"}
    for channel in (SUPPORT.id, LEADS.id, PARTNERS.id):
        for person in set(PEOPLE) - set(OUTSIDERS):
            connected.workspace.join(channel, person)
    connected.command(ANNA.id, SUPPORT.id, "/kpi", "frt last month")
    card = reply(connected)
    connected.command(BEN.id, SUPPORT.id, "/kpi", "alert backlog above 5")
    connected.workspace.wait_for(services.alerts.all)
    # Its answer is not to be taken for one of those that follow.
    space = connected.workspace
    space.wait_for(lambda: any("Watching" in m.text for m in space.messages(viewer=BEN.id)))
    (watched,) = services.alerts.all()
    services.alerts.settle(watched, Standing(phase=Phase.FIRING, since_at=desk.NOW))
    kept(services, card.ts, 1)
    (receipt,) = services.posts.thread(SUPPORT.id, card.ts)
    return Town(
        slack=connected,
        services=services,
        clock=clock,
        card=card,
        buttons=_buttons(connected),
        receipt=receipt.id,
        alert=watched.alert.id,
        tickets=_tickets(services),
    )


def _buttons(slack: Running) -> Message:
    """A message with the button of each form."""
    row = blocks.actions([blocks.button(FORM_TITLES[key], key, key) for key in FORMS])
    space = slack.workspace
    draft = Message(channel=SUPPORT.id, ts="", author=space.bot.id, text="Forms", from_app=True)
    return space.post(replace(draft, blocks=(row,)))


def _tickets(services: Services) -> dict[str, str]:
    states = (find_tickets(services.asker, str(n), desk.NOW)[0] for n in range(1, 1000))
    numbers = {"open" if state.unsolved else "solved": state.id.id for state in states}
    assert len(numbers) == 2
    return numbers


def test_whatever_is_listened_to_or_asked_for_has_its_line() -> None:
    source = Path(listeners.__file__).read_text(encoding="utf-8")
    assert set(re.findall(r"@app\.(.+)", source)) == set(HEARD)
    titles = {way.title for way in WAYS}
    assert {title for each in HEARD.values() for title in each} <= titles
    first = {re.split("[:, ]", title.replace("-", "").casefold())[0] for title in titles}
    told = {word for word, each in SIDE_COMMANDS.items() if not each.bare} - set(alerts.REPLIES)
    assert {word for word in told if not {word, word.removesuffix("s")} & first} == set()


def test_everybody_gets_by_every_way_what_the_document_says(town: Town) -> None:
    compared("Way in", NAMED, WAYS, town)
    for person, channel in OUTSIDERS.items():
        assert {m.text for m in town.said(person) if m.only_for or m.channel != channel} == {
            NOT_FOR_YOU
        }


class TestNobodyIsNamed:
    """The same where the settings say of nobody that they lead or administer."""

    @pytest.fixture
    def named(self) -> Mapping[str, str]:
        return {}

    def test_everybody_gets_what_the_document_says(self, town: Town) -> None:
        compared("While nobody is named", UNNAMED, PERSONAL, town)


def compared(title: str, who: Mapping[str, str], ways: Sequence[Way], town: Town) -> None:
    """Let each try each way, print what came of it, and hold it to the document."""
    rows = [[way.title, *(got(town, way, person) for person in who.values())] for way in ways]
    heading = [title, *who]
    table = ["| " + " | ".join(row) + " |" for row in (heading, ["---"] * len(heading), *rows)]
    print("\n".join(table))  # noqa: T201  what is to stand in the document
    lines = DOCUMENT.read_text(encoding="utf-8").splitlines()
    starts = takewhile(lambda line: not line.startswith(f"| {title} |"), lines)
    assert list(takewhile(bool, lines[len(list(starts)) :])) == table


def got(town: Town, way: Way, person: str) -> str:
    """What somebody gets by a way, in the words of the document."""
    outsider = person in OUTSIDERS
    channel = OUTSIDERS[person] if outsider else way.channel
    # Each time on another day, since they are told once a day only.
    town.clock.now = desk.NOW + outsider * town.turn(person) * DAY_SECONDS
    before, looks = len(town.said(person)), len(town.services.looks.since(0))
    home_before, files = _hash(town, person), len(town.slack.workspace.shelf.all())
    way.act(town, person, channel)
    if outsider and not way.addressed:
        return _silent(town, person, before)
    space = town.slack.workspace
    space.wait_for(
        lambda: (
            len(town.said(person)) > before
            or (way.opens and space.views.stack(person))
            or _hash(town, person) != home_before
        )
    )
    answers = town.said(person)[before:]
    if not answers:
        return FORM if way.opens else _tab(town, person)
    kept = "kept" if town.services.looks.since(0)[looks:] else ""
    return ", ".join(filter(None, (*_described(town, way, answers[-1], files), kept)))


def _silent(town: Town, person: str, before: int) -> str:
    """Nothing came, not even once a question that came later is answered."""
    later = len(town.said(ANNA.id))
    town.slack.command(ANNA.id, SUPPORT.id, "/kpi", "define frt")
    town.slack.workspace.wait_for(lambda: len(town.said(ANNA.id)) > later)
    assert len(town.said(person)) == before
    assert town.slack.workspace.views.home(person) is None
    return NOTHING


def _hash(town: Town, person: str) -> str:
    view = town.slack.workspace.views.home(person)
    return view.hash if view else ""


def _tab(town: Town, person: str) -> str:
    view = town.slack.workspace.views.home(person)
    assert view is not None
    chosen = next(
        element["initial_option"]["value"]
        for block in view.payload["blocks"]
        for element in block.get("elements", ())
        if "initial_option" in element
    )
    return f'"{LABELS[chosen].partition(":")[0]}"'


def _described(town: Town, way: Way, answer: Message, files: int) -> Iterator[str]:
    """What an answer amounts to, and whose names are read in it and its file."""
    if answer.text.startswith(NOT_FOR_YOU):
        yield TURNED_AWAY
    elif answer.text.startswith((*REFUSALS.values(), NOBODY_NAMED, NAMED_CHECK, UNNAMED_CHECK)):
        yield "refused"
    else:
        alone = answer.only_for is not None or answer.channel.startswith("D")
        yield way.done or ("alone" if alone else "for all")
        if way.names:
            yield _names(answer, town.slack.workspace.shelf.all()[files:])


def _names(answer: Message, files: Sequence[File]) -> str:
    """Whose names stand in a list or a file, which says so where it leaves some out."""
    sheets = [file.content or b"" for file in files if file.name.endswith(".csv")]
    blocks = str(answer.blocks)
    found = set(NAME.findall(f"{blocks}{b''.join(sheets).decode()}"))
    said = "all owners" if len(found) > 1 else "own name" if found == {OWN} else "no owners"
    assert (NO_NAMES in blocks) is (said == "no owners")
    assert (OWN_NAME in blocks) is (said == "own name")
    return said
