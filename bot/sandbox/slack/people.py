"""Who works in the sandbox and where they talk."""

from __future__ import annotations

from bot.sandbox.slack.records import Channel, Person

BOT = Person(id="U0DESKPULSE", name="deskpulse", real_name="Deskpulse", tz="UTC", is_bot=True)
SLACKBOT = Person(id="USLACKBOT", name="slackbot", real_name="Slackbot", tz="UTC", is_bot=True)
BOT_ID = "B0DESKPULSE"

ANNA = Person(
    id="U0ANNA",
    name="anna",
    real_name="Anna Keller",
    title="Head of Support",
    is_admin=True,
)
BEN = Person(
    id="U0BEN",
    name="ben",
    real_name="Ben Okafor",
    title="Team lead, e-mail",
    tz="Europe/London",
)
CARLA = Person(
    id="U0CARLA",
    name="carla",
    real_name="Carla Mendes",
    title="Support agent",
    tz="America/New_York",
    locale="en-US",
)
DEV = Person(
    id="U0DEV",
    name="dev",
    real_name="Dev Patel",
    title="Support agent",
    tz="Asia/Kolkata",
    locale="en-US",
)
PEOPLE = (ANNA, BEN, CARLA, DEV)

_ALL = frozenset(person.id for person in PEOPLE)

SUPPORT = Channel(
    id="C0SUPPORT",
    name="support",
    members=_ALL | {BOT.id},
    topic="How are we doing? Ask with /kpi",
)
LEADS = Channel(
    id="C0LEADS",
    name="support-leads",
    kind="group",
    members=frozenset({ANNA.id, BEN.id, BOT.id}),
    topic="Leads only: people figures and planning",
)
GENERAL = Channel(
    id="C0GENERAL",
    name="general",
    members=_ALL,
    topic="Company-wide announcements. Deskpulse is not a member here",
)
DIRECT = Channel(id="D0ANNA", name="", kind="im", members=frozenset({ANNA.id, BOT.id}))
CHANNELS = (SUPPORT, LEADS, GENERAL, DIRECT)
