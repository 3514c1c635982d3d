"""Ids that look like Slack's, and blocks whose missing ids are filled in as Slack does."""

from __future__ import annotations

import secrets
import string
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sandbox.slack.records import Json

_LETTERS = string.ascii_uppercase + string.digits

INTERACTIVE = frozenset(
    {
        "button",
        "checkboxes",
        "datepicker",
        "datetimepicker",
        "email_text_input",
        "external_select",
        "channels_select",
        "conversations_select",
        "feedback_buttons",
        "file_input",
        "icon_button",
        "multi_channels_select",
        "multi_conversations_select",
        "multi_external_select",
        "multi_static_select",
        "multi_users_select",
        "number_input",
        "overflow",
        "plain_text_input",
        "radio_buttons",
        "static_select",
        "timepicker",
        "url_text_input",
        "users_select",
    }
)


def new_id(prefix: str, length: int = 10) -> str:
    """An id such as `F7K2M...`."""
    return prefix + "".join(secrets.choice(_LETTERS) for _ in range(length))


def with_ids(blocks: Sequence[Json]) -> tuple[Json, ...]:
    """The blocks with a block_id each and an action_id on everything that can be used."""
    return tuple(_block(block) for block in blocks)


def _block(block: Json) -> Json:
    full = {**_actions(block), "block_id": block.get("block_id") or new_id("", 5)}
    if block.get("child_blocks"):
        full["child_blocks"] = [_block(child) for child in block["child_blocks"]]
    return full


def _actions(value: Any) -> Any:
    if isinstance(value, Mapping):
        full = {name: _actions(inner) for name, inner in value.items()}
        if value.get("type") in INTERACTIVE and not value.get("action_id"):
            full["action_id"] = new_id("", 5)
        return full
    return [_actions(inner) for inner in value] if isinstance(value, list | tuple) else value


def controls(blocks: Sequence[Json]) -> Iterator[tuple[str, Json]]:
    """Every interactive element with the id of its block."""
    for block in blocks:
        children = block.get("child_blocks") or ()
        own = {key: value for key, value in block.items() if key != "child_blocks"}
        yield from ((block["block_id"], element) for element in _elements(own))
        yield from controls(children)


def _elements(value: Any) -> Iterator[Json]:
    if isinstance(value, Mapping):
        if value.get("type") in INTERACTIVE:
            yield value
        for inner in value.values():
            yield from _elements(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _elements(inner)


def slack_files(value: Any, pointer: str = "/blocks") -> Iterator[tuple[str, Json]]:
    """Every `slack_file` in the blocks with its JSON pointer."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            if name == "slack_file" and isinstance(inner, Mapping):
                yield f"{pointer}/{name}", inner
            else:
                yield from slack_files(inner, f"{pointer}/{name}")
    elif isinstance(value, list | tuple):
        for index, inner in enumerate(value):
            yield from slack_files(inner, f"{pointer}/{index}")
