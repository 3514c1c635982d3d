"""A reply as plain text for a terminal: the very card that Slack shows, in 80 columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import unescape
from itertools import zip_longest
from textwrap import wrap
from typing import Any

from bot.monospace import left, table, width
from bot.talk import Block, Listing, Reply

COLUMNS = 80


def terminal(reply: Reply) -> str:
    """Head, picture as bars or list as lines, and tail, with empty lines between."""
    lines = [*map(_block, reply.head)]
    if reply.picture and reply.picture.bars:
        lines.append(f"{_wrap(reply.picture.title)}\n\n{reply.picture.bars}")
    if reply.listing:
        lines.append(_listing(reply.listing))
    lines += map(_block, reply.tail)
    return "\n\n".join(filter(None, lines)) or _wrap(unescape(reply.text))


def _listing(listing: Listing) -> str:
    """A table in columns where it fits, else its rows as lines."""
    rows = [[_cell(cell) for cell in row] for row in listing.native.get("rows", [])]
    columns = table(rows) if rows else ""
    fits = columns and all(width(line) <= COLUMNS for line in columns.split("\n"))
    return columns if fits else _block(listing.lines).rstrip()


def _cell(cell: Mapping[str, Any]) -> str:
    return " ".join(_literal(cell["elements"])) if "elements" in cell else str(cell["text"])


def _block(block: Block) -> str:
    match block["type"]:
        case "header":
            text = _text(block["text"])
            return f"{text}\n{'=' * width(text)}"
        case "section" if "fields" in block:
            return _fields(block["fields"])
        case "section":
            return _wrap(_text(block["text"]))
        case "context":
            return "\n".join(_wrap(_text(element)) for element in block["elements"])
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
        text = wrap(" ".join(rest), COLUMNS - cells) or [""]
        for name, line in zip_longest([label], text, fillvalue=""):
            lines.append(f"{left(name, cells)}{line}")
    return "\n".join(lines)


def _rich(elements: list[Mapping[str, Any]]) -> Iterator[str]:
    """Paragraphs; monospace lines stay as they are."""
    for element in elements:
        text = "".join(_literal(element["elements"]))
        match element["type"]:
            case "rich_text_preformatted":
                yield text
            case _:
                yield _wrap(text)


def _literal(elements: list[Mapping[str, Any]]) -> Iterator[str]:
    for element in elements:
        match element["type"]:
            case "text" | "link":
                yield str(element["text"])
            case "date":
                yield str(element["fallback"])
            case _:
                yield from _literal(element.get("elements", []))


def _wrap(text: str) -> str:
    lines = (wrap(line, COLUMNS, break_on_hyphens=False) or [""] for line in text.split("\n"))
    return "\n".join(line for part in lines for line in part)
