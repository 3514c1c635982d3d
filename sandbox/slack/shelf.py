"""The uploaded files: reserved, received, completed, and only then scanned and usable."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable
from dataclasses import replace

from sandbox.slack.ids import new_id
from sandbox.slack.records import File, Moment
from sandbox.slack.refusal import Refusal


class Shelf:
    """Every file of the workspace by id. Not locked: the workspace does that."""

    def __init__(self, clock: Callable[[], Moment], processing_seconds: float) -> None:
        self._clock = clock
        self.processing_seconds = processing_seconds
        self._files: dict[str, File] = {}

    def __getitem__(self, file_id: str) -> File:
        if file_id not in self._files:
            raise Refusal("file_not_found")
        return self._files[file_id]

    def all(self) -> tuple[File, ...]:
        """The files, oldest first."""
        return tuple(self._files.values())

    def reserve(self, owner: str, name: str, size: int, alt: str = "") -> File:
        """Room for a file whose bytes come later."""
        file = File(id=new_id("F"), name=name, size=size, owner=owner, alt=alt)
        return self._keep(file)

    def receive(self, file_id: str, content: bytes) -> File:
        """Take the bytes; they must be as many as were announced."""
        file = self[file_id]
        if file.content is not None or len(content) != file.size:
            raise Refusal("invalid_upload")
        return self._keep(replace(file, content=content))

    def complete(self, file_id: str, title: str = "", channels: tuple[str, ...] = ()) -> File:
        """Finish an upload, once; the scan begins."""
        file = self[file_id]
        if file.content is None or file.completed:
            raise Refusal("invalid_arguments", ["file was not uploaded or is complete already"])
        ready_at = self._clock() + self.processing_seconds
        whole = replace(
            file,
            title=title or file.title or file.name,
            completed=True,
            ready_at=ready_at,
            channels=channels,
        )
        return self._keep(whole)

    def ready(self, file_id: str) -> bool:
        """Whether blocks may name the file."""
        file = self._files.get(file_id)
        return file is not None and file.ready_at <= self._clock()

    def _keep(self, file: File) -> File:
        self._files[file.id] = file
        return file


def mimetype(file: File) -> str:
    """The file's type by its name."""
    return mimetypes.guess_type(file.name)[0] or "application/octet-stream"


def is_picture(file: File) -> bool:
    """Whether Slack shows the file in an image block."""
    return mimetype(file) in {"image/png", "image/jpeg", "image/gif"}
