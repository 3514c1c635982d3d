"""Settings: what can be set, read from the environment, a settings file and mounted secrets."""

from bot.config.accounts import Source
from bot.config.checks import SettingsError
from bot.config.people import USER_GROUP
from bot.config.reading import load
from bot.config.settings import Answers, Settings
from bot.config.sources import hidden, secret_names, secrets

__all__ = [
    "USER_GROUP",
    "Answers",
    "Settings",
    "SettingsError",
    "Source",
    "hidden",
    "load",
    "secret_names",
    "secrets",
]
