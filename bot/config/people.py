"""The settings that say who is who: leads, administrators, agents, and where leads talk."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import field_validator
from pydantic_settings import BaseSettings

from bot.config import checks
from metrics.helpdesks.settings import ours

USER_GROUP = "S"
"""So begins the id of a user group."""
PEOPLE_OR_GROUPS = f"UW{USER_GROUP}"


class People(BaseSettings):
    """Who may see and do what. Where nobody is named, people see their own figures only."""

    lead_ids: str = ours(
        "LEADS",
        "",
        "U012AB3CD, S045EF6GH",
        "Slack ids of leads, or of user groups (S...). They alone may see figures by agent and who "
        "has what was measured, and they make changes. Where it is not set, people see only their "
        "own figures.",
    )
    admin_ids: str = ours(
        "ADMINS",
        "",
        "U012AB3CD",
        "Slack ids of those who may change targets, schedules, alerts and notes, beside the leads, "
        "or of user groups (S...). While neither names anybody, administrators and owners of the "
        "Slack workspace may; from then on only those that are named.",
    )
    lead_channel_ids: str = ours(
        "LEAD_CHANNELS",
        "",
        "C012AB3CD",
        "Channels, by id, in which what a lead asks by agent is posted for all there to read.",
    )
    agent_pairs: str = ours(
        "AGENT_IDS",
        "",
        "U078IJ9KL = 114094762733, U090MN1OP = 114094762734",
        "Which agent of the helpdesk somebody in Slack is, so that they may see their own figures. "
        "Of several helpdesks the one is named before the id: `U078IJ9KL = Acme EU/114094762733`.",
    )

    @field_validator("lead_ids", "admin_ids")
    @classmethod
    def _slack_people(cls, text: str) -> str:
        checks.slack_ids(text, PEOPLE_OR_GROUPS)
        return text

    @field_validator("lead_channel_ids")
    @classmethod
    def _slack_channels(cls, text: str) -> str:
        checks.slack_ids(text, "CG")
        return text

    @field_validator("agent_pairs")
    @classmethod
    def _slack_agents(cls, text: str) -> str:
        checks.slack_agents(text)
        return text

    def leads(self) -> frozenset[str]:
        """Who may see the figures of single people."""
        return checks.slack_ids(self.lead_ids, PEOPLE_OR_GROUPS)

    def admins(self) -> frozenset[str]:
        """Who may change targets, schedules, alerts and notes, beside the leads."""
        return checks.slack_ids(self.admin_ids, PEOPLE_OR_GROUPS)

    def lead_channels(self) -> frozenset[str]:
        """Where figures of single people may be posted."""
        return checks.slack_ids(self.lead_channel_ids, "CG")

    def agent_ids(self) -> Mapping[str, str]:
        """Who in Slack is which agent of the helpdesk."""
        return checks.slack_agents(self.agent_pairs)
