"""What a newcomer and CI meet first: the Makefile, the README, the image, the compose file."""

from __future__ import annotations

import os
import re
import shutil
import stat
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.main import get_group

from bot.cli import cli
from bot.commands.kpi import SIDE_COMMANDS
from bot.config import Settings, secret_names
from bot.config.account_values import names_of_accounts
from bot.grammar import read_inquiry
from bot.grammar.board_words import read_board_words
from bot.grammar.ticket_words import read_ticket_words
from bot.slack.connection import OAUTH
from bot.version import VERSION
from metrics.helpdesks.vendors import HELPDESKS
from metrics.question.query import Directory
from tests.conftest import BOTH

ROOT = Path(__file__).parent.parent
PAGES = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "CHANGELOG.md",
    ROOT / "SECURITY.md",
    *sorted((ROOT / "docs").glob("*.md")),
]
MAKEFILE = (ROOT / "Makefile").read_text()
TARGETS = set(re.findall(r"^([a-z]+):", MAKEFILE, re.MULTILINE))


def code(page: Path) -> str:
    """The parts of a page that are set as code."""
    text = page.read_text()
    return "\n".join(re.findall(r"```.*?```|`[^`\n]+`", text, re.DOTALL))


def links(page: Path) -> list[str]:
    """Where a page's links lead inside the repository, without the part after #."""
    found = re.findall(r"\]\(([^)\s]+)\)", page.read_text())
    return [link.partition("#")[0] for link in found if "://" not in link and link[0] != "#"]


def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((ROOT / "compose.yml").read_text())
    return loaded


def dockerfile() -> list[tuple[str, str]]:
    """The instructions: (word, rest), with continued lines joined."""
    text = re.sub(r"^#.*\n", "", (ROOT / "Dockerfile").read_text(), flags=re.MULTILINE)
    lines = text.replace("\\\n", " ").splitlines()
    split = [line.partition(" ") for line in lines if line.strip()]
    return [(word, rest.strip()) for word, _, rest in split]


def last_stage() -> list[tuple[str, str]]:
    steps = dockerfile()
    return steps[max(i for i, (word, _) in enumerate(steps) if word == "FROM") :]


def test_the_readme_starts_with_two_commands_that_exist() -> None:
    shown = re.findall(r"^make (\w+)", code(ROOT / "README.md"), re.MULTILINE)
    assert shown[:2] == ["demo", "test"]
    assert {"demo", "test"} <= TARGETS


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_make_command_on_a_page_exists(page: Path) -> None:
    assert set(re.findall(r"\bmake ([a-z]+)", code(page))) <= TARGETS


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_on_a_page_leads_somewhere(page: Path) -> None:
    assert [link for link in links(page) if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_named_on_a_page_exists(page: Path) -> None:
    named = set(re.findall(r"`((?:bot|metrics|tests|docs)/[\w./-]+)`", page.read_text()))
    assert {name for name in named if not (ROOT / name).exists()} == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_setting_on_a_page_exists(page: Path) -> None:
    settings = {str(field.validation_alias) for field in Settings.model_fields.values()}
    mounted = {f"{name}_FILE" for name in secret_names(Settings)}
    starts = "|".join(["DESKPULSE", "SLACK", "DATABASE", *map(str.upper, HELPDESKS)])
    named = set(re.findall(rf"\b(?:{starts})_[A-Z_]+\b", code(page)))
    accounts = set(names_of_accounts(()))
    assert named <= settings | mounted | accounts | {"DESKPULSE_SETTINGS", *OAUTH}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_deskpulse_command_on_a_page_exists(page: Path) -> None:
    commands = set(get_group(cli).commands)
    assert set(re.findall(r"(?:^|`)deskpulse ([a-z]+)", code(page), re.MULTILINE)) <= commands


def test_every_question_in_the_readme_can_be_asked() -> None:
    shown = code(ROOT / "README.md")
    phrases = re.findall(r"(?:/kpi|@deskpulse|deskpulse ask) \"?([^`\"\n]+)", shown)
    assert len(phrases) > 5
    for phrase in set(phrases) - {"help"}:
        about_work = read_ticket_words(phrase, {}) or not read_board_words(phrase).whole
        if phrase.split()[0] not in SIDE_COMMANDS and not about_work:
            assert read_inquiry(phrase, Directory()).query.metric


@pytest.mark.skipif(shutil.which("make") is None, reason="there is no make")
def test_help_shows_every_target() -> None:
    run = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert set(re.findall(r"make (\w+)", run.stdout)) == TARGETS


def test_every_target_is_phony() -> None:
    (phony,) = re.findall(r"^\.PHONY: (.*)", MAKEFILE, re.MULTILINE)
    assert set(phony.split()) == TARGETS


def test_the_licence_is_the_one_the_package_names() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert project["license"] == "MIT"
    assert (ROOT / "LICENSE").read_text().startswith("MIT License")


def test_the_changelog_has_a_place_for_what_is_new() -> None:
    assert "\n## [Unreleased]\n" in (ROOT / "CHANGELOG.md").read_text()


def fake(folder: Path, name: str, script: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


def run_ci(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run .ci/run with nothing on the path but what `folder` holds."""
    for name in ("bash", "dirname"):
        real = shutil.which(name)
        assert real is not None
        (folder / name).symlink_to(real)
    bash = str(folder / "bash")
    return subprocess.run(
        [bash, str(ROOT / ".ci/run")],
        env={"PATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


MADE = "made .venv/.ready\nmade check\n"


def test_ci_is_executable() -> None:
    assert os.access(ROOT / ".ci/run", os.X_OK)


def test_ci_runs_every_check_even_if_no_browser_can_be_installed(tmp_path: Path) -> None:
    fake(tmp_path, "apt-get", "exit 100")
    fake(tmp_path, "make", 'echo "made $*"')
    run = run_ci(tmp_path)
    assert (run.returncode, run.stdout) == (0, MADE)
    assert "browser tests are left out" in run.stderr


def test_ci_leaves_a_browser_alone_that_is_there(tmp_path: Path) -> None:
    fake(tmp_path, "apt-get", "echo installed")
    fake(tmp_path, "chromium", "exit 0")
    fake(tmp_path, "make", 'echo "made $*"')
    assert run_ci(tmp_path).stdout == MADE


def test_ci_fails_when_a_check_fails(tmp_path: Path) -> None:
    fake(tmp_path, "make", "exit 2")
    assert run_ci(tmp_path).returncode == 2


def test_two_bots_wait_for_a_healthy_database() -> None:
    bot, db = compose()["services"]["bot"], compose()["services"]["db"]
    assert bot["deploy"]["replicas"] == 2
    assert bot["depends_on"] == {"db": {"condition": "service_healthy"}}
    assert "pg_isready" in db["healthcheck"]["test"]


def test_the_database_keeps_its_data_in_a_named_volume() -> None:
    loaded = compose()
    names = [volume.partition(":")[0] for volume in loaded["services"]["db"]["volumes"]]
    assert names
    assert set(names) == set(loaded["volumes"])


def test_no_secret_stands_in_the_compose_file() -> None:
    services = compose()["services"]
    values = [
        value
        for service in services.values()
        for name, value in service.get("environment", {}).items()
        if re.search("PASSWORD|TOKEN|SECRET|KEY", name)
    ]
    assert values
    assert all(re.fullmatch(r"\$\{\w+:\?.*\}", value) for value in values)
    assert services["bot"]["env_file"] in (ROOT / ".gitignore").read_text().splitlines()


def test_no_port_is_open_to_the_outside() -> None:
    assert [name for name, service in compose()["services"].items() if "ports" in service] == []


def test_the_image_is_built_from_hashes_and_runs_as_nobody_special() -> None:
    installs = [rest for word, rest in dockerfile() if word == "RUN" and "pip install" in rest]
    assert installs
    assert all("--require-hashes" in rest for rest in installs)
    (user,) = (rest for word, rest in last_stage() if word == "USER")
    assert user not in {"0", "root"}


def test_the_image_says_where_data_lives_how_it_runs_and_whether_it_is_well() -> None:
    steps = dict(last_stage())
    assert steps["VOLUME"] == "/data"
    assert steps["WORKDIR"] == "/data"
    assert steps["ENTRYPOINT"] == '["deskpulse"]'
    assert steps["CMD"] == '["serve"]'
    assert "/healthz" in steps["HEALTHCHECK"]


def test_the_program_of_the_image_may_be_read_by_a_second_process(tmp_path: Path) -> None:
    """A process that is spawned reads the script that began the first, and must not begin anew."""
    (script,) = (rest for word, rest in dockerfile() if word == "RUN" and "printf" in rest)
    program = tmp_path / "deskpulse"
    line = script.split(" && ")[0].replace("/opt/deskpulse/bin/deskpulse", str(program))
    subprocess.run(["sh", "-c", line], check=True)
    again = f"import runpy; runpy.run_path({str(program)!r}, run_name='__mp_main__')"
    first = [sys.executable, str(program), "--version"]
    for command, words in ((first, f"deskpulse {VERSION}\n"), ([sys.executable, "-c", again], "")):
        ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
        assert ran.stdout == words


def test_the_image_is_labelled_with_the_version_and_its_base_is_pinned_by_one() -> None:
    steps = dockerfile()
    labels = dict(re.findall(r'org\.opencontainers\.image\.(\w+)="([^"]+)"', dict(steps)["LABEL"]))
    assert labels["version"] == VERSION
    assert labels["licenses"] == "MIT"
    (base,) = (rest for word, rest in steps if word == "ARG")
    assert re.fullmatch(r"BASE=\w+:\d+\.\d+[\w.-]*", base)
    bases = {rest.split()[0] for word, rest in steps if word == "FROM"}
    assert bases == {"${BASE}"}


def test_a_container_may_write_and_take_no_more_than_it_needs() -> None:
    services = compose()["services"]
    for service in services.values():
        assert set(service["deploy"]["resources"]["limits"]) == {"memory", "pids"}
        assert service["security_opt"] == ["no-new-privileges:true"]
    bot = services["bot"]
    assert (bot["read_only"], bot["init"], bot["cap_drop"]) == (True, True, ["ALL"])
    assert bot["tmpfs"] == ["/tmp:size=256m"]


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd here")
def test_the_systemd_unit_is_valid_and_shut_in(tmp_path: Path) -> None:
    program = tmp_path / "deskpulse"
    program.symlink_to(sys.executable)
    text = (ROOT / "docs/deskpulse.service").read_text()
    assert "ExecStart=/opt/deskpulse/bin/deskpulse serve" in text
    unit = tmp_path / "deskpulse.service"
    unit.write_text(text.replace("/opt/deskpulse/bin/deskpulse", str(program)))
    for words in (["verify"], ["security", "--offline=true", "--threshold=20"]):
        ran = subprocess.run(
            ["systemd-analyze", *words, str(unit)], capture_output=True, text=True, check=False
        )
        assert ran.returncode == 0, ran.stdout + ran.stderr


def test_the_builder_is_sent_all_that_the_image_copies_and_no_more() -> None:
    sent = {
        line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line[:1] == "!"
    }
    copied = {
        name
        for word, rest in dockerfile()
        if word == "COPY" and "--from" not in rest
        for name in rest.split()[:-1]
    }
    assert copied == sent
    assert "sandbox" not in copied, "it is for the demo and the tests"


def test_sets_have_one_order_in_every_process_of_the_tests() -> None:
    """Else processes that share the tests make others of a set, and no test is run."""
    show = [sys.executable, "-c", "print(set('abcdefghij'))"]
    orders = {subprocess.run(show, capture_output=True, check=True).stdout for _ in range(3)}
    assert len(orders) == 1


def test_what_is_tested_on_both_databases_is_there() -> None:
    assert [each for each in BOTH if not (ROOT / "tests" / each).exists()] == []
