"""Composition: from settings to a running bot. The only place that knows every room."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from threading import Event

from bot import clock
from bot.alerts.checker import AlertChecker
from bot.commands import synonyms
from bot.commands.checkup import one_at_a_time
from bot.commands.kpi import SIDE_COMMANDS
from bot.config import Settings
from bot.config.accounts import CONNECT
from bot.deliveries.composer import DigestComposer
from bot.deliveries.delivery_worker import DeliveryWorker
from bot.deliveries.dispatcher import Dispatcher
from bot.deliveries.guarded_courier import GuardedCourier
from bot.health import Vitals
from bot.running import Bot
from bot.services import Examine, Now, Services, TicketUrl
from bot.shared_clock import shared_clock
from bot.slack.connection import Client, bolt, web_client
from bot.slack.courier import SlackCourier
from bot.slack.groups import UserGroups
from bot.slack.http import calls_over_http
from bot.slack.inbox import Company
from bot.slack.listeners import listen
from bot.slack.picture_wait import PictureWait
from bot.slack.pool import Pool
from bot.slack.receiving import reception
from bot.slack.sending import sleep
from bot.slack.socket_mode import Socket
from bot.slack.token import Account, ask_about_token
from bot.slack.uploads import SlackUploads
from bot.slack.work_in_steps import Wait, WorkLine
from bot.slack.workspace import SlackWorkspace
from bot.small_groups import SmallGroups
from bot.syncs.accounts import helpdesk, source_of
from bot.syncs.process import SyncProcess
from bot.talk import Courier
from bot.web import Door, web
from bot.webhooks import Webhooks, callers
from bot.workspace import is_person
from metrics.ask import Asker
from metrics.ask.patience import Patience
from metrics.errors import StoreError
from metrics.goals.targets import Targets
from metrics.helpdesks.contract import Helpdesk
from metrics.office_hours.schedules import Schedules
from metrics.store.books.alerts import Alerts
from metrics.store.books.audit import Looks
from metrics.store.books.claims import Claims
from metrics.store.books.core_sets import CoreSets
from metrics.store.books.digest_schedules import DigestSchedules
from metrics.store.books.homes import Homes
from metrics.store.books.missed_words import MissedWords
from metrics.store.books.outbox import Outbox
from metrics.store.books.posts import Posts
from metrics.store.books.replicas import Replicas
from metrics.store.books.takes import Takes
from metrics.store.books.visitors import Visitors
from metrics.store.database.backup import back_up_before_upgrade
from metrics.store.database.engine import Store
from metrics.store.database.lease_holder import new_holder
from metrics.store.syncs.ledger import key

BEATERS = 3
"""Digests that are made at the same time: the work is the machine's, and commands go first."""
EVERYWHERE = "0.0.0.0"  # noqa: S104  a container's port is reached from outside it
WATCHERS = 2
"""Alerts are checked, and what was posted is asked again."""
SENDERS = 6
"""Threads that speak to Slack; none is held by a picture or by a pause that Slack asks for."""

system_now = clock.system_now


def store(settings: Settings) -> Store:
    """The database, brought up to date. Raises StoreError."""
    database = Store.open(settings.database_url.get_secret_value())
    try:
        back_up_before_upgrade(database)
        database.migrate(settings.timezone)
    except StoreError:
        database.close()
        raise
    url = settings.database_read_url
    return database.with_replica(url.get_secret_value()) if url else database


def existing_store(settings: Settings) -> Store:
    """The database that is there, for what only reads. Raises StoreError where it does not fit."""
    database = Store.open(settings.database_url.get_secret_value(), create=False)
    database.refuse_unfit()
    return database


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
        reckoning=settings.reckoning(),
        cache=settings.cache_folder(store.path),
    )


def schedules(settings: Settings) -> Schedules:
    """The office hours of the settings, those of single helpdesks among them."""
    accounts = ((one, one.hours) for one in settings.helpdesks())
    own = {key(one.vendor, helpdesk(one, sleep).account): hours for one, hours in accounts if hours}
    return replace(settings.all_schedules(), sources=own)


def connected(settings: Settings) -> dict[str, Helpdesk]:
    """The accounts that are set, by their sources. Raises SettingsError where none is."""
    desks = (helpdesk(each, sleep) for each in settings.required_helpdesks())
    return {source_of(desk): desk for desk in desks}


def addresses(desks: Mapping[str, Helpdesk]) -> TicketUrl:
    """Where a ticket is opened, by its source; "" where nobody knows."""
    only = next(iter(desks.values())) if len(desks) == 1 else None

    def address(source: str, ticket: str) -> str:
        desk = desks.get(source) if source else only
        return desk.ticket_url(ticket) if desk else ""

    return address


def make_services(
    settings: Settings, database: Store, now: Now, ticket_url: TicketUrl | None = None
) -> Services:
    """What whoever answers is handed. Raises SettingsError where own words mean nothing."""
    synonyms.check(settings.synonyms(), SIDE_COMMANDS)
    return Services(
        settings=settings,
        asker=asker(settings, database),
        posts=Posts(database),
        looks=Looks(database),
        homes=Homes(database),
        visitors=Visitors(database),
        missed_words=MissedWords(database),
        claims=Claims(database),
        takes=Takes(database),
        core=CoreSets(database),
        schedules=DigestSchedules(database),
        alerts=Alerts(database),
        outbox=Outbox(database, new_holder()),
        now=now,
        ticket_url=ticket_url,
    )


def build(
    settings: Settings,
    now: Now = system_now,
    wait: Wait = sleep,
    host: str = EVERYWHERE,
    examine: Examine | None = None,
    open_store: Callable[[Settings], Store] = store,
) -> Bot:
    """Put a bot together. Raises SettingsError, StoreError or SlackError, each with a sentence."""
    client, database, desks = web_client(settings), open_store(settings), connected(settings)
    services = in_slack(make_services(settings, database, now, addresses(desks)), client, examine)
    shared, replicas = shared_clock(database, now), Replicas(database, new_holder())
    picture_wait, send_line = PictureWait(), WorkLine("send", SENDERS, settings.queue)
    receiver = reception(services, client, send_line, picture_wait, Company(replicas, shared))
    beat_pool, watch_pool = Pool("beat", BEATERS, BEATERS), Pool("watch", WATCHERS, 4 * WATCHERS)
    courier = GuardedCourier(SlackCourier(client, wait, picture_wait), services)
    beat = dispatcher(services, database, courier, shared, beat_pool, Event())
    app = listen(bolt(settings, client, services.meters), receiver)
    socket, hooks = Socket(settings, app), Webhooks(callers(settings, desks))
    vitals = make_vitals(desks, socket, client.account, beat, watch_pool, now)
    answers = web(vitals, calls_over_http(app, settings), hooks, services.meters)
    return Bot(
        services=services,
        store=database,
        sync_process=SyncProcess(settings, now),
        socket=socket,
        reception=receiver,
        replicas=replicas,
        send_line=send_line,
        synced_pool=Pool("synced", 1, 1),
        dispatcher=beat,
        check_alerts=AlertChecker(services=services, courier=courier, admin=beat.worker.admin),
        beat_pool=beat_pool,
        watch_pool=watch_pool,
        vitals=vitals,
        ask_slack=partial(ask_about_token, client),
        door=Door(answers, host, settings.port),
        webhooks=hooks,
        stopping=beat.stopping,
    )


def in_slack(services: Services, client: Client, examine: Examine | None) -> Services:
    """Services that ask Slack who somebody is, and let an administrator see what works.

    Nobody in Slack waits long for what a sync has just brought.
    """
    workspace = SlackWorkspace(client, services.now)
    return replace(
        services,
        asker=replace(services.asker, patience=Patience()),
        members=UserGroups(client, services.now),
        workspace=workspace,
        uploads=SlackUploads(client, workspace, services.settings.slack_api_url),
        examine=one_at_a_time(examine) if examine else None,
    )


def make_vitals(
    desks: Mapping[str, Helpdesk],
    socket: Socket,
    account: Account,
    beat: Dispatcher,
    watch_pool: Pool,
    now: Now,
) -> Vitals:
    """What is known of the health of all these."""
    return Vitals(
        store=beat.store,
        helpdesks=desks,
        socket=socket,
        account=account,
        beat=beat,
        watch_pool=watch_pool,
        now=now,
    )


def dispatcher(
    services: Services, store: Store, courier: Courier, now: Now, pool: Pool, stopping: Event
) -> Dispatcher:
    """What posts unasked. Where nobody owns it, the first administrator hears of failures."""
    admins = sorted(id for id in services.settings.admins() if is_person(id))
    composer = DigestComposer(services=services)
    admin = admins[0] if admins else ""
    worker = DeliveryWorker(courier=courier, composer=composer, now=now, wait=sleep, admin=admin)
    return Dispatcher(
        store=store, worker=worker, submit=pool.submit, workers=BEATERS, stopping=stopping
    )
