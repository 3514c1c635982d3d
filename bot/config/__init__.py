"""Settings: what can be set, read from the environment, a settings file and mounted secrets."""

from bot.config.accounts import HelpdeskSettings
from bot.config.people import USER_GROUP
from bot.config.reading import load
from bot.config.settings import Answers, Settings
from bot.config.sources import secret_names, secrets, without_environment
from metrics.helpdesks.settings import SettingsError

__all__ = [
    "USER_GROUP",
    "Answers",
    "HelpdeskSettings",
    "Settings",
    "SettingsError",
    "load",
    "secret_names",
    "secrets",
    "without_environment",
]
