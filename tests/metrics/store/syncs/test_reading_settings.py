from __future__ import annotations

from metrics.store.database.engine import Store
from metrics.store.syncs import ledger, reading_settings

A, B = {"tags": "a"}, {"tags": "b", "fields": "c"}


def mixed(store: Store, settings: dict[str, str] | None = None) -> tuple[str, ...]:
    with store.read() as connection:
        return reading_settings.mixed(connection, "desk:acme", settings)


def begin(store: Store, settings: dict[str, str], *, full: bool = False) -> None:
    with store.write() as connection:
        ledger.register(connection, "desk", "acme", 0)
        reading_settings.begin(connection, "desk:acme", settings, full=full)


def finish(store: Store) -> None:
    with store.write() as connection:
        reading_settings.finish(connection, "desk:acme")


def test_of_what_was_never_read_nothing_is_said(store: Store) -> None:
    assert mixed(store, A) == ()


def test_what_is_set_otherwise_is_named_before_and_after_the_next_run(store: Store) -> None:
    begin(store, A)
    assert mixed(store, A) == mixed(store) == ()
    assert mixed(store, B) == ("fields", "tags")
    assert mixed(store) == ()
    begin(store, B)
    assert mixed(store, B) == mixed(store) == ("fields", "tags")


def test_a_setting_that_was_changed_and_changed_back_has_left_both(store: Store) -> None:
    begin(store, A)
    begin(store, B)
    begin(store, A)
    assert mixed(store, A) == ("fields", "tags")


def test_only_a_whole_reading_with_one_set_of_settings_mends_it(store: Store) -> None:
    begin(store, A)
    begin(store, B)
    finish(store)
    assert mixed(store, B) == ("fields", "tags"), "nothing was read again"
    begin(store, B, full=True)
    begin(store, A)
    finish(store)
    assert mixed(store, A) == ("fields", "tags"), "changed in the middle of it"
    begin(store, B, full=True)
    begin(store, B)
    assert mixed(store) == ("fields", "tags"), "not over yet"
    finish(store)
    assert mixed(store, B) == mixed(store) == ()
    assert mixed(store, A) == ("fields", "tags")
