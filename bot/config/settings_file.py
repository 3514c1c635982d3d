"""The settings file, changed as a whole or not at all, and readable by its owner alone."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from io import StringIO
from pathlib import Path

from dotenv import dotenv_values
from dotenv.parser import parse_stream

from bot.config.sources import DEFAULT_FILE, FILE_NAME, environment
from metrics.helpdesks.settings import SettingsError

OWNER_ALONE = 0o600


def path() -> Path:
    """Where the settings file is or will be, by its full path; of a link, where it leads."""
    return Path(environment().get(FILE_NAME) or DEFAULT_FILE).resolve()


def change(file: Path, changes: Mapping[str, str]) -> None:
    """Set these names in the file; an empty text takes one out. All else stays, comments too.

    Raises SettingsError for what no such file can hold, and where the file cannot be written.
    """
    try:
        old = file.read_text(encoding="utf-8") if file.exists() else ""
        _replace(file, "".join(_changed(old, changes)))
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "it is no text"
        raise SettingsError(
            f"{file} cannot be written: {why}. Nothing in it was changed."
        ) from None


def _changed(old: str, changes: Mapping[str, str]) -> Iterator[str]:
    """The parts of the new text: each name stands where it stood first, a new one at the end."""
    left = dict(changes)
    for binding in parse_stream(StringIO(old)):
        name, original = binding.key, binding.original.string
        if name is None or name not in changes:
            yield original
        elif text := left.pop(name, ""):
            before = original[: len(original) - len(original.lstrip())]
            yield f"{before}{_line(name, text)}\n"
    if old and not old.endswith("\n"):
        yield "\n"
    yield from (f"{_line(name, text)}\n" for name, text in left.items() if text)


def _line(name: str, text: str) -> str:
    """The line that says so: without quotes where that does, since not all who read it know them.

    `docker run --env-file` takes quotes for a part of the text.
    """
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    for line in (f"{name}={text}", f"{name}='{escaped}'"):
        if dotenv_values(stream=StringIO(line)) == {name: text}:
            return line
    raise SettingsError(f"{name} cannot stand in a settings file as it is: mount it as a file.")


def _replace(file: Path, text: str) -> None:
    """Put a new file in the place of the old one at once, for the same owner."""
    handle, name = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)  # mode 0600
    new = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        new.chmod(OWNER_ALONE)
        if file.exists():
            with suppress(PermissionError):  # only root gives a file to another owner
                os.chown(new, file.stat().st_uid, file.stat().st_gid)
        new.replace(file)
    finally:
        new.unlink(missing_ok=True)
