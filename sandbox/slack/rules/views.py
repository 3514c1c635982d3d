"""What Slack refuses in the frame of a modal or of a Home tab."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from sandbox.slack.rules.shape import Check, anything, at, flag, one_of, shape, string
from sandbox.slack.rules.words import plain

VIEW_BYTES = 250_000

_IDS: dict[str, Check] = {
    "private_metadata": string(3000, 0),
    "callback_id": string(255, 0),
    "external_id": string(255, 0),
}
_FRAMES: dict[str, Check] = {
    "modal": shape(
        {"type": one_of("modal"), "title": plain(24), "blocks": anything},
        {
            **_IDS,
            "submit": plain(24),
            "close": plain(24),
            "clear_on_close": flag,
            "notify_on_close": flag,
            "submit_disabled": flag,
        },
    ),
    "home": shape({"type": one_of("home"), "blocks": anything}, _IDS),
}


def view_faults(view: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with everything of a view but its blocks."""
    yield from _FRAMES[str(view["type"])](view, "")
    blocks = view.get("blocks") or ()
    kinds = {block.get("type") for block in blocks if isinstance(block, Mapping)}
    if view["type"] == "modal" and "input" in kinds and not view.get("submit"):
        yield at("a view with an input block must have a submit", "/submit")
    if len(json.dumps(view, default=str).encode()) > VIEW_BYTES:
        yield f"view_too_large: more than {VIEW_BYTES} bytes"
