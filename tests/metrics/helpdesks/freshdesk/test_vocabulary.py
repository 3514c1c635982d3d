from __future__ import annotations

from metrics.helpdesks.freshdesk import vocabulary


def test_each_source_has_a_channel_and_each_label_is_small() -> None:
    assert set(vocabulary.SOURCES.values()) == set(vocabulary.CHANNELS)
    assert all(label == label.lower().strip() for label in vocabulary.STATUS_LABELS)
    assert not vocabulary.MESSAGES & vocabulary.ASIDE
