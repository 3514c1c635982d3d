"""`deskpulse setup`: a guided first run, against stand-ins over real sockets."""

from __future__ import annotations

import io
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

import pytest
from dotenv import dotenv_values
from rich.console import Console

from bot.cli import setup
from bot.cli.setup.prompts import Prompts
from bot.config import SettingsError, load
from bot.deliveries import schedules
from metrics.helpdesks.vendors import HELPDESKS
from sandbox import desks
from sandbox.desks import DESKS
from sandbox.helpdesks import zendesk
from sandbox.slack.people import ANNA, BEN, BOT, CARLA, GENERAL
from sandbox.slack.records import Trouble
from sandbox.slack.server import Running
from sandbox.slack.settings import by_manifest
from sandbox.slack.workspace import Workspace
from tests.bot import desk
from tests.bot.cli.pseudo_terminal import CTRL_C, PseudoTerminal

Answer: TypeAlias = str | BaseException | Callable[[], str]
"""What is typed; how somebody ends it; or what happens before something is typed."""

SOCKET = ("Number [Enter: 1]", "1")
ANOTHER_TOKEN = "xoxb-another"
HIDDEN = {"Bot token", "App-level token", "Signing secret"}


@dataclass
class Typist:
    """Answers the questions one by one, each of which must hold some words."""

    answers: list[tuple[str, Answer]]
    screen: io.StringIO
    links: list[str]
    hidden: list[str]

    def __call__(self, prompt: str, *, hidden: bool) -> str:
        self.screen.write(f"{prompt}\n")
        assert self.answers, f"{prompt} has no answer:\n{self.screen.getvalue()}"
        words, answer = self.answers.pop(0)
        assert words in prompt, f"{prompt} is not {words}:\n{self.screen.getvalue()}"
        self.hidden += [prompt] if hidden else []
        if isinstance(answer, BaseException):
            raise answer
        return answer if isinstance(answer, str) else answer()

    def browse(self, link: str) -> bool:
        self.links.append(link)
        return True


def guided(*answers: tuple[str, Answer]) -> tuple[int, str, Typist]:
    """One run: its exit code, the screen, and who typed."""
    screen = io.StringIO()
    typist = Typist(list(answers), screen, [], [])
    prompts = Prompts(Console(file=screen, width=500), typist, typist.browse)
    code = setup.run(prompts, lambda: int(time.time()))
    assert typist.answers == [], screen.getvalue()
    return code, screen.getvalue(), typist


@pytest.fixture
def slack() -> Iterator[Running]:
    with Running(Workspace(by_manifest(optional=True))) as running:
        yield running


@pytest.fixture(scope="module")
def addresses() -> Iterator[Mapping[str, str]]:
    with desks.running(DESKS, time.time, 1) as all_of_them:
        yield {vendor: each.address for vendor, each in all_of_them.items()}


@pytest.fixture(autouse=True)
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """A working folder of its own, and nothing set but where the stand-in of Slack is."""
    for name in ("DATABASE_URL", "DESKPULSE_SETTINGS", *desk.TOKENS):
        monkeypatch.delenv(name, raising=False)
    if "slack" in request.fixturenames:
        running: Running = request.getfixturevalue("slack")
        monkeypatch.setenv("SLACK_API_URL", running.api_url)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def file(folder: Path) -> Mapping[str, str | None]:
    return dotenv_values(folder / "deskpulse.env")


def write(folder: Path, **values: str) -> None:
    """A settings file with everything in it, but for what is given as nothing."""
    complete = {
        "SLACK_BOT_TOKEN": "xoxb-sandbox",
        "SLACK_APP_TOKEN": "xapp-sandbox",
        "ZENDESK_URL": "https://acme.zendesk.com",
        "ZENDESK_OAUTH_TOKEN": "t",
        "DESKPULSE_LEADS": ANNA.id,
        "DESKPULSE_ADMINS": BEN.id,
        "DESKPULSE_TIMEZONE": "Europe/Berlin",
        "DESKPULSE_DIGESTS": "#C0SUPPORT weekly monday 09:00 Europe/Berlin",
        **values,
    }
    lines = (f"{name}={text}\n" for name, text in complete.items() if text)
    (folder / "deskpulse.env").write_text("".join(lines))


TOKENS: tuple[tuple[str, Answer], ...] = (
    SOCKET,
    ("in a browser", "y"),
    ("Bot token", "xoxb-sandbox"),
    ("App-level token", "xapp-sandbox"),
)
LATER: tuple[str, Answer] = ("", "later")
NO_SLACK = [LATER] * 2
"""What is left without a bot token: two things need none."""
NO_MORE = [LATER] * 4
"""What is left once there is one."""


def test_a_whole_first_run_writes_settings_that_load(
    slack: Running, addresses: Mapping[str, str], folder: Path
) -> None:
    code, screen, typist = guided(
        *TOKENS,
        ("Number", "1"),
        ("Number", "2"),
        ("ZENDESK_URL", addresses["zendesk"]),
        ("ZENDESK_EMAIL", zendesk.EMAIL),
        ("ZENDESK_API_TOKEN", zendesk.TOKEN),
        ("Leads", "@anna"),
        ("Administrators [Enter: Anna Keller]", "ben@lumen-support.example"),
        ("Time zone", ""),
        ("Office hours [Enter: helpdesk]", ""),
        ("to a channel each week?", "y"),
        ("Channel [Enter: #support]", ""),
        ("When, in the time of Europe/Berlin", ""),
    )
    assert code == 0
    assert "Everything that is needed is set." in screen
    assert file(folder) == {
        "SLACK_BOT_TOKEN": "xoxb-sandbox",
        "SLACK_APP_TOKEN": "xapp-sandbox",
        "ZENDESK_URL": addresses["zendesk"],
        "ZENDESK_EMAIL": zendesk.EMAIL,
        "ZENDESK_API_TOKEN": zendesk.TOKEN,
        "DESKPULSE_LEADS": ANNA.id,
        "DESKPULSE_ADMINS": BEN.id,
        "DESKPULSE_TIMEZONE": "Europe/Berlin",
        "DESKPULSE_DIGESTS": "#C0SUPPORT weekly monday 09:00 Europe/Berlin",
    }
    assert (folder / "deskpulse.env").stat().st_mode & 0o777 == 0o600
    assert load().all_schedules().desk  # the helpdesk's own hours hold
    assert [link.partition("?")[0] for link in typist.links] == [f"{slack.url}/apps"]
    assert len(typist.hidden) == 3
    for secret in ("xoxb-sandbox", "xapp-sandbox", f" {zendesk.TOKEN}"):
        assert secret not in screen


def test_the_digest_that_was_set_up_is_scheduled(slack: Running, folder: Path) -> None:
    write(folder, DESKPULSE_DIGESTS="")
    guided(
        ("to a channel each week?", ""),
        ("Channel", "C0LEADS"),
        ("When", "tuesday 8:30"),
        ("What do you want to change", ""),
    )
    with desk.services(load()) as services:
        schedules.keep_settings(services)
        (one,) = services.schedules.all()
    assert (one.digest, one.channel) == ("weekly", "C0LEADS")
    assert one.rule == "weekly tuesday 08:30 Europe/Berlin"


def test_a_time_that_is_none_is_asked_for_again_with_an_example(
    slack: Running, folder: Path
) -> None:
    write(folder, DESKPULSE_DIGESTS="")
    _, screen, _ = guided(
        ("to a channel each week?", ""),
        ("Channel", "C0LEADS"),
        ("When", "teatime"),
        ("When", ""),
        ("What do you want to change", ""),
    )
    assert "Type a day of the week and a time, such as monday 09:00." in screen
    assert "Without it" not in screen


@pytest.mark.parametrize(
    ("pasted", "told"),
    [
        (
            "xapp-sandbox",
            "This is the app-level token. Paste the bot token here: it stands under OAuth",
        ),
        ("sandbox", "The bot token begins with xoxb-."),
        ("xoxb-sand box", "The bot token begins with xoxb-."),
        ("", "The bot token begins with xoxb-."),
        ("xoxb-wrong", "Slack said invalid_auth (it does not know this token)"),
    ],
)
def test_a_bot_token_that_is_none_is_told_and_asked_for_again(
    slack: Running, folder: Path, pasted: str, told: str
) -> None:
    _, screen, _ = guided(
        SOCKET, ("in a browser", "y"), ("Bot token", pasted), ("Bot token", "later"), *NO_SLACK
    )
    assert told in screen
    assert file(folder) == {}


def test_what_comes_along_when_a_token_is_copied_is_left_out(slack: Running, folder: Path) -> None:
    quoted = ("Bot token", ' "xoxb-sandbox"\t')
    guided(SOCKET, ("in a browser", "y"), quoted, ("App-level", "later"), *NO_MORE)
    assert file(folder) == {"SLACK_BOT_TOKEN": "xoxb-sandbox"}


def test_a_revoked_token_is_told_and_tried_again_with_enter(slack: Running, folder: Path) -> None:
    revoked = Trouble(status=200, body={"ok": False, "error": "token_revoked"})
    slack.workspace.journal.script("auth.test", revoked)
    _, screen, _ = guided(*TOKENS[:3], ("Bot token", ""), ("App-level", KeyboardInterrupt()))
    assert "token_revoked (the token was revoked, or the app taken out of the workspace)" in screen
    assert file(folder) == {"SLACK_BOT_TOKEN": "xoxb-sandbox"}


def test_an_app_token_of_another_app_is_not_taken(slack: Running, folder: Path) -> None:
    slack.workspace.settings.app_token = "xapp-1-A0OTHER-17-abc"
    other = ("App-level", "xapp-1-A0OTHER-17-abc")
    _, screen, _ = guided(*TOKENS[:3], other, ("App-level", "later"), *NO_MORE)
    assert "copy both from one app" in screen
    assert "SLACK_APP_TOKEN" not in file(folder)


def test_a_scope_that_lacks_may_wait_or_be_mended(slack: Running, folder: Path) -> None:
    whole = slack.workspace.settings.scopes
    slack.workspace.settings.scopes -= {"app_mentions:read"}

    def grant() -> str:
        slack.workspace.settings.scopes = whole
        return ""

    _, screen, _ = guided(
        *TOKENS[:3],
        ("Number", "1"),
        ("Bot token", grant),
        ("App-level token", "xapp-sandbox"),
        *NO_MORE,
    )
    assert screen.count("Add app_mentions:read and install the app again.") == 1
    slack.workspace.settings.scopes -= {"app_mentions:read"}
    (folder / "deskpulse.env").unlink()
    _, screen, _ = guided(*TOKENS[:3], ("Number", "2"), TOKENS[3], *NO_MORE)
    assert file(folder)["SLACK_BOT_TOKEN"] == "xoxb-sandbox"


def test_a_slack_that_is_away_keeps_nothing_and_loses_nothing(slack: Running, folder: Path) -> None:
    slack.stop()
    _, screen, _ = guided(*TOKENS[:3], ("Bot token", "later"), *NO_SLACK)
    assert "Slack cannot be reached" in screen
    assert file(folder) == {}


def test_over_http_the_manifest_has_the_address_and_the_secret_takes_the_tokens_place(
    slack: Running, folder: Path
) -> None:
    write(folder)
    code, screen, typist = guided(
        ("What do you want to change", "1"),
        ("Number", "2"),
        ("The address", "http://kpi.acme.com"),
        ("The address", "https://kpi.acme.com/"),
        ("Show how", "y"),
        ("in a browser", "y"),
        ("Bot token", ""),
        ("Signing secret", "too short"),
        ("Signing secret", "0123456789abcdef" * 2),
        ("What do you want to change", ""),
    )
    assert code == 0
    assert "https%3A%2F%2Fkpi.acme.com%2Fslack%2Fevents" in typist.links[0]
    assert "Slack verify https://kpi.acme.com/slack/events" in screen
    assert file(folder)["SLACK_SIGNING_SECRET"] == "0123456789abcdef" * 2
    assert "SLACK_APP_TOKEN" not in file(folder)


@pytest.mark.parametrize("vendor", DESKS)
def test_every_helpdesk_is_connected_by_what_its_own_settings_ask(
    slack: Running, addresses: Mapping[str, str], folder: Path, vendor: str
) -> None:
    week = "mon-fri 09:00-17:00"
    write(folder, ZENDESK_URL="", ZENDESK_OAUTH_TOKEN="", DESKPULSE_BUSINESS_HOURS=week)
    model, right = HELPDESKS[vendor].settings, DESKS[vendor].settings(addresses[vendor])
    way = model.ways()[-1]
    names = [model.variable(field) for field in way.fields]
    which: list[tuple[str, Answer]] = [("Number", str(list(HELPDESKS).index(vendor) + 1))]
    if len(model.ways()) > 1:
        which.append(("Number", str(len(model.ways()))))
    code, screen, _ = guided(
        *which, *((name, right[name]) for name in names), ("What do you want to change", "")
    )
    assert code == 0
    assert "the account answers" in screen
    assert {name: file(folder)[name] for name in names} == {name: right[name] for name in names}


@pytest.mark.parametrize("vendor", HELPDESKS)
def test_every_helpdesks_guide_begins_with_what_is_done_there(vendor: str) -> None:
    own = HELPDESKS[vendor]
    assert own.guide
    steps = own.guide.before(own.settings.variable("url"))
    assert steps
    asked = {own.settings.variable(f) for way in own.settings.ways() for f in way.fields}
    assert [name for name in sorted(asked) if any(f"`{name}`" in step for step in steps)] == []
    for way in own.settings.ways():
        example = {own.settings.variable(field): "set" for field in way.fields}
        example[own.settings.variable("url")] = "https://desk.example"
        assert own.settings.model_validate(example).missing() is None


def test_a_wrong_subdomain_is_told_and_what_was_typed_is_offered_again(
    slack: Running, addresses: Mapping[str, str], folder: Path
) -> None:
    write(folder, ZENDESK_URL="", ZENDESK_OAUTH_TOKEN="")
    wrong = addresses["pylon"]
    code, screen, _ = guided(
        ("Number", "1"),
        ("Number", "2"),
        ("ZENDESK_URL", "acme desk"),
        ("ZENDESK_URL", wrong),  # something answers there, and is another helpdesk
        ("ZENDESK_EMAIL", zendesk.EMAIL),
        ("ZENDESK_API_TOKEN", zendesk.TOKEN),
        ("Number [Enter: 2]", "1"),
        ("Number [Enter: 2]", ""),
        (
            f"ZENDESK_URL (such as https://acme.zendesk.com) [Enter: {wrong}]",
            addresses["zendesk"],
        ),
        (f"[Enter: {zendesk.EMAIL}]", ""),
        ("[Enter: the one from before]", ""),
        ("What do you want to change", ""),
    )
    assert code == 0
    assert "This is no web address. It looks like https://acme.zendesk.com" in screen
    assert screen.count("mend Zendesk") == 2


def test_an_account_is_understood_by_its_name_alone() -> None:
    from bot.cli.setup.helpdesks import _address

    example = "https://acme.zendesk.com"
    assert _address("Lumen", example) == "https://lumen.zendesk.com"
    assert _address("lumen.zendesk.com", example) == "https://lumen.zendesk.com"
    assert _address("https://x.zendesk.com/agent", example) == "https://x.zendesk.com/agent"
    assert _address("lumen", "https://api.intercom.io") == "lumen"


def test_another_way_in_takes_the_first_ones_place(
    slack: Running, addresses: Mapping[str, str], folder: Path
) -> None:
    write(folder, ZENDESK_URL=addresses["zendesk"], ZENDESK_OAUTH_TOKEN="canary")
    guided(
        ("What do you want to change", "2"),
        ("Number [Enter: 1]", ""),
        ("Number", "2"),
        ("ZENDESK_URL", ""),
        ("ZENDESK_EMAIL", zendesk.EMAIL),
        ("ZENDESK_API_TOKEN", zendesk.TOKEN),
        ("What do you want to change", ""),
    )
    assert "ZENDESK_OAUTH_TOKEN" not in file(folder)
    assert file(folder)["ZENDESK_API_TOKEN"] == zendesk.TOKEN


def test_people_who_cannot_be_named_are_told_why(slack: Running, folder: Path) -> None:
    for id in ("U0KIM1", "U0KIM2"):
        slack.workspace.keep_person(replace(CARLA, id=id, name=id.casefold(), real_name="Kim"))
    write(folder, DESKPULSE_LEADS="", DESKPULSE_ADMINS="")
    _, screen, _ = guided(
        ("Leads", ""),
        ("Leads", "@ana"),
        ("Leads", "anna@lumen-suport.example"),
        ("Leads", "finn"),
        ("Leads", "pia"),
        ("Leads", "@deskpulse"),
        ("Leads", "Kim, @anna, S045EF6GH"),
        ("Number", "2"),
        ("Administrators", ""),
        ("What do you want to change", ""),
    )
    for sentence in (
        "Name one person at least.",
        "I find nobody called @ana in this workspace. Did you mean Anna Keller?",
        "I find nobody called anna@lumen-suport.example in this workspace. Did you mean Anna",
        "Finn Larsen is a guest of this workspace",
        "Pia Novak is of another company",
        "Deskpulse is a bot",
        "Several are called Kim:",
    ):
        assert sentence in screen
    assert file(folder)["DESKPULSE_LEADS"] == "U0KIM2, U0ANNA, S045EF6GH"
    assert file(folder)["DESKPULSE_ADMINS"] == file(folder)["DESKPULSE_LEADS"]
    load()


def test_where_addresses_may_not_be_seen_that_is_said(slack: Running, folder: Path) -> None:
    slack.workspace.settings.scopes -= {"users:read.email"}
    write(folder, DESKPULSE_LEADS="", DESKPULSE_ADMINS="")
    _, screen, _ = guided(("Leads", "anna@lumen-support.example"), LATER, LATER)
    assert "the optional scope users:read.email was declined. Type the @name." in screen


def test_zones_hours_and_holidays_that_are_none_are_told(slack: Running, folder: Path) -> None:
    write(folder, DESKPULSE_TIMEZONE="", DESKPULSE_LEADS=CARLA.id)
    _, screen, _ = guided(
        ("[Enter: America/New_York]", "Europe/Berln"),
        ("Time zone", "CET"),
        ("Time zone", "Middle Earth"),
        ("Time zone", "new york"),
        ("Time zone", "america/new york"),
        ("Office hours", "always"),
        ("Office hours", "mon-thu 08:00-18:00; fri 08:00-15:00"),
        ("Holidays [Enter: none]", "Narnia"),
        ("Holidays [Enter: none]", "mon-fri 09:00-17:00"),
        ("Holidays", "US, 2026-12-24"),
        ("What do you want to change", "4"),
        ("[Enter: America/New_York]", ""),
        ("[Enter: mon-thu 08:00-18:00; fri 08:00-15:00]", ""),
        ("Holidays [Enter: US, 2026-12-24]", "none"),
        ("What do you want to change", ""),
    )
    assert "Europe/Berln is no time zone that I know. Did you mean Europe/Berlin" in screen
    assert "Did you mean Europe/Berlin or Europe/Paris?" in screen
    assert "Type it as in Europe/Berlin." in screen
    assert "Did you mean America/New_York?" in screen
    assert "Narnia" in screen
    assert 'No public holidays are known for "mon"' in screen
    assert file(folder)["DESKPULSE_TIMEZONE"] == "America/New_York"
    assert file(folder)["DESKPULSE_BUSINESS_HOURS"] == "mon-thu 08:00-18:00; fri 08:00-15:00"
    assert "DESKPULSE_HOLIDAYS" not in file(folder)


def test_a_channel_that_cannot_be_posted_to_is_told_and_an_invitation_helps(
    slack: Running, folder: Path
) -> None:
    write(folder, DESKPULSE_DIGESTS="")

    def invite() -> str:
        slack.workspace.join(GENERAL.id, BOT.id)
        return "#general"

    _, screen, _ = guided(
        ("to a channel each week?", "perhaps"),
        ("to a channel each week?", "y"),
        ("Channel", "#suport"),
        ("Channel", "#secret-plans"),
        ("Channel", "#acme-partners"),
        ("Channel", "#general"),
        ("Channel", invite),
        ("When", "mondy 9:00"),
        ("When", ""),
        ("What do you want to change", ""),
    )
    for sentence in (
        "Type y for yes or n for no.",
        "I see no channel #suport. Did you mean #support?",
        "I see no channel #secret-plans. If it is a private one, write /invite @deskpulse there",
        "Another company reads #acme-partners, so nothing is posted there by itself.",
        "I am not in #general yet. Write /invite @deskpulse there in Slack",
        "Did you mean monday?",
        "The weekly digest comes to #general: monday 09:00 Europe/Berlin.",
    ):
        assert sentence in screen
    assert file(folder)["DESKPULSE_DIGESTS"] == "#C0GENERAL weekly monday 09:00 Europe/Berlin"


def test_a_channel_is_known_by_its_link_too_and_a_second_digest_stands_beside(
    slack: Running, folder: Path
) -> None:
    write(folder)
    guided(
        ("What do you want to change", "5"),
        ("to a channel each week?", "y"),
        ("Channel", "https://lumen.slack.com/archives/C0LEADS/p17"),
        ("When", "friday 15:00"),
        ("Number", "1"),
        ("What do you want to change", ""),
    )
    assert load().digest_entries() == (
        "#C0SUPPORT weekly monday 09:00 Europe/Berlin",
        "#C0LEADS weekly friday 15:00 Europe/Berlin",
    )


def test_a_second_run_asks_only_what_is_missing(slack: Running, folder: Path) -> None:
    write(folder, DESKPULSE_TIMEZONE="")
    code, screen, _ = guided(
        ("Time zone", ""), ("Office hours", ""), ("What do you want to change", "")
    )
    assert code == 0
    assert "1  Slack app: bot token and app-level token (Socket Mode)" in screen
    assert "2  Helpdesk: Zendesk (https://acme.zendesk.com)" in screen
    assert "3  People: 1 lead, 1 administrator" in screen
    assert "4  Time zone and office hours: not set yet" in screen
    assert "xoxb-sandbox" not in screen


def test_a_second_run_of_which_nothing_is_wanted_changes_nothing(
    slack: Running, folder: Path
) -> None:
    write(folder)
    before = (folder / "deskpulse.env").read_text()
    wrong = ("What do you want to change", "9")
    code, screen, _ = guided(wrong, ("What do you want to change", ""))
    assert code == 0
    assert "Type a number from 1 to 5, or press Enter to end." in screen
    assert (folder / "deskpulse.env").read_text() == before


def test_ctrl_c_loses_nothing_that_was_checked(slack: Running, folder: Path) -> None:
    code, screen, _ = guided(*TOKENS, ("Number", KeyboardInterrupt()))
    assert code == setup.STOPPED
    assert "Stopped. What was checked stands in" in screen
    assert set(file(folder)) == {"SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"}
    code, screen, _ = guided(("Number [or later]", EOFError()))
    assert code == setup.STOPPED
    assert "Stopped. Nothing was written; `deskpulse setup` asks again." in screen


def test_where_nothing_was_written_that_is_said_and_no_empty_file_is_left(
    slack: Running, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, screen, _ = guided(("Number [Enter: 1]", "yes"), ("in a browser", KeyboardInterrupt()))
    assert code == setup.STOPPED
    assert "Stopped. Nothing was written;" in screen
    assert guided(LATER, *NO_SLACK)[0] == 1
    assert list(folder.iterdir()) == []
    monkeypatch.setenv("DESKPULSE_SETTINGS", "own.env")
    _, screen, _ = guided(LATER, *NO_SLACK)
    assert "which is no file" not in screen
    assert list(folder.iterdir()) == []


def test_each_answer_about_hours_stands_in_the_file_once_it_was_checked(
    slack: Running, folder: Path
) -> None:
    write(folder, DESKPULSE_TIMEZONE="")

    def stopping_after(*names: str) -> str:
        assert {"DESKPULSE_TIMEZONE", "DESKPULSE_BUSINESS_HOURS"} & set(file(folder)) == set(names)
        return "later" if len(names) > 1 else "mon-thu 08:00-18:00"

    guided(
        ("Time zone", "Europe/Paris"),
        ("Office hours", lambda: stopping_after("DESKPULSE_TIMEZONE")),
        ("Holidays", lambda: stopping_after("DESKPULSE_TIMEZONE", "DESKPULSE_BUSINESS_HOURS")),
        ("What do you want to change", ""),
    )


def test_hours_that_no_helpdesk_tells_are_asked_again_where_only_the_zone_was_said(
    slack: Running, folder: Path
) -> None:
    of_pylon = {"ZENDESK_URL": "", "ZENDESK_OAUTH_TOKEN": "", "PYLON_API_TOKEN": "t"}
    of_pylon |= {"PYLON_URL": "https://api.usepylon.com", "PYLON_ACCOUNT": "any"}
    write(folder, **of_pylon, DESKPULSE_TIMEZONE="Europe/Paris")
    code, screen, _ = guided(
        ("Time zone, such as Europe/Berlin [Enter: Europe/Paris]", ""),
        ("Office hours", "mon-thu 08:00-18:00"),
        ("Holidays", ""),
        ("What do you want to change", ""),
    )
    assert code == 0
    assert "4  Time zone and office hours: not set yet" in screen
    assert file(folder)["DESKPULSE_BUSINESS_HOURS"] == "mon-thu 08:00-18:00"


def test_what_is_left_for_later_is_named_at_the_end(slack: Running, folder: Path) -> None:
    code, screen, _ = guided(LATER, *NO_SLACK)
    assert code == 1
    assert "This needs the Slack app: set that up first." in screen
    assert "Slack app; Helpdesk. Then run `deskpulse setup` again." in screen


def test_a_mistake_elsewhere_in_the_file_is_told(slack: Running, folder: Path) -> None:
    write(folder, DESKPULSE_SYNC_MINUTE="5")
    code, screen, _ = guided(("What do you want to change", ""))
    assert code == 1
    assert "DESKPULSE_SYNC_MINUTE is no setting. Did you mean DESKPULSE_SYNC_MINUTES?" in screen


def test_what_the_environment_says_is_told_to_come_first(
    slack: Running, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder)
    monkeypatch.setenv("DESKPULSE_TIMEZONE", "Asia/Tokyo")
    _, screen, _ = guided(
        ("What do you want to change", "4"),
        ("[Enter: Asia/Tokyo]", "Europe/Paris"),
        ("Office hours", ""),
        ("What do you want to change", ""),
    )
    assert "DESKPULSE_TIMEZONE is set in the environment, which takes precedence" in screen


def test_a_mounted_secret_stays_where_it_is_until_another_one_is_pasted(
    slack: Running, folder: Path
) -> None:
    (folder / "secret").write_text("xoxb-sandbox\n")
    write(folder, SLACK_BOT_TOKEN="", SLACK_BOT_TOKEN_FILE="secret")
    change: tuple[str, Answer] = ("What do you want to change", "1")
    rest = (("App-level token", ""), ("What do you want to change", ""))
    guided(change, SOCKET, ("Show how", ""), ("Bot token", ""), *rest)
    assert file(folder)["SLACK_BOT_TOKEN_FILE"] == "secret"
    slack.workspace.settings.bot_token = ANOTHER_TOKEN
    guided(change, SOCKET, ("Show how", ""), ("Bot token", ANOTHER_TOKEN), *rest)
    assert "SLACK_BOT_TOKEN_FILE" not in file(folder)
    assert load().slack().get_secret_value() == ANOTHER_TOKEN


def test_a_file_that_cannot_be_written_is_told_before_anything_is_asked(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DESKPULSE_SETTINGS", str(folder / "nowhere" / "deskpulse.env"))
    with pytest.raises(SettingsError, match="cannot be written: No such file"):
        guided()


def test_in_a_real_terminal_nothing_secret_is_shown_and_ctrl_c_stops(
    slack: Running, folder: Path
) -> None:
    (folder / "deskpulse.env").write_text("# kept by Anna\nDESKPULSE_TARGETS=frt email 4h\n")
    place = {"SLACK_API_URL": slack.api_url}
    with PseudoTerminal("setup", folder=folder, environment=place) as terminal:
        terminal.answer("Number [Enter: 1]:", "")
        terminal.answer("in a browser", "n")
        terminal.wait_for("/apps?new_app=1&manifest_yaml=_metadata")
        terminal.answer("stays hidden) [or later]: ", "xapp-sandbox")
        terminal.answer("stays hidden) [or later]: ", "xoxb-sandbox")
        terminal.wait_for("App-level token (what you paste")
        terminal.answer("stays hidden) [or later]: ", "xapp-sandbox")
        terminal.wait_for("2 of 5: Helpdesk")
        terminal.wait_for("Number [or later]: ")
        terminal.press(CTRL_C)
        assert terminal.end() == setup.STOPPED
    assert "This is the app-level token" in terminal.shown
    assert "Stopped. What was checked stands in" in terminal.shown
    assert "xoxb-sandbox" not in terminal.shown
    assert "xapp-sandbox" not in terminal.shown
    assert "Traceback" not in terminal.shown
    assert (folder / "deskpulse.env").read_text() == (
        "# kept by Anna\nDESKPULSE_TARGETS=frt email 4h\n"
        "SLACK_BOT_TOKEN=xoxb-sandbox\nSLACK_APP_TOKEN=xapp-sandbox\n"
    )


def test_without_a_terminal_it_says_what_is_needed(folder: Path) -> None:
    line = [sys.executable, "-c", "from bot.cli import main; main()", "setup"]
    ran = subprocess.run(
        line, check=False, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True
    )
    assert ran.returncode == 2
    assert ran.stderr.startswith("This asks questions, so it needs a terminal")
    assert list(folder.iterdir()) == []
