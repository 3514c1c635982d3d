"""The helpdesk accounts of the settings: the one whose settings stand alone, and any others.

Another one has a short name, in DESKPULSE_SOURCES, and its settings begin with it: EU_ZENDESK_URL.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from pydantic import SecretStr, ValidationError, ValidationInfo, field_validator

from bot.config import checks
from bot.config.checks import SettingsError
from bot.config.fields import OURS, ours, sentence
from bot.config.measuring import MeasuringSettings
from bot.config.sources import all_values, read_secret
from bot.config.zendesk import ZendeskSettings
from metrics.helpdesks.contract import Account
from metrics.office_hours.calendar import Calendar, parse_hours
from metrics.office_hours.public_holidays import parse_holidays
from metrics.tickets.dimensions import BRAND, FORM, ORGANIZATION, Dimension

MOST: Final = 20
TAKEN: Final = frozenset({"deskpulse", "slack", "zendesk", "database", "test"})
"""So begin the names of settings and variables that are there already."""


class HelpdeskSettings(NamedTuple):
    """An account of a helpdesk as the settings have it.

    `prefix` is what its settings begin with, `title` what people call it, `since` from when it is
    read; "" where nothing is said. `hours` are its own, None where there are none.
    """

    prefix: str
    vendor: str
    title: str
    since: str
    account: Account
    hours: Calendar | None = None


READERS: Final[Mapping[str, Callable[[str], object]]] = {
    "since": checks.days_or_date,
    "timezone": checks.time_zone,
    "business_hours": parse_hours,
    "holidays": parse_holidays,
}


class FurtherAccount(ZendeskSettings):
    """What can be said of one more account, without its prefix."""

    name: str = ours("NAME", "", "Europe", "What people call it.")
    since: str = ours("SINCE", "", "2025-01-01", "How far back its first sync reads.")
    timezone: str = ours("TIMEZONE", "", "America/New_York", "The time zone of its hours.")
    business_hours: str = ours(
        "BUSINESS_HOURS", "", "mon-fri 09:00-17:00", "Its hours, in place of the helpdesk's own."
    )
    holidays: str = ours("HOLIDAYS", "", "US, 2026-12-24", "Days on which its team is closed.")

    @field_validator("since", "timezone", "business_hours", "holidays")
    @classmethod
    def _readable(cls, text: str, info: ValidationInfo) -> str:
        if text:
            READERS[info.field_name or ""](text)
        return text

    def calendar(self, usual: Calendar) -> Calendar | None:
        """Its hours, where any are set; what is not set is as usual."""
        if not (self.timezone or self.business_hours or self.holidays):
            return None
        return Calendar(
            zone=ZoneInfo(self.timezone) if self.timezone else usual.zone,
            hours=parse_hours(self.business_hours) if self.business_hours else usual.hours,
            holidays=parse_holidays(self.holidays) if self.holidays else usual.holidays,
        )


class Sources(ZendeskSettings, MeasuringSettings):
    """Which helpdesk accounts there are."""

    more_sources: str = ours(
        "SOURCES",
        "",
        "eu, us",
        "Short names of further helpdesk accounts. The settings of each begin with its name: "
        "`EU_ZENDESK_URL`, `EU_ZENDESK_EMAIL` and so on, `EU_NAME` for what people call it, "
        "`EU_SINCE` for how far back it is read, and `EU_TIMEZONE`, `EU_BUSINESS_HOURS` and "
        "`EU_HOLIDAYS` for hours of its own, where the helpdesk does not tell them.",
    )
    keep_subjects: bool = ours(
        "KEEP_SUBJECTS",
        default=False,
        example="yes",
        description="Whether ticket subjects are stored. Message text never is.",
    )
    keep_brands: bool = ours(
        "KEEP_BRANDS",
        default=False,
        example="yes",
        description="Whether each ticket's brand is stored, to narrow figures to it and split by.",
    )
    keep_forms: bool = ours(
        "KEEP_FORMS",
        default=False,
        example="yes",
        description="Whether each ticket's form is stored, to narrow figures to it and split by.",
    )
    keep_organizations: bool = ours(
        "KEEP_ORGANIZATIONS",
        default=False,
        example="yes",
        description="Whether the name of each ticket's organization is stored, to narrow figures "
        "to it and split by. It names your customers; people of other companies never read it.",
    )

    @field_validator("more_sources")
    @classmethod
    def _short_names(cls, text: str) -> str:
        short_names(text)
        return text

    def helpdesks(self) -> tuple[HelpdeskSettings, ...]:
        """Every account that is set. Raises SettingsError where one lacks something."""
        accounts = [self._source(self, "")] if self.zendesk_url else []
        accounts += [self._source(each, prefix) for prefix, each in self._others()]
        owners: dict[str, str] = {}
        for source in accounts:
            other = owners.setdefault(source.account.url, source.prefix)
            if other != source.prefix:
                raise SettingsError(
                    f"{other}ZENDESK_URL and {source.prefix}ZENDESK_URL name the same account. "
                    "Take one of them out of the settings."
                )
        return tuple(accounts)

    def own_secrets(self) -> Iterator[str]:
        """The secrets of the further accounts, so that the log can hide them."""
        for _, each in self._others():
            values = (getattr(each, name) for name in type(each).model_fields)
            yield from (v.get_secret_value() for v in values if isinstance(v, SecretStr))

    def _source(self, settings: ZendeskSettings, prefix: str) -> HelpdeskSettings:
        access = settings.zendesk(prefix)
        return HelpdeskSettings(
            prefix=prefix,
            vendor="zendesk",
            title=settings.name if isinstance(settings, FurtherAccount) else "",
            since=settings.since if isinstance(settings, FurtherAccount) else "",
            hours=settings.calendar(self.calendar())
            if isinstance(settings, FurtherAccount)
            else None,
            account=Account(
                url=access.url,
                login=access.email,
                secret=access.token.get_secret_value(),
                bots=settings.bots(),
                category_field=settings.zendesk_category_field,
                calls_per_minute=settings.zendesk_exports_per_minute,
                keep_subjects=self.keep_subjects,
                by_name=self._kept_dimensions(),
                tags=checks.tag_names(settings.zendesk_tags),
                fields=checks.field_names(settings.zendesk_fields),
            ),
        )

    def _kept_dimensions(self) -> frozenset[Dimension]:
        switches = {BRAND: self.keep_brands, FORM: self.keep_forms}
        switches[ORGANIZATION] = self.keep_organizations
        return frozenset(dimension for dimension, on in switches.items() if on)

    def _others(self) -> Iterator[tuple[str, FurtherAccount]]:
        for name in short_names(self.more_sources):
            prefix = f"{name.upper()}_"
            try:
                yield prefix, FurtherAccount.model_validate(_values_of(prefix))
            except ValidationError as error:
                raise SettingsError(sentence(error, FurtherAccount, prefix)) from None


def short_names(text: str) -> tuple[str, ...]:
    """Read "eu, us". Raises ValueError with half a sentence."""
    names = tuple(name.strip().lower() for name in text.split(",") if name.strip())
    for name in names:
        if not re.fullmatch(r"[a-z][a-z0-9]{0,19}", name):
            raise ValueError(f"{name!r} must be up to 20 letters and digits, a letter first")
        if name in TAKEN:
            raise ValueError(f"{name!r} is what other settings begin with; choose another name")
    if len(set(names)) < len(names):
        raise ValueError("names an account twice")
    if len(names) > MOST:
        raise ValueError(f"must be {MOST} names at most")
    return names


def names_of_others(text: str) -> Mapping[str, str]:
    """The names that settings of further accounts may have, and each without its prefix."""
    aliases = [str(field.validation_alias) for field in FurtherAccount.model_fields.values()]
    return {
        f"{name.upper()}_{each.removeprefix(OURS)}": each
        for name in short_names(text)
        for each in aliases
    }


def _values_of(prefix: str) -> dict[str, str]:
    """What is set for the account with a prefix, by the names of the settings without it."""
    aliases = (str(field.validation_alias) for field in FurtherAccount.model_fields.values())
    names = {alias: f"{prefix}{alias.removeprefix(OURS)}" for alias in aliases}
    values = all_values()
    result = {alias: values[name] for alias, name in names.items() if name in values}
    for alias, name in names.items():
        if alias in SECRETS and (text := read_secret(name, values)) is not None:
            result[alias] = text
    return result


SECRETS: Final = frozenset(
    str(field.validation_alias)
    for field in FurtherAccount.model_fields.values()
    if SecretStr.__name__ in str(field.annotation)
)
