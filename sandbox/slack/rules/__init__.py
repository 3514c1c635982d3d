"""What Slack refuses. Written from Slack's reference alone, to judge the bot's cards by it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sandbox.slack.rules.surfaces import HOME, MESSAGE, MODAL, surface_faults
from sandbox.slack.rules.views import view_faults

__all__ = ["faults"]


def faults(payload: Mapping[str, Any]) -> list[str]:
    """What is wrong with a message, or with a view when `type` is "modal" or "home".

    Each fault is a sentence and a JSON pointer, as Slack words them. A fault that begins with
    "msg_blocks_too_long" is about the whole message. An empty list means that Slack would take it.
    """
    return list(_faults(payload))


def _faults(payload: Mapping[str, Any]) -> Iterator[str]:
    surface = payload.get("type")
    if surface in {MODAL, HOME}:
        yield from view_faults(payload)
        yield from surface_faults(payload.get("blocks"), str(surface))
    elif payload.get("blocks"):
        yield from surface_faults(payload["blocks"], MESSAGE)
