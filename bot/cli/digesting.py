"""`deskpulse digest`: what a digest posts, printed here."""

from __future__ import annotations

from bot.cards.terminal import COLUMNS, terminal
from bot.digests import compose, find
from bot.digests.place import place
from bot.digests.posts import posts
from bot.services import Services
from metrics.records import Instant


def printed(key: str, where: str, at: Instant, services: Services) -> str:
    """The post and its thread, a line between. Raises AskError."""
    digest = find(key)
    edition = compose(digest, place(where, f"digest {digest.key}", services), at, services)
    line = f"\n\n{'-' * COLUMNS}\n\n"
    return line.join(map(terminal, posts(edition, services)))
