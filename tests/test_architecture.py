"""The house rules a linter cannot hold: sizes, docstrings, mirrored tests, nothing local."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MODULES = sorted(
    path.relative_to(ROOT)
    for room in ("bot", "metrics", "sandbox")
    for path in (ROOT / room).rglob("*.py")
)
VERSIONS = Path("metrics/store/migrations/versions")
HELPDESKS = sorted(
    path for path in (ROOT / "metrics/helpdesks").iterdir() if path.is_dir() and path.name[0] != "_"
)
VENDORS = {"zendesk", "freshdesk", "intercom", "salesforce", "pylon", "chatwoot", "zammad"}
NAMES_VENDORS = {
    "metrics/helpdesks/vendors.py": "the line of each",
    "metrics/goals/benchmarks.py": "who published a figure",
}
OPENERS = {Path("bot/commands/gate.py"), Path("bot/cli/commands/questions.py")}
"""The gate, and the command line, which is for whoever holds the database."""
LINES_OF_A_FILE = 300
LINES_OF_A_FUNCTION = 40

SHAPES = "shapes without behaviour"
# Modules, or folders with a slash at the end, with no test file of their own name, and the file
# that tests them instead: reviewed one by one.
TESTED_ELSEWHERE = {
    "bot/config/account_values.py": "tests/bot/config/test_accounts.py",
    "metrics/helpdesks/guide.py": SHAPES,
    "metrics/helpdesks/vendor.py": SHAPES,
    "bot/talk.py": SHAPES,
    "bot/condition.py": "tests/bot/test_web.py",
    "metrics/tickets/suspended.py": SHAPES,
    "metrics/sources/claims.py": "tests/metrics/store/books/test_claims.py",
    "metrics/ask/discretion.py": "tests/bot/test_ways_out.py",
    "bot/exports/documents.py": "tests/bot/cli/test_asking.py",
    "bot/running.py": "tests/bot/test_app.py",
    "bot/cli/upkeep.py": "tests/bot/cli/test_doctor.py",
    "metrics/store/books/backup_days.py": "tests/bot/test_upkeep.py",
    "bot/cli/personal.py": "tests/bot/cli/commands/test_people.py",
    "bot/cli/docs_privacy.py": "tests/metrics/store/tables/test_personal.py",
    "metrics/store/tables/forgotten.py": SHAPES,
    "metrics/store/tickets/tombstones.py": "tests/metrics/store/tickets/test_forgetting.py",
    "metrics/store/tickets/subjects.py": "tests/metrics/store/tickets/test_forgetting.py",
    "metrics/store/tickets/exporting.py": "tests/metrics/store/tickets/test_forgetting.py",
    "bot/version.py": "tests/bot/test_cli.py",
    "bot/cli/faults.py": "tests/bot/test_cli.py",
    "bot/cli/start.py": "tests/bot/test_cli.py",
    "bot/cli/commands/data.py": "tests/bot/test_cli.py",
    "bot/cli/commands/project.py": "tests/sandbox/test_demo.py",
    "bot/cli/commands/questions.py": "tests/bot/test_cli.py",
    "bot/cli/commands/running.py": "tests/bot/test_cli.py",
    "bot/alerts/checker.py": "tests/bot/alerts/test_checks.py",
    "bot/alerts/happenings.py": "tests/bot/alerts/kinds/test_bad_rating.py",
    "bot/cards/bad_rating.py": "tests/bot/alerts/kinds/test_bad_rating.py",
    "metrics/ask/bad_ratings.py": "tests/bot/alerts/kinds/test_bad_rating.py",
    "metrics/store/books/bad_ratings.py": "tests/bot/alerts/kinds/test_bad_rating.py",
    "metrics/question/unhappy.py": SHAPES,
    "bot/alerts/kinds/kind.py": SHAPES,
    "bot/alerts/kinds/ticket_kind.py": "tests/bot/alerts/test_phrases.py",
    "bot/alerts/kinds/shared.py": "tests/bot/alerts/kinds/test_threshold.py",
    "bot/grammar/alert_clauses.py": "tests/bot/alerts/test_phrases.py",
    "bot/grammar/alert_refusals.py": "tests/bot/alerts/test_phrases.py",
    "bot/grammar/alerts.py": "tests/bot/alerts/test_phrases.py",
    "bot/grammar/channel_names.py": "tests/bot/grammar/test_schedules.py",
    "bot/cards/alerts.py": "tests/bot/commands/test_alerts.py",
    "bot/commands/alert_view.py": "tests/bot/commands/test_alerts.py",
    "bot/cards/forms/fields.py": "tests/bot/cards/forms/test_question.py",
    "bot/cards/forms/core.py": "tests/bot/commands/forms/test_core.py",
    "bot/commands/forms/teams.py": "tests/bot/commands/forms/test_question.py",
    "bot/deliveries/endings.py": "tests/bot/deliveries/test_delivery_worker.py",
    "bot/deliveries/recounts.py": "tests/bot/deliveries/test_restatements.py",
    "bot/deliveries/notices.py": "tests/bot/deliveries/test_delivery_worker.py",
    "bot/deliveries/refusals.py": "tests/bot/deliveries/test_delivery_worker.py",
    "bot/slack/answering.py": "tests/bot/slack/test_reception.py",
    "bot/cards/checkup.py": "tests/bot/commands/test_checkup.py",
    "bot/slack/receiving.py": "tests/bot/test_app.py",
    "bot/slack/telling.py": "tests/bot/slack/test_reception.py",
    "bot/slack/best_form.py": "tests/bot/slack/test_deliver.py",
    "bot/cards/notes.py": "tests/bot/commands/test_note.py",
    "bot/cards/home/": "tests/bot/commands/test_home.py",
    "bot/commands/setup_steps.py": "tests/bot/commands/test_home.py",
    "bot/cards/forms/schedule.py": "tests/bot/slack/test_schedule_form.py",
    "bot/cards/schedules.py": "tests/bot/commands/test_schedules.py",
    "bot/commands/forms/schedule.py": "tests/bot/slack/test_schedule_form.py",
    "bot/cards/work.py": "tests/bot/commands/test_standup.py",
    "bot/takers.py": "tests/bot/commands/test_ticket.py",
    "bot/cards/takes.py": "tests/bot/commands/test_ticket.py",
    "bot/cards/ticket.py": "tests/bot/commands/test_ticket.py",
    "metrics/question/ticket_state.py": "tests/metrics/ask/test_work.py",
    "bot/cards/standup.py": "tests/bot/commands/test_standup.py",
    "bot/cards/digest_thread.py": "tests/bot/cards/test_digest.py",
    "bot/cards/edition.py": "tests/bot/cards/test_digest.py",
    "bot/cards/headline.py": "tests/bot/cards/test_digest.py",
    "bot/cards/things.py": "tests/bot/cards/test_digest.py",
    "metrics/question/deviation.py": SHAPES,
    "bot/cards/core.py": "tests/bot/commands/test_core.py",
    "bot/cards/baseline.py": "tests/bot/commands/test_baseline.py",
    "bot/cards/benchmarks.py": "tests/bot/commands/test_benchmark.py",
    "bot/cards/facts.py": "tests/bot/cards/test_card.py",
    "bot/cards/glance.py": "tests/bot/cards/test_card.py",
    "bot/cards/cells.py": "tests/bot/cards/test_parts.py",
    "bot/cards/how.py": "tests/bot/cards/test_card.py",
    "bot/commands/how.py": "tests/bot/commands/test_kpi.py",
    "bot/cards/small_print.py": "tests/bot/cards/test_card.py",
    "bot/charts/canvas.py": "tests/bot/charts/test_draw.py",
    "bot/charts/frame.py": "tests/bot/charts/test_draw.py",
    "bot/charts/levels.py": "tests/bot/charts/test_draw.py",
    "bot/charts/marks.py": "tests/bot/charts/test_chart.py",
    "bot/charts/plot.py": "tests/bot/charts/test_draw.py",
    "bot/charts/rows.py": "tests/bot/charts/test_draw.py",
    "bot/charts/shapes.py": SHAPES,
    "bot/charts/trend.py": "tests/bot/charts/test_draw.py",
    "bot/commands/metric_scope.py": "tests/bot/commands/test_target.py",
    "sandbox/slack/": "tests/sandbox/slack/test_api.py",
    "sandbox/year/": "tests/sandbox/test_year.py",
    "sandbox/helpdesks/zendesk/": "tests/sandbox/test_zendesk.py",
    "sandbox/helpdesks/freshdesk/": "tests/sandbox/test_freshdesk.py",
    "sandbox/helpdesks/intercom/": "tests/sandbox/test_intercom.py",
    "sandbox/helpdesks/salesforce/": "tests/sandbox/test_salesforce.py",
    "sandbox/helpdesks/ticket_page.py": "tests/sandbox/test_desks.py",
    "sandbox/helpdesks/pylon/": "tests/sandbox/test_pylon.py",
    "metrics/catalogue/ways.py": "tests/metrics/catalogue/test_speed.py",
    "metrics/ask/others.py": "tests/metrics/catalogue/test_churn.py",
    "metrics/catalogue/supply.py": SHAPES,
    "metrics/service_levels/own_promises.py": "tests/metrics/service_levels/test_promises.py",
    "metrics/question/reconciliation.py": "tests/metrics/ask/test_reconciliation.py",
    "metrics/ask/answers.py": "tests/metrics/ask/test_asker.py",
    "metrics/ask/breakdown.py": "tests/metrics/catalogue/test_workload.py",
    "metrics/ask/figures.py": "tests/metrics/ask/test_asker.py",
    "metrics/ask/growth.py": "tests/metrics/catalogue/test_workload.py",
    "metrics/ask/question.py": "tests/metrics/ask/test_asker.py",
    "metrics/ask/wording.py": "tests/metrics/ask/test_asker.py",
    "metrics/office_hours/public_holidays.py": "tests/metrics/office_hours/test_calendar.py",
    "metrics/errors.py": SHAPES,
    "metrics/tickets/office.py": SHAPES,
    "metrics/guards/guard.py": "tests/metrics/guards/test_conditions.py",
    "metrics/guards/levers.py": "tests/metrics/guards/test_conditions.py",
    "metrics/helpdesks/contract.py": SHAPES,
    "metrics/helpdesks/addresses.py": "tests/metrics/helpdesks/test_web.py",
    "metrics/helpdesks/answers.py": "tests/metrics/helpdesks/test_web.py",
    "metrics/helpdesks/dialect.py": "tests/metrics/helpdesks/test_web.py",
    "metrics/helpdesks/zendesk/sources.py": "tests/metrics/helpdesks/zendesk/test_client.py",
    "metrics/helpdesks/freshdesk/attributes.py": "tests/metrics/helpdesks/freshdesk/test_client.py",
    "metrics/helpdesks/freshdesk/rows.py": "tests/metrics/helpdesks/freshdesk/test_client.py",
    "metrics/helpdesks/freshdesk/settings.py": "tests/metrics/helpdesks/freshdesk/test_client.py",
    "metrics/helpdesks/freshdesk/sources.py": "tests/metrics/helpdesks/freshdesk/test_client.py",
    "metrics/helpdesks/freshdesk/unsolved.py": "tests/metrics/helpdesks/freshdesk/test_client.py",
    "metrics/helpdesks/intercom/attributes.py": "tests/metrics/helpdesks/intercom/test_client.py",
    "metrics/helpdesks/intercom/rows.py": "tests/metrics/helpdesks/intercom/test_client.py",
    "metrics/helpdesks/intercom/sources.py": "tests/metrics/helpdesks/intercom/test_client.py",
    "metrics/helpdesks/pylon/attributes.py": "tests/metrics/helpdesks/pylon/test_client.py",
    "metrics/helpdesks/pylon/rows.py": "tests/metrics/helpdesks/pylon/test_client.py",
    "metrics/helpdesks/pylon/settings.py": "tests/metrics/helpdesks/pylon/test_client.py",
    "metrics/helpdesks/pylon/sources.py": "tests/metrics/helpdesks/pylon/test_client.py",
    "metrics/helpdesks/salesforce/attributes.py": (
        "tests/metrics/helpdesks/salesforce/test_client.py"
    ),
    "metrics/helpdesks/salesforce/rows.py": "tests/metrics/helpdesks/salesforce/test_client.py",
    "metrics/tickets/pieces.py": "tests/metrics/tickets/test_timeline.py",
    "metrics/tickets/story.py": "tests/metrics/tickets/test_timeline.py",
    "metrics/question/query.py": "tests/metrics/ask/test_asker.py",
    "metrics/tickets/records.py": SHAPES,
    "metrics/tickets/promises.py": SHAPES,
    "metrics/tickets/vendor_figures.py": SHAPES,
    "metrics/question/result.py": SHAPES,
    "metrics/sync/run.py": "tests/metrics/sync/test_sync.py",
    "metrics/sync/progress.py": "tests/metrics/sync/test_sync.py",
    "metrics/store/migrations/env.py": "tests/metrics/store/database/test_schema.py",
    "metrics/store/database/copying.py": "tests/metrics/store/database/test_backup.py",
    "metrics/store/tables/metadata.py": "tests/metrics/store/database/test_engine.py",
    "bot/cards/sources.py": "tests/bot/commands/test_sources.py",
    "metrics/ask/standings.py": "tests/bot/commands/test_sources.py",
    "metrics/sources/standing.py": "tests/bot/commands/test_sources.py",
    "metrics/sources/standing_hours.py": "tests/metrics/store/imports/test_standing_hours.py",
    "metrics/sources/knowledge.py": "tests/metrics/store/syncs/test_knowledge.py",
    "metrics/store/tables/tickets.py": "tests/metrics/store/database/test_schema.py",
    "metrics/store/tables/ledger.py": "tests/metrics/store/syncs/test_ledger.py",
    "metrics/store/tables/service_levels.py": "tests/metrics/store/tickets/test_sla_stretches.py",
    "metrics/store/tables/hours.py": "tests/metrics/store/tickets/test_hours.py",
    "metrics/question/receipts.py": SHAPES,
    "metrics/posting/audit.py": SHAPES,
    "metrics/service_levels/due.py": SHAPES,
    "metrics/posting/deliveries.py": SHAPES,
    "metrics/store/tables/alerts.py": "tests/metrics/store/books/test_alerts.py",
    "metrics/store/books/rechecks.py": "tests/bot/deliveries/test_restatements.py",
    "metrics/store/tables/digests.py": "tests/metrics/store/books/test_outbox.py",
    "metrics/store/tables/people.py": "tests/metrics/store/books/test_notes.py",
    "metrics/store/tables/posts.py": "tests/metrics/store/books/test_posts.py",
    "metrics/store/tables/questions.py": "tests/metrics/store/books/test_questions.py",
    "metrics/store/tables/files.py": "tests/metrics/store/imports/test_writing.py",
}

# Files that each vendor's folder may have, and the file that tests them for all vendors.
TESTED_OF_ALL_VENDORS = {
    "differences.py": "tests/metrics/helpdesks/test_vendors.py",
    "guide.py": "tests/bot/cli/test_docs.py",
    "settings.py": "tests/metrics/helpdesks/test_settings.py",
}

# Nothing that is kept may know the machine it was written on or the registry it was filled from.
# (A test may well name /etc as what nobody must be able to read.)
LOCAL = re.compile(
    r"file:[/]{3}(?!etc/)"
    r"|(?<![\w.~-])/(?:work|home|root|Users)/"
    r"|(?:pypi|pythonhosted|npmjs|crates)[.](?:org|com|io)\b"
    r"|[-]-(?:extra-)?index-url[ =]",
)

BRACES = str.maketrans("", "", "{}")
SUBJECT = re.compile(
    r"`([a-z]\w*)`:?\s+(?:is|are|says?|tells?|holds?|counts?|means?|gives?|names?|what|whether)\b"
)


def parsed(module: Path) -> ast.Module:
    return ast.parse((ROOT / module).read_text(encoding="utf-8"), str(module))


def functions(module: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    found = ast.walk(parsed(module))
    return [node for node in found if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    assert node.end_lineno is not None
    return node.end_lineno - node.lineno + 1


def mirrored(module: Path) -> Path:
    return ROOT / "tests" / module.with_name(f"test_{module.name}")


def has_tests(module: Path) -> bool:
    """Whether a module has a test file of its name, or its package one for all of it."""
    package = module.parent
    whole = package / package.with_suffix(".py").name
    return any(mirrored(path).exists() for path in (module, whole, package.with_suffix(".py")))


def excused(module: Path) -> bool:
    if ROOT / module.parent in HELPDESKS and module.name in TESTED_OF_ALL_VENDORS:
        return True
    return any(
        str(module).startswith(name) if name.endswith("/") else str(module) == name
        for name in TESTED_ELSEWHERE
    )


def listed(*options: str) -> list[Path]:
    """What `git ls-files` lists with these options."""
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout: what is kept cannot be told from what is not")
    # CI may run as another user than the one who cloned.
    command = [git, "-c", "safe.directory=*", "ls-files", "-z", *options]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout
    paths = (ROOT / name for name in names.decode().split("\0") if name)
    return [path for path in paths if path.is_file()]


def test_no_file_is_longer_than_three_hundred_lines() -> None:
    written = [path for path in MODULES if VERSIONS not in path.parents]
    sizes = {str(path): len((ROOT / path).read_text().splitlines()) for path in written}
    assert {path: size for path, size in sizes.items() if size > LINES_OF_A_FILE} == {}


def test_no_function_is_longer_than_forty_lines() -> None:
    long = [
        f"{module}:{node.lineno} {node.name} has {length(node)} lines"
        for module in MODULES
        if VERSIONS not in module.parents
        for node in functions(module)
        if length(node) > LINES_OF_A_FUNCTION
    ]
    assert long == []


def test_every_module_says_what_it_is_for() -> None:
    assert [str(path) for path in MODULES if not ast.get_docstring(parsed(path))] == []


def misnamed_fields(tree: ast.Module) -> list[str]:
    """What docstrings of dataclasses explain as a field, and nothing in the module is named."""
    nodes = list(ast.walk(tree))
    classes = [node for node in nodes if isinstance(node, ast.ClassDef)]
    data = [c for c in classes if any("dataclass" in ast.unparse(d) for d in c.decorator_list)]
    names = {getattr(node, slot, None) for node in nodes for slot in ("id", "arg", "attr", "name")}
    return [
        f"{each.name}: {name}"
        for each in data
        for name in SUBJECT.findall(ast.get_docstring(each) or "")
        if name not in names
    ]


@pytest.mark.parametrize(
    ("sentence", "wrong"),
    [
        ("`since` is when it began.", []),
        ("`began` is when it began.", ["Fact: began"]),
        ("Of the `began` instants.", []),
    ],
)
def test_a_field_that_a_docstring_explains_by_another_name_is_found(
    sentence: str, wrong: list[str]
) -> None:
    module = f'@dataclass\nclass Fact:\n    """{sentence}"""\n    since: int'
    assert misnamed_fields(ast.parse(module)) == wrong


def test_docstrings_of_dataclasses_explain_fields_by_the_names_they_have() -> None:
    found = {str(module): misnamed_fields(parsed(module)) for module in MODULES}
    assert {module: names for module, names in found.items() if names} == {}


def test_every_module_has_its_mirrored_test_or_is_named_with_a_reason() -> None:
    missing = [
        str(module)
        for module in MODULES
        if module.name != "__init__.py"
        and VERSIONS not in module.parents
        and not excused(module)
        and not has_tests(module)
    ]
    assert missing == []


def test_no_module_is_excused_that_is_gone_or_has_a_test_by_now() -> None:
    stale = [
        name
        for name in TESTED_ELSEWHERE
        if not (ROOT / name).exists() or (name[-1] != "/" and mirrored(Path(name)).exists())
    ]
    assert stale == []


def test_the_tests_that_stand_in_for_others_exist() -> None:
    named = {*TESTED_ELSEWHERE.values(), *TESTED_OF_ALL_VENDORS.values()} - {SHAPES}
    assert [name for name in named if not (ROOT / name).exists()] == []


@pytest.mark.parametrize("folder", HELPDESKS, ids=lambda path: path.name)
def test_a_helpdesk_is_a_folder_of_a_client_and_a_normaliser(folder: Path) -> None:
    names = {path.name for path in folder.iterdir()}
    assert {"__init__.py", "client.py", "normalise.py"} <= names


def test_only_a_vendors_own_folder_names_it() -> None:
    """All the rest speaks of the helpdesk that is connected, by what its folder says."""
    names = re.compile("|".join({*(folder.name for folder in HELPDESKS), *VENDORS}), re.IGNORECASE)
    outside = [
        module
        for module in MODULES
        if module.parts[0] != "sandbox"
        and not any(folder.relative_to(ROOT) in module.parents for folder in HELPDESKS)
        and VERSIONS not in module.parents
        and str(module) not in NAMES_VENDORS
    ]
    lines = [
        f"{module}:{number} {line.strip()}"
        for module in outside
        for number, line in enumerate((ROOT / module).read_text().splitlines(), 1)
        if names.search(line)
    ]
    assert lines == []


def test_every_helpdesk_is_held_apart_from_the_others() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    (apart,) = (entry for entry in contracts["contracts"] if entry["type"] == "independence")
    assert set(apart["modules"]) == {f"metrics.helpdesks.{folder.name}" for folder in HELPDESKS}


@pytest.mark.parametrize(
    ("room", "title"), [("bot", "bot"), ("metrics", "metrics"), ("metrics.store", "store")]
)
def test_the_page_draws_the_arrows_that_the_contracts_hold(room: str, title: str) -> None:
    page = (ROOT / "docs/architecture.md").read_text()
    drawn = re.search(rf"^{title}: ((?:.+\n)(?: .+\n)*)", page, re.MULTILINE)
    assert drawn
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    (layers,) = (c["layers"] for c in contracts["contracts"] if c.get("containers") == [room])
    rooms = [layer.split(" | ") for layer in drawn[1].translate(BRACES).split("->")]
    assert [[each.strip() for each in layer] for layer in rooms] == [
        layer.split(" | ") for layer in layers
    ]


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_names_versions_and_hashes_and_no_address(name: str) -> None:
    lock = (ROOT / name).read_text()
    assert "://" not in lock
    assert not LOCAL.search(lock)
    pinned = re.findall(r"^[a-z0-9][\w.-]*(?:\[[\w,-]+\])?==\S+(.*)\\$", lock, re.MULTILINE)
    assert len(pinned) > 20
    assert len(re.findall(r"^[a-z0-9]", lock, re.MULTILINE)) == len(pinned)


def test_nothing_that_is_kept_knows_the_machine_it_was_written_on() -> None:
    found = []
    for path in listed():
        text = path.read_bytes().decode("utf-8", errors="ignore")
        found += [f"{path.relative_to(ROOT)}: {hit[0]}" for hit in LOCAL.finditer(text)]
    assert found == []


def test_git_ignores_no_source() -> None:
    ignored = listed("--others", "--ignored", "--exclude-standard", "bot", "metrics", "tests")
    assert [str(path) for path in ignored if path.suffix not in {".pyc", ".db"}] == []


@pytest.mark.parametrize(
    "text",
    ["file:" + "///x", "see /wo" + "rk/x", "= /ho" + "me/ann/x", "https://pyp" + "i.org/x"],
)
def test_the_search_for_local_addresses_finds_them(text: str) -> None:
    assert LOCAL.search(text)


def test_only_the_gate_lets_questions_about_people_be_answered() -> None:
    def calls(path: Path) -> set[str]:
        nodes = ast.walk(ast.parse((ROOT / path).read_text()))
        called = (node.func for node in nodes if isinstance(node, ast.Call))
        return {each.attr for each in called if isinstance(each, ast.Attribute)}

    bot = (path for path in MODULES if path.parts[0] == "bot")
    calling = {path: calls(path) for path in bot}
    for opening in ("of_people", "in_full"):
        assert {path for path, called in calling.items() if opening in called} == OPENERS
