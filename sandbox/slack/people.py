"""Who works in the sandbox and where they talk."""

from __future__ import annotations

from sandbox.slack.records import Channel, Person
from sandbox.slack.settings import ACME

BOT = Person(id="U0DESKPULSE", name="deskpulse", real_name="Deskpulse", tz="UTC", is_bot=True)
SLACKBOT = Person(id="USLACKBOT", name="slackbot", real_name="Slackbot", tz="UTC", is_bot=True)
BOT_ID = "B0DESKPULSE"

ANNA = Person(
    id="U0ANNA", name="anna", real_name="Anna Keller", title="Head of Support", part="lead"
)
BEN = Person(
    id="U0BEN",
    name="ben",
    real_name="Ben Okafor",
    title="IT, runs this Slack",
    tz="Europe/London",
    is_admin=True,
    part="administrator",
)
CARLA = Person(
    id="U0CARLA",
    name="carla",
    real_name="Carla Mendes",
    title="Support agent, front line",
    tz="America/New_York",
    locale="en-US",
    part="agent",
)
DEV = Person(
    id="U0DEV",
    name="dev",
    real_name="Dev Patel",
    title="Support agent, technical",
    tz="Asia/Kolkata",
    locale="en-US",
    part="agent",
)
FINN = Person(
    id="U0FINN",
    name="finn",
    real_name="Finn Larsen",
    title="Translator, freelance",
    tz="Europe/Copenhagen",
    is_guest=True,
    part="guest",
)
PIA = Person(
    id="U0PIA",
    name="pia",
    real_name="Pia Novak",
    title="Operations at Acme",
    tz="Europe/Prague",
    team=ACME.id,
    part="partner",
)
PEOPLE = (ANNA, BEN, CARLA, DEV, FINN, PIA)

_STAFF = frozenset({ANNA.id, BEN.id, CARLA.id, DEV.id})

SUPPORT = Channel(
    id="C0SUPPORT",
    name="support",
    members=_STAFF | {FINN.id, BOT.id},
    topic="How are we doing? Ask with /kpi",
)
LEADS = Channel(
    id="C0LEADS",
    name="support-leads",
    kind="group",
    members=frozenset({ANNA.id, BOT.id}),
    topic="Leads only: people figures and planning",
)
PARTNERS = Channel(
    id="C0PARTNERS",
    name="acme-partners",
    members=frozenset({ANNA.id, CARLA.id, PIA.id, BOT.id}),
    topic="Shared with Acme: whatever stands here, they read too",
    teams=(ACME.id,),
)
GENERAL = Channel(
    id="C0GENERAL",
    name="general",
    members=_STAFF,
    topic="Company-wide announcements. Deskpulse is not a member here",
)
DIRECT = Channel(id="D0ANNA", name="", kind="im", members=frozenset({ANNA.id, BOT.id}))
CHANNELS = (SUPPORT, LEADS, PARTNERS, GENERAL, DIRECT)
