"""Look up every locked package for known security holes: `python -m tests.audit`.

Exit codes: 0 where nothing is known of any, 1 where something is, 2 where all or some
could not be looked up. `--where-it-answers` ends with 0 and says so where nobody answers at all.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parent.parent
LOCKS = ("requirements.lock", "requirements-dev.lock")
LONGEST_SECONDS = 600


class Verdict(NamedTuple):
    """An exit code, and the lines that say why."""

    code: int
    lines: Sequence[str]
    answered: bool = True


def verdict(packages: Sequence[Mapping[str, Any]]) -> Verdict:
    """What follows from pip-audit's answer about each package."""
    holes = [
        f"{each['name']} {each['version']}: {hole['id']}, mended in "
        f"{', '.join(hole['fix_versions']) or 'no version yet'}"
        for each in packages
        for hole in each.get("vulns", ())
    ]
    missing = sorted(each["name"] for each in packages if "skip_reason" in each)
    looked = len(packages) - len(missing)
    if not looked:
        return Verdict(2, ["The audit was not made: no source of known holes answers."], False)
    if missing:
        holes.append(f"Nothing could be looked up of {', '.join(missing)}.")
    if holes:
        return Verdict(2 if missing else 1, holes)
    return Verdict(0, [f"{looked} locked packages looked up: no security hole is known in them."])


def answers() -> Sequence[Mapping[str, Any]]:
    """What pip-audit finds of each package; empty where it cannot look."""
    locks = [word for lock in LOCKS for word in ("-r", lock)]
    line = [sys.executable, "-m", "pip_audit", "--disable-pip", "--format", "json", *locks]
    try:
        ran = subprocess.run(
            [*line, "--progress-spinner", "off"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=LONGEST_SECONDS,
            check=False,
        )
        found: list[dict[str, Any]] = json.loads(ran.stdout)["dependencies"]
    except (subprocess.TimeoutExpired, ValueError):
        return ()
    return found


def main(words: Sequence[str]) -> int:
    """Print what was found, and the exit code."""
    result = verdict(answers())
    sys.stdout.write("\n".join(result.lines) + "\n")
    return 0 if "--where-it-answers" in words and not result.answered else result.code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
