"""Block Kit as plain JSON: text is escaped in one place, and Slack's limits are held by cutting."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeAlias

from bot.talk import Block

ELLIPSIS = "\u2026"
HEADER_LIMIT = 150
SECTION_LIMIT = 3000
FIELD_LIMIT = 300
CONTEXT_LIMIT = 350  # a line; the lines of one block stay below 3000 together
BUTTON_LIMIT = 75
OPTION_LIMIT = 75
OPTION_VALUE_LIMIT = 150
VALUE_LIMIT = 2000
ID_LIMIT = 255
ALT_LIMIT = 2000
FALLBACK_LIMIT = 2000  # Ephemeral text is refused above about 4000 bytes.
MOST_FIELDS = 10
MOST_LINES = 8
MOST_BUTTONS = 25
MOST_OPTIONS = 100
MOST_OVERFLOW = 5

_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
# Slack knows no backslash escape, so a name's own formatting characters are shown by look-alikes.
_LOOKALIKES = str.maketrans({"*": "\u2217", "~": "\u223c", "`": "'"})
# Between letters it marks nothing: "backlog_growth" stays as it can be typed.
_SLANT = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
_CHANNEL = re.compile("[CG][A-Z0-9]{1,30}")
_PERSON = re.compile("[UW][A-Z0-9]{1,30}")
# Marks that turn the writing direction: a name must not turn the rest of the card.
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f]")


@dataclass(frozen=True, slots=True)
class Bold:
    """Text to be shown bold."""

    text: str


@dataclass(frozen=True, slots=True)
class Code:
    """Text to be shown as code, such as a phrase to type."""

    text: str


@dataclass(frozen=True, slots=True)
class PersonMention:
    """Somebody in Slack by their id, shown by the name they have there."""

    id: str


@dataclass(frozen=True, slots=True)
class ChannelMention:
    """A channel in Slack by its id, shown by the name it has there."""

    id: str


def place(id: str) -> ChannelMention | str:
    """Where something is posted; a direct message has an id that says nothing to anybody."""
    return ChannelMention(id) if id[:1] in {"C", "G"} else "a direct message"


Text: TypeAlias = str | Bold | Code | PersonMention | ChannelMention
Line: TypeAlias = Text | tuple[Text, ...]


def _unformatted(text: str) -> str:
    """Text without any character that Slack would format by."""
    return _SLANT.sub("\u02cd", text.translate(_LOOKALIKES))


def escaped(text: str) -> str:
    """Make text harmless in mrkdwn and plain_text: the three characters Slack reads as commands."""
    return "".join(_ENTITIES.get(character, character) for character in text)


def one_line(text: str) -> str:
    """Text without line breaks, tabs, control characters and marks that turn the direction."""
    spaced = re.sub(r"\s+", " ", _DIRECTION.sub("", text))
    return "".join(c for c in spaced if unicodedata.category(c) != "Cc")


def cut(text: str, limit: int) -> str:
    """Raw text of which the escaped form is at most `limit` long, with an ellipsis if cut."""
    if len(escaped(text)) <= limit:
        return text
    end, room = 0, limit - len(ELLIPSIS)
    for character in text:
        room -= len(_ENTITIES.get(character, character))
        if room < 0:
            break
        end += 1
    while end and _joins(text[end]):
        end -= 1
    return text[:end].rstrip() + ELLIPSIS if limit >= 1 else ""


def _joins(character: str) -> bool:
    """Whether a character belongs to the one before it: an accent, a joiner, a variant."""
    return bool(unicodedata.combining(character)) or character in "\u200d\ufe0f\ufe0e"


def markup(lines: Iterable[Line], limit: int = SECTION_LIMIT) -> str:
    """Lines of pieces as mrkdwn. A piece is text and never markup, whatever it contains."""
    parts: list[str] = []
    room = limit
    for number, line in enumerate(lines):
        if room < len("\n*&amp;*"):
            break
        pieces = line if isinstance(line, tuple) else (line,)
        for piece in ("\n", *pieces) if number else pieces:
            text = piece if piece == "\n" else _piece(piece, room)
            parts.append(text if len(text) <= room else "")
            room -= len(parts[-1])
    return "".join(parts)


def _piece(piece: Text, room: int) -> str:
    match piece:
        case Bold(text):
            # Slack ignores a star beside a space: the space goes behind it.
            gap = " " if text.endswith(" ") else ""
            return _wrap("*", _unformatted(text), room - len(gap)) + gap
        case Code(text):
            return _wrap("`", text.replace("`", "'"), room)
        case PersonMention(id) if _PERSON.fullmatch(id):
            return f"<@{id}>"
        case ChannelMention(id) if _CHANNEL.fullmatch(id):
            return f"<#{id}>"
        case PersonMention(id) | ChannelMention(id):
            return escaped(cut(one_line(_unformatted(id)), room))
        case str(text):
            return escaped(cut(one_line(_unformatted(text)), room))


def _wrap(mark: str, text: str, room: int) -> str:
    inner = escaped(cut(one_line(text).strip(), room - 2))
    return f"{mark}{inner}{mark}" if inner else ""


def _plain(text: str, limit: int) -> dict[str, Any]:
    # Slack refuses empty text objects; a dash keeps the rest of the message alive.
    line = escaped(cut(one_line(text).strip(), limit)) or "-"
    return {"type": "plain_text", "text": line, "emoji": False}


def _mrkdwn(lines: Iterable[Line], limit: int) -> dict[str, Any]:
    # `verbatim` keeps Slack from making links out of names.
    return {"type": "mrkdwn", "text": markup(lines, limit) or "-", "verbatim": True}


def header(text: str) -> Block:
    """The largest text Slack has."""
    return {"type": "header", "text": _plain(text, HEADER_LIMIT)}


def section(*lines: Line) -> Block:
    """A paragraph."""
    return {"type": "section", "text": _mrkdwn(lines, SECTION_LIMIT)}


def paragraph(*lines: Line) -> Block:
    """A section that Slack never folds behind "Show more"."""
    return {**section(*lines), "expand": True}


def fields(pairs: Iterable[tuple[str, str]]) -> Block:
    """Labelled facts in two columns, at most ten."""
    fitting = list(pairs)[:MOST_FIELDS]
    return {
        "type": "section",
        "fields": [_mrkdwn((Bold(label), value), FIELD_LIMIT) for label, value in fitting],
    }


def context(texts: Iterable[str]) -> Block:
    """Small print, each text on a line of its own; nothing in it is markup."""
    # Slack lets the elements of a context flow into one line, hence one element with breaks.
    lines = [escaped(cut(one_line(text).strip(), CONTEXT_LIMIT)) for text in texts]
    text = "\n".join(line for line in lines[:MOST_LINES] if line) or "-"
    return {"type": "context", "elements": [{"type": "plain_text", "text": text, "emoji": False}]}


def preformatted(text: str, limit: int = SECTION_LIMIT) -> Block:
    """Monospace lines, literally: rich text interprets nothing, so nothing is escaped."""
    body = cut(text, limit) or "-"
    code = {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": body}]}
    return {"type": "rich_text", "elements": [code]}


def piece(text: str, *, bold: bool = False) -> dict[str, Any]:
    """Words of rich text, shown literally."""
    element = {"type": "text", "text": text}
    return {**element, "style": {"bold": True}} if bold else element


def prose(pieces: Iterable[dict[str, Any]]) -> Block:
    """A paragraph of rich text: its pieces are words, links and dates, and nothing is markup."""
    section = {"type": "rich_text_section", "elements": list(pieces)}
    return {"type": "rich_text", "elements": [section]}


def button(label: str, action: str, value: str) -> dict[str, Any]:
    """A button; `value` comes back with the click."""
    return {
        "type": "button",
        "text": _plain(label, BUTTON_LIMIT),
        "action_id": action[:ID_LIMIT],
        "value": value[:VALUE_LIMIT],
    }


def option(label: str, value: str) -> dict[str, Any]:
    """One choice of a menu; its value has room for less than a button's."""
    return {"text": _plain(label, OPTION_LIMIT), "value": value[:OPTION_VALUE_LIMIT]}


def menu(
    label: str, action: str, choices: Iterable[tuple[str, str]], value: str = ""
) -> dict[str, Any]:
    """A menu to choose one of `choices` from: labels with values."""
    options = [option(*choice) for choice in list(choices)[:MOST_OPTIONS]]
    first = next((each for each in options if each["value"] == value), None)
    element = {
        "type": "static_select",
        "action_id": action[:ID_LIMIT],
        "placeholder": _plain(label, HEADER_LIMIT),
        "options": options,
    }
    return {**element, "initial_option": first} if first else element


def overflow(action: str, choices: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """The small menu behind three dots, at most five choices."""
    options = [option(*choice) for choice in list(choices)[:MOST_OVERFLOW]]
    return {"type": "overflow", "action_id": action[:ID_LIMIT], "options": options}


def actions(buttons: Iterable[dict[str, Any]]) -> Block:
    """A row of buttons, at most 25."""
    return {"type": "actions", "elements": list(buttons)[:MOST_BUTTONS]}


def image(file: str, alt: str, title: str = "") -> Block:
    """A picture already uploaded to Slack, by its file id."""
    block = {
        "type": "image",
        "slack_file": {"id": file},
        "alt_text": cut(one_line(alt).strip(), ALT_LIMIT) or "Chart",
    }
    return {**block, "title": _plain(title, ALT_LIMIT)} if title else block


def divider() -> Block:
    """A thin line."""
    return {"type": "divider"}


def fallback(text: str) -> str:
    """What notifications and screen readers read: escaped, cut, never empty."""
    return escaped(cut(one_line(text).strip(), FALLBACK_LIMIT)) or "Deskpulse"
