"""Composition: from settings to a running bot. The only place that knows every room."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from threading import Event

from bot.alerts.checks import AlertChecker
from bot.config import HelpdeskSettings, Settings
from bot.deliveries.composer import DigestComposer
from bot.deliveries.delivery_worker import DeliveryWorker
from bot.deliveries.dispatcher import Dispatcher
from bot.deliveries.guarded_courier import GuardedCourier
from bot.health import Vitals
from bot.running import Bot
from bot.services import Now, Services, TicketUrl
from bot.slack.connection import Client, bolt, web_client
from bot.slack.courier import SlackCourier
from bot.slack.deliver import Delivery, Dispatch
from bot.slack.groups import UserGroups
from bot.slack.home import HomePublisher
from bot.slack.http import calls
from bot.slack.inbox import Company, Inbox
from bot.slack.listeners import listen
from bot.slack.modals import FormOpener
from bot.slack.picture_wait import PictureWait
from bot.slack.pool import Pool
from bot.slack.reception import Reception
from bot.slack.sending import sleep
from bot.slack.socket_mode import Socket
from bot.slack.token import Account, ask_about_token
from bot.slack.work_in_steps import Line, Wait
from bot.slack.workspace import SlackWorkspace
from bot.small_groups import SmallGroups
from bot.talk import Courier
from bot.web import Door, web
from bot.workspace import is_person
from metrics.ask import Asker
from metrics.errors import HelpdeskError
from metrics.goals.targets import Targets
from metrics.helpdesks.contract import Helpdesk
from metrics.helpdesks.vendors import HELPDESKS
from metrics.helpdesks.web import Surroundings
from metrics.office_hours.schedules import Schedules
from metrics.store.books.alerts import Alerts
from metrics.store.books.audit import Looks
from metrics.store.books.claims import Claims
from metrics.store.books.digest_schedules import DigestSchedules
from metrics.store.books.homes import Homes
from metrics.store.books.outbox import Outbox
from metrics.store.books.posts import Posts
from metrics.store.books.questions import Questions
from metrics.store.books.replicas import Replicas
from metrics.store.books.visitors import Visitors
from metrics.store.database.backup import back_up_before_upgrade
from metrics.store.database.engine import Store
from metrics.store.database.lease_holder import new_holder
from metrics.store.syncs.ledger import key
from metrics.sync.sync import Sync
from metrics.tickets.records import Instant

BEATERS = 3
"""Digests that are made at the same time: the work is the machine's, and commands go first."""
EVERYWHERE = "0.0.0.0"  # noqa: S104  a container's port is reached from outside it
WATCHERS = 2
"""Alerts are checked, and what was posted is asked again."""
NOTICES = 1_000
CONNECT = (
    "Whoever runs Deskpulse connects one with ZENDESK_URL, ZENDESK_EMAIL and ZENDESK_API_TOKEN in "
    "its settings; `deskpulse doctor` says what is missing. What comes from files is answered."
)
SENDERS = 6
"""Threads that speak to Slack; none is held by a picture or by a pause that Slack asks for."""
NOTICERS = 4
FORMS, OPENERS = 100, 12
"""A form is of use for three seconds only: each that is slow to open has a thread of its own."""
FORM_SECONDS = 4


def system_now() -> Instant:
    """The time of this machine."""
    return int(time.time())  # noqa: TID251  the clock that everybody else is handed


def store(settings: Settings) -> Store:
    """The database, brought up to date. Raises StoreError."""
    opened = Store.open(settings.database_url.get_secret_value())
    back_up_before_upgrade(opened)
    opened.migrate(settings.timezone)
    return opened


def existing_store(settings: Settings) -> Store:
    """The database that is there, for what only reads. Raises StoreError where it does not fit."""
    opened = Store.open(settings.database_url.get_secret_value(), create=False)
    opened.refuse_unfit()
    return opened


def asker(settings: Settings, store: Store) -> Asker:
    """The one who knows the figures, and keeps those of single people from whoever only asks."""
    return Asker(
        store,
        settings.calendar(),
        Targets.parse(settings.targets),
        schedules(settings),
        settings.policies(),
        settings.segment(),
        settings.teams_that_are_one(),
        people=False,
        connect="" if settings.helpdesks() else CONNECT,
        discretion=SmallGroups(),
    )


def schedules(settings: Settings) -> Schedules:
    """The office hours of the settings, those of single helpdesks among them."""
    found = ((each, each.hours) for each in settings.helpdesks())
    own = {key(each.vendor, helpdesk(each, sleep).account): hours for each, hours in found if hours}
    return replace(settings.all_schedules(), sources=own)


def until(stopping: Event) -> Wait:
    """A wait for the helpdesk that is broken off when `stopping` is set."""

    def wait(seconds: float) -> None:
        if stopping.wait(seconds):
            raise HelpdeskError("Stopped while waiting for the helpdesk.")

    return wait


def helpdesk(source: HelpdeskSettings, wait: Wait) -> Helpdesk:
    """The account that these settings open."""
    return HELPDESKS[source.vendor].connect(source.account, Surroundings(wait=wait))


def syncing(settings: Settings, store: Store, now: Now, stopping: Event) -> tuple[Sync, ...]:
    """What brings the data of each helpdesk into `store`, until `stopping` is set.

    Raises SettingsError where no account is set, or one lacks something.
    """
    return tuple(
        Sync(
            store=store,
            helpdesk=helpdesk(source, until(stopping)),
            title=source.title,
            since_at=settings.since_at(now(), source.since),
            clock=now,
        )
        for source in settings.required_helpdesks()
    )


def addresses(syncs: Sequence[Sync]) -> TicketUrl:
    """Where a ticket is opened, by its source; "" where nobody knows."""
    desks = {sync.source: sync.helpdesk for sync in syncs}
    only = next(iter(desks.values())) if len(desks) == 1 else None

    def address(source: str, ticket: str) -> str:
        desk = desks.get(source) if source else only
        return desk.ticket_url(ticket) if desk else ""

    return address


def serving(
    settings: Settings,
    opened: Store,
    now: Now,
    ticket_url: TicketUrl | None = None,
) -> Services:
    """What whoever answers is handed."""
    return Services(
        settings=settings,
        asker=asker(settings, opened),
        posts=Posts(opened),
        looks=Looks(opened),
        homes=Homes(opened),
        visitors=Visitors(opened),
        claims=Claims(opened),
        schedules=DigestSchedules(opened),
        alerts=Alerts(opened),
        outbox=Outbox(opened, new_holder()),
        now=now,
        ticket_url=ticket_url,
    )


def build(
    settings: Settings, now: Now = system_now, wait: Wait = sleep, host: str = EVERYWHERE
) -> Bot:
    """Put a bot together. Raises SettingsError, StoreError or SlackError, each with a sentence."""
    client, opened, stopping = web_client(settings), store(settings), Event()
    syncs = syncing(settings, opened, now, stopping)
    services = replace(
        serving(settings, opened, now, addresses(syncs)),
        members=UserGroups(client, now),
        workspace=SlackWorkspace(client, now),
    )
    clock, replicas = shared_clock(opened, now), Replicas(opened, new_holder())
    examining, sending = PictureWait(), Line("send", SENDERS, settings.queue)
    received = reception(services, client, sending, examining, Company(replicas, clock))
    beating, watching = Pool("beat", BEATERS, BEATERS), Pool("watch", WATCHERS, 4 * WATCHERS)
    courier = GuardedCourier(SlackCourier(client, wait, examining), services)
    beat = dispatcher(services, opened, courier, clock, beating, stopping)
    app = bolt(settings, client)
    listen(app, received)
    socket = Socket(settings, app)
    vitals = watched(syncs, socket, client.account, beat, watching, now)
    over_http = None if settings.slack_app_token else calls(app, settings)
    return Bot(
        services=services,
        store=opened,
        syncs=syncs,
        socket=socket,
        reception=received,
        replicas=replicas,
        sending=sending,
        working={sync.source: Pool(f"sync {sync.source}", 1, 1) for sync in syncs},
        dispatcher=beat,
        checking=AlertChecker(services=services, courier=courier, admin=beat.worker.admin),
        beating=beating,
        watching=watching,
        vitals=vitals,
        ask_slack=partial(ask_about_token, client),
        door=Door(web(vitals, over_http), host, settings.port),
        stopping=stopping,
    )


def watched(
    syncs: Sequence[Sync],
    socket: Socket,
    account: Account,
    beat: Dispatcher,
    watching: Pool,
    now: Now,
) -> Vitals:
    """What is known of the health of all these."""
    return Vitals(
        store=syncs[0].store,
        helpdesks={sync.source: sync.helpdesk for sync in syncs},
        socket=socket,
        account=account,
        beat=beat,
        watching=watching,
        now=now,
    )


def reception(
    services: Services, client: Client, line: Line, examining: PictureWait, company: Company
) -> Reception:
    """What takes in what people ask. What is said in return goes through `line`."""
    settings = services.settings
    questions = Questions(services.posts.store, company.replicas.holder)
    quick = web_client(settings, FORM_SECONDS)
    return Reception(
        services=services,
        deliver=Dispatch(Delivery(client, services.now, examining, services.posts.place), line),
        inbox=Inbox(questions, services.now, before=questions.shared),
        company=company,
        pool=Pool("answer", settings.workers, settings.queue),
        notices=Pool("notice", NOTICERS, NOTICES),
        forms=Pool("form", OPENERS, FORMS),
        homes=Pool("home", 1, NOTICES),
        welcome_home=HomePublisher(client, services, line.take),
        open_modal=FormOpener(quick, services),
    )


def dispatcher(
    services: Services, store: Store, courier: Courier, now: Now, pool: Pool, stopping: Event
) -> Dispatcher:
    """What posts unasked. Where nobody owns it, the first administrator hears of failures."""
    admins = sorted(id for id in services.settings.admins() if is_person(id))
    composer = DigestComposer(services=services)
    told = admins[0] if admins else ""
    delivering = DeliveryWorker(courier=courier, composer=composer, now=now, wait=sleep, admin=told)
    return Dispatcher(
        store=store,
        worker=delivering,
        submit=pool.submit,
        workers=BEATERS,
        stopping=stopping,
    )


def shared_clock(store: Store, now: Now) -> Now:
    """The database's clock where there is one: the clocks of several machines differ."""
    return (lambda: store.now() or now()) if now is system_now else now
