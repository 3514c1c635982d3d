"""Who leads support and who looks after the bot, found in Slack by the names people type."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cli.setup.notebook import Notebook
from bot.cli.setup.prompts import Prompts
from bot.cli.setup.slack_app import client
from bot.config import USER_GROUP, checks
from bot.slack.lookup import KnownPerson, Lookup, called
from bot.workspace import Standing
from metrics.near import near

LEADS, ADMINS = "DESKPULSE_LEADS", "DESKPULSE_ADMINS"
MOST_OF_A_NAME = 9
_NO_MEMBERS = {
    Standing.GUEST: "is a guest of this workspace",
    Standing.OUTSIDER: "is of another company",
    Standing.BOT: "is a bot",
}


def state(book: Notebook) -> str:
    """Who is named, in words; "" where nobody is."""
    leads, admins = (_ids(book.value(name)) for name in (LEADS, ADMINS))
    if not leads or not admins:
        return ""
    return f"{_many(len(leads), 'lead')}, {_many(len(admins), 'administrator')}"


def ask(book: Notebook) -> None:
    """Ask who they are, and write their ids down. Raises LaterError and SlackError."""
    prompts = book.prompts
    people = Lookup(client(book)).people()
    prompts.say(
        "Who leads the support team? Leads see figures by agent, and set targets, digests and "
        "alerts for all. Type e-mail addresses or @names, with commas between them."
    )
    leads = _named("Leads", _ids(book.value(LEADS)), people, prompts)
    book.keep({LEADS: ", ".join(leads)})
    prompts.say(
        "Who looks after Deskpulse? They may change what leads may change, and the first of them "
        "hears when something fails. They see figures by agent only if they are leads too."
    )
    before = _ids(book.value(ADMINS)) or leads
    admins = _named("Administrators", before, people, prompts)
    book.keep({ADMINS: ", ".join(admins)})


def zone_of_leads(book: Notebook) -> str:
    """The time zone that the first lead has in Slack; "" where that is not known."""
    leads = _ids(book.value(LEADS))
    zones = {one.id: one.zone for one in Lookup(client(book)).people()} if leads else {}
    return next((zones[id] for id in leads if zones.get(id)), "")


def _named(
    question: str, before: Sequence[str], people: Sequence[KnownPerson], prompts: Prompts
) -> list[str]:
    """The ids of those who are named."""
    names = {one.id: one.name for one in people}

    def check(answer: str) -> list[str]:
        words = [word.strip() for word in answer.split(",") if word.strip()]
        if not words:
            raise ValueError("Name one person at least.")
        return list(dict.fromkeys(_one(word, people, prompts) for word in words))

    default = ", ".join(names.get(id, id) for id in before)
    if any(len(called(names.get(id, id), people)) != 1 for id in before):
        default = ", ".join(before)  # by ids where names would mean several
    ids = prompts.text(question, check, default=default)
    prompts.say(f"{question}: {', '.join(names.get(id, id) for id in ids)}.")
    return ids


def _one(word: str, people: Sequence[KnownPerson], prompts: Prompts) -> str:
    """The id of the person whom a word means, or of a user group. Raises ValueError."""
    if word.startswith(USER_GROUP) and _is_id(word):
        return word
    found = called(word, people)
    members = [one for one in found if one.standing is Standing.MEMBER]
    if len(members) == 1:
        return members[0].id
    if not members:
        raise ValueError(_nobody(word, found, people))
    prompts.say(f"Several are called {word}:")
    shown = members[:MOST_OF_A_NAME]
    return shown[prompts.choose("Number", [_with_handle(one) for one in shown]) - 1].id


def _nobody(word: str, found: Sequence[KnownPerson], people: Sequence[KnownPerson]) -> str:
    """Why a word means no member."""
    if found:
        return f"{found[0].name} {_NO_MEMBERS[found[0].standing]}, so they cannot be named here."
    address = "@" in word[1:]
    if address and not any("@" in name for one in people for name in one.names):
        return (
            "Slack shows me no e-mail addresses, since the optional scope users:read.email was "
            "declined. Type the @name."
        )
    known = {name: one.name for one in people for name in one.names}
    most = 1 if address else 3  # addresses of one company are all alike
    close = near(word.lstrip("@").casefold(), known, most, 0.7)
    alike = dict.fromkeys(known[name] for name in close)
    hint = f"Did you mean {' or '.join(alike)}?" if alike else "Type the e-mail address or @name."
    return f"I find nobody called {word} in this workspace. {hint}"


def _with_handle(one: KnownPerson) -> str:
    others = sorted(name for name in one.names if name != one.name.casefold())
    return f"{one.name} ({', '.join(others)})" if others else one.name


def _ids(text: str) -> list[str]:
    return [id.strip() for id in text.split(",") if id.strip()]


def _is_id(word: str) -> bool:
    try:
        return bool(checks.slack_ids(word, USER_GROUP))
    except ValueError:
        return False


def _many(n: int, what: str) -> str:
    return f"{n} {what}{'' if n == 1 else 's'}"
