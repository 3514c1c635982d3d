"""Who is in a user group of Slack's, asked at most every few minutes."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from http.client import HTTPException
from threading import Lock

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.services import Now
from metrics.records import Instant

logger = logging.getLogger(__name__)

KEPT_SECONDS = 300
"""Somebody who joins or leaves a group is noticed after so long at most."""


@dataclass
class UserGroups:
    """Reads the members of user groups. Safe to be used by several threads at once."""

    client: WebClient
    now: Now
    _known: dict[str, tuple[Instant, frozenset[str]]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def __call__(self, group: str) -> frozenset[str]:
        """The members of a group by their ids; nobody where it cannot be read."""
        with self._lock:
            asked_at, members = self._known.get(group, (None, frozenset()))
            if asked_at is None or not 0 <= self.now() - asked_at < KEPT_SECONDS:
                members = self._read(group)
                self._known[group] = self.now(), members
            return members

    def _read(self, group: str) -> frozenset[str]:
        try:
            return members(self.client, group)
        except SlackApiError as error:
            why = error.response.get("error")
        except (OSError, HTTPException) as error:
            why = str(error)
        logger.warning("The user group %s could not be read, so it lets nobody in: %s", group, why)
        return frozenset()


def members(client: WebClient, group: str) -> frozenset[str]:
    """Ask Slack who is in a group. Raises SlackApiError, OSError or HTTPException."""
    return frozenset(client.usergroups_users_list(usergroup=group).get("users") or ())
