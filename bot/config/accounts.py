"""The helpdesk accounts of the settings: those whose settings stand alone, and any others.

Of each vendor one account may stand alone. Another one has a short name, in DESKPULSE_SOURCES, and
its settings begin with it, as in EU_ and the name of the one alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from pydantic import (
    PrivateAttr,
    field_validator,
)

from bot.config.account_values import (
    MODELS,
    FurtherAccount,
    names_of_accounts,
    prefix_of,
    read_model,
    short_names,
)
from bot.config.measuring import MeasuringSettings
from bot.config.sources import all_values
from metrics.helpdesks.settings import (
    Keeping,
    SettingsError,
    VendorSettings,
    fingerprints,
    missing_setting,
    ours,
)
from metrics.helpdesks.vendors import HELPDESKS
from metrics.office_hours.calendar import Calendar
from metrics.tickets.dimensions import BRAND, FORM, ORGANIZATION


def one_of_addresses(prefix: str) -> str:
    """Words for the settings of which one opens an account: "EU_A_URL, EU_B_URL or EU_C_URL"."""
    *most, last = (f"{prefix}{model.variable('url')}" for model in MODELS)
    return f"{', '.join(most)} or {last}" if most else last


CONNECT: Final = (
    f"Whoever runs Deskpulse connects one with {one_of_addresses('')} and what goes with it in its "
    "settings; `deskpulse doctor` says what is missing. What comes from files is answered."
)


class HelpdeskSettings(NamedTuple):
    """An account of a helpdesk as the settings have it.

    `prefix` is what its settings begin with, `title` what people call it, `since` from when it is
    read; "" where nothing is said. `own` is what its vendor's settings say, `keeping` what is
    stored of its tickets. `hours` are its own, None where there are none.
    """

    prefix: str
    vendor: str
    title: str
    since: str
    own: VendorSettings
    keeping: Keeping = Keeping()
    hours: Calendar | None = None

    def reading(self) -> dict[str, str]:
        """Fingerprints of the settings that change what is made of a page, by their words."""
        return fingerprints({**self.own.reading(), **self.keeping.reading()})


class Sources(MeasuringSettings):
    """Which helpdesk accounts there are."""

    more_sources: str = ours(
        "SOURCES",
        "",
        "eu, us",
        "Short names of further helpdesk accounts. The settings of each begin with its name: "
        f"`EU_{MODELS[0].variable('url')}` and so on, `EU_NAME` for what people call it, "
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
    _values: Mapping[str, str] = PrivateAttr(default_factory=dict)
    _own: Mapping[str, VendorSettings] = PrivateAttr(default_factory=dict)

    def __init__(self, **values: Any) -> None:
        """Read what is set. Raises ValidationError, or SettingsError of an account."""
        super().__init__(**values)
        names = set(names_of_accounts(short_names(self.more_sources)))
        everything = {**all_values(), **values}
        self._values = {n: text for n, text in everything.items() if n in names and text}
        self._own = {
            key: read_model(each.settings, self._values) for key, each in HELPDESKS.items()
        }

    @field_validator("more_sources")
    @classmethod
    def _short_names(cls, text: str) -> str:
        short_names(text)
        return text

    def helpdesks(self) -> tuple[HelpdeskSettings, ...]:
        """Every account that is set. Raises SettingsError where one lacks something."""
        accounts = (*self._alone(), *self._others())
        owners: dict[tuple[str, ...], str] = {}
        for source in accounts:
            _refuse_incomplete(source.own, source.prefix)
            other = owners.setdefault((source.vendor, *source.own.identity()), source.prefix)
            if other != source.prefix:
                name = source.own.variable("url")
                raise SettingsError(
                    f"{other}{name} and {source.prefix}{name} name the same account. "
                    "Take one of them out of the settings."
                )
        return accounts

    def required_helpdesks(self) -> tuple[HelpdeskSettings, ...]:
        """Every account that is set. Raises SettingsError where one lacks something, or none is."""
        accounts = self.helpdesks()
        for own in self._own.values():
            if own.begun():
                _refuse_incomplete(own, "")
        if not accounts:
            raise SettingsError(
                f"No helpdesk is set. Set {one_of_addresses('')}, and what else goes "
                "with it: `deskpulse setup` asks for it, `deskpulse docs` prints docs/settings.md."
            )
        return accounts

    def account_secrets(self) -> Iterator[str]:
        """The secrets of all accounts, so that the log can hide them."""
        for own in self._own.values():
            yield from own.secrets()
        for name in short_names(self.more_sources):
            for model in MODELS:
                yield from read_model(model, self._values, prefix_of(name)).secrets()

    def _alone(self) -> Iterator[HelpdeskSettings]:
        """The accounts whose settings have no prefix."""
        for vendor, own in self._own.items():
            if own.addressed():
                yield HelpdeskSettings("", vendor, "", "", own, self._keeping())

    def _others(self) -> Iterator[HelpdeskSettings]:
        """The accounts that have a short name."""
        for name in short_names(self.more_sources):
            prefix = prefix_of(name)
            each = read_model(FurtherAccount, self._values, prefix)
            vendor, own = _only_one(self._values, prefix)
            hours = each.calendar(self.calendar())
            yield HelpdeskSettings(
                prefix, vendor, each.name, each.since, own, self._keeping(), hours
            )

    def _keeping(self) -> Keeping:
        switches = {BRAND: self.keep_brands, FORM: self.keep_forms}
        switches[ORGANIZATION] = self.keep_organizations
        dimensions = frozenset(dimension for dimension, on in switches.items() if on)
        return Keeping(subjects=self.keep_subjects, dimensions=dimensions)


def _only_one(values: Mapping[str, str], prefix: str) -> tuple[str, VendorSettings]:
    """The one helpdesk that is set behind a short name. Raises SettingsError."""
    own = {key: read_model(vendor.settings, values, prefix) for key, vendor in HELPDESKS.items()}
    begun = [(key, each) for key, each in own.items() if each.begun()]
    if not begun:
        raise SettingsError(
            f"{prefix.removesuffix('_')} has no helpdesk. Set {one_of_addresses(prefix)}, or take "
            "the name out of DESKPULSE_SOURCES."
        )
    if len(begun) > 1:
        both = " and ".join(f"{prefix}{each.variable('url')}" for _, each in begun[:2])
        raise SettingsError(
            f"{both} are two helpdesks under one name. Give one of them a name of its own in "
            "DESKPULSE_SOURCES."
        )
    return begun[0]


def _refuse_incomplete(own: VendorSettings, prefix: str) -> None:
    lacks: list[str] = []
    while (field := own.missing()) and field not in lacks:
        lacks.append(field)
        own = own.model_copy(update={field: "set"})
    names = map(own.variable, lacks)
    if lacks:
        raise SettingsError(" ".join(str(missing_setting(type(own), n, prefix)) for n in names))
