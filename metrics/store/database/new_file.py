"""Files of what is stored: for our own user alone, and under their names only once they are whole.

They hold people's data, so what a killed process has left of one is not left for ever.
"""

from __future__ import annotations

import errno
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mkstemp
from typing import Final

from metrics.errors import StoreError
from metrics.store.database.failures import DISK, FULL

logger = logging.getLogger(__name__)

DRAFT: Final = ".deskpulse-draft."
DRAFTS: Final = (f"{DRAFT}*", ".deskpulse-????-??-??.backup.????????*")
"""What drafts are called, and what those of daily back-ups were called by 0.1.0."""
LEFTOVER_SECONDS: Final = 6 * 3600
"""A draft that nobody has written to for so long is nobody's."""


@contextmanager
def new_file(file: Path) -> Iterator[Path]:
    """A new file to write to, which gets its name at the end; nobody else may read it.

    Raises StoreError where it cannot be written; then nothing is left of it.
    """
    try:
        descriptor, name = mkstemp(prefix=f"{DRAFT}{file.name}.", dir=file.parent)
    except OSError as error:
        raise StoreError(f"{file} cannot be written: {error.strerror}.") from None
    draft = Path(name)
    try:
        _remove_leftovers(file.parent, before=os.fstat(descriptor).st_mtime - LEFTOVER_SECONDS)
        yield draft
        os.fsync(descriptor)
        draft.replace(file)
    except OSError as error:
        why = FULL if error.errno == errno.ENOSPC else f"{error.strerror}."
        raise StoreError(f"{file} was not written. {why}") from None
    except StoreError as error:
        if str(error) not in {FULL, DISK}:
            raise
        raise StoreError(f"{file} was not written. {error}") from None
    finally:
        os.close(descriptor)
        for end in ("", "-journal"):
            Path(name + end).unlink(missing_ok=True)


def _remove_leftovers(folder: Path, *, before: float) -> None:
    """Remove drafts, with their journals, of processes that were killed."""
    for pattern in DRAFTS:
        for each in folder.glob(pattern):
            with suppress(OSError):
                if each.stat().st_mtime < before:
                    each.unlink()
                    logger.warning("Removed %s, left by a process that was killed", each)
