"""The people, teams and subjects of the made-up year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

FRONT_LINE: Final = 360_001
BILLING: Final = 360_002
TECHNICAL: Final = 360_003

TEAMS: Final = {FRONT_LINE: "Front line", BILLING: "Billing", TECHNICAL: "Technical"}


@dataclass(frozen=True, slots=True)
class Staff:
    """Somebody, or something, that answers customers."""

    id: int
    name: str
    team: int
    role: str = "agent"
    light: bool = False


ADMIN: Final = Staff(900_100, "Deskpulse Service User", FRONT_LINE, "admin")
ASSISTANT: Final = Staff(900_101, "Pulse Assistant", FRONT_LINE)
"""The AI agent."""

LIGHT: Final = Staff(900_130, "Ines Castro", TECHNICAL, light=True)
"""An engineer with a light agent's account: she writes notes, and now and then asks something."""
FORMER: Final = Staff(900_131, "Tomás Herrera", FRONT_LINE)
"""Somebody who has left: today the account is an end user's."""

CUSTOMERS: Final = 7_000_000
"""The id of the first customer."""

AGENTS: Final = (
    Staff(900_111, "Priya Raghunathan", FRONT_LINE),
    Staff(900_112, "Carla Mendes", FRONT_LINE),
    Staff(900_113, "Aoife Ní Bhriain", FRONT_LINE),
    Staff(900_114, "Jonas Müller", FRONT_LINE),
    Staff(900_115, "Chidi Okonkwo", FRONT_LINE),
    Staff(900_116, "Mei-Ling Zhang", BILLING),
    Staff(900_117, "Maximiliane-Alexandra von Hohenstein-Wittelsbach", BILLING, "admin"),
    Staff(900_118, "Yusuf Demir", BILLING),
    Staff(900_119, "Olena Kovalenko", TECHNICAL),
    Staff(900_120, "Dev Patel", TECHNICAL),
    Staff(900_121, "Sofía Lindqvist", TECHNICAL),
)

CHANNELS: Final = {
    "email": 42.0,
    "web": 17.0,
    "chat": 14.0,
    "messaging": 15.0,
    "phone": 8.0,
    "social": 4.0,
}
OUTAGE_CHANNELS: Final = {"chat": 48.0, "email": 38.0, "messaging": 8.0, "social": 6.0}

CATEGORIES: Final = {
    "how_to": 22.0,
    "login": 15.0,
    "billing": 14.0,
    "bug": 13.0,
    "delivery": 12.0,
    "refund": 8.0,
    "account": 7.0,
    "feature_request": 3.0,
    "": 6.0,
}
OUTAGE: Final = "outage"

HOMES: Final = {
    "billing": BILLING,
    "refund": BILLING,
    "bug": TECHNICAL,
    OUTAGE: TECHNICAL,
    "login": FRONT_LINE,
}
"""Which team knows a subject best; the others stay with the front line."""

PRIORITIES: Final = {"": 22.0, "normal": 50.0, "high": 15.0, "low": 9.0, "urgent": 4.0}


def agents(team: int) -> tuple[Staff, ...]:
    """The humans of a team."""
    return tuple(agent for agent in AGENTS if agent.team == team)
