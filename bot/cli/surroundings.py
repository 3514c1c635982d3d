"""What of this machine an operator should mend before Deskpulse is relied on."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from stat import S_IROTH

from bot.config.sources import settings_file
from bot.talk import Finding
from metrics.store.database.file_system import network_file_system

logger = logging.getLogger(__name__)


def warn(database: Path | None) -> None:
    """Let the log say it, once, at the start."""
    for finding in findings(database):
        logger.warning("%s. %s", finding.what, finding.mend)


def findings(database: Path | None) -> Iterator[Finding]:
    """What is to mend; `database` is the file of a SQLite database, None where there is none."""
    file = settings_file()
    if file and file.stat().st_mode & S_IROTH:
        what = f"{file} holds tokens, and everybody on this machine can read it"
        yield Finding(what, f"Run `chmod 600 {file}`.")
    if database and (kind := network_file_system(database)):
        what = f"{database} is on a network file system ({kind}): SQLite's locks do not hold there"
        yield Finding(what, "Move it to a disk of this machine, or use PostgreSQL.")
