"""What is set of a Zendesk account."""

from __future__ import annotations

from pydantic import SecretStr

from metrics.helpdesks.settings import VendorSettings, Way, ours, setting


class ZendeskSettings(VendorSettings):
    """An API token goes with an e-mail address, an OAuth token stands alone."""

    url: str | None = setting(
        "ZENDESK_URL", None, "https://acme.zendesk.com", "The Zendesk account."
    )
    email: str | None = setting(
        "ZENDESK_EMAIL",
        None,
        "reports@acme.com",
        "The e-mail address of the admin the API token belongs to.",
    )
    api_token: SecretStr | None = setting(
        "ZENDESK_API_TOKEN",
        None,
        "the token shown once by the Admin Center",
        "A Zendesk API token; goes with ZENDESK_EMAIL.",
    )
    oauth_token: SecretStr | None = setting(
        "ZENDESK_OAUTH_TOKEN",
        None,
        "an access token with the scope read",
        "A Zendesk OAuth access token, in place of e-mail and API token.",
    )
    webhook_secret: SecretStr | None = setting(
        "ZENDESK_WEBHOOK_SECRET",
        None,
        "the signing secret that the Admin Center shows of the webhook",
        "The signing secret of the webhook that wakes the sync. Without it none is taken.",
    )
    bots: str = ours(
        "ZENDESK_BOTS",
        "",
        "114094762733, 114094762734",
        "Zendesk users, by id or name, that write as agents but are bots.",
    )
    category_field: str | None = ours(
        "ZENDESK_CATEGORY_FIELD",
        None,
        "360012345678",
        "The id of the ticket field that says what a ticket is about.",
    )
    tags: str = ours(
        "ZENDESK_TAGS",
        "",
        "refund, vip",
        "Tags that figures can be narrowed to and split by. Other tags are not stored.",
    )
    fields: str = ours(
        "ZENDESK_FIELDS",
        "",
        "360012345678 = product area, 360098765432 = plan",
        "Ticket fields that figures can be narrowed to and split by: the id of each, and what "
        "to call it. Choose drop-downs, lists and boxes: what stands in a field is stored.",
    )
    sisters: str = ours(
        "ZENDESK_SISTERS",
        "",
        "acme-emea, acme-labs",
        "Subdomains of your own other Zendesk accounts that are connected too. A ticket that one "
        "of them shares with this account counts there and not here once more.",
    )
    calls_per_minute: int | None = ours(
        "ZENDESK_EXPORTS_PER_MINUTE",
        10,
        "10",
        "Calls a minute to Zendesk's incremental exports: 10, or 30 with High Volume API.",
        ge=1,
        le=10_000,
    )

    def missing(self) -> str | None:
        """The first field without which the account cannot be opened; None if all are set."""
        if not self.url or self.oauth_token:
            return super().missing()
        return next((field for field in ("email", "api_token") if not getattr(self, field)), None)

    @classmethod
    def ways(cls) -> tuple[Way, ...]:
        """An OAuth token, which may be one that only reads, before an API token."""
        return (
            Way("An OAuth token, which can be one that only reads", ("url", "oauth_token")),
            Way(
                "An API token, made on the same page with token access switched on: quicker, but "
                "it could also write",
                ("url", "email", "api_token"),
            ),
        )

    def sister_accounts(self) -> frozenset[str]:
        """The subdomains of our own other accounts."""
        names = (name.strip().casefold() for name in self.sisters.split(","))
        return frozenset(name.removesuffix(".zendesk.com") for name in names if name)

    def token(self) -> str:
        """What the account is opened with: the OAuth token, else the API token."""
        token = self.oauth_token or self.api_token
        return token.get_secret_value() if token else ""

    def login(self) -> str | None:
        """The address that goes with an API token; an OAuth token stands alone."""
        return None if self.oauth_token else self.email
