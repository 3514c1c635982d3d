"""What a person can do in the workspace: write, run a command, press, choose, submit, look Home."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sandbox.slack.arguments import Arguments
from sandbox.slack.chosen import action, empty_inputs, state
from sandbox.slack.events import Events
from sandbox.slack.ids import controls
from sandbox.slack.payloads import Place, container, frame
from sandbox.slack.payloads import command as command_payload
from sandbox.slack.people import SLACKBOT
from sandbox.slack.posting import refuse_faulty_view
from sandbox.slack.records import Channel, Json, Message, View
from sandbox.slack.refusal import Refusal
from sandbox.slack.response_urls import answer
from sandbox.slack.sending import Ack, Envelope, Sender
from sandbox.slack.shapes import view as view_shape
from sandbox.slack.typed import mark_up
from sandbox.slack.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class ActOutcome:
    """How it went for the person. `problem` is Slack's word for what they see go wrong."""

    problem: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)
    options: tuple[Json, ...] = ()
    body: Json = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        """Whether the app took it."""
        return not self.problem and not self.errors


class Acts:
    """The people's hands. All of it runs on the server's event loop."""

    def __init__(self, workspace: Workspace, sender: Sender, events: Events) -> None:
        self._workspace = workspace
        self._sender = sender
        self._events = events
        self._values: dict[tuple[str, str], dict[str, dict[str, Any]]] = {}

    async def say(
        self,
        person: str,
        channel: str,
        text: str,
        *,
        thread_ts: str | None = None,
        files: tuple[str, ...] = (),
    ) -> Message:
        """Write a message; `@name` and `#channel` are understood. `files` were uploaded before."""
        place = self._workspace.channel(channel)
        if person not in place.members:
            raise Refusal("not_in_channel")
        markup = mark_up(self._workspace, text)
        draft = Message(
            channel=place.id, ts="", author=person, text=markup, thread_ts=thread_ts, files=files
        )
        post = self._workspace.post(draft)
        bot = self._workspace.bot
        if f"<@{bot.id}>" in markup and bot.id not in place.members:
            hint = f"@{bot.name} is not in this channel. Type /invite @{bot.name} to bring it in."
            self._slackbot(person, place.id, hint)
        return post

    async def command(self, person: str, channel: str, name: str, text: str = "") -> ActOutcome:
        """Run a slash command; failures are told to the person by Slackbot."""
        place = self._workspace.channel(channel)
        if name == "/invite":
            return self._invite(person, place, text)
        if name not in {known.name for known in self._workspace.settings.commands}:
            self._slackbot(person, place.id, f"{name} is not a valid command.")
            return ActOutcome(problem="invalid_command")
        words = mark_up(self._workspace, text.strip(), labels=True)
        leave = self._workspace.passes.response(person, place.id)
        payload = {
            **command_payload(self._workspace, person, place),
            "command": name,
            "text": words,
            "response_url": self._response_url(leave),
        }
        ack = await self._send("slash_commands", payload, answerable=True)
        if ack.error:
            self._slackbot(person, place.id, f'{name} failed with the error "{ack.error}"')
        elif ack.body:
            self._answer(person, place.id, f"{name} {words}".strip(), ack.body)
        return ActOutcome(problem=ack.error, body=ack.body)

    async def press(
        self, person: str, place: Place, action_id: str, value: Any = None, *, block_id: str = ""
    ) -> ActOutcome:
        """Press a button, or choose `value` in a control."""
        block, element = _control(_blocks(place), action_id, block_id)
        values_here = self._values.setdefault((person, _key(place)), {})
        values_here.setdefault(block, {})[action_id] = value
        act = action(block, element, value, self._workspace.clock())
        values = state(_blocks(place), values_here)
        payload = {
            **frame(self._workspace, person, place, "block_actions"),
            **container(self._workspace, place, values),
            "state": {"values": values},
            "actions": [act],
        }
        if isinstance(place, Message):
            leave = self._workspace.passes.response(person, place.channel, place.ts)
            payload["response_url"] = self._response_url(leave)
        ack = await self._send("interactive", payload)
        return ActOutcome(problem=ack.error)

    async def submit(
        self, person: str, view: View, values: Mapping[str, Mapping[str, Any]] | None = None
    ) -> ActOutcome:
        """Submit a modal; `values` are block_id -> action_id -> value."""
        blocks = _blocks(view)
        values_now = state(blocks, {**self._values.get((person, view.id), {}), **(values or {})})
        missing = empty_inputs(blocks, values_now)
        if missing:
            return ActOutcome(errors=missing)
        shape = {**view_shape(self._workspace, view), "state": {"values": values_now}}
        payload = {
            **frame(self._workspace, person, view, "view_submission"),
            "view": shape,
            "response_urls": [],
        }
        ack = await self._send("interactive", payload, answerable=True)
        if ack.error:
            return ActOutcome(problem=ack.error)
        return self._finish(person, view, ack.body)

    async def close(self, person: str, view: View) -> ActOutcome:
        """Close a modal; the app hears of it only if it asked to."""
        everything = bool(view.payload.get("clear_on_close"))
        self._workspace.views.close(person, everything=everything)
        self._workspace.tell("views", person=person)
        if not view.payload.get("notify_on_close"):
            return ActOutcome()
        payload = {
            **frame(self._workspace, person, view, "view_closed"),
            "view": view_shape(self._workspace, view),
            "is_cleared": everything,
        }
        ack = await self._send("interactive", payload)
        return ActOutcome(problem=ack.error)

    async def suggest(
        self, person: str, place: Place, action_id: str, query: str, *, block_id: str = ""
    ) -> ActOutcome:
        """Type into an external select and get the app's options."""
        block, _ = _control(_blocks(place), action_id, block_id)
        payload = {
            **frame(self._workspace, person, place, "block_suggestion"),
            **container(self._workspace, place, {}),
            "action_id": action_id,
            "block_id": block,
            "value": query,
        }
        ack = await self._send("interactive", payload, answerable=True)
        groups = ack.body.get("option_groups") or [ack.body]
        options = tuple(option for group in groups for option in group.get("options") or ())
        return ActOutcome(problem=ack.error, options=options)

    async def open_home(self, person: str, tab: str = "home") -> None:
        """Open the app's Home or Messages tab."""
        event: dict[str, Any] = {
            "type": "app_home_opened",
            "user": person,
            "channel": self._workspace.direct(person).id,
            "tab": tab,
            "event_ts": f"{self._workspace.clock():.6f}",
        }
        home = self._workspace.views.home(person)
        if home is not None and tab == "home":
            event["view"] = view_shape(self._workspace, home)
        if self._events.hears("app_home_opened"):
            self._events.tell(event)

    async def _send(self, kind: str, payload: Json, *, answerable: bool = False) -> Ack:
        return await self._sender.send(Envelope(kind=kind, payload=payload, answerable=answerable))

    def _answer(self, person: str, channel: str, line: str, body: Json) -> None:
        arguments = Arguments(body)
        if arguments.text("response_type") == "in_channel":
            self._workspace.post(Message(channel=channel, ts="", author=person, text=line))
        try:
            answer(self._workspace, person, channel, arguments)
        except Refusal as refusal:
            if refusal.name != "no_text":
                self._slackbot(person, channel, f'The answer was refused: "{refusal.name}"')

    def _invite(self, person: str, place: Channel, text: str) -> ActOutcome:
        name = text.strip().removeprefix("@")
        for guest in self._workspace.people():
            if guest.name == name:
                self._workspace.join(place.id, guest.id)
                return ActOutcome()
        self._slackbot(person, place.id, f"There is nobody called {name}.")
        return ActOutcome(problem="user_not_found")

    def _slackbot(self, person: str, channel: str, text: str) -> None:
        hint = Message(channel=channel, ts="", author=SLACKBOT.id, text=text, only_for=person)
        self._workspace.post(hint)

    def _response_url(self, leave: str) -> str:
        return f"{self._workspace.settings.url}/response/{leave}"

    def _finish(self, person: str, view: View, body: Json) -> ActOutcome:
        kind = body.get("response_action")
        if kind == "errors":
            return ActOutcome(errors=body.get("errors") or {})
        views = self._workspace.views
        try:
            if kind in {"update", "push"}:
                refuse_faulty_view(self._workspace, body.get("view"))
                new: Json = body["view"]
                views.update(view, new) if kind == "update" else views.push(person, new)
            else:
                views.close(person, everything=kind == "clear")
        except Refusal as refusal:
            return ActOutcome(problem=refusal.name, body=refusal.answer())
        self._workspace.tell("views", person=person)
        return ActOutcome()


def _blocks(place: Place) -> tuple[Json, ...]:
    blocks = place.payload["blocks"] if isinstance(place, View) else place.blocks
    return tuple(blocks)


def _key(place: Place) -> str:
    return place.id if isinstance(place, View) else f"{place.channel}/{place.ts}"


def _control(blocks: tuple[Json, ...], action_id: str, block_id: str) -> tuple[str, Json]:
    for block, element in controls(blocks):
        if element["action_id"] == action_id and block_id in {"", block}:
            return block, element
    raise Refusal("no_such_control", [f"nothing here has the action_id {action_id!r}"])
