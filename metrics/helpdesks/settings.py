"""What is set of a helpdesk's account: the model that each vendor's is made from, and its words.

Where values come from is none of its business: `bot.config` reads them and hands them over.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any, ClassVar, Final, NamedTuple
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator

from metrics.tickets.dimensions import ATTRIBUTES, INTENT, SENTIMENT
from metrics.tickets.records import Dimension

OURS: Final = "DESKPULSE_"
MOST_FIELDS: Final = 20
MOST_TAGS: Final = 100
_NUMBER: Final = re.compile(r"[0-9]{1,30}")


class Way(NamedTuple):
    """A way to open an account: what it takes, in words, and its fields in the order of asking."""

    words: str
    fields: tuple[str, ...]


class SettingsError(ValueError):
    """A setting is missing or makes no sense; the sentence names it and says what to write."""


def setting(name: str, default: object, example: str, description: str, **limits: Any) -> Any:
    """A setting by its full name."""
    return Field(
        default, validation_alias=name, description=description, examples=[example], **limits
    )


def ours(name: str, default: object, example: str, description: str, **limits: Any) -> Any:
    """A setting whose name begins with DESKPULSE_."""
    return setting(f"{OURS}{name}", default, example, description, **limits)


def missing_setting(settings: type[BaseModel], name: str, prefix: str = "") -> SettingsError:
    """The sentence that a setting is not set, and what it may look like."""
    field = next(f for f in settings.model_fields.values() if f.validation_alias == name)
    example = (field.examples or [""])[0]
    return SettingsError(
        f"{prefix}{name} is not set. {field.description} Write for example {prefix}{name}={example}"
    )


def sentence(error: ValidationError, settings: type[BaseModel], prefix: str = "") -> str:
    """What is wrong with the first wrong setting, and what to write; never its value."""
    name = str(error.errors(include_url=False, include_input=False)[0]["loc"][0])
    fields = settings.model_fields.items()
    field = next(f for key, f in fields if name in (key, f.validation_alias))
    label = f"{prefix}{name.removeprefix(OURS)}" if prefix else name
    return f"{label}: {problem(error)}. Write for example {label}={(field.examples or [''])[0]}"


def problem(error: ValidationError) -> str:
    """What is wrong with the first wrong setting, in half a sentence; never its value."""
    first = error.errors(include_url=False, include_input=False)[0]
    return str(first["msg"]).removeprefix("Value error, ").removesuffix(".")


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeping:
    """What is stored of each ticket only where a setting says so, of whatever helpdesk."""

    subjects: bool = False
    dimensions: frozenset[Dimension] = frozenset()

    def reading(self) -> dict[str, str]:
        """What is kept, by its words."""
        return dict.fromkeys((*self.dimensions, *(("subjects",) if self.subjects else ())), "yes")


class VendorSettings(BaseModel):
    """What opens an account of a helpdesk, and how it is read. Each vendor has a model of its own.

    A vendor gives each field its name, `<VENDOR>_...` for what opens the account and
    `DESKPULSE_<VENDOR>_...` for the rest, and its words; it adds what else it needs. `needed` are
    the fields without which no account can be opened, in the order in which they are asked for,
    `field_ids` what an id of a custom field looks like, `beside_reading` those that
    neither open the account nor change what is made of a page.
    """

    model_config = ConfigDict(
        extra="ignore", frozen=True, populate_by_name=True, hide_input_in_errors=True
    )
    needed: ClassVar[tuple[str, ...]] = ("url",)
    field_ids: ClassVar[re.Pattern[str]] = _NUMBER
    tags_have_spaces: ClassVar[bool] = False
    beside_reading: ClassVar[frozenset[str]] = frozenset({"calls_per_minute"})

    url: str | None = None
    webhook_secret: SecretStr | None = None
    bots: str = ""
    category_field: str | None = None
    tags: str = ""
    fields: str = ""
    calls_per_minute: int | None = None

    @field_validator("url")
    @classmethod
    def _without_path(cls, url: str | None) -> str | None:
        parts = urlsplit(web_address(url)) if url else None
        return f"{parts.scheme}://{parts.netloc}" if parts else None

    @field_validator("category_field")
    @classmethod
    def _field_id(cls, text: str | None) -> str | None:
        if text and not cls.field_ids.fullmatch(text.strip()):
            raise ValueError("is no id of a field")
        return text.strip() if text else None

    @field_validator("tags")
    @classmethod
    def _readable_tags(cls, text: str) -> str:
        tag_names(text, spaces=cls.tags_have_spaces)
        return text

    @field_validator("fields")
    @classmethod
    def _readable_fields(cls, text: str) -> str:
        field_names(text, cls.field_ids)
        return text

    @classmethod
    def variable(cls, field: str) -> str:
        """The name by which a field is set, such as DESK_URL."""
        return str(cls.model_fields[field].validation_alias)

    @classmethod
    def variables(cls) -> tuple[str, ...]:
        """The names of all that can be set, what opens an account first."""
        fields = sorted(cls.model_fields, key=lambda field: cls.variable(field).startswith(OURS))
        return tuple(map(cls.variable, sorted(fields, key=lambda f: f == "webhook_secret")))

    def missing(self) -> str | None:
        """The first field without which the account cannot be opened; None if all are set."""
        return next((field for field in self.needed if not getattr(self, field)), None)

    @classmethod
    def ways(cls) -> tuple[Way, ...]:
        """The ways to open an account, the best first."""
        return (Way("", cls.needed),)

    def begun(self) -> bool:
        """Whether anything is set of what opens the account."""
        given = self.model_fields_set - {"webhook_secret"}
        return any(not self.variable(f).startswith(OURS) and getattr(self, f) for f in given)

    def addressed(self) -> bool:
        """Whether an account is meant: something is set, and where it is to be reached."""
        return self.begun() and bool(self.url)

    def identity(self) -> tuple[str, ...]:
        """What no two accounts of a vendor have in common: the address, unless all have one."""
        return (self.url or "",)

    def secrets(self) -> tuple[str, ...]:
        """The secrets themselves, so that the log can hide them."""
        values = (getattr(self, field) for field in type(self).model_fields)
        return tuple(v.get_secret_value() for v in values if isinstance(v, SecretStr))

    def reading(self) -> dict[str, str]:
        """What is set that changes what is made of a page, alike however it is written."""
        names = (
            name
            for name, field in type(self).model_fields.items()
            if name not in self.beside_reading
            and self.variable(name).startswith(OURS)
            and getattr(self, name) != field.default
        )
        return {name.replace("_", " "): _in_order(getattr(self, name)) for name in names}

    def bot_users(self) -> frozenset[str]:
        """The ids or names of users that write as agents and are bots."""
        return frozenset(bot.strip() for bot in self.bots.split(",") if bot.strip())

    def tag_names(self) -> frozenset[str]:
        """The tags that are stored."""
        return tag_names(self.tags, spaces=self.tags_have_spaces)

    def field_names(self) -> dict[str, str]:
        """What the custom fields that are stored are called, by their ids."""
        return field_names(self.fields, self.field_ids)


def _in_order(value: object) -> str:
    """A list of words or pairs as text that is the same in whatever order they are written."""
    pairs = ([" ".join(half.split()) for half in each.split("=")] for each in str(value).split(","))
    return ",".join(sorted("=".join(pair) for pair in pairs if any(pair)))


def fingerprints(values: Mapping[str, str]) -> dict[str, str]:
    """A short fingerprint of each value, by the same names."""
    return {
        name: hashlib.sha256(value.encode("utf-8", "replace")).hexdigest()[:12]
        for name, value in values.items()
    }


def web_address(url: str) -> str:
    """Return the address, if credentials may be sent there: https, or this machine itself."""
    parts = urlsplit(url.strip())
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("is no web address")
    if parts.username or parts.password:
        raise ValueError("must not hold a user name or a password")
    if parts.scheme == "http" and not _this_machine(parts.hostname):
        raise ValueError("must start with https://, or the token would travel in the clear")
    return url.strip()


def _this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def field_names(text: str, ids: re.Pattern[str] = _NUMBER) -> dict[str, str]:
    """Read "360012345678 = product area, ...": the id of a ticket field, then what to call it."""
    pairs = [pair.partition("=") for pair in text.split(",") if pair.strip()]
    names = {id.strip(): " ".join(name.casefold().split()) for id, _, name in pairs}
    if any(not ids.fullmatch(id) or not name for id, name in names.items()):
        raise ValueError("must be pairs of a field's id and a name with = between them")
    for name in names.values():
        if not re.fullmatch(r"[^\W\d_][\w -]{0,29}", name):
            raise ValueError(f"{name!r} must be up to 30 letters and digits, a letter first")
        if name in {*Dimension, *ATTRIBUTES} - {INTENT, SENTIMENT}:
            raise ValueError(f"{name!r} means something else already; choose another name")
    if len(names) < len(pairs) or len(set(names.values())) < len(names):
        raise ValueError("names a field twice")
    if len(names) > MOST_FIELDS:
        raise ValueError(f"must be {MOST_FIELDS} fields at most")
    return names


def tag_names(text: str, *, spaces: bool = False) -> frozenset[str]:
    """Read "refund, vip": tags, which have `spaces` with some helpdesks only."""
    tags = frozenset(tag.strip().casefold() for tag in text.split(",") if tag.strip())
    if not spaces and (odd := next((tag for tag in sorted(tags) if len(tag.split()) > 1), None)):
        raise ValueError(f"{odd!r} is no tag, which has no spaces; put commas between tags")
    if len(tags) > MOST_TAGS:
        raise ValueError(f"must be {MOST_TAGS} tags at most")
    return tags
