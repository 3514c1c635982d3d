"""What is set of an Intercom workspace."""

from __future__ import annotations

import re
from typing import ClassVar

from pydantic import SecretStr, field_validator

from metrics.helpdesks.settings import VendorSettings, ours, setting

_WORKSPACE = re.compile(r"[A-Za-z0-9_-]{1,40}")


class IntercomSettings(VendorSettings):
    """An access token opens it. All workspaces of a region have one address, so each has its name.

    Custom attributes go by their names, such as Issue type.
    """

    needed: ClassVar[tuple[str, ...]] = ("url", "token", "workspace")
    field_ids: ClassVar[re.Pattern[str]] = re.compile(r"[^,=\s][^,=]{0,99}")
    tags_have_spaces: ClassVar[bool] = True

    url: str | None = setting(
        "INTERCOM_URL",
        None,
        "https://api.intercom.io",
        "Intercom's API where the workspace is: `https://api.intercom.io` (US), "
        "`https://api.eu.intercom.io` or `https://api.au.intercom.io`.",
    )
    token: SecretStr | None = setting(
        "INTERCOM_TOKEN",
        None,
        "the access token that the Developer Hub shows",
        "The access token of a private app of the workspace.",
    )
    workspace: str | None = setting(
        "INTERCOM_WORKSPACE",
        None,
        "a1b2c3d4",
        "The ID of the workspace: what follows `/a/inbox/` or `/a/apps/` in the address of "
        "Intercom's pages.",
    )
    webhook_secret: SecretStr | None = setting(
        "INTERCOM_WEBHOOK_SECRET",
        None,
        "the client secret of the app, under Basic information",
        "What Intercom signs the webhooks with that wake the sync. Without it none is taken.",
    )
    bots: str = ours(
        "INTERCOM_BOTS",
        "",
        "5017691, Pulse Assistant",
        "Teammates, by id or name, that are AI agents or other bots. Fin is known without that.",
    )
    category_field: str | None = ours(
        "INTERCOM_CATEGORY_FIELD",
        None,
        "Issue type",
        "The name of the attribute of conversations and tickets that says what they are about.",
    )
    tags: str = ours(
        "INTERCOM_TAGS",
        "",
        "refund, vip",
        "Tags that figures can be narrowed to and split by. Other tags are not stored.",
    )
    fields: str = ours(
        "INTERCOM_FIELDS",
        "",
        "Product area = product area, Plan = plan",
        "Attributes that figures can be narrowed to and split by: the name of each, and what to "
        "call it. Choose lists and yes-or-no: what stands in an attribute is stored.",
    )
    calls_per_minute: int | None = ours(
        "INTERCOM_CALLS_PER_MINUTE",
        None,
        "3000",
        "Calls a minute that Deskpulse may make. Where it is not set, three quarters of what "
        "Intercom allows the app.",
        ge=6,
        le=1_000_000,
    )

    @field_validator("workspace")
    @classmethod
    def _workspace_id(cls, text: str | None) -> str | None:
        if text and not _WORKSPACE.fullmatch(text.strip()):
            raise ValueError("is no ID of a workspace")
        return text.strip() if text else None

    def identity(self) -> tuple[str, ...]:
        """The address and the workspace: two of them at one address are two accounts."""
        return (self.url or "", self.workspace or "")
