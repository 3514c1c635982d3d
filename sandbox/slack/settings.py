"""How a sandbox workspace behaves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sandbox.slack.records import SlashCommand, Team

_SCOPES = """
    app_mentions:read channels:history channels:join channels:read chat:write commands files:read
    files:write groups:history groups:read im:history im:read im:write reactions:write
    usergroups:read users:read users:read.email
"""
_EVENTS = """
    app_home_opened app_mention member_joined_channel message.channels message.groups message.im
"""
ALL_SCOPES = frozenset(_SCOPES.split())
ALL_EVENTS = frozenset(_EVENTS.split())
REQUIRED_SCOPES = frozenset(
    ["commands", "chat:write", "app_mentions:read", "users:read", "channels:read", "groups:read"]
)
OPTIONAL_SCOPES = frozenset(
    (
        *("files:write", "files:read", "users:read.email", "usergroups:read"),
        *("channels:history", "groups:history"),
    )
)
EVENTS = frozenset({"app_mention", "app_home_opened"})
"""What the app's manifest asks for; tests/test_manifest.py holds it to these three."""
ACME = Team(id="T0ACME", name="Acme", domain="acme")
"""Another company, with which a channel is shared."""
KPI = SlashCommand(
    name="/kpi",
    description="Show a support metric",
    usage_hint="frt email last week by agent | help",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TourStep:
    """Something to try in the page: its name, what is typed, and the word it is known by."""

    label: str
    line: str
    word: str


@dataclass(slots=True, kw_only=True)
class SlackSettings:
    """Tests and the demo set what they need, at any moment.

    Payloads go over the socket, or as signed requests to `request_url` once that and
    `signing_secret` are set, each `deliveries` times, as where a proxy tries again. `home_enabled`
    and the two switches below it are what an admin or a phased rollout decides. With
    `enterprise_id` the workspace is part of a grid, and with `org_install` the app was installed
    for all of that grid. `others` are the workspaces beside. The page offers its
    first person the `tour`.
    """

    team_id: str = "T0SANDBOX"
    team_name: str = "Lumen Support"
    team_domain: str = "lumen-support"
    enterprise_id: str = ""
    enterprise_name: str = ""
    org_install: bool = False
    others: tuple[Team, ...] = (ACME,)
    app_id: str = "A0DESKPULSE"
    bot_token: str = "xoxb-sandbox"  # noqa: S105  a made-up token of a made-up workspace
    app_token: str = "xapp-sandbox"  # noqa: S105  as above
    scopes: frozenset[str] = ALL_SCOPES
    events: frozenset[str] = ALL_EVENTS
    commands: tuple[SlashCommand, ...] = (KPI,)
    home_enabled: bool = True
    uploads_disabled: bool = False
    refuse_native_charts: bool = False
    ack_seconds: float = 3.0
    retry_waits_seconds: tuple[float, ...] = (0.0, 60.0, 300.0)
    request_url: str = ""
    deliveries: int = 1
    signing_secret: str = ""
    user_groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    url: str = ""
    tour: tuple[TourStep, ...] = ()

    def own(self) -> Team:
        """The workspace that the app is installed in."""
        return Team(
            id=self.team_id,
            name=self.team_name,
            domain=self.team_domain,
            enterprise=self.enterprise_id,
        )


def by_manifest(*, optional: bool = False, **more: Any) -> SlackSettings:
    """A workspace that has installed the app as its manifest asks, nothing beside.

    `optional`: whoever installed it ticked the optional scopes too.
    """
    scopes = REQUIRED_SCOPES | OPTIONAL_SCOPES if optional else REQUIRED_SCOPES
    return SlackSettings(scopes=scopes, events=EVENTS, **more)
