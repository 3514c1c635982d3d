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
from bot.commands.offers import moved, offers
from bot.commands.subject import Subject
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


def figure(subject: Subject, request: Request, services: Services) -> Reply:
    """The card that answers a question. Raises AskError where a person can mend it."""
    query, directory = subject.asked.query, services.asker.directory()
    cleared = clearance(subject.asked, request, services)
    verdict = cleared.verdict
    result = cleared.services.asker.answer(query, services.now())
    kept = keep(receipt(result, render(query, directory), request.person), services)
    audience = seen_by(request, services.settings.answers)
    audience = Audience.ME if verdict is Verdict.PRIVATELY else audience
    private = audience is Audience.ME and verdict is Verdict.HERE
    private = private and request.reach in {Reach.ALL, Reach.OPEN}
    today = local_date(services.now(), ZoneInfo(result.zone))
    offered = offers(query, directory, kept.id, today, share=private, why=moved(result))
    figures = impersonal(query)
    if audience is not Audience.ME:
        result = for_all(result, request.channel, services)
    if request.in_thread:
        news = contradiction(subject.history, kept, result)
        reply = compact(
            result, kept.phrase, drawn(result) if result.split or result.versus else None, news
        )
        return replace(with_menu(reply, offered, kept.id), audience=audience, figures=figures)
    reply = card(result, kept.phrase, drawn(result))
    return replace(with_controls(reply, offered, kept.id), audience=audience, figures=figures)


def seen_by(request: Request, answers: Answers) -> Audience:
    """Who sees an answer that may be given for all to read."""
    if request.private or answers is Answers.PRIVATE:
        return Audience.ME
    return Audience.THREAD if request.thread else Audience.CHANNEL


def contradiction(history: tuple[Receipt, ...], now: Receipt, result: Result) -> str | None:
    """What has changed since the thread was last told the same; None where it tells no other."""
    told = next((past for past in reversed(history) if past.phrase == now.phrase), None)
    return since(told, now, result) if told else None


def keep(kept: Receipt, services: Services) -> Receipt:
    """Keep an answer; where that fails, it goes out all the same."""
    try:
        services.posts.keep(kept)
    except StoreError:
        logger.exception("The answer to %s could not be kept", kept.phrase)
    return kept


def drawn(result: Result) -> Picture | None:
    """The chart, or None where it failed: a number must never wait for its picture."""
    try:
        return picture(result)
    except Exception:  # whatever fails in drawing, the card goes out
        logger.exception("The chart of %s could not be drawn", result.query.metric)
        return None
