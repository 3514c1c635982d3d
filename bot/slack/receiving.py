"""What takes in what people ask, put together with its pools of threads."""

from __future__ import annotations

from typing import Final

from bot.services import Services
from bot.slack.connection import web_client
from bot.slack.deliver import Dispatch, ReplyDelivery
from bot.slack.held_replies import held_replies
from bot.slack.home import HomePublisher
from bot.slack.inbox import Company, Inbox
from bot.slack.modals import FormOpener
from bot.slack.picture_wait import PictureWait
from bot.slack.pool import MOST_OF_ONE, Pool
from bot.slack.reception import Reception
from bot.slack.token import AccountClient
from bot.slack.work_in_steps import WorkLine
from metrics.store.books.questions import Questions

NOTICES: Final = 1_000
NOTICERS: Final = 4
FORMS, OPENERS = 100, 12
"""A form is of use for three seconds only: each that is slow to open has a thread of its own."""
FORM_SECONDS: Final = 4


def reception(
    services: Services,
    client: AccountClient,
    line: WorkLine,
    picture_wait: PictureWait,
    company: Company,
) -> Reception:
    """What takes in what people ask. What is said in return goes through `line`."""
    settings = services.settings
    questions = Questions(services.posts.store, company.replicas.holder)
    quick = web_client(settings, FORM_SECONDS, client.account)
    delivery = ReplyDelivery(client, services.now, picture_wait, services.posts.place)
    return Reception(
        services=services,
        deliver=Dispatch(delivery, line),
        inbox=Inbox(questions, services.now, before=questions.shared),
        company=company,
        pool=Pool("answer", settings.workers, settings.queue, limit_of_one=MOST_OF_ONE),
        held=held_replies(),
        notices=Pool("notice", NOTICERS, NOTICES),
        forms=Pool("form", OPENERS, FORMS),
        homes=Pool("home", 1, NOTICES),
        welcome_home=HomePublisher(client, services, line.take),
        open_modal=FormOpener(quick, services),
    )
