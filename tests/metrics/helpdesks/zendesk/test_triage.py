"""What intelligent triage says of a ticket, by the tags that its fields write."""

from __future__ import annotations

from typing import Any

import pytest

from metrics.helpdesks.zendesk.attributes import of
from metrics.helpdesks.zendesk.normalise import Reading
from metrics.helpdesks.zendesk.triage import values
from tests.metrics.helpdesks.zendesk import examples


def test_intent_tone_and_language_are_read_in_words() -> None:
    tags = ["intent__billing__refund__request", "sentiment__very_negative", "language__en"]
    sure = ["intent_confidence__low", "sentiment_confidence__high", "language_confidence__high"]
    raw = examples.ticket(tags=["vip", *tags, *sure])
    assert values(raw) == {
        "intent": ("billing refund request",),
        "sentiment": ("very negative",),
        "language": ("en",),
    }


def test_the_choice_of_a_field_is_read_where_the_tag_is_not_there() -> None:
    fields = [{"id": 1, "value": "sentiment__negative"}, {"id": 2, "value": None}, "odd"]
    assert values(examples.ticket(tags=[], custom_fields=fields)) == {"sentiment": ("negative",)}


@pytest.mark.parametrize(
    "tags", [[], ["vip"], ["sentiment"], ["sentiment__"], ["__negative"], [None, 7], ["intent_x"]]
)
def test_without_triage_nobody_knows(tags: list[Any]) -> None:
    assert values(examples.ticket(tags=tags)) == {}


def test_a_field_that_the_settings_call_so_comes_first() -> None:
    raw = examples.ticket(type=None, tags=["sentiment__negative"])
    assert of(raw, Reading())["sentiment"] == ("negative",)
    assert of(raw, Reading(fields={"77": "sentiment"}))["sentiment"] == ("billing",)
