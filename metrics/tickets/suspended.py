"""Mails that a helpdesk holds back: they became no tickets until somebody looks at them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

MOST: Final = 10_000
"""So many are counted at most; of more it is told that there are at least these."""
NOBODY: Final = "none"
"""The id of the word that no mail waits at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspended:
    """How many mails wait that were held back for one cause, and since when the oldest does.

    `id` is the cause in the helpdesk's words. All that was seen at one instant belongs together: a
    cause that was not seen again has no mail any more. `oldest_at` None: the helpdesk does not say.
    """

    id: str
    seen_at: int
    n: int
    oldest_at: int | None = None
