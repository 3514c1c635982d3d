"""The pages of docs/ that are printed from the objects themselves, so that they cannot lie."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from bot.alerts.kinds import EXAMPLES
from bot.cards.guide import TOPICS, guide, page
from bot.cards.terminal import terminal
from bot.cli.docs_helpdesks import helpdesks_page
from bot.cli.docs_imports import imports_page
from bot.cli.docs_privacy import privacy_page
from bot.commands import COMMANDS
from bot.config import Settings, secret_names
from bot.exports import (
    EXIT_CODES,
    MEANING,
    RESULT_SCHEMA,
    SCHEMA,
    AnswerDocument,
    Document,
    ResultDocument,
    Status,
)
from metrics.catalogue import CATALOGUE
from metrics.catalogue.metric import Age, AnyMetric, Duration, Statistic
from metrics.catalogue.supply import Supply
from metrics.helpdesks.vendor import AnyVendor
from metrics.helpdesks.vendors import HELPDESKS

PRINTED = "<!-- Printed by `deskpulse docs` from the code. Change the code, not this page. -->\n"

PLAYERS = """\
In the examples Ann and Ben are agents, Robot is an AI agent, and the others are customers. They lie
in the week of Monday, 5 October 2026, for which the figures are; what holds at one instant is told
as that week ends. A line such as `costs: month=2026-10 ...` is a row of a file. A test asks just
these.
"""


def settings_page() -> str:
    """docs/settings.md."""
    return "\n".join(
        [
            "# Settings",
            PRINTED,
            "Settings are read from the environment, else from the file `deskpulse.env` in the "
            "working folder (`DESKPULSE_SETTINGS` names another one). A secret can also be mounted "
            "as a file: `<NAME>_FILE` names its path. What is wrong is said at the start.",
            "",
            *_settings(Settings),
            *(line for vendor in HELPDESKS.values() for line in _of_vendor(vendor)),
        ]
    )


def _of_vendor(vendor: AnyVendor) -> Iterator[str]:
    """The settings of a helpdesk's account."""
    yield f"## {vendor.title}\n"
    yield from _settings(vendor.settings, vendor.settings.variables())


def _settings(model: type[BaseModel], order: Sequence[str] = ()) -> Iterator[str]:
    """A table of the settings of a model, in their own order or in this one."""
    fields = {str(field.validation_alias): field for field in model.model_fields.values()}
    secret = secret_names(model)
    yield "| Setting | What it is | Default | Example |\n|---|---|---|---|"
    for name in order or fields:
        field, kind = fields[name], " (secret)" if name in secret else ""
        example = (field.examples or [""])[0]
        yield f"| `{name}` | {field.description}{kind} | {_default(field)} | `{example}` |"
    yield ""


def _default(field: FieldInfo) -> str:
    value = field.default
    text = value.get_secret_value() if hasattr(value, "get_secret_value") else value
    match text:
        case None | "":
            return ""
        case bool():
            return "`yes`" if text else "`no`"
        case _:
            return f"`{text}`"


def commands_page() -> str:
    """docs/commands.md."""
    parts = (
        f"## `{command.name}`\n\n{command.summary}\n\n    {command.name} {command.usage}\n"
        for command in COMMANDS.values()
    )
    pages = (guide(), *(page(topic, EXAMPLES) for topic in TOPICS.values()))
    section = ["## What you can ask", "", "```text", *map(terminal, pages), "```", ""]
    return "\n".join(["# Commands", PRINTED, *parts, *section])


def metrics_page() -> str:
    """docs/metrics.md."""
    return "\n".join(["# Metrics", PRINTED, PLAYERS, *(_metric(key) for key in CATALOGUE)])


def _metric(key: str) -> str:
    metric = CATALOGUE[key]
    names = ", ".join(f"`{name}`" for name in (metric.key, *metric.other_names))
    return "\n".join(
        [
            f"## {metric.title}",
            "",
            metric.definition,
            "",
            f"- Names: {names}",
            f"- Family: {metric.family}",
            f"- Formula: {metric.formula}",
            f"- Which tickets: {metric.population}",
            f"- Unit: {metric.unit}; better: {metric.better}",
            f"- Without a period: {metric.default_period}",
            f"- Needs: {', '.join(need.words for need in metric.needs)}",
            *([f"- Few below: {metric.minimum} {metric.counts}"] if metric.minimum else []),
            *([f"- Not by agent: {metric.team_only}"] if metric.team_only else []),
            *(f"- Note: {caveat}" for caveat in metric.caveats),
            *_supply(metric),
            *_variants(metric),
            "",
            *_example(metric),
            "",
        ]
    )


def _example(metric: AnyMetric) -> Iterator[str]:
    """A few tickets, and what the measure and its variants are for them."""
    example = metric.example
    month = f", for {example.period}" if example.period.count("-W") == 0 else ""
    yield f"For example{month}:\n\n```text"
    yield from example.lines
    for phrase, value in example.figures:
        if phrase == metric.key or phrase.startswith(f"{metric.key} "):
            yield f"{phrase} = {value}"
    yield "```"


def _supply(metric: AnyMetric) -> Iterator[str]:
    """Who has the measure, where not everybody has."""
    if metric.supply is not None:
        how = _how_to_have(metric.supply)
        yield f"- Not available where {metric.supply.because}; to have it, {how}"


def _how_to_have(supply: Supply) -> str:
    """What there is to do to have data, with each helpdesk that brings them."""
    need = supply.need
    own = {vendor.title: vendor.mend(need) for vendor in HELPDESKS.values()} if need else {}
    with_vendors = (f"with {title} {mend}" for title, mend in own.items() if mend)
    return "; ".join(filter(None, (supply.how, *with_vendors)))


def _variants(metric: AnyMetric) -> Iterator[str]:
    """Other ways to take the measure, under the words they are asked for by."""
    for variant in metric.variants:
        names = (f"{metric.key} {variant.key}", *variant.names)
        words = ", ".join(f"`{phrase}`" for phrase in names)
        yield f"- Also {words}: {_way(variant.metric)}"


def _way(metric: AnyMetric) -> str:
    """What a variant is: another statistic of the same, or something else."""
    if isinstance(metric, Duration | Age) and metric.statistic is not Statistic.PERCENTILE:
        return f"its {metric.statistic}"
    return metric.definition


def schema_page() -> str:
    """docs/result-schema.md."""
    schema = json.dumps(AnswerDocument.model_json_schema(mode="serialization"), indent=2)
    return "\n".join(
        [
            "# The answer as JSON",
            PRINTED,
            f"`deskpulse ask --json` prints a document of the schema `{SCHEMA}` for whatever is "
            "asked and whatever becomes of it: a figure, a list, `why` and `explain`, and what is "
            "not known, not understood or refused. The name changes only when a reader would "
            "break; new fields may come at any time.",
            "",
            "| Status | What it means | Exit code |",
            "|---|---|---|",
            *(f"| `{status}` | {MEANING[status]} | {EXIT_CODES[status]} |" for status in Status),
            "",
            "The exit codes are the same without `--json`; 2 says that a setting or an option is "
            "wrong.",
            "",
            *_fields(AnswerDocument),
            "",
            f"`result` is a document of the schema `{RESULT_SCHEMA}`:",
            "",
            *_fields(ResultDocument),
            "",
            "## JSON Schema",
            "",
            f"```json\n{schema}\n```",
            "",
        ]
    )


def _fields(model: type[Document]) -> Iterator[str]:
    yield "| Field | What it is |"
    yield "|---|---|"
    for name, field in model.model_fields.items():
        yield f"| `{field.alias or name}` | {field.description} |"


PAGES: Mapping[str, Callable[[], str]] = MappingProxyType(
    {
        "settings.md": settings_page,
        "metrics.md": metrics_page,
        "commands.md": commands_page,
        "imports.md": lambda: imports_page(PRINTED),
        "helpdesks.md": lambda: helpdesks_page(PRINTED),
        "result-schema.md": schema_page,
        "privacy.md": lambda: privacy_page(PRINTED),
    }
)


def print_pages(folder: Path) -> Iterator[Path]:
    """Write every page into `folder`; gives the paths."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, write_page in PAGES.items():
        (folder / name).write_text(write_page(), encoding="utf-8")
        yield folder / name
