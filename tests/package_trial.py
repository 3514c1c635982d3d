"""Try the built package in an empty environment of the Python that runs this file.

`python3.14 tests/package_trial.py dist/deskpulse-*.whl requirements.lock` installs what the lock
lists and the wheel, runs its commands in an empty folder, then adds the extra `demo` and runs that
to the first answer. It needs nothing else of the project, so it runs wherever there is a Python.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple


class Step(NamedTuple):
    """A command, the exit code it must have, and words that it must say."""

    words: tuple[str, ...]
    code: int
    says: str


BARE = (
    Step(("--version",), 0, "deskpulse "),
    Step(("--help",), 0, "Usage: deskpulse"),
    Step(("doctor",), 1, "SLACK_BOT_TOKEN"),
    Step(("import", "costs", "--template"), 0, "month"),
    Step(("demo", "--once", "frt email"), 2, "deskpulse[demo]"),
)
WITH_DEMO = (Step(("demo", "--once", "frt email"), 0, "First response time"),)


def trial(wheel: Path, lock: Path, folder: Path) -> Iterator[str]:
    """Install and run; a line for each step. Raises SystemExit where one does not do as it must."""
    place, empty = folder / "environment", folder / "empty"
    empty.mkdir()
    venv.create(place, with_pip=True)
    pip = (str(place / "bin/pip"), "install", "--quiet", "--disable-pip-version-check")
    yield _run((*pip, "--require-hashes", "--only-binary", ":all:", "-r", str(lock)), empty)
    yield _run((*pip, "--no-deps", "--no-index", str(wheel)), empty)
    deskpulse = str(place / "bin/deskpulse")
    for step in BARE:
        yield _run((deskpulse, *step.words), empty, step.code, step.says)
    yield _run((*pip, "--only-binary", ":all:", f"{wheel}[demo]"), empty)
    for step in WITH_DEMO:
        yield _run((deskpulse, *step.words), empty, step.code, step.says)


def _run(line: tuple[str, ...], folder: Path, code: int = 0, says: str = "") -> str:
    begun = time.monotonic()
    foreign = ("PYTHONPATH", "DATABASE_URL")
    ended = subprocess.run(
        line,
        cwd=folder,
        env={name: value for name, value in os.environ.items() if name not in foreign},
        capture_output=True,
        text=True,
        check=False,
    )
    output = ended.stdout + ended.stderr
    words = " ".join([Path(line[0]).name, *(Path(word).name for word in line[1:])])
    if ended.returncode != code or says not in output:
        sys.exit(f"{words}: exit code {ended.returncode}\n{output}")
    return f"{time.monotonic() - begun:6.1f} s  {words}  (exit code {code})"


if __name__ == "__main__":
    sys.stdout.write(f"Python {sys.version.split()[0]}\n")
    with tempfile.TemporaryDirectory() as here:
        for report in trial(Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve(), Path(here)):
            sys.stdout.write(f"{report}\n")
            sys.stdout.flush()
