"""What the bot says when it has no figures to give: what was meant, or what went wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from bot.cards import blocks
from bot.cards.blocks import Bold, Code
from bot.talk import (
    NO_ANSWER,
    RATE_LIMITED,
    STOPPING,
    UNREACHABLE,
    UPLOAD_FAILED,
    Audience,
    Block,
    Kind,
    Reply,
)
from metrics.errors import AskError

MOST_SUGGESTIONS = 5
LONGEST_QUOTE = 80


def suggestion(error: AskError) -> Reply:
    """Why a question has no answer, and what the person may have meant, one click away."""
    message, phrases = str(error), error.suggestions[:MOST_SUGGESTIONS]
    head: list[Block] = [blocks.section(message)]
    if phrases:
        buttons = (
            blocks.button(f"Ask {_by_names(phrase, error)}", f"ask:{number}", phrase)
            for number, phrase in enumerate(phrases)
        )
        head.append(blocks.actions(buttons))
    else:
        head.append(blocks.context(["/kpi help shows what can be asked."]))
    hint = (
        f" Try {' or '.join(f'/kpi {_by_names(phrase, error)}' for phrase in phrases)}."
        if phrases
        else ""
    )
    return replace(_private(f"{message}{hint}", head), kind=Kind.ADVICE)


def _by_names(phrase: str, error: AskError) -> str:
    """A phrase as people read it."""
    return " ".join(
        f"#{error.names.get(word[1:], word[1:])}" if word[:1] == "#" else word
        for word in phrase.split(" ")
    )


def human_word(sentence: str, phrases: tuple[str, ...] = ()) -> Reply:
    """What is said to who only talks, with phrases that lead on one click away."""
    buttons = [blocks.button(f"Ask {p}", f"ask:{n}", p) for n, p in enumerate(phrases)]
    head: list[Block] = [blocks.section(sentence)]
    if buttons:
        head.append(blocks.actions(buttons))
    hint = f" Such as: {', '.join(phrases)}." if phrases else ""
    return replace(_private(f"{sentence}{hint}", head), figures=True)


def unknown(title: str, why: str) -> Reply:
    """In place of a digest of which no figure is known."""
    sentence = f"I have no figures for it. {why}"
    head = (blocks.section(Bold(title), sentence),)
    return Reply(text=blocks.fallback(f"{title}: {sentence}"), head=head, figures=True)


def apology(reference: str, why: str = "") -> Reply:
    """For an error nobody foresaw, or `why`. The reference stands in the log beside the cause."""
    sentence = f"Something went wrong on my side, not yours. {why}".strip()
    hint = "Try again; if it stays, give your administrator this reference: "
    head: list[Block] = [blocks.section(sentence, (hint, Code(reference)))]
    return replace(_private(f"{sentence} {hint}{reference}", head), kind=Kind.FAILURE)


def busy() -> Reply:
    """For a question that would wait too long."""
    sentence = "I am answering many questions right now. Please ask again in a minute."
    return replace(_sentence(sentence), kind=Kind.BUSY)


def restarting() -> Reply:
    """For a question that could not be answered before the bot ends."""
    return _late("I am restarting. Please ask again in a minute.")


def away(words: str) -> Reply:
    """For a question that was asked so long ago that its answer may not be wanted any more."""
    return _late(f"I was away when you asked{_quote(words)}. Please ask again.")


def no_change() -> Reply:
    """For a reply below a card that asks for what the card shows."""
    return _sentence(
        "The card above shows that already. Reply with what should change, such as: by channel, "
        "last month, why."
    )


def interrupted(words: str) -> Reply:
    """For a question that was being answered when a copy of the bot came to its end."""
    return _late(
        f"I was interrupted while I worked on what you asked{_quote(words)}. Please ask again; if "
        "it was to change something, look first whether it has."
    )


def unsure(words: str) -> Reply:
    """For an answer that may have been posted when a copy of the bot came to its end."""
    return _late(
        f"I was interrupted while I posted the answer to what you asked{_quote(words)}. If it "
        "does not show, please ask again."
    )


def no_form(again: str) -> Reply:
    """For a form that Slack did not open in the three seconds that it allows."""
    return _sentence(f"The form did not open in time. {again}")


def form_unsure(again: str) -> Reply:
    """For a form of which nobody can tell whether it opened."""
    return _sentence(f"Slack did not say whether it opened the form. If none shows: {again}")


def no_file(code: str, *, maybe: bool = False) -> Reply:
    """For a file that did not arrive. `code` is Slack's word for why; `maybe`: it may have."""
    if maybe:
        sentence, hint = _PERHAPS_FILE
    else:
        sentence, hint = _NO_FILE.get(code, (f"Slack did not take the file: it said {code}.", _ASK))
    return _private(f"{sentence} {hint}", [blocks.section(sentence, hint)])


_ASK = "Ask again; if it stays, show this to whoever runs me."
_LATER = "Ask again in a minute."
_PERHAPS_FILE = (
    "I could not tell whether Slack brought you the file.",
    "Look at the messages from me; if it is not there in a minute, ask again.",
)
_UNALLOWED = (
    "Your workspace does not let files like this be uploaded.",
    "A Slack administrator can allow it.",
)
_BLOCKED = ("Slack did not let me write to you, so I could not bring the file.", _ASK)
_NO_FILE: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "missing_scope": (
            "I was installed without the right to bring files.",
            "An administrator can install me again and grant the scope files:write.",
        ),
        "file_uploads_disabled": _UNALLOWED,
        "file_uploads_except_images_disabled": _UNALLOWED,
        "storage_limit_reached": (
            "Your workspace has no room left for files.",
            "A Slack administrator can make some.",
        ),
        "cannot_dm_bot": _BLOCKED,
        "messages_tab_disabled": _BLOCKED,
        "user_disabled": _BLOCKED,
        RATE_LIMITED: ("Slack wants me to be slower with files right now.", _LATER),
        UNREACHABLE: ("Slack could not be reached, so the file did not go out.", _LATER),
        NO_ANSWER: ("Slack did not answer, so the file did not go out.", _LATER),
        UPLOAD_FAILED: ("Slack broke off while I brought the file.", _LATER),
        STOPPING: ("I am being restarted, so the file did not go out.", _LATER),
    }
)
"""What happened to a file, and what helps, by Slack's word or ours."""


def _quote(words: str) -> str:
    text = " ".join(words.split())
    return f' ("{text[:LONGEST_QUOTE]}")' if text else ""


def _late(sentence: str) -> Reply:
    return replace(_sentence(sentence), kind=Kind.LATE)


def _sentence(sentence: str) -> Reply:
    return _private(sentence, [blocks.section(sentence)])


def _private(text: str, head: list[Block]) -> Reply:
    return Reply(text=blocks.fallback(text), head=tuple(head), audience=Audience.ME)
