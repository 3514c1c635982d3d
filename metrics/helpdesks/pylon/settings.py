"""What is set of a Pylon account."""

from __future__ import annotations

import re
from typing import ClassVar, Final

from pydantic import SecretStr, field_validator

from metrics.helpdesks.settings import VendorSettings, ours, setting, tag_names, web_address

_LONGEST: Final = 60
_ACCOUNT: Final = re.compile(rf"\S{{1,{_LONGEST}}}")


class PylonSettings(VendorSettings):
    """A token that an admin makes opens it. Custom fields go by slugs such as question_type.

    All organisations have one address, and a token does not show whose it is: its id says it.
    """

    needed: ClassVar[tuple[str, ...]] = ("url", "token", "account")
    field_ids: ClassVar[re.Pattern[str]] = re.compile(r"[\w.-]{1,100}")
    tags_have_spaces: ClassVar[bool] = True
    beside_reading: ClassVar[frozenset[str]] = VendorSettings.beside_reading | {"app_url"}

    url: str | None = setting(
        "PYLON_URL",
        None,
        "https://api.usepylon.com",
        "The address of Pylon's API: https://api.usepylon.com, or https://api.eu.usepylon.com for "
        "an organization in the European Union.",
    )
    token: SecretStr | None = setting(
        "PYLON_API_TOKEN",
        None,
        "the token that an admin makes in the settings",
        "The API token of the organization.",
    )
    account: str | None = setting(
        "PYLON_ACCOUNT",
        None,
        "7c1f0a52-3b7e-4f0e-9d0c-2f6a1b5e8d34",
        "The id of the organization. If you do not know it, write any word: `deskpulse setup` and "
        "`deskpulse doctor --live` then say it. A token of any other organization is refused.",
    )
    webhook_secret: SecretStr | None = setting(
        "PYLON_WEBHOOK_SECRET",
        None,
        "the secret that Pylon shows with the webhook",
        "Signs the webhook that wakes the sync. Without it none is taken.",
    )
    app_url: str = ours(
        "PYLON_APP_URL",
        "https://app.usepylon.com",
        "https://app.usepylon.com",
        "Where people open issues: links to them begin so.",
    )
    bots: str = ours(
        "PYLON_BOTS",
        "",
        "Pulse Assistant",
        "Pylon users, by id or name, that are AI agents or other bots.",
    )
    category_field: str | None = ours(
        "PYLON_CATEGORY_FIELD",
        None,
        "question_type",
        "The slug of the custom field that says what an issue is about; else its type does.",
    )
    tags: str = ours(
        "PYLON_TAGS",
        "",
        "refund, vip",
        "Tags that figures can be narrowed to and split by. Other tags are not stored.",
    )
    left_out: str = ours(
        "PYLON_LEFT_OUT_TAGS",
        "",
        "spam, merged",
        "Tags that your team gives to issues that are spam, tests or merged into others, which "
        "Pylon does not tell: figures leave them out.",
    )
    fields: str = ours(
        "PYLON_FIELDS",
        "",
        "product_area = product area, plan = plan",
        "Custom fields that figures can be narrowed to and split by: the slug of each, and what "
        "to call it. Choose lists and boxes: what stands in a field is stored.",
    )
    best_score: int = ours(
        "PYLON_CSAT_BEST",
        5,
        "5",
        "The best score of your satisfaction survey, of which the worst is 1. Scores above the "
        "middle are good.",
        ge=2,
        le=100,
    )
    calls_per_minute: int | None = ours(
        "PYLON_CALLS_PER_MINUTE",
        None,
        "60",
        "Calls a minute that Deskpulse may make of each kind. Where it is not set, three quarters "
        "of what Pylon allows of that kind.",
        ge=1,
        le=1_000_000,
    )

    @field_validator("account")
    @classmethod
    def _name(cls, text: str | None) -> str | None:
        if text and not _ACCOUNT.fullmatch(text.strip()):
            raise ValueError(f"must be up to {_LONGEST} characters without spaces")
        return text.strip() if text else None

    @field_validator("app_url")
    @classmethod
    def _address(cls, url: str) -> str:
        return web_address(url).rstrip("/")

    @field_validator("left_out")
    @classmethod
    def _readable_left_out(cls, text: str) -> str:
        tag_names(text, spaces=True)
        return text

    def identity(self) -> tuple[str, ...]:
        """What no two organisations have in common: the id, since all have one address."""
        return (self.url or "", self.account or "")

    def left_out_tags(self) -> frozenset[str]:
        """The tags of issues that no figure counts."""
        return tag_names(self.left_out, spaces=True)
