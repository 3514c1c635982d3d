"""The wheel and the sdist: what is in them, and that the wheel works away from the project."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tarfile
from collections.abc import Mapping
from email import message_from_bytes
from email.message import Message
from pathlib import Path
from zipfile import ZipFile

import pytest
from trove_classifiers import classifiers

from bot.version import VERSION

ROOT = Path(__file__).parent.parent
PACKAGES = ("bot", "metrics", "sandbox")
MANIFESTS = ("manifest.yml", "manifest-http.yml")
INFO = f"deskpulse-{VERSION}.dist-info"
MIGRATE = """
from pathlib import Path
from metrics.store.database.engine import Store
store = Store.open(f"sqlite:///{Path.cwd() / 'new.db'}")
store.migrate("UTC")
store.refuse_unfit()
print(Path(__import__("bot").__file__).parent.parent)
"""


def files() -> set[str]:
    """What the packages hold, without what Python writes beside it."""
    paths = (path for package in PACKAGES for path in (ROOT / package).rglob("*"))
    return {
        str(path.relative_to(ROOT))
        for path in paths
        if path.is_file() and "__pycache__" not in path.parts
    }


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with both."""
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "hatchling", "build", "--directory", str(folder)]
    subprocess.run(build, cwd=ROOT, capture_output=True, check=True)
    return folder


@pytest.fixture(scope="module")
def wheel(built: Path) -> Path:
    return built / f"deskpulse-{VERSION}-py3-none-any.whl"


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder into which the wheel was installed without a network."""
    folder = tmp_path_factory.mktemp("installed")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index"]
    subprocess.run([*pip, "--target", str(folder), str(wheel)], check=True)
    return folder


def metadata(wheel: Path) -> Message:
    with ZipFile(wheel) as archive:
        return message_from_bytes(archive.read(f"{INFO}/METADATA"))


def environment(installed: Path) -> Mapping[str, str]:
    foreign = {"DATABASE_URL", "DESKPULSE_SETTINGS"}
    ours = {name: value for name, value in os.environ.items() if name not in foreign}
    return {**ours, "PYTHONPATH": str(installed)}


def test_the_wheel_has_all_that_the_packages_hold_and_nothing_beside(wheel: Path) -> None:
    with ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if not name.startswith(INFO)}
    assert names == files() | {f"bot/slack/{name}" for name in MANIFESTS}


def test_the_sdist_has_what_the_wheel_is_built_from_and_its_tests(built: Path) -> None:
    with tarfile.open(built / f"deskpulse-{VERSION}.tar.gz") as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    beside = {"pyproject.toml", "LICENSE", "README.md", "requirements.lock", "tests/conftest.py"}
    assert (files() | beside | set(MANIFESTS)) - names == set()


def test_what_the_package_says_of_itself_is_true(wheel: Path) -> None:
    about = metadata(wheel)
    assert about["Version"] == VERSION
    assert (about["License-Expression"], about.get_all("License-File")) == ("MIT", ["LICENSE"])
    assert set(about.get_all("Classifier", [])) <= set(classifiers)
    assert about["Requires-Python"] == ">=3.11"


def test_only_the_demo_needs_what_its_extra_brings(wheel: Path) -> None:
    needs = metadata(wheel).get_all("Requires-Dist", [])
    assert [need for need in needs if "extra ==" in need] == ["websockets>=15; extra == 'demo'"]


def test_the_installed_program_runs_away_from_the_project(installed: Path, tmp_path: Path) -> None:
    ran = subprocess.run(
        [str(installed / "bin/deskpulse"), "--version"],
        cwd=tmp_path,
        env=environment(installed),
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout == f"deskpulse {VERSION}\n"


def test_the_installed_program_has_the_manifests(installed: Path, tmp_path: Path) -> None:
    show = "from bot.slack.manifest import manifest; print(manifest('https://a.example'))"
    ran = subprocess.run(
        [sys.executable, "-c", show],
        cwd=tmp_path,
        env=environment(installed),
        capture_output=True,
        text=True,
        check=True,
    )
    assert "https://a.example/slack/events" in ran.stdout


def test_the_installed_program_makes_its_tables(installed: Path, tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", MIGRATE],
        cwd=tmp_path,
        env=environment(installed),
        capture_output=True,
        text=True,
        check=True,
    )
    assert Path(ran.stdout.strip()) == installed


def test_pages_name_this_version_and_the_changelog_says_what_is_in_it() -> None:
    pages = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
    wheels = {
        each
        for page in pages
        for each in re.findall(r"deskpulse-(\d+\.\d+\.\d+)", page.read_text())
    }
    assert wheels == {VERSION}
    changelog = (ROOT / "CHANGELOG.md").read_text()
    assert re.search(rf"^## \[{re.escape(VERSION)}\] - \d{{4}}-\d\d-\d\d$", changelog, re.MULTILINE)
