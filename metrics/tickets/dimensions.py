"""What tickets can be filtered and cut by: what all helpdesks have, and attributes of any name."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class Dimension(StrEnum):
    """What tickets can be filtered and cut by. The word is also the one people type after `by`."""

    CHANNEL = "channel"
    TEAM = "team"
    PRIORITY = "priority"
    CATEGORY = "category"
    TIER = "tier"
    AGENT = "agent"
    STATUS = "status"
    SOURCE = "source"

    @classmethod
    def attribute(cls, name: str) -> Dimension:
        """That of an attribute of tickets: of the same name there is only one, as of a member.

        Attributes are no members: what goes through all dimensions meets none that nobody has.
        """
        member = str.__new__(cls, name)
        member._name_ = member._value_ = name
        unique = cls._value2member_map_.setdefault(name, member)
        assert isinstance(unique, Dimension)
        return unique

    @property
    def of_attribute(self) -> bool:
        """Whether it is that of an attribute, of which a ticket may have several values."""
        return self._value_ not in _MEMBERS


_MEMBERS = frozenset(str(member) for member in Dimension)
ORGANIZATION = Dimension.attribute("organization")
BRAND, LANGUAGE = Dimension.attribute("brand"), Dimension.attribute("language")
FORM, TAG = Dimension.attribute("ticket form"), Dimension.attribute("tag")
TYPE, CUSTOM_STATUS = Dimension.attribute("kind"), Dimension.attribute("custom status")
INTENT, SENTIMENT = Dimension.attribute("intent"), Dimension.attribute("sentiment")
ATTRIBUTES = (ORGANIZATION, BRAND, LANGUAGE, FORM, TAG, TYPE, CUSTOM_STATUS, INTENT, SENTIMENT)
"""Those that any helpdesk may tell; the settings name others."""
BY_MACHINE = frozenset({LANGUAGE, INTENT, SENTIMENT})
"""Those that a machine reads out of a message, where a helpdesk has one that does."""
SEVERAL = "\x1f"
"""Between the values of a ticket that has several, in the one word that stands for them all."""


def values_of(word: str) -> list[str]:
    """The values that a stored word stands for: several only of an attribute that has several."""
    return word.split(SEVERAL)


def in_order(dimensions: Iterable[Dimension]) -> list[Dimension]:
    """Dimensions in the order in which they are told: attributes come last, by name."""
    members = set(dimensions)
    return [d for d in Dimension if d in members] + sorted(d for d in members if d.of_attribute)
