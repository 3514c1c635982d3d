"""The blocks, one line or a few each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sandbox.slack.rules.elements import (
    ACCESSORIES,
    CONTEXT_ACTIONS,
    ELEMENTS,
    IN_ACTIONS,
    IN_INPUT,
)
from sandbox.slack.rules.figures import DATA_TABLE, TABLE, VISUALIZATION
from sandbox.slack.rules.rich import RICH_FIELDS, rich_text
from sandbox.slack.rules.shape import (
    Check,
    at,
    at_least_one,
    by_type,
    exactly_one,
    flag,
    many,
    not_together,
    one_of,
    shape,
    string,
    whole,
)
from sandbox.slack.rules.words import IMAGE_ELEMENT, PICTURE, plain, words

_BLOCK = {"block_id": string(255)}

_ICONS = """
    archive book bookmark bot bug calendar call caret-left caret-right check clipboard code
    comment compass copy cube download edit email eye-closed eye-open file flag folder gear globe
    heart help image info key lightbulb link map mobile new-window pin plus refine refresh rocket
    save screen share sparkle star star-filled tag thumbs-down thumbs-up trash upload user warning
"""

_ICON = by_type({"icon": shape({"name": one_of(*_ICONS.split())})})
_IMAGE = by_type({"image": IMAGE_ELEMENT})
_BUTTON = by_type({"button": ELEMENTS["button"]})
_TEXT = {"plain_text": words(3000), "mrkdwn": words(3000)}


def _in_context(value: Any, pointer: str) -> Iterator[str]:
    if isinstance(value, Mapping) and value.get("type") in _TEXT:
        yield from words(3000)(value, pointer)
    else:
        yield from _IMAGE(value, pointer)


_CARD = shape(
    {},
    {
        **_BLOCK,
        "title": words(150),
        "subtitle": words(150),
        "body": words(200),
        "subtext": words(200),
        "icon": _IMAGE,
        "slack_icon": _ICON,
        "hero_image": _IMAGE,
        "actions": many(_BUTTON, 3),
    },
    at_least_one("hero_image", "title", "actions", "body"),
    not_together("icon", "slack_icon"),
)

_TASK = {
    **_BLOCK,
    "details": rich_text,
    "output": rich_text,
    "sources": many(by_type({"url": shape({"url": string(3000), "text": string(255)})}), 100),
}


def _task(*states: str) -> Check:
    fields = {"task_id": string(255), "title": string(3000)}
    return shape(fields, {**_TASK, "status": one_of(*states)})


def _child(value: Any, pointer: str) -> Iterator[str]:
    yield from by_type({name: BLOCKS[name] for name in _IN_CONTAINER.split()})(value, pointer)


def _divider_or_collapse(value: Any, pointer: str) -> Iterator[str]:
    if value.get("is_collapsible") and value.get("has_header_divider"):
        yield at("has_header_divider is not allowed when is_collapsible", pointer)


_IN_CONTAINER = """
    actions context divider file header image input rich_text section table video
"""

BLOCKS: dict[str, Check] = {
    "section": shape(
        {},
        {
            **_BLOCK,
            "text": words(3000),
            "fields": many(words(2000), 10),
            "accessory": by_type(ACCESSORIES),
            "expand": flag,
        },
        at_least_one("text", "fields"),
    ),
    "header": shape({"text": plain(150)}, {**_BLOCK, "level": whole(1, 4)}),
    "divider": shape({}, _BLOCK),
    "context": shape({"elements": many(_in_context, 10)}, _BLOCK),
    "actions": shape({"elements": many(by_type(IN_ACTIONS), 25)}, _BLOCK),
    "image": shape(
        {"alt_text": string(2000)},
        {**_BLOCK, **PICTURE, "title": plain(2000)},
        exactly_one("image_url", "slack_file"),
    ),
    "input": shape(
        {"label": plain(2000), "element": by_type(IN_INPUT)},
        {**_BLOCK, "hint": plain(2000), "optional": flag, "dispatch_action": flag},
    ),
    "rich_text": shape(RICH_FIELDS, _BLOCK),
    "file": shape({"external_id": string(255), "source": one_of("remote")}, _BLOCK),
    "video": shape(
        {
            "alt_text": string(2000),
            "title": plain(200),
            "thumbnail_url": string(3000),
            "video_url": string(3000),
        },
        {
            **_BLOCK,
            "author_name": string(50),
            "description": plain(200),
            "provider_icon_url": string(3000),
            "provider_name": string(255),
            "title_url": string(3000),
        },
    ),
    "markdown": shape({"text": string(12_000)}, _BLOCK),
    "alert": shape(
        {"text": words(200)},
        {**_BLOCK, "level": one_of("default", "info", "warning", "error", "success")},
    ),
    "card": _CARD,
    "carousel": shape({"elements": many(by_type({"card": _CARD}), 10)}, _BLOCK),
    "container": shape(
        {"child_blocks": many(_child, 10)},
        {
            **_BLOCK,
            "title": plain(150),
            "rich_text_title": rich_text,
            "subtitle": plain(150),
            "width": one_of("narrow", "standard", "wide", "full"),
            "icon": _IMAGE,
            "is_collapsible": flag,
            "default_collapsed": flag,
            "has_header_divider": flag,
        },
        exactly_one("title", "rich_text_title"),
        _divider_or_collapse,
    ),
    "context_actions": shape({"elements": many(by_type(CONTEXT_ACTIONS), 5)}, _BLOCK),
    "task_card": _task("in_progress", "complete", "error"),
    "plan": shape(
        {"title": string(3000)},
        {
            **_BLOCK,
            "tasks": many(
                by_type({"task_card": _task("pending", "in_progress", "complete", "error")}), 50
            ),
        },
    ),
    "table": TABLE,
    "data_table": DATA_TABLE,
    "data_visualization": VISUALIZATION,
}
