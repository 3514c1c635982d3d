"""The Slack app's manifests: valid by Slack's schema, and asking for no more than they need."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator

from bot.commands import COMMANDS
from bot.slack import checkup
from bot.slack.manifest import EXAMPLE, HTTP, ICON, SOCKET_MODE
from sandbox.slack import settings as sandbox

ROOT = Path(__file__).parent.parent
SCHEMA = ROOT / "tests/schemas/manifest.schema.2.0.0.json"

# Slack's schema takes any string for a scope or an event; these are the ones that were reviewed.
# A scope no code uses is not asked for, however handy it may once be.
NEEDED = {
    "commands",
    "chat:write",
    "app_mentions:read",
    "users:read",
    "channels:read",
    "groups:read",
}
OPTIONAL = {
    *("files:write", "files:read", "users:read.email", "usergroups:read"),
    *("channels:history", "groups:history"),
}
EVENTS = {"app_mention": "app_mentions:read", "app_home_opened": None}


# Where the code does what a scope is for: the call without which it is not needed.
USED = {
    "commands": ("bot/slack/listeners.py", "app.command("),
    "chat:write": ("bot/slack/courier.py", "chat_postMessage"),
    "app_mentions:read": ("bot/slack/listeners.py", 'app.event("app_mention")'),
    "users:read": ("bot/slack/workspace.py", "users_info"),
    "channels:read": ("bot/slack/workspace.py", "conversations_info"),
    "groups:read": ("bot/slack/workspace.py", "conversations_info"),
    "files:write": ("bot/slack/files.py", "files_getUploadURLExternal"),
    "users:read.email": ("bot/slack/workspace.py", 'get("email")'),
    "files:read": ("bot/slack/uploads.py", "files_info"),
    "usergroups:read": ("bot/slack/groups.py", "usergroups_users_list"),
    "channels:history": ("bot/slack/search.py", "conversations_history"),
    "groups:history": ("bot/slack/search.py", "conversations_history"),
}
FILES = {"socket mode": SOCKET_MODE, "http": HTTP}


def loaded(file: Path) -> dict[str, Any]:
    manifest: dict[str, Any] = yaml.safe_load(file.read_text())
    return manifest


@pytest.fixture(scope="module", params=FILES)
def manifest(request: pytest.FixtureRequest) -> dict[str, Any]:
    return loaded(FILES[request.param])


def complaints(manifest: dict[str, Any]) -> list[str]:
    schema = json.loads(SCHEMA.read_text())
    return [
        f"{'/'.join(str(step) for step in error.absolute_path)}: {error.message}"
        for error in Draft7Validator(schema).iter_errors(manifest)
    ]


def test_the_manifest_is_valid_by_slacks_own_schema(manifest: dict[str, Any]) -> None:
    assert complaints(manifest) == []


def test_the_schema_refuses_what_slack_would_refuse(manifest: dict[str, Any]) -> None:
    wrong = manifest | {"display_information": {"name": "x" * 36, "colour": "red"}}
    assert len(complaints(wrong)) == 2


def test_only_the_reviewed_scopes_are_asked_for(manifest: dict[str, Any]) -> None:
    scopes = manifest["oauth_config"]["scopes"]
    assert set(scopes) == {"bot", "bot_optional"}
    assert set(scopes["bot"]) == NEEDED
    assert set(scopes["bot_optional"]) == OPTIONAL


def test_doctor_looks_for_the_scopes_that_the_manifest_asks_for() -> None:
    assert set(checkup.NEEDED) == NEEDED
    assert set(checkup.OPTIONAL) == OPTIONAL


def test_the_demo_grants_what_the_manifest_asks_for(manifest: dict[str, Any]) -> None:
    scopes = manifest["oauth_config"]["scopes"]
    events = manifest["settings"]["event_subscriptions"]["bot_events"]
    assert set(scopes["bot"]) == sandbox.REQUIRED_SCOPES
    assert set(scopes["bot_optional"]) == sandbox.OPTIONAL_SCOPES
    assert set(events) == sandbox.EVENTS


def test_every_event_is_reviewed_and_allowed_by_a_needed_scope(manifest: dict[str, Any]) -> None:
    events = manifest["settings"]["event_subscriptions"]["bot_events"]
    assert set(events) == set(EVENTS)
    assert {scope for event in events if (scope := EVENTS[event])} <= NEEDED


@pytest.mark.parametrize("name", FILES)
def test_every_scope_and_event_says_in_the_file_why_it_is_asked_for(name: str) -> None:
    lines = FILES[name].read_text().splitlines()
    words = {
        item[2:].partition(" ")[0]: item.partition("#")[2].strip()
        for item in (line.strip() for line in lines)
        if item.startswith("- ")
    }
    assert [one for one in sorted(NEEDED | OPTIONAL | {*EVENTS}) if not words[one]] == []


def test_every_scope_is_one_that_the_code_uses() -> None:
    assert set(USED) == NEEDED | OPTIONAL
    unused = [s for s, (path, call) in USED.items() if call not in (ROOT / path).read_text()]
    assert unused == []


def test_the_slash_commands_are_those_the_bot_answers(manifest: dict[str, Any]) -> None:
    asked = {entry["command"]: entry for entry in manifest["features"]["slash_commands"]}
    assert {name: entry["usage_hint"] for name, entry in asked.items()} == {
        name: command.usage for name, command in COMMANDS.items()
    }


def test_mentions_in_a_command_arrive_as_ids(manifest: dict[str, Any]) -> None:
    assert all(entry["should_escape"] for entry in manifest["features"]["slash_commands"])


def test_over_socket_mode_slack_reaches_the_bot_with_no_public_address() -> None:
    manifest = loaded(SOCKET_MODE)
    assert manifest["settings"]["socket_mode_enabled"] is True
    assert manifest["settings"]["interactivity"] == {"is_enabled": True}
    assert "url" not in str(manifest)


def test_over_http_everything_is_the_same_but_for_the_address_that_slack_calls() -> None:
    calls, manifest = f"{EXAMPLE}/slack/events", loaded(HTTP)
    settings = manifest["settings"]
    for place in (settings["event_subscriptions"], settings["interactivity"]):
        assert place.pop("request_url") == calls
    assert [entry.pop("url") for entry in manifest["features"]["slash_commands"]] == [calls]
    settings["socket_mode_enabled"] = True
    assert manifest == loaded(SOCKET_MODE)


def test_the_icon_is_as_slack_wants_it() -> None:
    """A square PNG from 512 to 2,000 pixels, with its size in the first chunk."""
    head = ICON.read_bytes()[:24]
    assert head[:8] == bytes([0x89]) + b"PNG" + bytes([13, 10, 26, 10])
    width, height = (int.from_bytes(head[at : at + 4]) for at in (16, 20))
    assert width == height
    assert 512 <= width <= 2000


def test_the_home_tab_is_on(manifest: dict[str, Any]) -> None:
    assert manifest["features"]["app_home"]["home_tab_enabled"] is True
