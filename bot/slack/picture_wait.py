"""How long Slack examines an uploaded picture before a message may show it.

Slack tells an app that may read files (files:read), a right that may be declined. What completes an
upload tells when all is done at once; else we go by how long the last pictures took, and the next
one is not posted before it is that old.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock

from bot.slack.work_in_steps import Steps

EARLY = "invalid slack file"
"""What Slack says of a file that it has not yet examined; a second later it is welcome."""
FIRST_SECONDS = 1.0
"""Before any picture was shown: people report about a second."""
LEAST_SECONDS, MOST_SECONDS = 0.2, 8.0
AGAIN = 2.0
"""A picture that was early is tried again at so many times its age."""
LONGER, SHORTER = 1.25, 0.97
"""One that was early makes the next ones wait longer; each that was not, a little less."""


@dataclass(slots=True)
class Upload:
    """A picture that Slack has the bytes of. `ready`: and has examined.

    `at`: when the upload was completed, in seconds of the process's own clock. `least_age`: how old
    it has to be, in seconds, where it was early once.
    """

    file: str
    at: float
    ready: bool = False
    least_age: float = 0.0


@dataclass
class PictureWait:
    """Knows how long the last pictures took. Safe to be used by several threads at once."""

    monotonic: Callable[[], float] = time.monotonic
    seconds: float = FIRST_SECONDS
    _lock: Lock = field(default_factory=Lock)

    def wait(self, upload: Upload) -> Steps[None]:
        """Wait until the picture is as old as it is likely to have to be."""
        while (seconds := self._seconds_to_wait(upload)) > 0:
            yield seconds

    def over(self, upload: Upload) -> bool:
        """Whether the picture has been waited for as long as is sensible."""
        return self.monotonic() - upload.at >= MOST_SECONDS

    def early(self, upload: Upload) -> None:
        """Learn that Slack did not take a picture yet."""
        age = self.monotonic() - upload.at
        upload.ready, upload.least_age = False, min(MOST_SECONDS, max(LEAST_SECONDS, age) * AGAIN)
        with self._lock:
            self.seconds = min(MOST_SECONDS, max(self.seconds, age * LONGER))

    def in_time(self, upload: Upload) -> None:
        """Learn that Slack took a picture: the next ones may try a little earlier."""
        if upload.ready:
            return
        age = self.monotonic() - upload.at
        with self._lock:
            if upload.least_age:
                self.seconds = max(self.seconds, age / LONGER)
            else:
                self.seconds = max(LEAST_SECONDS, self.seconds * SHORTER)

    def _seconds_to_wait(self, upload: Upload) -> float:
        age = upload.least_age or self.seconds
        return 0.0 if upload.ready else upload.at + age - self.monotonic()
