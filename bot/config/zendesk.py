"""The settings of one Zendesk account: those that stand alone, and those of each one more."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import urlsplit

from pydantic import BaseModel, SecretStr, ValidationInfo, field_validator

from bot.config import checks
from bot.config.fields import missing_setting, ours, setting


class ZendeskAccess(NamedTuple):
    """What opens a Zendesk account: an API token goes with `email`, an OAuth token without."""

    url: str
    email: str | None
    token: SecretStr


class ZendeskSettings(BaseModel):
    """What is said of one Zendesk account."""

    zendesk_url: str | None = setting(
        "ZENDESK_URL", None, "https://acme.zendesk.com", "The Zendesk account."
    )
    zendesk_email: str | None = setting(
        "ZENDESK_EMAIL",
        None,
        "reports@acme.com",
        "The e-mail address of the admin the API token belongs to.",
    )
    zendesk_api_token: SecretStr | None = setting(
        "ZENDESK_API_TOKEN",
        None,
        "the token shown once by the Admin Center",
        "A Zendesk API token; goes with ZENDESK_EMAIL.",
    )
    zendesk_oauth_token: SecretStr | None = setting(
        "ZENDESK_OAUTH_TOKEN",
        None,
        "an access token with the scope read",
        "A Zendesk OAuth access token, in place of e-mail and API token.",
    )
    zendesk_bots: str = ours(
        "ZENDESK_BOTS",
        "",
        "114094762733, 114094762734",
        "Zendesk users, by id or name, that write as agents but are bots.",
    )
    zendesk_category_field: int | None = ours(
        "ZENDESK_CATEGORY_FIELD",
        None,
        "360012345678",
        "The id of the ticket field that says what a ticket is about.",
    )
    zendesk_tags: str = ours(
        "ZENDESK_TAGS",
        "",
        "refund, vip",
        "Tags that figures can be narrowed to and split by. Other tags are not stored.",
    )
    zendesk_fields: str = ours(
        "ZENDESK_FIELDS",
        "",
        "360012345678 = product area, 360098765432 = plan",
        "Ticket fields that figures can be narrowed to and split by: the id of each, and what "
        "to call it. Choose drop-downs, lists and boxes: what stands in a field is stored.",
    )
    zendesk_exports_per_minute: int = ours(
        "ZENDESK_EXPORTS_PER_MINUTE",
        10,
        "10",
        "Calls a minute to Zendesk's incremental exports: 10, or 30 with High Volume API.",
        ge=1,
        le=10_000,
    )

    @field_validator("zendesk_tags", "zendesk_fields")
    @classmethod
    def _readable_names(cls, text: str, info: ValidationInfo) -> str:
        (checks.tag_names if info.field_name == "zendesk_tags" else checks.field_names)(text)
        return text

    @field_validator("zendesk_url")
    @classmethod
    def _without_path(cls, url: str | None) -> str | None:
        parts = urlsplit(checks.web_address(url)) if url else None
        return f"{parts.scheme}://{parts.netloc}" if parts else None

    def zendesk(self, prefix: str = "") -> ZendeskAccess:
        """What opens the account; refuses an incomplete set, by the names with their `prefix`."""
        if not self.zendesk_url:
            raise missing_setting(self, "ZENDESK_URL", prefix)
        if self.zendesk_oauth_token:
            return ZendeskAccess(self.zendesk_url, None, self.zendesk_oauth_token)
        if not self.zendesk_email:
            raise missing_setting(self, "ZENDESK_EMAIL", prefix)
        if not self.zendesk_api_token:
            raise missing_setting(self, "ZENDESK_API_TOKEN", prefix)
        return ZendeskAccess(self.zendesk_url, self.zendesk_email, self.zendesk_api_token)

    def bots(self) -> frozenset[str]:
        """The ids or names of Zendesk users that are bots."""
        return frozenset(bot.strip() for bot in self.zendesk_bots.split(",") if bot.strip())
