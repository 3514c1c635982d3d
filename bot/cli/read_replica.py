"""What `deskpulse doctor` says of a read replica: whether it can be read, and how far it lags."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing

from bot.config import Settings
from bot.talk import Finding
from bot.words import duration
from metrics.errors import StoreError
from metrics.store.database.engine import Store
from metrics.store.syncs.copies import refuse_strange
from metrics.store.syncs.ledger import sources
from metrics.tickets.records import Instant


def findings(settings: Settings) -> Iterator[Finding]:
    """Nothing where none is set."""
    if settings.database_read_url is None:
        return
    url = settings.database_read_url.get_secret_value()
    try:
        with closing(Store.open(url, create=False)) as replica:
            replica.refuse_unfit()
            copies = _ages(replica)
            with _database(settings) as store, replica.read() as copy:
                refuse_strange(copy, store)
    except StoreError as error:
        yield Finding("Read replica", f"{error} Until then the database itself is read.")
        return
    with _database(settings) as store:
        lags = [at - copies.get(name, 0) for name, at in _ages(store).items()]
    lag = max(lags, default=0)
    behind = f"its data are {duration(lag)} behind" if lag > 0 else "its data are as new"
    yield Finding(f"Read replica: it can be read, and {behind}")


def _database(settings: Settings) -> closing[Store]:
    return closing(Store.open(settings.database_url.get_secret_value(), create=False))


def _ages(store: Store) -> Mapping[str, Instant]:
    """Up to when each account that is read is complete."""
    with store.read() as connection:
        asked = [source for source in sources(connection) if source.asked]
    return {each.name: each.fresh_until for each in asked if each.fresh_until is not None}
