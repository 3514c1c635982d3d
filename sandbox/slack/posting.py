"""What has to be right before anything an app wrote is shown: text, blocks, metadata."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sandbox.slack.arguments import Arguments
from sandbox.slack.ids import slack_files
from sandbox.slack.records import Json
from sandbox.slack.refusal import Refusal
from sandbox.slack.rules import faults
from sandbox.slack.shelf import is_picture
from sandbox.slack.workspace import Workspace

MOST_TEXT = 40_000
MOST_UPDATE_TEXT = 4_000
METADATA_BYTES = 8_000


def content(workspace: Workspace, arguments: Arguments) -> dict[str, Any]:
    """The text, blocks and attachments of a message, checked; the keywords of a Message."""
    text = arguments.text("text")
    blocks = arguments.json("blocks", "invalid_blocks_format") or ()
    attachments = arguments.json("attachments") or ()
    if not text and not blocks and not attachments:
        raise Refusal("no_text")
    refuse_faulty(workspace, blocks)
    for attachment in attachments:
        refuse_faulty(workspace, attachment.get("blocks") or ())
    return {"text": text[:MOST_TEXT], "blocks": tuple(blocks), "attachments": tuple(attachments)}


def refuse_faulty(workspace: Workspace, blocks: Any) -> None:
    """Raise what Slack would say about the blocks of a message."""
    if not isinstance(blocks, Sequence) or isinstance(blocks, str):
        raise Refusal("invalid_blocks_format")
    errors = faults({"blocks": blocks})
    if errors and all(fault.startswith("msg_blocks_too_long") for fault in errors):
        raise Refusal("msg_blocks_too_long", errors)
    errors = errors or [*_unready(workspace, blocks), *_native_charts(workspace, blocks)]
    if errors:
        raise Refusal("invalid_blocks", errors)


def refuse_faulty_view(workspace: Workspace, view: Any) -> None:
    """Raise what Slack would say about a modal or a Home tab."""
    if not isinstance(view, Mapping) or view.get("type") not in {"modal", "home"}:
        raise Refusal("invalid_arguments", ["unsupported type [json-pointer:/view/type]"])
    errors = faults(view) or _unready(workspace, view.get("blocks") or ())
    if any(fault.startswith("view_too_large") for fault in errors):
        raise Refusal("view_too_large")
    if errors:
        within = [fault.replace("[json-pointer:/", "[json-pointer:/view/") for fault in errors]
        raise Refusal("invalid_arguments", within)


def _unready(workspace: Workspace, blocks: Sequence[Json]) -> list[str]:
    return [
        f"invalid slack file [json-pointer:{pointer}]"
        for pointer, reference in slack_files(blocks)
        if not _usable(workspace, reference)
    ]


def _usable(workspace: Workspace, reference: Json) -> bool:
    files = workspace.shelf.all()
    url = str(reference.get("url") or "")
    match = next((f for f in files if f.id == reference.get("id") or (url and f.id in url)), None)
    return match is not None and is_picture(match) and workspace.shelf.ready(match.id)


def _native_charts(workspace: Workspace, blocks: Sequence[Json]) -> list[str]:
    if not workspace.settings.refuse_native_charts:
        return []
    kind = "data_visualization"
    return [
        f"unsupported type: {kind} [json-pointer:/blocks/{index}/type]"
        for index, block in enumerate(blocks)
        if block.get("type") == kind
    ]


def metadata(arguments: Arguments) -> Json | None:
    """The message's metadata, checked; None when there is none."""
    value = arguments.json("metadata", "invalid_metadata_format")
    if not value:
        return None
    if not isinstance(value, Mapping):
        raise Refusal("invalid_metadata_format")
    kind, payload = value.get("event_type"), value.get("event_payload")
    if not isinstance(kind, str) or not kind or not isinstance(payload, Mapping):
        raise Refusal("invalid_metadata_format")
    if len(json.dumps(payload)) > METADATA_BYTES:
        raise Refusal("metadata_too_large")
    return value
