"""What Zendesk's intelligent triage says of a ticket: its intent, its tone and its language.

A machine reads the customer's first message and writes fields of the ticket, whose choices are tags
too: `intent__billing__refund__request`, `sentiment__very_negative`, `language__en`; how sure it is
stands in `intent_confidence__low`. An agent may correct them, and what stands there now is taken.
Accounts without it have no such tags, and then nobody knows.
https://support.zendesk.com/hc/en-us/articles/4550640560538
(the tags themselves: seen in what others read from the API, on no page of Zendesk's)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from metrics.helpdesks.fields import Raw, clean, rows
from metrics.tickets.dimensions import INTENT, LANGUAGE, SENTIMENT

_ATTRIBUTES: Final = {"intent": INTENT, "sentiment": SENTIMENT, "language": LANGUAGE}
_LONGEST: Final = 100


def values(raw: Raw) -> Mapping[str, tuple[str, ...]]:
    """The attributes that triage gave a ticket, in words: "billing refund request"."""
    found: dict[str, dict[str, None]] = {}
    for tag in _tags(raw):
        word, _, value = tag.partition("__")
        if (attribute := _ATTRIBUTES.get(word)) and (text := _words(value)):
            found.setdefault(str(attribute), {})[text] = None
    return {attribute: tuple(texts) for attribute, texts in found.items()}


def _tags(raw: Raw) -> Iterator[str]:
    """The tags of a ticket, and the choices of its fields, which are tags of it."""
    fields = (one.get("value") for one in rows(raw, "custom_fields") if isinstance(one, dict))
    return (tag for tag in (*rows(raw, "tags"), *fields) if isinstance(tag, str))


def _words(value: str) -> str:
    return " ".join(clean(value.replace("_", " "), _LONGEST).split())
