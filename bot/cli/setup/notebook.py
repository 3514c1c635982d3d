"""What is set so far, and where it is written down: each answer as soon as it was checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.cli.setup.prompts import Prompts
from bot.config import settings_file
from bot.config.sources import all_values, environment, read_secret
from bot.services import Now
from metrics.helpdesks.settings import SettingsError


@dataclass(frozen=True, slots=True)
class Notebook:
    """The settings file in the hands of whoever asks the questions; `now` is the clock."""

    file: Path
    prompts: Prompts
    now: Now

    def value(self, name: str) -> str:
        """What is set by that name, a mounted secret too; "" where nothing is."""
        values = all_values()
        try:
            return values.get(name) or read_secret(name, values) or ""
        except SettingsError as error:
            self.prompts.wrong(str(error))
            return ""

    def values(self) -> Mapping[str, str]:
        """All that is set, by names."""
        return all_values()

    def keep(self, changes: Mapping[str, str]) -> None:
        """Write down what is new; an empty text takes a setting out. Raises SettingsError.

        What the environment says comes first, so a person is told where the file is not heard.
        """
        new = {name: text for name, text in changes.items() if text != self.value(name)}
        mounted = {f"{name}_FILE": "" for name in new if f"{name}_FILE" in self.values()}
        settings_file.change(self.file, {**new, **mounted})
        self.prompts.say(f"Written to {self.file.name}." if new else "It stays as it was.")
        for name in {**new, **mounted}:
            if environment().get(name):
                self.prompts.wrong(
                    f"{name} is set in the environment, which takes precedence over the file: "
                    "change it there, or take it out."
                )
