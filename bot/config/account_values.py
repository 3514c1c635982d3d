"""What is set of one account of a helpdesk: its names, with or without a prefix, and its values."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final, TypeVar
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, ValidationError, ValidationInfo, field_validator

from bot.config import checks
from bot.config.sources import read_secret, secret_names
from metrics.helpdesks.settings import OURS, SettingsError, VendorSettings, ours, sentence
from metrics.helpdesks.vendors import HELPDESKS
from metrics.office_hours.calendar import Calendar, parse_hours
from metrics.office_hours.public_holidays import parse_holidays

MOST: Final = 20
TAKEN: Final = frozenset({"deskpulse", "slack", "database", "test", *HELPDESKS})
"""So begin the names of settings and variables that are there already."""
MODELS: Final[tuple[type[VendorSettings], ...]] = tuple(v.settings for v in HELPDESKS.values())
Model = TypeVar("Model", bound=BaseModel)


READERS: Final[Mapping[str, Callable[[str], object]]] = {
    "since": checks.days_or_date,
    "timezone": checks.time_zone,
    "business_hours": parse_hours,
    "holidays": parse_holidays,
}


class FurtherAccount(BaseModel):
    """What can be said of one more account beside its vendor's settings, without its prefix."""

    model_config = ConfigDict(extra="ignore", frozen=True, hide_input_in_errors=True)

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


def names_of_accounts(others: Iterable[str]) -> Iterator[str]:
    """The names that settings of accounts may have, where `others` are short names."""
    for model in MODELS:
        yield from names_of(model)
    further: tuple[type[BaseModel], ...] = (FurtherAccount, *MODELS)
    own = [name for model in further for name in names_of(model)]
    for short in others:
        yield from (prefixed(name, prefix_of(short)) for name in own)


def names_of(model: type[BaseModel]) -> Iterator[str]:
    """The names of the settings of a model, and of files that hold a secret."""
    yield from (str(field.validation_alias) for field in model.model_fields.values())
    yield from (f"{name}_FILE" for name in secret_names(model))


def prefix_of(short: str) -> str:
    """What the settings of an account with a short name begin with: "EU_" of "eu"."""
    return f"{short.upper()}_"


def prefixed(name: str, prefix: str) -> str:
    """A setting's name with a prefix, which stands in place of DESKPULSE_."""
    return f"{prefix}{name.removeprefix(OURS)}" if prefix else name


def read_model(model: type[Model], values: Mapping[str, str], prefix: str = "") -> Model:
    """What is set by the names of a model with a prefix. Raises SettingsError."""
    given: dict[str, str] = {}
    secrets = secret_names(model)
    for field in model.model_fields.values():
        alias = str(field.validation_alias)
        name = prefixed(alias, prefix)
        mounted = read_secret(name, values) if alias in secrets else None
        if (text := values.get(name) if mounted is None else mounted) is not None:
            given[alias] = text
    try:
        return model.model_validate(given)
    except ValidationError as error:
        raise SettingsError(sentence(error, model, prefix)) from None
