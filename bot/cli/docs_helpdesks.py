"""docs/helpdesks.md: what each helpdesk supplies, and which measures that answers."""

from __future__ import annotations

from collections.abc import Sequence

from metrics.catalogue import CATALOGUE
from metrics.catalogue.metric import AnyMetric
from metrics.helpdesks.vendor import AnyVendor
from metrics.helpdesks.vendors import HELPDESKS
from metrics.sources.needs import OF_HELPDESKS, Need


def helpdesks_page(head: str) -> str:
    """docs/helpdesks.md, with `head` below its title."""
    vendors = HELPDESKS.values()
    heads = [vendor.title for vendor in vendors]
    supplies = (
        f"| {need.words} | {' | '.join(_provision(vendor, need) for vendor in vendors)} |"
        for need in Need
        if need in OF_HELPDESKS
    )
    measures = (
        f"| {metric.title} | {', '.join(need.words for need in metric.needs)} | "
        f"{' | '.join(_answerable(vendor, metric) for vendor in vendors)} |"
        for metric in CATALOGUE.values()
    )
    return "\n".join(
        [
            "# What each helpdesk can tell",
            head,
            _vendors(heads),
            "",
            "What a measure is made of comes from a helpdesk or from a file "
            "([imports.md](imports.md)). `/kpi sources` says what yours give, and up to when. "
            "Times in business hours take office hours too, of the helpdesk or of the settings.",
            "",
            f"| What measures are made of | {' | '.join(heads)} |",
            f"|---|{'---|' * len(heads)}",
            *supplies,
            "",
            f"| Measure | Made of | {' | '.join(heads)} |",
            f"|---|---|{'---|' * len(heads)}",
            *measures,
            "",
        ]
    )


def _vendors(titles: Sequence[str]) -> str:
    """Which helpdesks can be connected."""
    if len(titles) == 1:
        return f"{titles[0]} is the one helpdesk that Deskpulse reads so far; others are planned."
    return f"Deskpulse reads {', '.join(titles[:-1])} and {titles[-1]}."


def _provision(vendor: AnyVendor, need: Need) -> str:
    """How a helpdesk supplies something."""
    provision = vendor.supplies.get(need)
    if provision is None:
        return "no"
    return f"nearly: {provision.how}" if provision.how else "yes"


def _answerable(vendor: AnyVendor, metric: AnyMetric) -> str:
    """Whether a measure can be answered from a helpdesk, or what else it takes."""
    absent = [need for need in metric.needs if need not in vendor.supplies]
    files = [need.file for need in absent if need.file]
    others = [need.words for need in absent if not need.file]
    if others:
        return f"no: nothing tells {' and '.join(others)} yet"
    near = any(vendor.supplies[need].how for need in metric.needs if need not in absent)
    if files:
        with_files = f"with a file of {' and '.join(f'`{file}`' for file in files)}"
        return f"nearly, {with_files}" if near else with_files
    return "nearly" if near else "yes"
