"""Who is in a user group of Slack's, asked at most every few minutes."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from functools import partial

from slack_sdk import WebClient

from bot.services import Now
from bot.slack.cache import LONGEST_SECONDS, Cache
from bot.slack.sending import Refused, Uncertain, ask
from bot.workspace import CannotCheckError

logger = logging.getLogger(__name__)

KEPT_SECONDS = 300
"""Somebody who joins or leaves a group is noticed after so long at most."""
NOBODY = {"no_such_subteam", "missing_scope", "subteam_not_found"}
"""Refusals that say for sure that a group lets nobody in, until a person has mended that."""


@dataclass
class UserGroups:
    """Reads the members of user groups. Safe to be used by several threads at once."""

    client: WebClient
    now: Now
    _members: Cache[frozenset[str]] = field(init=False)

    def __post_init__(self) -> None:
        """Know nothing yet."""
        self._members = Cache(self.now, KEPT_SECONDS, longest_seconds=LONGEST_SECONDS)

    def __call__(self, group: str) -> frozenset[str]:
        """The members of a group by their ids, of which the last list is kept while Slack fails.

        Raises CannotCheckError where there is none, or none that is young enough.
        """
        return self._members.get(group, partial(self._read, group))

    def _read(self, group: str) -> frozenset[str]:
        try:
            return members(self.client, group)
        except (Refused, Uncertain) as error:
            if isinstance(error, Refused) and error.code in NOBODY:
                logger.warning("The user group %s lets nobody in: %s", group, error)
                return frozenset()
            logger.warning("The user group %s could not be read: %s", group, error)
            raise CannotCheckError from None


def members(client: WebClient, group: str) -> frozenset[str]:
    """Ask Slack who is in a group. Raises Refused or Uncertain."""
    return frozenset(ask(client.usergroups_users_list, usergroup=group).get("users") or ())
