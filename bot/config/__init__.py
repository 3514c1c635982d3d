"""Settings: what can be set, read from the environment, a settings file and mounted secrets."""

from bot.config.account import Account
from bot.config.checks import SettingsError
from bot.config.people import USER_GROUP
from bot.config.reading import load
from bot.config.settings import Answers, Settings
from bot.config.sources import hidden, secret_names, secrets

__all__ = [
    "USER_GROUP",
    "Account",
    "Answers",
    "Settings",
    "SettingsError",
    "hidden",
    "load",
    "secret_names",
    "secrets",
]
