"""`deskpulse audit`: who looked at the figures of single people, a line each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from metrics.posting.audit import Look
from metrics.store.books.audit import Looks
from metrics.store.database.engine import Store
from metrics.tickets.records import Instant


def lines(store: Store, since_at: Instant, zone: str) -> Iterator[str]:
    """The looks from that instant on, the oldest first. Raises StoreError."""
    looks = Looks(store).since(since_at)
    if not looks:
        yield "Nobody has looked at the figures of single people."
    yield from (_line(look, ZoneInfo(zone)) for look in looks)


def _line(look: Look, zone: ZoneInfo) -> str:
    at = datetime.fromtimestamp(look.at, zone).isoformat()
    verdict = "allowed" if look.allowed else "refused"
    return f"{at}  {look.person}  {look.channel}  {verdict}  {look.phrase}"
