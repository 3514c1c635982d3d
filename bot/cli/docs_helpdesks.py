"""docs/helpdesks.md: what each helpdesk supplies, and which measures that answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from metrics.catalogue import CATALOGUE, measure
from metrics.catalogue.metric import AnyMetric
from metrics.helpdesks.vendor import AnyVendor
from metrics.helpdesks.vendors import HELPDESKS
from metrics.sources.needs import OF_EITHER, OF_HELPDESKS, Need

EXACT: Final = "exact"
NEARLY: Final = "nearly"
LATER: Final = "from connection on"
UNTRIED: Final = (
    "**Not tried live yet.** All this was tried against a stand-in of ours, made by what {title} "
    "documents, and by nobody yet against a live account. If you connect one, open an issue with "
    "what `deskpulse doctor --live` prints (there is no secret in it), the version of Deskpulse, "
    "your plan, and each figure that is not what {title} shows, with `/kpi explain`'s reasons."
)


_IN_GENERAL: Final = (
    "What a measure is made of comes from a helpdesk or from a file, and some of it from either "
    "([imports.md](imports.md)). `/kpi sources` says what yours give, and up to when. Times in "
    "business hours take office hours too, of the helpdesk or of the settings. Messages are read "
    "to see who wrote when; no word of them is stored.",
    "",
    "**Several at once.** Set what opens each of them: `deskpulse doctor` says what is missing. A "
    "second account of the same vendor takes a short name before its settings "
    "([operations.md](operations.md) says how). Teams stay apart until `DESKPULSE_SAME_TEAMS` "
    "joins them; people are one where two helpdesks have the same e-mail address of them.",
    "",
    "**Webhooks**, where a helpdesk can call when something changes, make figures as fresh as it "
    "allows: otherwise it is looked at every `DESKPULSE_SYNC_MINUTES`. A call only wakes the "
    "sync, and nothing is lost where none comes. They go to `https://YOUR-ADDRESS/helpdesk/SOURCE`"
    ": `YOUR-ADDRESS` leads, through your proxy with its certificate, to `DESKPULSE_PORT` (publish "
    "no other path of it), and `SOURCE` is the key of the account, such as `{key}`, as "
    "`deskpulse source list` prints it after the first sync.",
)


def helpdesks_page(head: str) -> str:
    """docs/helpdesks.md, with `head` below its title."""
    vendors = HELPDESKS.values()
    heads = [vendor.title for vendor in vendors]
    supplies = (
        f"| {need.value} | {need.words} | "
        f"{' | '.join(_provision(vendor, need) for vendor in vendors)} |"
        for need in Need
        if need in OF_HELPDESKS | OF_EITHER
    )
    measures = (
        f"| {metric.title} | {', '.join(need.value for need in metric.needs)} | "
        f"{' | '.join(_answerable(vendor, metric) for vendor in vendors)} |"
        for metric in CATALOGUE.values()
    )
    return "\n".join(
        [
            "# What each helpdesk can tell",
            head,
            _vendors(heads),
            "",
            *(line.format(key=f"{next(iter(HELPDESKS))}:acme") for line in _IN_GENERAL),
            "",
            f"| | What measures are made of | {' | '.join(heads)} |",
            f"|---|---|{'---|' * len(heads)}",
            *supplies,
            "",
            f"| Measure | Made of | {' | '.join(heads)} |",
            f"|---|---|{'---|' * len(heads)}",
            *measures,
            "",
            *(line for vendor in vendors for line in _section(vendor)),
        ]
    )


def _section(vendor: AnyVendor) -> Iterator[str]:
    """How a vendor's helpdesk is connected, what it allows, and what its screens show otherwise."""
    yield f"## {vendor.title}\n"
    names = ", ".join(f"`{name}`" for name in vendor.settings.variables())
    yield f"Settings, in [settings.md](settings.md#{vendor.title.casefold()}): {names}.\n"
    yield f"{UNTRIED.format(title=vendor.title)}\n"
    if guide := vendor.guide:
        yield "**Set it up**\n"
        yield from (f"{number}. {step}" for number, step in enumerate(guide.steps, 1))
        yield "\n**What it allows**\n"
        yield from (f"- {limit}" for limit in guide.limits)
        yield f"\n**How long the first sync takes.** {guide.back_fill}\n"
        yield "**Where its own screens show other figures**\n"
        yield from (f"- {difference}" for difference in guide.screen)
    yield from _differences(vendor)
    yield "\n**What it tells only nearly, or from connection on**\n"
    yield from (
        f"- {need.words[0].upper()}{need.words[1:]} ({need.value}): {vendor.supplies[need].how}."
        for need in Need
        if need in vendor.supplies and vendor.supplies[need].how
    )
    yield ""


def _differences(vendor: AnyVendor) -> Iterator[str]:
    """Where its screens count a measure otherwise, several that differ alike in one line."""
    alike: dict[str, list[str]] = {}
    for phrase, sentence in vendor.differences.items():
        metric, _, variant = phrase.partition(" ")
        alike.setdefault(sentence, []).append(measure(metric, variant).title)
    yield from (f"- {', '.join(titles)}: {sentence}" for sentence, titles in alike.items())


def _vendors(titles: Sequence[str]) -> str:
    """Which helpdesks can be connected."""
    links = [f"[{title}](#{title.casefold()})" for title in titles]
    *most, last = links
    which = f"{', '.join(most)} and {last}" if most else last
    return (
        f"Deskpulse reads {which}: one of them, or several at once. *Exact* means by the "
        "helpdesk's own record. *Nearly* means that it does not tell all of it, and for what is "
        "named behind it; its section says how near it comes, and so does each card. *From "
        "connection on* means that it keeps no history: what is named is known from the day on "
        "which you connect it, by looking, and not before."
    )


def _provision(vendor: AnyVendor, need: Need) -> str:
    """How a helpdesk supplies something."""
    provision = vendor.supplies.get(need)
    if provision is None:
        return f"with a file of `{need.file}`" if need.file else "no"
    return _grade(vendor, [need])


def _answerable(vendor: AnyVendor, metric: AnyMetric) -> str:
    """Whether a measure can be answered from a helpdesk, or what else it takes."""
    absent = [need for need in metric.needs if need not in vendor.supplies]
    files = [need.file for need in absent if need.file]
    others = [need.words for need in absent if not need.file]
    if others:
        return f"no: nothing tells {' and '.join(others)} yet"
    told = [need for need in metric.needs if need not in absent]
    grade = _grade(vendor, told, named=True)
    if files:
        with_files = f"with a file of {' and '.join(f'`{file}`' for file in files)}"
        return with_files if grade == EXACT else f"{grade}; {with_files}"
    return grade


def _grade(vendor: AnyVendor, needs: Iterable[Need], *, named: bool = False) -> str:
    """How well a helpdesk supplies these: exactly, from its connection on, nearly; and which."""
    observed = [need for need in needs if vendor.supplies[need].observed]
    near = [n for n in needs if vendor.supplies[n].how and not vendor.supplies[n].observed]
    grades = {LATER: observed, NEARLY: near}
    words = [
        f"{grade}: {', '.join(need.value for need in each)}" if named else grade
        for grade, each in grades.items()
        if each
    ]
    return "; ".join(words) or EXACT
