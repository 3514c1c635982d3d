"""The events a workspace raises, sent again when they are not acknowledged."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sandbox.slack.ids import new_id
from sandbox.slack.records import Json, Message
from sandbox.slack.sending import TIMEOUT, Envelope, Sender
from sandbox.slack.shapes import message
from sandbox.slack.workspace import Workspace

_SUBSCRIPTIONS = {"channel": "message.channels", "group": "message.groups", "im": "message.im"}
_SCOPES = {
    "app_mention": "app_mentions:read",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
    "member_joined_channel": "channels:read",
}
"""What an event needs beside being subscribed to."""


class Events:
    """Watches the workspace and tells the app. Runs on the loop that `start` is called on."""

    def __init__(self, workspace: Workspace, sender: Sender) -> None:
        self._workspace = workspace
        self._sender = sender
        self._tasks: set[asyncio.Task[None]] = set()
        self._stop: Callable[[], None] = _nothing

    def start(self) -> None:
        """Begin to watch; what was written before raises no events."""
        loop = asyncio.get_running_loop()

        def notice(change: Mapping[str, Any]) -> None:
            for event in self._events_of(change):
                loop.call_soon_threadsafe(self.tell, event)

        self._stop = self._workspace.watch(notice)

    def stop(self) -> None:
        """Watch no longer and give up on whatever is still to be sent again."""
        self._stop()
        for task in tuple(self._tasks):
            task.cancel()

    def tell(self, event: Json) -> None:
        """Send one event to the app, in the background."""
        task = asyncio.get_running_loop().create_task(self._deliver(self._outer(event)))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _deliver(self, payload: Json) -> None:
        reason = ""
        for attempt, wait in enumerate((0.0, *self._workspace.settings.retry_waits_seconds)):
            await asyncio.sleep(wait)
            ack = await self._sender.send(
                Envelope(kind="events_api", payload=payload, attempt=attempt, reason=reason)
            )
            if not ack.error:
                return
            reason = "http_timeout" if ack.error == TIMEOUT else "http_error"

    def _outer(self, event: Json) -> Json:
        """The envelope. The workspace in front is that of whoever caused the event.

        Only a mention stands in ours in any case; who wrote it is then in `user_team`.
        """
        settings, who = self._workspace.settings, self._workspace.person(str(event["user"]))
        own = settings.own()
        team = own if event["type"] == "app_mention" else self._workspace.team_of(who)
        authorization = {
            "enterprise_id": own.enterprise or None,
            "team_id": None if settings.org_install else own.id,
            "user_id": self._workspace.bot.id,
            "is_bot": True,
            "is_enterprise_install": settings.org_install,
        }
        outer = {
            "type": "event_callback",
            "token": "unused",
            "team_id": team.id,
            "context_team_id": own.id,
            "context_enterprise_id": own.enterprise or None,
            "api_app_id": settings.app_id,
            "event": event,
            "event_id": new_id("Ev"),
            "event_time": int(self._workspace.clock()),
            "event_context": new_id("EC"),
            "authorizations": [authorization],
            "is_ext_shared_channel": bool(self._workspace.channel(str(event["channel"])).teams),
        }
        return {**outer, "enterprise_id": team.enterprise} if team.enterprise else outer

    def _events_of(self, change: Mapping[str, Any]) -> Iterator[Json]:
        if change["kind"] == "posted":
            yield from (e for name, e in self._of(change["message"]) if self.hears(name))
        if change["kind"] == "joined" and self.hears("member_joined_channel"):
            yield {
                "type": "member_joined_channel",
                "user": change["person"],
                "channel": change["channel"].id,
                "channel_type": "C" if change["channel"].kind == "channel" else "G",
                "team": self._workspace.settings.team_id,
            }

    def hears(self, name: str) -> bool:
        """Whether the app has subscribed to an event and was granted the scope that it needs."""
        settings = self._workspace.settings
        return name in settings.events and _SCOPES.get(name, "") in {"", *settings.scopes}

    def _of(self, post: Message) -> Iterator[tuple[str, Json]]:
        channel = self._workspace.channel(post.channel)
        bot = self._workspace.bot.id
        if post.only_for or bot not in channel.members or _is_command(post):
            return
        shape = {**message(self._workspace, post), "channel": channel.id, "event_ts": post.ts}
        if f"<@{bot}>" in post.text and not post.from_app and channel.kind != "im":
            yield "app_mention", {**shape, "type": "app_mention", **self._writer(post)}
        yield _SUBSCRIPTIONS[channel.kind], {**shape, "channel_type": channel.kind}

    def _writer(self, post: Message) -> Json:
        """Where a mention says its writer is from: nowhere, if that is our own company.

        Of a workspace in a grid it names the grid.
        """
        who = self._workspace.person(post.author)
        own, team = self._workspace.settings.team_id, self._workspace.team_of(who)
        if not self._workspace.outside(who):
            return {"team": team.id}
        theirs = team.enterprise or team.id
        profile = {"team": theirs, "name": who.name, "real_name": who.real_name}
        return {
            "team": own,
            "user_team": theirs,
            "source_team": theirs,
            "user_profile": profile,
        }


def _nothing() -> None:
    """Not watching yet: there is nothing to stop."""


def _is_command(post: Message) -> bool:
    """Whether it is the line `/kpi ...` that an in_channel answer shows: no event tells of it."""
    return not post.from_app and post.text.startswith("/")
