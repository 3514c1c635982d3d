"""What is a limit, and of what."""

from __future__ import annotations

import pytest

from metrics.catalogue import measure
from metrics.catalogue.limits import limit_of
from metrics.catalogue.metric import Share


@pytest.mark.parametrize("word", ["within 0h", "within 9000d", "within", "within 4", "mean", "4h"])
def test_what_is_no_limit_is_none(word: str) -> None:
    assert limit_of(word) is None


@pytest.mark.parametrize(
    ("key", "variant"),
    [("volume", "within 4h"), ("csat", "beyond 4h"), ("sla_risk", "older than 1d")],
)
def test_what_has_no_times_has_no_limit(key: str, variant: str) -> None:
    with pytest.raises(KeyError):
        measure(key, variant)


def test_a_share_within_a_limit_says_of_its_hits_what_they_took() -> None:
    said = [measure("frt", f"{side} 4h") for side in ("within", "beyond")]
    assert [each.hits for each in said if isinstance(each, Share)] == [
        "took at most 4h",
        "took more than 4h",
    ]
