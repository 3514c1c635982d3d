"""Every measure names what it is made of, and all of that comes from somewhere."""

from __future__ import annotations

import pytest

from metrics.catalogue import CATALOGUE
from metrics.catalogue.metric import AnyMetric
from metrics.helpdesks.zendesk import Zendesk
from metrics.imports import KINDS
from metrics.sources.needs import OF_EITHER, OF_HELPDESKS, Need, need_of_file

NOBODY = {Need.TONE}
"""What no file brings: messages have no text here, and some helpdesks judge it."""
EVERY = [
    pytest.param(metric, id=f"{key}:{word}")
    for key, whole in CATALOGUE.items()
    for word, metric in [("", whole), *((v.key, v.metric) for v in whole.variants)]
]


@pytest.mark.parametrize("metric", EVERY)
def test_every_measure_is_made_of_something_that_is_supplied(metric: AnyMetric) -> None:
    assert metric.made_of
    supplied = set(Zendesk.supplies) | {need for need in Need if need.file in KINDS} | NOBODY
    assert set(metric.needs) <= supplied


def test_each_need_has_words_and_one_kind_of_source() -> None:
    for need in Need:
        assert need.words
        assert (need in OF_HELPDESKS) + bool(need.file) + (need in NOBODY) == 1


def test_what_either_brings_a_file_can_bring() -> None:
    assert not OF_EITHER & OF_HELPDESKS
    assert all(need.file for need in OF_EITHER - {Need.TONE})


def test_every_kind_of_file_brings_one_need() -> None:
    assert {need_of_file(kind).file for kind in KINDS} == set(KINDS)


def test_a_helpdesk_supplies_by_streams_that_it_has() -> None:
    for provision in Zendesk.supplies.values():
        assert set(provision.streams) <= set(Zendesk.streams)


def test_what_others_need_is_no_stream_that_a_plan_may_lack() -> None:
    for need in (Need.TICKETS, Need.HISTORY, Need.REPLIES):
        assert not set(Zendesk.supplies[need].streams) & Zendesk.optional
