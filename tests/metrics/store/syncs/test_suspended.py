"""Of the mails that a helpdesk holds back those wait that were there when it was last asked."""

from __future__ import annotations

from metrics.helpdesks.contract import Page
from metrics.store.database.engine import Store
from metrics.store.syncs import ledger
from metrics.store.syncs.suspended import waiting
from metrics.store.tickets.pages import save_page
from metrics.tickets.records import Suspended

SOURCE = "zendesk:acme"


def seen(store: Store, *mails: Suspended) -> tuple[Suspended, ...]:
    page = Page(records=mails, cursor="", caught_up=True, unknown={})
    with store.write() as connection:
        save_page(connection, SOURCE, "suspended", page)
        return waiting(connection, SOURCE)


def test_what_is_gone_from_the_list_waits_no_more(store: Store) -> None:
    with store.write() as connection:
        ledger.register(connection, "zendesk", "acme", 0)
    spam = Suspended(id="spam", seen_at=100, n=2, oldest_at=40)
    blank = Suspended(id="blank", seen_at=100, n=3, oldest_at=None)
    assert seen(store, spam, blank) == (blank, spam)
    later = Suspended(id="spam", seen_at=200, n=1, oldest_at=40)
    assert seen(store, later) == (later,)
    assert seen(store, Suspended(id="none", seen_at=300, n=0)) == ()


def test_where_nobody_was_asked_nothing_is_told(store: Store) -> None:
    with store.read() as connection:
        assert waiting(connection, SOURCE) == ()
