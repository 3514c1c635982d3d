"""Files that people give to the bot, without a word of Slack's."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from metrics.errors import AskError

NOT_HERE = "Files are taken in Slack only: here say `deskpulse import KIND FILE`."


@dataclass(frozen=True, slots=True)
class UploadedFile:
    """A file in hand: its name, and its bytes, which can be read again from their start."""

    name: str
    content: BinaryIO


class Uploads(Protocol):
    """Where files that people have uploaded are had."""

    def refuse_unreadable(self) -> None:
        """Raise AskError where the installation may read no files."""
        ...

    def fetch(self, id: str, person: str, /) -> AbstractContextManager[UploadedFile]:
        """The file of that id, which that person has uploaded. Raises AskError."""
        ...


class NoUploads:
    """Where there is no Slack to have files from."""

    def refuse_unreadable(self) -> None:
        """Raises AskError."""
        raise AskError(NOT_HERE)

    def fetch(self, _id: str, _person: str, /) -> AbstractContextManager[UploadedFile]:
        """Raises AskError."""
        raise AskError(NOT_HERE)
