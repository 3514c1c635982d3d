"""rich_text: text that is styled by structure and never by characters."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sandbox.slack.rules.shape import (
    Check,
    by_type,
    flag,
    many,
    matching,
    number,
    one_of,
    shape,
    string,
    whole,
)

_STYLES = "bold italic strike code underline highlight client_highlight unlink"
_STYLE = shape({}, dict.fromkeys(_STYLES.split(), flag))
_WITH_STYLE = {"style": _STYLE}

_INLINE: dict[str, Check] = {
    "text": shape({"text": string(10_000)}, _WITH_STYLE),
    "link": shape({"url": string(3000)}, {**_WITH_STYLE, "text": string(3000), "unsafe": flag}),
    "user": shape({"user_id": string(255)}, _WITH_STYLE),
    "usergroup": shape({"usergroup_id": string(255)}, _WITH_STYLE),
    "channel": shape({"channel_id": string(255)}, _WITH_STYLE),
    "emoji": shape({"name": string(100)}, {**_WITH_STYLE, "unicode": string(100)}),
    "broadcast": shape({"range": one_of("here", "channel", "everyone")}, _WITH_STYLE),
    "color": shape(
        {"value": matching(r"#[0-9A-Fa-f]{6}", "must be a colour as #RRGGBB")}, _WITH_STYLE
    ),
    "date": shape(
        {"timestamp": number, "format": string(255)},
        {**_WITH_STYLE, "url": string(3000), "timezone": string(255), "fallback": string(255)},
    ),
}

_PARTS = {"elements": many(by_type(_INLINE), 1000)}
_BORDER = {"border": whole(0, 1)}
_SECTION = shape(_PARTS)

_OUTER: dict[str, Check] = {
    "rich_text_section": _SECTION,
    "rich_text_list": shape(
        {
            "elements": many(by_type({"rich_text_section": _SECTION}), 1000),
            "style": one_of("bullet", "ordered"),
        },
        {**_BORDER, "indent": whole(0, 8), "offset": whole(0, 10_000)},
    ),
    "rich_text_preformatted": shape(_PARTS, {**_BORDER, "language": string(100)}),
    "rich_text_quote": shape(_PARTS, _BORDER),
}

RICH_FIELDS = {"elements": many(by_type(_OUTER), 1000)}


def rich_text(value: Any, pointer: str) -> Iterator[str]:
    """A rich_text object with its own `type`."""
    yield from by_type({"rich_text": shape(RICH_FIELDS, {"block_id": string(255)})})(value, pointer)
