"""What was posted is asked again for some weeks: a figure that late data move is not left standing.

Only what a reader would see counts: the same question as of the same instant has another headline.
"""

from __future__ import annotations

import logging
from dataclasses import replace

from bot.cards import blocks, facts
from bot.cards.blocks import Bold
from bot.cards.memory import receipt
from bot.cards.restated import headline, reason
from bot.deliveries.payload import dump
from bot.grammar import parse
from bot.outward import impersonal
from bot.services import Now, Services
from bot.talk import Reply
from metrics.errors import AskError
from metrics.posting.deliveries import Delivery, State, delivery_id
from metrics.question.receipts import Receipt
from metrics.question.result import Result
from metrics.store.books.digest_schedules import DIGEST
from metrics.store.books.rechecks import Rechecks
from metrics.tickets.records import Instant

logger = logging.getLogger(__name__)

EVERY_SECONDS = 6 * 3600
KEPT_SECONDS = 35 * 86400
"""A month's digest stays right until the next one has come."""
AT_ONCE = 5
EXPIRES_SECONDS = 3 * 86400


def restate(services: Services, clock: Now) -> None:
    """Ask again what was posted, each post every few hours by one copy of the bot. Never raises."""
    try:
        now = clock()
        rechecks = Rechecks(services.outbox.store)
        posts = rechecks.posts_to_check(
            DIGEST, since=now - KEPT_SECONDS, before=now - EVERY_SECONDS, limit=AT_ONCE
        )
        for post in posts:
            if rechecks.check(post, now):
                _restate(post, services, rechecks, now)
    except Exception:  # the next turn must come
        logger.exception("What was posted could not be asked again")


def _restate(post: Delivery, services: Services, rechecks: Rechecks, now: Instant) -> None:
    """Say under a post which of its figures are others now."""
    ids, changes = list[str](), list[tuple[Receipt, Receipt, Result]]()
    for id in post.receipts:
        before = services.posts.receipt(id)
        again = _again(before, services) if before else None
        if before is None or again is None or again[0].headline == headline(before, again[1]):
            ids.append(id)
            continue
        services.posts.keep(again[0])
        ids.append(again[0].id)
        changes.append((before, *again))
    if changes:
        figures = all(impersonal(result.query) for _, _, result in changes)
        payload, _ = dump(replace(restatement(changes), figures=figures))
        message = Delivery(
            id=delivery_id(f"restated:{post.id}", now),
            source=post.source,
            due_at=now,
            part=1,
            parent=post.id,
            channel=post.channel,
            owner=post.owner,
            state=State.READY,
            payload=payload,
            expires_at=now + EXPIRES_SECONDS,
        )
        rechecks.restate(post, tuple(ids), message, now)


def _again(before: Receipt, services: Services) -> tuple[Receipt, Result] | None:
    """The same question as of the same instant; None where it can no longer be asked."""
    try:
        query = parse(before.phrase, services.asker.directory())
        result = services.asker.answer(query, before.asked_at)
    except AskError:
        logger.info("%s cannot be asked any more", before.phrase)
        return None
    return receipt(result, before.phrase, before.person), result


def restatement(changes: list[tuple[Receipt, Receipt, Result]]) -> Reply:
    """What a thread is told of figures that have moved."""
    sentences = [_sentence(before, again, result) for before, again, result in changes]
    title = "Restated: data that came in late moved what was posted."
    lines = [
        blocks.section(Bold(f"{result.title}{facts.DOT}{result.scope}"), line)
        for (_, _, result), line in zip(changes, sentences, strict=True)
    ]
    texts = (
        f"{m[2].title}, {m[2].scope}: {line}" for m, line in zip(changes, sentences, strict=True)
    )
    text = blocks.fallback(f"{title} {' '.join(texts)}")
    return Reply(text=text, head=(blocks.section(title), *lines))


def _sentence(before: Receipt, again: Receipt, result: Result) -> str:
    change = f"It was {headline(before, result)} and is {again.headline}"
    return f"{change}, both as of the time of the post. {reason(before, again, result)}"
