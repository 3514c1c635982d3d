"""The helpdesks: which there are, and what opens them, by the words of their own settings."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial
from typing import Final

from pydantic import ValidationError

from bot.cli.doctor import look_at_helpdesk
from bot.cli.setup.notebook import Notebook
from bot.config import HelpdeskSettings, secret_names
from bot.config.account_values import read_model
from metrics.helpdesks.settings import SettingsError, VendorSettings, Way, problem
from metrics.helpdesks.vendor import AnyVendor
from metrics.helpdesks.vendors import HELPDESKS
from metrics.sources.needs import Need

EXAMPLE: Final = "acme"
"""The account in the examples of addresses, where each account has an address of its own."""
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,62}", re.IGNORECASE)


def connected(book: Notebook) -> Mapping[str, VendorSettings]:
    """The vendors of which an account is set as a whole, with what is set of it."""
    own = {key: _settings(vendor, book.values()) for key, vendor in HELPDESKS.items()}
    return {key: one for key, one in own.items() if one and one.addressed() and not one.missing()}


def state(book: Notebook) -> str:
    """What is set, in words; "" where nothing is."""
    names = [f"{HELPDESKS[key].title} ({own.url})" for key, own in connected(book).items()]
    further = book.value("DESKPULSE_SOURCES")
    return ", ".join([*names, *([f"further accounts: {further}"] if further else [])])


def tell_hours(book: Notebook) -> list[str]:
    """The helpdesks that tell office hours of their own."""
    vendors = [HELPDESKS[key] for key in connected(book)]
    return [vendor.title for vendor in vendors if Need.HOURS in vendor.supplies]


def ask(book: Notebook) -> None:
    """Have one or several connected. Raises LaterError."""
    vendors = list(HELPDESKS.values())
    book.prompts.say(
        "Which helpdesk do you use? If there are several, type their numbers with commas."
    )
    now = [str(number) for number, key in enumerate(HELPDESKS, 1) if key in connected(book)]
    chosen = book.prompts.several("Number", [vendor.title for vendor in vendors], ", ".join(now))
    for number in chosen:
        _connect(list(HELPDESKS)[number - 1], vendors[number - 1], book)


def _connect(key: str, vendor: AnyVendor, book: Notebook) -> None:
    """Ask for what opens an account until it does, and write that down."""
    prompts, model = book.prompts, vendor.settings
    prompts.heading(vendor.title)
    if vendor.guide:
        prompts.steps(vendor.guide.before(model.variable("url")))
    way = _way(model, book)
    given = {model.variable(field): book.value(model.variable(field)) for field in way.fields}
    all_ways = {model.variable(field) for each in model.ways() for field in each.fields}
    rest = {n: v for n, v in book.values().items() if n.removesuffix("_FILE") not in all_ways}
    while True:
        given = {name: _field(model, name, given[name], book) for name in given}
        own = read_model(model, {**rest, **given})
        if _opens(HelpdeskSettings("", key, "", "", own), book):
            break
    book.keep({**dict.fromkeys(all_ways - set(given), ""), **given})


def _way(model: type[VendorSettings], book: Notebook) -> Way:
    """How the account is opened."""
    first, *rest = ways = model.ways()
    if not rest:
        return first
    book.prompts.say("What will you use?")
    set_up = (all(map(book.value, map(model.variable, way.fields))) for way in ways)
    default = next((number for number, whole in enumerate(set_up, 1) if whole), 1)
    return ways[book.prompts.choose("Number", [way.words for way in ways], default) - 1]


def _field(model: type[VendorSettings], name: str, before: str, book: Notebook) -> str:
    """What somebody says a setting is, in its own words."""
    field = next(f for f in model.model_fields.values() if f.validation_alias == name)
    hidden, example = name in secret_names(model), str((field.examples or [""])[0])
    hint = "what you paste stays hidden" if hidden else f"such as {example}"
    book.prompts.say(str(field.description))
    check = partial(_checked, model, name, example)
    return book.prompts.text(f"{name} ({hint})", check, default=before, hidden=hidden)


def _checked(model: type[VendorSettings], name: str, example: str, answer: str) -> str:
    """An answer that such a setting may have. Raises ValueError with what to write."""
    text = _address(answer, example) if example.startswith("https://") else answer
    if not text:
        raise ValueError(f"Type it, such as {example}." if " " not in example else "Paste it here.")
    try:
        model.model_validate({name: text})
    except ValidationError as error:
        raise ValueError(f"This {problem(error)}. It looks like {example}") from None
    return text


def _address(text: str, example: str) -> str:
    """A whole address of what people say is one: without https://, or the account's name alone."""
    if _NAME.fullmatch(text) and EXAMPLE in example:
        return example.replace(EXAMPLE, text.lower())
    return text if "://" in text or "." not in text else f"https://{text}"


def _opens(source: HelpdeskSettings, book: Notebook) -> bool:
    """Whether the account may be written down: it answers, or somebody will mend it later."""
    prompts = book.prompts
    prompts.say("I am trying it now; this may take a minute.")
    while not prompts.report(look_at_helpdesk(source, book.now)):
        choice = prompts.choose(
            "Number",
            ["I have mended it there: try again.", "Ask me again.", "Go on all the same."],
            2,
        )
        if choice > 1:
            return choice == 3
    return True


def _settings(vendor: AnyVendor, values: Mapping[str, str]) -> VendorSettings | None:
    """What is set of a vendor's account; None where that makes no sense."""
    try:
        own: VendorSettings = read_model(vendor.settings, values)
    except SettingsError:
        return None
    return own
