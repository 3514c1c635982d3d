from __future__ import annotations

from metrics.helpdesks.intercom import vocabulary


def test_no_type_of_part_is_two_things_at_once() -> None:
    kinds = (vocabulary.SPOKEN, vocabulary.CARRIERS, vocabulary.SILENT)
    assert sum(map(len, kinds)) == len(frozenset().union(*kinds))
    assert all(word == word.lower() for word in vocabulary.CHANNELS)
    assert vocabulary.MERGED in vocabulary.SILENT
    assert not set(vocabulary.PRIORITIES) & vocabulary.NO_PRIORITY
