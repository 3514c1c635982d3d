"""Who is in a user group of Slack's, asked at most every few minutes.

No lock is held while Slack is asked: where two want the same at once, both ask.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from http.client import HTTPException

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.services import Now
from bot.workspace import CannotCheckError
from metrics.records import Instant

logger = logging.getLogger(__name__)

KEPT_SECONDS = 300
"""Somebody who joins or leaves a group is noticed after so long at most."""
AGAIN_SECONDS = 30
"""After a call that failed, the next one is made so much later, where the last list will do."""
LONGEST_SECONDS = 86400
"""So old a list no longer says who is in a group, even where Slack gives no newer one."""
NOBODY = {"no_such_subteam", "missing_scope", "subteam_not_found"}
"""Refusals that say for sure that a group lets nobody in, until a person has mended that."""


@dataclass(frozen=True, slots=True)
class List:
    """The people of a group, as of `at`; `again_at` is when Slack is asked anew."""

    at: Instant
    again_at: Instant
    members: frozenset[str]


@dataclass
class UserGroups:
    """Reads the members of user groups. Safe to be used by several threads at once."""

    client: WebClient
    now: Now
    _known: dict[str, List] = field(default_factory=dict)

    def __call__(self, group: str) -> frozenset[str]:
        """The members of a group by their ids, of which the last list is kept while Slack fails.

        Raises CannotCheckError where there is none, or none that is young enough.
        """
        now, known = self.now(), self._known.get(group)
        if known and known.at <= now < known.again_at:
            return known.members
        try:
            found = List(now, now + KEPT_SECONDS, self._read(group))
        except CannotCheckError:
            if known is None or not 0 <= now - known.at < LONGEST_SECONDS:
                raise
            logger.warning("The user group %s goes by a list of %s s ago", group, now - known.at)
            found = List(known.at, now + AGAIN_SECONDS, known.members)
        self._known[group] = found
        return found.members

    def _read(self, group: str) -> frozenset[str]:
        try:
            return members(self.client, group)
        except SlackApiError as error:
            why = str(error.response.get("error"))
            if why in NOBODY:
                logger.warning("The user group %s lets nobody in: %s", group, why)
                return frozenset()
        except (OSError, HTTPException) as error:
            why = str(error)
        logger.warning("The user group %s could not be read: %s", group, why)
        raise CannotCheckError


def members(client: WebClient, group: str) -> frozenset[str]:
    """Ask Slack who is in a group. Raises SlackApiError, OSError or HTTPException."""
    return frozenset(client.usergroups_users_list(usergroup=group).get("users") or ())
