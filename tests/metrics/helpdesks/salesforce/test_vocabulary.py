from __future__ import annotations

from metrics.helpdesks.salesforce import vocabulary
from metrics.tickets.records import Channel, Priority, Status


def test_no_word_stands_there_twice_or_in_large_letters() -> None:
    for table in (
        *(vocabulary.STATUSES, vocabulary.CHANNELS, vocabulary.PRIORITIES, vocabulary.ROLES),
    ):
        assert all(word == word.lower().strip() and word for word in table)


def test_every_word_of_ours_has_one_of_theirs() -> None:
    assert set(vocabulary.STATUSES.values()) == set(Status)
    assert set(vocabulary.CHANNELS.values()) == set(Channel)
    assert set(vocabulary.PRIORITIES.values()) == set(Priority)
