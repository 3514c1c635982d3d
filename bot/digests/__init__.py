"""Digests: answers nobody had to ask for, made of Results; one object each, told by one table."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from bot.digests.composition import compose
from bot.digests.digest import Digest
from bot.digests.executive import EXECUTIVE
from bot.digests.monthly import MONTHLY
from bot.digests.quarterly import QUARTERLY
from bot.digests.standup import STANDUP
from bot.digests.weekly import WEEKLY
from metrics.errors import AskError
from metrics.near import near

__all__ = ["DIGESTS", "Digest", "compose", "find"]

DIGESTS: Mapping[str, Digest] = MappingProxyType(
    {digest.key: digest for digest in (STANDUP, WEEKLY, MONTHLY, EXECUTIVE, QUARTERLY)}
)
"""Every digest by its name."""


def find(name: str) -> Digest:
    """The digest of that name. Raises AskError with those there are."""
    if digest := DIGESTS.get(name.casefold()):
        return digest
    alike = near(name.casefold(), DIGESTS, 1) or list(DIGESTS)
    names = ", ".join(DIGESTS)
    sentence = f"I know no digest {name[:40]!r}." if name else "Which digest?"
    raise AskError(f"{sentence} There are: {names}.", tuple(f"digest {key}" for key in alike))
