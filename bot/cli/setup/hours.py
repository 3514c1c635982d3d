"""The time zone and the office hours."""

from __future__ import annotations

from contextlib import suppress

from bot.cli.setup import helpdesks
from bot.cli.setup.notebook import Notebook
from bot.cli.setup.people import zone_of_leads
from bot.cli.setup.prompts import LaterError
from bot.slack.connection import SlackError
from metrics.office_hours.calendar import parse_hours
from metrics.office_hours.public_holidays import NONE, parse_holidays
from metrics.recurrence.zones import near_zones, zone

ZONE, HOURS, HOLIDAYS = "DESKPULSE_TIMEZONE", "DESKPULSE_BUSINESS_HOURS", "DESKPULSE_HOLIDAYS"
USUAL = "mon-fri 09:00-17:00"
THEIRS = "helpdesk"


def state(book: Notebook) -> str:
    """What is set, in words; "" where no time zone is, or no hours and no helpdesk tells any.

    Hours are local, so they stay right where the zone changes.
    """
    tell = helpdesks.tell_hours(book) or book.value("DESKPULSE_SOURCES")
    theirs = "office hours as the helpdesk has them" if tell else ""
    zone_set, hours_set = book.value(ZONE), book.value(HOURS) or theirs
    return f"{zone_set}, {hours_set}" if zone_set and hours_set else ""


def ask(book: Notebook) -> None:
    """Ask for zone, hours and holidays, and write down each. Raises LaterError."""
    prompts, guess = book.prompts, book.value(ZONE)
    with suppress(SlackError, LaterError):
        guess = guess or zone_of_leads(book)
    prompts.say("In which time zone does your team work? Days, weeks and office hours follow it.")
    name = prompts.text("Time zone, such as Europe/Berlin", _zone, default=guess)
    book.keep({ZONE: name})
    week = _hours(book)
    book.keep({HOURS: week})
    if week:
        prompts.say(
            "Public holidays on which you are closed: a country's two letters, such as DE or US; "
            f"single dates too, with commas. Type {NONE} if there are none."
        )
        before = book.value(HOLIDAYS) or NONE
        book.keep({HOLIDAYS: prompts.text("Holidays", _holidays, default=before)})


def _hours(book: Notebook) -> str:
    """Office hours; "" for those of the helpdesk."""
    prompts, before, desks = book.prompts, book.value(HOURS), helpdesks.tell_hours(book)
    if not desks:
        prompts.say("When is your team there? Waiting times can be told in office hours.")
        return prompts.text(f"Office hours, such as {USUAL}", _week, default=before or USUAL)
    prompts.say(
        f"When is your team there? Enter takes the office hours and holidays that are set in "
        f"{' and '.join(desks)} ({USUAL} if none are set there). Or type others, such as "
        "mon-thu 08:00-18:00; fri 08:00-15:00"
    )

    def check(answer: str) -> str:
        return "" if answer.casefold() == THEIRS else _week(answer)

    return prompts.text("Office hours", check, default=before or THEIRS)


def _zone(answer: str) -> str:
    place = zone(answer.replace(" ", "_"))
    if place:
        return str(place)
    if not answer:
        raise ValueError("Type one, such as Europe/Berlin or America/New_York.")
    alike = near_zones(answer)
    hint = f"Did you mean {' or '.join(alike)}?" if alike else "Type it as in Europe/Berlin."
    raise ValueError(f"{answer} is no time zone that I know. {hint}")


def _week(answer: str) -> str:
    parse_hours(answer)
    return answer


def _holidays(answer: str) -> str:
    return answer if parse_holidays(answer) else ""
