"""What is set of a Freshdesk account."""

from __future__ import annotations

import re
from typing import ClassVar

from pydantic import SecretStr

from metrics.helpdesks.settings import VendorSettings, ours, setting


class FreshdeskSettings(VendorSettings):
    """The API key of one of its agents opens it. Custom fields go by names such as cf_area."""

    needed: ClassVar[tuple[str, ...]] = ("url", "api_key")
    field_ids: ClassVar[re.Pattern[str]] = re.compile(r"cf_\w{1,100}")
    tags_have_spaces: ClassVar[bool] = True

    url: str | None = setting(
        "FRESHDESK_URL", None, "https://acme.freshdesk.com", "The Freshdesk account."
    )
    api_key: SecretStr | None = setting(
        "FRESHDESK_API_KEY",
        None,
        "the key that an agent's profile settings show",
        "The API key of an agent who sees all tickets.",
    )
    webhook_secret: SecretStr | None = setting(
        "FRESHDESK_WEBHOOK_SECRET",
        None,
        "a long random word, the same as in the header of the automation rule",
        "What the webhook that wakes the sync has in its header. Without it none is taken.",
    )
    bots: str = ours(
        "FRESHDESK_BOTS",
        "",
        "67013469919, Pulse Assistant",
        "Freshdesk agents, by id or name, that are AI agents or other bots.",
    )
    category_field: str | None = ours(
        "FRESHDESK_CATEGORY_FIELD",
        None,
        "cf_category",
        "The name of the custom field that says what a ticket is about; else its type does.",
    )
    tags: str = ours(
        "FRESHDESK_TAGS",
        "",
        "refund, vip",
        "Tags that figures can be narrowed to and split by. Other tags are not stored.",
    )
    fields: str = ours(
        "FRESHDESK_FIELDS",
        "",
        "cf_area = product area, cf_plan = plan",
        "Custom fields that figures can be narrowed to and split by: the name of each, and what "
        "to call it. Choose drop-downs and boxes: what stands in a field is stored.",
    )
    calls_per_minute: int | None = ours(
        "FRESHDESK_CREDITS_PER_MINUTE",
        None,
        "150",
        "Credits a minute that Deskpulse may take. Where it is not set, three quarters of what "
        "the plan allows.",
        ge=1,
        le=1_000_000,
    )
