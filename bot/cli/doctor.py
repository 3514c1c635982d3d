"""`deskpulse doctor`: looks at every setting and connection, and says what to mend."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from functools import partial
from itertools import chain
from operator import itemgetter
from pathlib import Path
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.text import Text

from bot.alerts import phrases
from bot.cards.sources import mixture
from bot.cli import read_replica, surroundings
from bot.cli.upkeep import backups, retention
from bot.config import HelpdeskSettings, Settings, SettingsError
from bot.deliveries.schedules import USUALLY
from bot.grammar.schedules import ScheduleContext, read_schedule
from bot.grammar.suggestions import distance
from bot.health import lost_accounts
from bot.services import Now, usual_age
from bot.slack.checkup import checkup
from bot.slack.work_in_steps import Wait
from bot.syncs.accounts import helpdesk
from bot.talk import Finding
from bot.words import clock, duration
from metrics.errors import AskError, HelpdeskError, KpiError, NoDatabaseError, StoreError
from metrics.helpdesks.vendors import HELPDESKS
from metrics.question.query import Directory
from metrics.sources.identity import Identities
from metrics.store.database.engine import Store
from metrics.store.syncs.knowledge import stream_supplies
from metrics.store.syncs.ledger import Source as Known
from metrics.store.syncs.ledger import key, sources
from metrics.store.syncs.reading_settings import mixed
from metrics.store.tickets.snapshots import SnapshotReader
from metrics.tickets.records import Dimension, Instant

MEND, NOTE = Text("mend", style="bold red"), Text("note", style="yellow")
WELL = Text("ok  ", style="green")
NAMES = 8
"""At most so many names of teams are listed."""


def examine(settings: Settings, now: Now, *, live: bool) -> Iterator[Finding]:
    """Look at everything in turn; `live` also asks Slack and the helpdesk."""
    unless = ", unless the helpdesk has schedules of its own"
    own = unless if settings.all_schedules().desk else ""
    yield Finding(f"Business hours: {settings.calendar().words()}{own}")
    yield _people(settings)
    yield _changes(settings)
    yield retention(settings)
    yield backups(settings)
    looks: list[Callable[[], Iterable[Finding]]] = [
        lambda: surroundings.findings(_file(settings)),
        lambda: _database(settings, now()),
        lambda: read_replica.findings(settings),
        lambda: _slack(settings),
        lambda: _accounts(settings),
    ]
    if live:
        looks += [lambda: checkup(settings, now), lambda: _helpdesks(settings, now)]
    past = set[Finding]()
    for finding in chain.from_iterable(map(_findings, looks)):
        if finding not in past:  # two looks may need what is not set
            yield finding
        past.add(finding)


def _people(settings: Settings) -> Finding:
    """Who sees the figures of single people."""
    if settings.leads():
        return Finding("People's figures: for leads, and for each agent their own")
    line = "People's figures: no leads are named in DESKPULSE_LEADS, so each sees their own only"
    mend = "Set DESKPULSE_LEADS too, or DESKPULSE_LEAD_CHANNELS changes nothing."
    return Finding(line, mend if settings.lead_channels() else "")


def _changes(settings: Settings) -> Finding:
    """Who makes changes for everybody."""
    changes = "Targets, schedules, alerts and notes"
    if settings.leads() | settings.admins():
        return Finding(f"{changes}: changed by leads and administrators")
    return Finding(
        f"{changes}: changed by administrators and owners of the Slack workspace, since neither "
        "DESKPULSE_LEADS nor DESKPULSE_ADMINS names anybody"
    )


def _findings(look: Callable[[], Iterable[Finding]]) -> Iterator[Finding]:
    try:
        yield from look()
    except SettingsError as error:
        yield Finding("Settings", str(error))
    except KpiError as error:
        yield Finding("Database or helpdesk", str(error))


def _database(settings: Settings, now: Instant) -> Iterator[Finding]:
    who = Identities()
    try:
        with closing(_store(settings)) as store:
            store.look_for_damage()
            store.check()
            who = SnapshotReader(store, settings.teams_that_are_one()).identities()
        yield Finding("Database: it can be read and written, and its tables fit")
        yield from _known_sources(settings, now)
    except NoDatabaseError as error:
        yield Finding(f"Database: {error}", note=True)
    teams = Directory(teams=who.labels[Dimension.TEAM], others=who.others, one=who.one)
    yield from _teams(settings.all_schedules().teams, teams)
    yield from (Finding(proposal.words()) for proposal in who.proposals)
    yield from _digests(settings, teams)
    yield from _alerts(settings, teams)


def _store(settings: Settings) -> Store:
    """The database of the settings; looking at it makes none."""
    return Store.open(settings.database_url.get_secret_value(), create=False)


def _file(settings: Settings) -> Path | None:
    """The file of the database, where there is one."""
    try:
        with closing(_store(settings)) as store:
            return store.path
    except StoreError:
        return None


def _teams(teams: Iterable[str], directory: Directory) -> Iterator[Finding]:
    """The teams of DESKPULSE_SCHEDULES that are none; before the first sync nobody can tell."""
    existing = directory.teams
    pairs = (name for key in existing for name in (key, *directory.names(Dimension.TEAM, key)))
    titles = {name.casefold(): name for name in pairs}
    for team in teams if existing else ():
        if team.casefold() in titles:
            continue
        near = [
            title for word, title in titles.items() if distance(team.casefold(), word) is not None
        ]
        mend = f'Write "{near[0]}", if that was meant.' if near else _team_list(existing.values())
        yield Finding(f'DESKPULSE_SCHEDULES: the helpdesk has no team "{team}"', mend)


def _digests(settings: Settings, directory: Directory) -> Iterator[Finding]:
    """The entries of DESKPULSE_DIGESTS; before the first sync no team is known to be wrong."""
    around = ScheduleContext(
        digests=USUALLY,
        here="",
        zone=ZoneInfo(settings.timezone),
        directory=directory,
    )
    for entry in settings.digest_entries():
        try:
            phrase = around.phrase(read_schedule(entry, around))
        except AskError as error:
            if directory.teams:
                yield Finding(f"DESKPULSE_DIGESTS: {entry}", str(error))
        else:
            yield Finding(f"Scheduled in the settings: {phrase}")


def _alerts(settings: Settings, directory: Directory) -> Iterator[Finding]:
    """The entries of DESKPULSE_ALERTS; before the first sync no team is known to be wrong."""
    around = phrases.AlertContext(here="", zone=ZoneInfo(settings.timezone), directory=directory)
    for entry in settings.alert_entries():
        try:
            phrase = around.phrase(phrases.read_alert(entry, around))
        except AskError as error:
            if directory.teams:
                yield Finding(f"DESKPULSE_ALERTS: {entry}", str(error))
        else:
            yield Finding(f"Watched by the settings: {phrase}")


def _team_list(names: Iterable[str]) -> str:
    first, rest = sorted(names)[:NAMES], sorted(names)[NAMES:]
    return f"Its teams are: {', '.join([*first, 'and more'] if rest else first)}."


def _slack(settings: Settings) -> Iterator[Finding]:
    settings.slack()
    mode = "Socket Mode" if settings.slack_app_token else "HTTP"
    yield Finding(f"Slack settings: complete for {mode}")


def _accounts(settings: Settings) -> Iterator[Finding]:
    for source in settings.required_helpdesks():
        vendor = HELPDESKS[source.vendor].title
        account = helpdesk(source, _impatient(source)).account
        yield Finding(f"{vendor} settings: complete for {account}")


def _helpdesks(settings: Settings, now: Now) -> Iterator[Finding]:
    """Each account in turn: one that refuses keeps none of the others from being looked at."""
    for source in settings.required_helpdesks():
        yield from look_at_helpdesk(source, now)


def look_at_helpdesk(source: HelpdeskSettings, now: Now) -> Iterator[Finding]:
    """Try the credentials of an account and each of its streams."""
    return _findings(partial(_helpdesk, source, now))


def _helpdesk(source: HelpdeskSettings, now: Now) -> Iterator[Finding]:
    desk = helpdesk(source, _impatient(source), now)
    vendor = HELPDESKS[source.vendor].title
    name = f"{vendor} {desk.account}" if source.prefix else vendor
    well = True
    for check in desk.check():
        trouble = check if isinstance(check, str) else check.mend
        well = well and not trouble
        yield Finding(name if isinstance(check, str) else f"{name}, {check.what}", trouble)
    if well:
        yield Finding(f"{name}: the account answers")


def _impatient(source: HelpdeskSettings) -> Wait:
    """Wait for nothing: a person is looking on."""

    def refuse(_: float) -> None:
        title, name = HELPDESKS[source.vendor].title, f"{source.prefix}{source.own.variable('url')}"
        raise HelpdeskError(
            f"{title} cannot be reached or is too busy. Check {name}, then try again in a minute."
        )

    return refuse


def _known_sources(settings: Settings, now: Instant) -> Iterator[Finding]:
    """Each account that was read from, whether that goes on, and what it does not give."""
    names = {
        key(source.vendor, helpdesk(source, _impatient(source)).account): source.reading()
        for source in settings.helpdesks()
    }
    with closing(_store(settings)) as store, store.read() as connection:
        accounts, supplies = sources(connection), stream_supplies(connection)
        changes = [(name, mixed(connection, name, now_set)) for name, now_set in names.items()]
    for name, changed in filter(itemgetter(1), changes):
        yield Finding(f"{name}: {mixture(changed)}", "Run `deskpulse sync --full` once.")
    for trouble in lost_accounts(accounts, names.keys()):
        yield Finding("Helpdesks", trouble)
    for source in accounts:
        if source.retired_at is not None:
            yield Finding(f"{source.name} is retired: its history stays, and it is not asked")
        elif source.helpdesk:
            yield _age(source, settings, now)
    for supply in supplies:
        if supply.error is not None:
            what = f"{supply.source} gives no {supply.stream.replace('_', ' ')}"
            needs = " and ".join(need.words for need in supply.needs)
            yield Finding(f"{what}, so {needs} are missing", supply.error)


def _age(source: Known, settings: Settings, now: Instant) -> Finding:
    """Up to when the data of a source reach."""
    until = source.fresh_until
    if until is None:
        return Finding(
            f"{source.name} has not been read to its end once; `deskpulse serve` goes on",
            note=True,
        )
    line = f"{source.name}: its data reach to {clock(until, settings.timezone)}"
    if now - until <= usual_age(settings, [source.name]):
        return Finding(line)
    mend = "Let `deskpulse serve` run; if it does, its log says what holds up the sync."
    return Finding(f"{line}, {duration(now - until)} ago", mend)


def report(findings: Iterable[Finding], console: Console) -> bool:
    """Print each finding as it comes; gives whether all is well."""
    well = True
    for finding in findings:
        well = well and not finding.mend
        mark = NOTE if finding.note else WELL
        mark = MEND if finding.mend else mark
        parts = (part for part in (finding.what, finding.mend) if part)
        console.print(mark, Text(" ".join(map(_with_full_stop, parts))))
    return well


def _with_full_stop(sentence: str) -> str:
    """A sentence that ends as sentences do; one that asks, or ends in "...", does already."""
    return sentence if sentence.endswith((".", "?", "!")) else f"{sentence}."
