"""The Slack app: made from its manifest, with tokens that Slack takes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from bot.cli.setup.notebook import Notebook
from bot.cli.setup.prompts import LATER, LaterError
from bot.slack.checkup import look_at_app_token, look_at_bot_token
from bot.slack.connection import Client, client_of
from bot.slack.manifest import HTTP, ICON, SOCKET_MODE, creation_link
from bot.talk import Finding
from metrics.helpdesks.settings import web_address

BOT, APP, SECRET = "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"
API, USUAL_API = "SLACK_API_URL", "https://slack.com/api/"
_SECRET = re.compile(r"[0-9a-f]{32}")
_KINDS = {"xoxb-": "the bot token", "xapp-": "the app-level token"}
_PLACES = {
    "xoxb-": "under OAuth & Permissions, as Bot User OAuth Token",
    "xapp-": "under Basic Information, App-Level Tokens",
}


def state(book: Notebook) -> str:
    """What is set, in words; "" where something is missing."""
    if not book.value(BOT):
        return ""
    if book.value(APP):
        return "bot token and app-level token (Socket Mode)"
    return "bot token and signing secret (HTTP)" if book.value(SECRET) else ""


def client(book: Notebook) -> Client:
    """The client of the bot token. Raises LaterError where there is none yet."""
    if not book.value(BOT):
        book.prompts.wrong("This needs the Slack app: set that up first.")
        raise LaterError
    return _client(book, book.value(BOT))


def ask(book: Notebook) -> None:
    """Have the app made, and take its tokens. Raises LaterError."""
    prompts = book.prompts
    prompts.say("How shall Slack reach Deskpulse?")
    over_http = prompts.choose(
        "Number",
        [
            "Socket Mode: Deskpulse connects to Slack, and nothing of yours has to be reachable "
            "from the internet. Take this one if you are not sure.",
            "HTTP: Slack calls an https address of yours, which leads to Deskpulse.",
        ],
        2 if book.value(BOT) and not book.value(APP) and book.value(SECRET) else 1,
    )
    address = ""
    if over_http == 2:
        address = prompts.text("The address, such as https://kpi.acme.com", _https)
    _creation(book, address)
    _bot_token(book)
    _signing_secret(book, address) if address else _app_token(book)
    prompts.say(
        f"The app's picture is {ICON}: if you like, upload it under Basic Information, "
        "Display Information."
    )


def _creation(book: Notebook, address: str) -> None:
    """How the app is made, unless it was."""
    prompts = book.prompts
    if book.value(BOT) and not prompts.yes("Show how the app is made?", default=False):
        return
    file = HTTP if address else SOCKET_MODE
    prompts.say(
        "A page of Slack's makes the app, with everything filled in. Be signed in to Slack there; "
        "choose your workspace, press Next, then Create."
    )
    prompts.link(creation_link(book.value(API) or USUAL_API, address))
    prompts.say(
        "(If the page does not open: on Slack's app page choose Create New App, From a manifest, "
        f"and paste the text of {file}.)"
    )


def _bot_token(book: Notebook) -> None:
    prompts = book.prompts
    prompts.say("On the app's page open OAuth & Permissions, press Install, and allow it.")
    prompts.say("Then copy the Bot User OAuth Token. It begins with xoxb-.")

    def look(token: str) -> Iterable[Finding]:
        return look_at_bot_token(_client(book, token), book.now)

    _token(book, BOT, "xoxb-", look)


def _app_token(book: Notebook) -> None:
    prompts = book.prompts
    prompts.say(
        "On the app's page open Basic Information, App-Level Tokens, and press Generate Token and "
        "Scopes. Give it any name and the scope connections:write, and copy it. It begins with "
        "xapp-."
    )

    def look(token: str) -> Iterable[Finding]:
        yield look_at_app_token(client(book), token)

    _token(book, APP, "xapp-", look)


def _token(book: Notebook, name: str, start: str, look: Callable[[str], Iterable[Finding]]) -> None:
    """Ask for a token until Slack takes it, and write it down."""
    prompts, token = book.prompts, book.value(name)

    def check(text: str) -> str:
        other = next((kind for kind in _KINDS if kind != start and text.startswith(kind)), "")
        if other:
            raise ValueError(
                f"This is {_KINDS[other]}. Paste {_KINDS[start]} here: it stands {_PLACES[start]}."
            )
        if not text.startswith(start) or not text.isascii() or len(text.split()) != 1:
            raise ValueError(f"{_KINDS[start]} begins with {start}. It stands {_PLACES[start]}.")
        return text

    what = f"{_KINDS[start][4:].capitalize()} (what you paste stays hidden)"
    while True:
        token = prompts.text(what, check, default=token, hidden=True)
        first, *rest = look(token)
        well = prompts.report([first, *rest])
        if well or (not first.mend and _can_wait(book)):
            break
        prompts.say(f"Paste another one, press Enter once it is mended, or type {LATER}.")
    book.keep({name: token})


def _can_wait(book: Notebook) -> bool:
    """Whether what is to be mended of a token that Slack takes may wait."""
    options = ["I have mended it: look again.", "Go on all the same."]
    return book.prompts.choose("Number", options) == 2


def _signing_secret(book: Notebook, address: str) -> None:
    prompts = book.prompts
    prompts.say("Under Basic Information, App Credentials, press Show beside Signing Secret.")

    def check(text: str) -> str:
        if not _SECRET.fullmatch(text):
            raise ValueError("The signing secret has 32 characters, digits and the letters a to f.")
        return text

    default = book.value(SECRET)
    secret = prompts.text(
        "Signing secret (what you paste stays hidden)", check, default=default, hidden=True
    )
    # With an app-level token the bot would use Socket Mode, and Slack's calls find nobody.
    book.keep({SECRET: secret, APP: ""})
    prompts.say(
        "Whether it is right shows once Deskpulse runs: then open Event Subscriptions on the app's "
        f"page and let Slack verify {address.rstrip('/')}/slack/events."
    )


def _client(book: Notebook, token: str) -> Client:
    return client_of(token, book.value(API).rstrip("/") + "/" if book.value(API) else USUAL_API)


def _https(text: str) -> str:
    if not text.startswith("https://"):
        raise ValueError("Slack calls addresses that begin with https:// only.")
    return web_address(text).rstrip("/")
