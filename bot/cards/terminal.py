"""A reply as plain text for a terminal: the very card that Slack shows, in 80 columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import unescape
from itertools import zip_longest
from textwrap import wrap
from typing import Any

from bot.monospace import left, width
from bot.talk import Block, Reply

COLUMNS = 80


def terminal(reply: Reply) -> str:
    """Head, picture as bars or list as lines, and tail, with empty lines between."""
    shown = [*map(_block, reply.head)]
    if reply.picture and reply.picture.bars:
        shown.append(f"{_wrapped(reply.picture.title)}\n\n{reply.picture.bars}")
    if reply.listing:
        shown.append(_block(reply.listing.lines).rstrip())
    shown += map(_block, reply.tail)
    return "\n\n".join(filter(None, shown)) or _wrapped(unescape(reply.text))


def _block(block: Block) -> str:
    match block["type"]:
        case "header":
            said = _text(block["text"])
            return f"{said}\n{'=' * width(said)}"
        case "section" if "fields" in block:
            return _fields(block["fields"])
        case "section":
            return _wrapped(_text(block["text"]))
        case "context":
            return "\n".join(_wrapped(_text(element)) for element in block["elements"])
        case "rich_text":
            return "\n".join(_rich(block["elements"]))
        case _:
            # Buttons repeat what stands above them as words; lines and images have no words.
            return ""


def _text(element: Mapping[str, Any]) -> str:
    """The words of a text object without its marks; names hold no marks, see `blocks`."""
    text = str(element["text"])
    if element["type"] == "mrkdwn":
        text = text.replace("*", "").replace("`", "")
    return unescape(text)


def _fields(fields: list[Mapping[str, Any]]) -> str:
    """Labels in one column, facts in the next."""
    pairs = [_text(field).split("\n", 1) for field in fields]
    cells = max(width(pair[0]) for pair in pairs) + 2
    lines: list[str] = []
    for label, *rest in pairs:
        said = wrap(" ".join(rest), COLUMNS - cells) or [""]
        for name, line in zip_longest([label], said, fillvalue=""):
            lines.append(f"{left(name, cells)}{line}")
    return "\n".join(lines)


def _rich(elements: list[Mapping[str, Any]]) -> Iterator[str]:
    """Paragraphs and points; monospace lines stay as they are."""
    for element in elements:
        said = "".join(_literal(element["elements"]))
        match element["type"]:
            case "rich_text_list":
                items = ("".join(_literal(item["elements"])) for item in element["elements"])
                yield from (_wrapped(item, "- ") for item in items)
            case "rich_text_preformatted":
                yield said
            case _:
                yield _wrapped(said)


def _literal(elements: list[Mapping[str, Any]]) -> Iterator[str]:
    for element in elements:
        match element["type"]:
            case "text" | "link":
                yield str(element["text"])
            case "date":
                yield str(element["fallback"])
            case _:
                yield from _literal(element.get("elements", []))


def _wrapped(text: str, point: str = "") -> str:
    indented = " " * len(point)
    lines = (
        wrap(
            line,
            COLUMNS,
            break_on_hyphens=False,
            initial_indent=point,
            subsequent_indent=indented,
        )
        or [""]
        for line in text.split("\n")
    )
    return "\n".join(line for wrapped in lines for line in wrapped)
