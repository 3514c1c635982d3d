"""Looks in a channel for a message of ours whose posting Slack has not answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, NamedTuple

from slack_sdk import WebClient

from bot.slack import sending
from bot.slack.sending import TRIES, Uncertain, patiently
from bot.slack.work_in_steps import Steps

PAGE = 200
MOST_PAGES = 10

Bears = Callable[[Mapping[str, Any]], bool]
"""Whether a message's metadata says that it is the one."""


class SearchRange(NamedTuple):
    """Where to look: a channel, or a thread in it, from one instant to another of Slack's clock."""

    channel: str
    thread: str | None
    since_at: int
    until_at: int


def search(client: WebClient, where: SearchRange, bears: Bears, tries: int = TRIES) -> Steps[str]:
    """The timestamp of the first message that bears the mark; "" where there is none.

    Raises Refused where the channel cannot be read, Uncertain where it could not be read to its
    end: there are more messages than are read, or Slack did not answer.
    """
    hits: list[str] = []
    cursor = ""
    for _ in range(MOST_PAGES):
        page = yield from patiently(partial(_page, client, where, cursor), tries)
        hits += [str(m["ts"]) for m in page.get("messages", ()) if bears(m.get("metadata") or {})]
        cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            return min(hits, default="")
    if hits:
        return min(hits)
    raise Uncertain("there are more messages than were read")


def has_key(event_type: str, key: str, metadata: Mapping[str, Any]) -> bool:
    """Whether a message's metadata are of a type of ours, and bear the key."""
    payload = metadata.get("event_payload") or {}
    return bool(metadata.get("event_type") == event_type and payload.get("key") == key)


def _page(client: WebClient, where: SearchRange, cursor: str) -> Mapping[str, Any]:
    method = client.conversations_replies if where.thread else client.conversations_history
    thread = {"ts": where.thread} if where.thread else {}
    return sending.web_api(
        method,
        channel=where.channel,
        **thread,
        oldest=str(where.since_at),
        latest=str(where.until_at),
        limit=PAGE,
        cursor=cursor,
        include_all_metadata=True,
    )
