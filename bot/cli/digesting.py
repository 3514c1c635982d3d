"""`deskpulse digest`: what a digest posts, printed here."""

from __future__ import annotations

from bot.cards.terminal import COLUMNS, terminal
from bot.digests import compose, find
from bot.digests.posts import posts
from bot.grammar.ticket_filters import where_of
from bot.services import Services
from metrics.tickets.records import Instant


def digest_text(key: str, where: str, at: Instant, services: Services) -> str:
    """The post and its thread, a line between. Raises AskError."""
    digest = find(key)
    about = where_of(where, services.asker.directory(), f"digest {digest.key}")
    edition = compose(digest, about, at, services)
    line = f"\n\n{'-' * COLUMNS}\n\n"
    return line.join(map(terminal, posts(edition, services)))
