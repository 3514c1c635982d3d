"""Print docs/licences.md, what the locked packages are licensed under: `python -m tests.licences`.

It reads what the packages that are installed say of themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from email.message import Message
from importlib.metadata import PackageMetadata, metadata
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs/licences.md"
LOCK = ROOT / "requirements.lock"
DEMO = ("websockets",)
"""What the extra `demo` adds."""
ELSEWHERE = {"colorama": "BSD License (on Windows only)"}
"""What is not installed here, and so cannot say it."""
LONGEST = 60
"""A field that is longer holds the text of a licence, and no name."""

INTRODUCTION = """\
<!-- Printed by `make docs` from what the packages say of themselves. Change nothing here. -->

# Licences of others

Deskpulse itself is under the [MIT licence](../LICENSE). It runs with these packages, which it does
not contain: pip installs each with the text of its licence. The image contains them all but the
demo's and those for other systems.

| Package | Version | Licence |
| --- | --- | --- |
"""
IMAGE = """
The image also contains Debian with its Python, and fonts: DejaVu inside of matplotlib (Bitstream
Vera's licence), Noto (OFL-1.1) and WenQuanYi Micro Hei (Apache-2.0, or GPL-3 with the exception for
fonts). Their texts are in `/usr/share/doc/*/copyright`. Compose also starts PostgreSQL (PostgreSQL
licence).
"""


def locked(lock: Path) -> Iterator[Requirement]:
    """The packages of a lock, in its order."""
    for line in lock.read_text().splitlines():
        if line and not line[0].isspace() and line[0] != "#":
            yield Requirement(line.rstrip(" \\"))


def versions() -> dict[str, list[str]]:
    """The versions of each package that the program or its demo may run with, by its name."""
    found: dict[str, list[str]] = {}
    demo = (each for each in locked(ROOT / "requirements-dev.lock") if each.name in DEMO)
    for package in sorted((*locked(LOCK), *demo), key=lambda each: each.name):
        found.setdefault(package.name, []).append(str(package.specifier)[2:])
    return found


def page() -> str:
    """The page as it has to be."""
    rows = (
        f"| {name} | {', '.join(all)} | {licence_of(name)} |" for name, all in versions().items()
    )
    return INTRODUCTION + "\n".join(rows) + "\n" + IMAGE


def licence_of(name: str) -> str:
    """What a package that is installed here is licensed under."""
    return ELSEWHERE.get(name) or licence(metadata(name))


def licence(about: Message | PackageMetadata) -> str:
    """What a package says that it is licensed under. Raises ValueError where it says nothing."""
    classifiers = about.get_all("Classifier", [])
    named = [each.rpartition(" :: ")[2] for each in classifiers if each.startswith("License :: ")]
    field = str(about["License"] or "").strip()
    short = field if len(field) <= LONGEST and "\n" not in field else ""
    words = about["License-Expression"] or ", ".join(named) or short
    if not words:
        raise ValueError(f"{about['Name']} does not say what it is licensed under.")
    return str(words)


if __name__ == "__main__":
    PAGE.write_text(page())
