"""A question answered: asked, kept, drawn and put on a card that suits its place."""

from __future__ import annotations

import logging
from dataclasses import replace
from zoneinfo import ZoneInfo

from bot.access import Verdict
from bot.cards.card import card
from bot.cards.compact import compact
from bot.cards.controls import with_controls, with_menu
from bot.cards.memory import receipt
from bot.cards.restated import since
from bot.charts import picture
from bot.commands.gate import clearance
from bot.commands.offers import can_say_why, offers
from bot.commands.thread_inquiry import ThreadInquiry
from bot.config import Answers
from bot.grammar import render
from bot.outward import for_all, impersonal
from bot.services import Services
from bot.talk import Audience, Picture, Reach, Reply, Request
from metrics.errors import StoreError
from metrics.periods.windows import local_date
from metrics.question.receipts import Receipt
from metrics.question.result import Result

logger = logging.getLogger(__name__)


def figure(
    subject: ThreadInquiry, request: Request, services: Services, *, brief: bool = False
) -> Reply:
    """The card that answers a question; in a thread, and where it is to be `brief`, in short.

    Raises AskError where a person can mend it.
    """
    query, directory = subject.inquiry.query, services.asker.directory()
    permit = clearance(subject.inquiry, request, services)
    verdict = permit.verdict
    result = permit.services.asker.answer(query, services.now())
    record = keep(receipt(result, render(query, directory), request.person), services)
    audience = seen_by(request, services.settings.answers)
    audience = Audience.ME if verdict is Verdict.PRIVATELY else audience
    private = audience is Audience.ME and verdict is Verdict.HERE
    private = private and request.reach in {Reach.ALL, Reach.OPEN}
    today = local_date(services.now(), ZoneInfo(result.zone))
    options = offers(query, directory, record.id, today, share=private, why=can_say_why(result))
    figures = impersonal(query)
    if audience is not Audience.ME:
        result = for_all(result, request.channel, services)
    if request.in_thread or brief:
        news = contradiction(subject.history, record, result)
        has_picture = result.split or result.query.over or result.versus
        reply = compact(result, record.phrase, draw(result) if has_picture else None, news)
        return replace(with_menu(reply, options, record.id), audience=audience, figures=figures)
    reply = card(result, record.phrase, draw(result))
    return replace(with_controls(reply, options, record.id), audience=audience, figures=figures)


def seen_by(request: Request, answers: Answers) -> Audience:
    """Who sees an answer that may be given for all to read."""
    if request.private or answers is Answers.PRIVATE:
        return Audience.ME
    return Audience.THREAD if request.thread else Audience.CHANNEL


def contradiction(history: tuple[Receipt, ...], now: Receipt, result: Result) -> str | None:
    """What has changed since the thread was last told the same; None where it tells no other."""
    last = next((past for past in reversed(history) if past.phrase == now.phrase), None)
    return since(last, now, result) if last else None


def keep(record: Receipt, services: Services) -> Receipt:
    """Keep an answer; where that fails, it goes out all the same."""
    try:
        services.posts.keep(record)
    except StoreError:
        logger.exception("The answer to %s could not be kept", record.phrase)
    return record


def draw(result: Result) -> Picture | None:
    """The chart, or None where it failed: a number must never wait for its picture."""
    try:
        return picture(result)
    except Exception:  # whatever fails in drawing, the card goes out
        logger.exception("The chart of %s could not be drawn", result.query.metric)
        return None
