"""What is set of a Salesforce org."""

from __future__ import annotations

import re
from typing import ClassVar

from pydantic import SecretStr

from metrics.helpdesks.salesforce.soql import long_id
from metrics.helpdesks.settings import VendorSettings, ours, setting


class SalesforceSettings(VendorSettings):
    """A client of an external client app opens it. Fields go by names such as Category__c."""

    needed: ClassVar[tuple[str, ...]] = ("url", "client_id", "client_secret")
    field_ids: ClassVar[re.Pattern[str]] = re.compile(r"[A-Za-z]\w{0,99}", re.ASCII)
    tags_have_spaces: ClassVar[bool] = True

    url: str | None = setting(
        "SALESFORCE_URL",
        None,
        "https://acme.my.salesforce.com",
        "The Salesforce org, at the address of its My Domain.",
    )
    client_id: str | None = setting(
        "SALESFORCE_CLIENT_ID",
        None,
        "the consumer key of the external client app",
        "The client that signs in, by the client credentials flow.",
    )
    client_secret: SecretStr | None = setting(
        "SALESFORCE_CLIENT_SECRET",
        None,
        "the consumer secret of the external client app",
        "The secret of that client.",
    )
    webhook_secret: SecretStr | None = setting(
        "SALESFORCE_WEBHOOK_SECRET",
        None,
        "a long random word, the same as in the header of the named credential",
        "What the call that wakes the sync has in its header. Without it none is taken.",
    )
    bots: str = ours(
        "SALESFORCE_BOTS",
        "",
        "005gK0000012345QAA, Pulse Assistant",
        "Salesforce users, by id or name, that are AI agents or other bots.",
    )
    system_users: str = ours(
        "SALESFORCE_SYSTEM_USERS",
        "",
        "005gK0000067890QAA, Case Robot",
        "Salesforce users, by id or name, that stand for nobody: the default case owner, the "
        "automated case user, integrations. What they own nobody has, and what they write is "
        "automatic.",
    )
    internal: str = ours(
        "SALESFORCE_INTERNAL_RECORD_TYPES",
        "",
        "Internal, Sub-case",
        "Record types, by name, of cases that colleagues open to help with another case.",
    )
    category_field: str | None = ours(
        "SALESFORCE_CATEGORY_FIELD",
        None,
        "Category__c",
        "The name of the field that says what a case is about; else its reason does.",
    )
    tag_field: str | None = ours(
        "SALESFORCE_TAG_FIELD",
        None,
        "Labels__c",
        "The name of the field with a list of values whose values count as tags.",
        pattern=r"^[A-Za-z][A-Za-z0-9_]{0,99}$",
    )
    tags: str = ours(
        "SALESFORCE_TAGS",
        "",
        "refund, vip",
        "Values of that field that figures can be narrowed to and split by. Others are not stored.",
    )
    fields: str = ours(
        "SALESFORCE_FIELDS",
        "",
        "Area__c = product area, Plan__c = plan",
        "Fields of a case that figures can be narrowed to and split by: the name of each, and "
        "what to call it. Choose lists and boxes: what stands in a field is stored.",
    )
    calls_per_minute: int | None = ours(
        "SALESFORCE_CALLS_PER_MINUTE",
        None,
        "60",
        "Calls a minute that Deskpulse may make. Where it is not set, it pauses only when three "
        "quarters of the org's calls of a day are used up.",
        ge=1,
        le=100_000,
    )

    def bot_users(self) -> frozenset[str]:
        """The ids, at full length, or names of users that are bots."""
        return frozenset(map(long_id, super().bot_users()))

    def machines(self) -> frozenset[str]:
        """The ids, at full length, or names of users that stand for nobody."""
        return frozenset(long_id(u.strip()) for u in self.system_users.split(",") if u.strip())

    def internal_types(self) -> frozenset[str]:
        """The names of record types of cases that help with others, in small letters."""
        return frozenset(t.strip().lower() for t in self.internal.split(",") if t.strip())
