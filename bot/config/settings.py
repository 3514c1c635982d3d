"""Every setting with its words: start-up, `doctor` and `docs/settings.md` all read these."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from tempfile import gettempdir

from pydantic import SecretStr, ValidationInfo, field_validator
from pydantic_settings import (
    BaseSettings,
    DotEnvSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from bot.config import checks
from bot.config.accounts import Sources
from bot.config.people import People
from bot.config.posting import PostingSettings
from bot.config.sources import MountedSecrets, settings_file
from metrics.helpdesks.settings import SettingsError, missing_setting, ours, setting, web_address
from metrics.tickets.records import Instant


class Answers(StrEnum):
    """Who sees an answer to a slash command."""

    CHANNEL = "channel"
    PRIVATE = "private"


class LogLevel(StrEnum):
    """How much is logged."""

    DEBUG = "DEBUG"
    INFO = "INFO"
    WARNING = "WARNING"
    ERROR = "ERROR"


class LogFormat(StrEnum):
    """How a line of the log is written."""

    TEXT = "text"
    JSON = "json"


class Settings(Sources, People, PostingSettings):
    """Everything that can be set. Read by `bot.config.load`."""

    model_config = SettingsConfigDict(
        extra="ignore",
        frozen=True,
        env_ignore_empty=True,
        populate_by_name=True,
        hide_input_in_errors=True,
    )

    slack_bot_token: SecretStr | None = setting(
        "SLACK_BOT_TOKEN",
        None,
        "xoxb-...",
        "The bot token, from OAuth & Permissions on the Slack app's pages.",
    )
    slack_app_token: SecretStr | None = setting(
        "SLACK_APP_TOKEN",
        None,
        "xapp-...",
        "The app-level token with connections:write. Where it is set, the bot uses Socket Mode.",
    )
    slack_signing_secret: SecretStr | None = setting(
        "SLACK_SIGNING_SECRET",
        None,
        "the 32 characters under Basic Information",
        "The signing secret, needed where Slack calls the bot over HTTP (no app-level token).",
    )
    slack_api_url: str = setting(
        "SLACK_API_URL",
        "https://slack.com/api/",
        "https://slack.com/api/",
        "Where Slack's Web API is. Changed for GovSlack and for trials only.",
    )
    database_url: SecretStr = setting(
        "DATABASE_URL",
        SecretStr("sqlite:///deskpulse.db"),
        "postgresql://deskpulse:password@db/deskpulse",
        "The database: a SQLite file, or PostgreSQL where several copies of the bot run.",
    )
    database_read_url: SecretStr | None = setting(
        "DATABASE_READ_URL",
        None,
        "postgresql://deskpulse:password@replica/deskpulse",
        "A read replica of that PostgreSQL. The tickets that figures are made of are loaded from "
        "it, and answers say up to when its data are complete; for all else the database is used.",
    )
    cache: str = ours(
        "CACHE",
        "",
        "/var/cache/deskpulse",
        "The folder for copies of the columns that figures are made of, which all processes of a "
        "machine share: about 300 MB a million tickets. They may be deleted at any time. Without "
        "it they are in `deskpulse-cache` beside the SQLite file, or in the machine's folder for "
        "temporary files.",
    )
    port: int = ours(
        "PORT",
        3000,
        "3000",
        "The port of /healthz, /readyz, /metrics and, in HTTP mode, /slack/events.",
        ge=0,
        le=65535,
    )
    sync_minutes: int = ours(
        "SYNC_MINUTES", 5, "5", "Minutes from one sync to the next.", ge=1, le=1440
    )
    since: str = ours(
        "SINCE",
        "400 days",
        "2025-01-01",
        "How far back the first sync reads: a date, or a number of days.",
    )
    answers: Answers = ours(
        "ANSWERS",
        Answers.CHANNEL,
        "private",
        "Whether an answer is shown to the channel, or privately to the one who asked.",
    )
    direct_messages: bool = ours(
        "DIRECT_MESSAGES",
        default=False,
        example="yes",
        description=(
            "Whether the bot reads what people write to it in a direct message: questions, and "
            "files to import from leads and administrators. It needs optional scopes: "
            "operations.md says which, and how to add them."
        ),
    )
    own_words: str = ours(
        "WORDS",
        "",
        "tat = resolution, first touch = frt",
        "The team's own words, each with what it means in words that are known already. "
        "`deskpulse words` lists what people say and is not understood.",
    )
    log_level: LogLevel = ours("LOG_LEVEL", LogLevel.INFO, "INFO", "How much is logged.")
    log_format: LogFormat = ours(
        "LOG_FORMAT",
        LogFormat.TEXT,
        "json",
        "How the log is written: lines of text, or one JSON object a line for machines.",
    )
    sentry_dsn: SecretStr | None = setting(
        "SENTRY_DSN",
        None,
        "https://key@sentry.example.com/1",
        "Where errors are sent: Sentry, or what speaks like it. Nothing is sent but where in the "
        "code it was and the reference under which the log tells more. Not set, nothing goes out.",
    )
    workers: int = ours("WORKERS", 4, "4", "Questions answered at the same time.", ge=1, le=64)
    queue: int = ours(
        "QUEUE",
        200,
        "200",
        "Questions that may wait; past that the bot says at once that it is busy.",
        ge=1,
        le=10_000,
    )

    def cache_folder(self, database: Path | None) -> Path:
        """Where copies of columns are: where it is said, else beside the file of the database."""
        if self.cache:
            return Path(self.cache)
        return (database.parent if database else Path(gettempdir())) / "deskpulse-cache"

    @field_validator("slack_bot_token", "slack_app_token")
    @classmethod
    def _right_kind(cls, token: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        kinds = ("xoxb-", "xapp-")
        start, other = kinds if info.field_name == "slack_bot_token" else reversed(kinds)
        if token:
            checks.token(token.get_secret_value(), start, other)
        return token

    @field_validator("slack_api_url")
    @classmethod
    def _ends_with_slash(cls, url: str) -> str:
        return web_address(url).rstrip("/") + "/"

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, url: SecretStr) -> SecretStr:
        if not url.get_secret_value().startswith(("sqlite:", "postgres")):
            raise ValueError("must start with sqlite: or postgresql:")
        return url

    @field_validator("database_read_url")
    @classmethod
    def _replica_of_postgres(cls, url: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        database = info.data.get("database_url")
        if url and not url.get_secret_value().startswith("postgres"):
            raise ValueError("must start with postgresql:")
        if url and database and not database.get_secret_value().startswith("postgres"):
            raise ValueError("needs a PostgreSQL in DATABASE_URL, which it is a replica of")
        return url

    @field_validator("log_level", mode="before")
    @classmethod
    def _any_case(cls, level: object) -> object:
        return level.upper() if isinstance(level, str) else level

    @field_validator("log_format", mode="before")
    @classmethod
    def _small_letters(cls, form: object) -> object:
        return form.lower() if isinstance(form, str) else form

    @field_validator("since")
    @classmethod
    def _days_or_date(cls, text: str) -> str:
        checks.days_or_date(text)
        return text

    @field_validator("own_words")
    @classmethod
    def _words_with_meanings(cls, text: str) -> str:
        checks.synonyms(text)
        return text

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003  pydantic's signature
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003  pydantic's signature
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Say where settings come from, the strongest first."""
        file = DotEnvSettingsSource(settings_cls, env_file=settings_file(), env_ignore_empty=True)
        return init_settings, env_settings, file, MountedSecrets(settings_cls)

    def slack(self) -> SecretStr:
        """The bot token; refuses settings with which no Slack app can run."""
        lacks = []
        if not self.slack_bot_token:
            lacks.append(str(missing_setting(type(self), "SLACK_BOT_TOKEN")))
        if not self.slack_app_token and not self.slack_signing_secret:
            lacks.append(
                "Neither SLACK_APP_TOKEN nor SLACK_SIGNING_SECRET is set. "
                "Set the first to use Socket Mode, the second to be called over HTTP."
            )
        if lacks or not self.slack_bot_token:
            raise SettingsError(" ".join([*lacks, "`deskpulse setup` asks for it."]))
        return self.slack_bot_token

    def synonyms(self) -> Mapping[str, str]:
        """The team's own words, in small letters, with what they mean."""
        return checks.synonyms(self.own_words)

    def since_at(self, now: Instant, since: str = "") -> Instant:
        """The instant a first sync reads from; an account may have a `since` of its own."""
        return checks.back_fill_start(since or self.since, self.timezone, now)
