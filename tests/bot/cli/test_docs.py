"""The printed pages."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import BaseModel

from bot.cli.docs import PAGES, PRINTED, print_pages
from bot.config import Settings
from metrics.catalogue import CATALOGUE
from metrics.helpdesks.vendor import AnyVendor
from metrics.helpdesks.vendors import HELPDESKS
from metrics.sources.needs import OF_HELPDESKS

DOCS = Path(__file__).parents[3] / "docs"


@pytest.mark.parametrize("name", PAGES)
def test_the_page_that_is_kept_is_what_the_code_says(name: str) -> None:
    assert (DOCS / name).read_text() == PAGES[name](), "run `make docs`"


def test_every_setting_has_its_line() -> None:
    page = PAGES["settings.md"]()
    models: tuple[type[BaseModel], ...] = (
        Settings,
        *(vendor.settings for vendor in HELPDESKS.values()),
    )
    for field in (field for model in models for field in model.model_fields.values()):
        assert f"| `{field.validation_alias}` |" in page
        assert field.description


def test_no_page_shows_a_secret() -> None:
    assert "SecretStr" not in "".join(page() for page in PAGES.values())


def test_every_metric_is_defined() -> None:
    page = PAGES["metrics.md"]()
    assert all(f"`{key}`" in page for key in CATALOGUE)


def test_a_metric_shows_what_a_few_tickets_give() -> None:
    page = PAGES["metrics.md"]()
    first = page[page.index("## First response time") : page.index("## Response time")]
    assert "Mon 9:30 #1 Ann answers" in first
    assert "\nfrt = 1h 0m\nfrt any = 10m 0s\n" in first
    nps = page[page.index("`nps`") :]
    assert "nps = +25" in nps[: nps.index("##")]


def test_pages_are_written_into_the_folder(tmp_path: Path) -> None:
    written = list(print_pages(tmp_path / "docs"))
    assert [path.name for path in written] == list(PAGES)
    assert all(PRINTED in path.read_text() for path in written)


def test_what_each_helpdesk_supplies_is_said_of_every_need_and_measure() -> None:
    page = PAGES["helpdesks.md"]()
    heads = [vendor.title for vendor in HELPDESKS.values()]
    assert f"| Measure | Made of | {' | '.join(heads)} |" in page
    assert all(f"| {need.words} |" in page for need in OF_HELPDESKS)
    assert all(f"| {metric.title} |" in page for metric in CATALOGUE.values())
    assert "| Cost per ticket | tickets, costs | with a file of `costs` |" in page
    assert "| Sentiment | tone | nearly: tone | no: nothing tells the tone" in page
    assert "`customers` and `churn` |" in page


def test_a_measure_of_what_a_helpdesk_nearly_tells_is_nearly_told() -> None:
    lines = PAGES["helpdesks.md"]().splitlines()
    (containment,) = [line for line in lines if line.startswith("| Containment |")]
    assert containment.endswith("| nearly: tickets, history, ai |")
    (volume,) = [line for line in lines if line.startswith("| Ticket volume |")]
    assert volume.endswith(
        "| tickets | exact | nearly: tickets | exact | exact | nearly: tickets |"
    )


def test_what_a_helpdesk_keeps_no_history_of_is_known_from_its_connection_on() -> None:
    lines = PAGES["helpdesks.md"]().splitlines()
    (handoffs,) = [line for line in lines if line.startswith("| Handoffs |")]
    assert handoffs.count("from connection on: changes; nearly: tickets, history |") == 2
    assert handoffs.count("| exact |") == 2


@pytest.mark.parametrize("vendor", HELPDESKS.values(), ids=lambda vendor: vendor.title)
def test_each_helpdesk_has_a_section_of_how_to_connect_it(vendor: AnyVendor) -> None:
    page = PAGES["helpdesks.md"]()
    section = page.partition(f"\n## {vendor.title}\n")[2].partition("\n## ")[0]
    assert vendor.guide
    for text in (*vendor.guide.steps, *vendor.guide.limits, vendor.guide.back_fill):
        assert text in section
    for text in (*vendor.guide.screen, *vendor.differences.values()):
        assert text in section
    assert all(f"`{name}`" in section for name in vendor.settings.variables())
    assert "`deskpulse doctor --live` prints" in section
    assert any(vendor.settings.variable("url") in step for step in vendor.guide.steps)
