"""How an account wants to be read: what is alike for every vendor, and the words nobody knows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from metrics.helpdesks.settings import Keeping, VendorSettings
from metrics.tickets.records import Dimension


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountReading:
    """What the settings say of an account; `unknown` counts the words met that we do not know.

    `bot_users` holds ids or names of users that are bots; `category_field` names the custom field
    that tells the category, "" where none does. `by_name` are attributes that are kept by name,
    `tags` the tags that are kept, `fields` what custom fields are called, by what names them there.
    """

    keep_subjects: bool = False
    category_field: str = ""
    bot_users: frozenset[str] = frozenset()
    by_name: frozenset[Dimension] = frozenset()
    tags: frozenset[str] = frozenset()
    fields: Mapping[str, str] = field(default_factory=dict)
    unknown: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, settings: VendorSettings, keeping: Keeping, **more: Any) -> Self:
        """What these settings say; `more` is what only this vendor has."""
        return cls(
            keep_subjects=keeping.subjects,
            category_field=settings.category_field or "",
            bot_users=settings.bot_users(),
            by_name=keeping.dimensions,
            tags=settings.tag_names(),
            fields=settings.field_names(),
            **more,
        )
