"""What was posted is asked again for some weeks: a figure that late data move is not left standing.

Only what a reader would see counts: the same question as of the same instant has another headline.
Of what an earlier Deskpulse posted its owner hears instead, and no thread does.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.cards import blocks
from bot.cards.blocks import Bold
from bot.cards.restated import reason
from bot.deliveries.payload import dump
from bot.deliveries.recounts import KEPT_SECONDS, Finding, Recount, recounts
from bot.deliveries.upgrades import tell_owner
from bot.outward import impersonal
from bot.services import Now, Services
from bot.talk import Reply
from metrics.posting.deliveries import Delivery, State, delivery_id
from metrics.question.receipts import MEASURING
from metrics.store.books.digest_schedules import DIGEST
from metrics.store.books.rechecks import Rechecks
from metrics.tickets.records import Instant

logger = logging.getLogger(__name__)

EVERY_SECONDS = 6 * 3600
AT_ONCE = 5
EXPIRES_SECONDS = 3 * 86400


def restate(services: Services, clock: Now) -> None:
    """Ask again what was posted, each post every few hours by one copy of the bot. Never raises."""
    try:
        now = clock()
        rechecks = Rechecks(services.outbox.store)
        upgraded_at = rechecks.measuring_since(MEASURING, now)
        posts = rechecks.posts_to_check(
            DIGEST, since=now - KEPT_SECONDS, before=now - EVERY_SECONDS, limit=AT_ONCE
        )
        for post in posts:
            if rechecks.check(post, now):
                findings = list(recounts(post, services))
                _restate(post, findings, services, now)
                tell_owner(post, findings, services, upgraded_at, now)
    except Exception:  # the next turn must come
        logger.exception("What was posted could not be asked again")


def _restate(post: Delivery, findings: Iterable[Finding], services: Services, now: Instant) -> None:
    """Say under a post what late data have moved, unless an earlier Deskpulse posted it."""
    ids, late = list(post.receipts), list[Recount]()
    for one in findings:
        if isinstance(one, Recount) and one.is_other and not one.is_of_upgrade:
            services.posts.keep(one.again)
            ids[one.place] = one.again.id
            late.append(one)
    if late:
        message = _thread_message(post, late, now)
        Rechecks(services.outbox.store).restate({post.id: ids}, [message], now)


def _thread_message(post: Delivery, late: list[Recount], now: Instant) -> Delivery:
    """What goes below a post."""
    figures = all(impersonal(one.result.query) for one in late)
    payload, _ = dump(replace(restatement(late), figures=figures))
    return Delivery(
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


def restatement(changes: Sequence[Recount]) -> Reply:
    """What a thread is told of figures that have moved."""
    sentences = [
        f"{one.change}, both as of the time of the post. "
        f"{reason(one.before, one.again, one.result)}"
        for one in changes
    ]
    title = "Restated: data that came in late moved what was posted."
    lines = [
        blocks.section(Bold(one.name()), line) for one, line in zip(changes, sentences, strict=True)
    ]
    texts = (f"{one.name(', ')}: {line}" for one, line in zip(changes, sentences, strict=True))
    text = blocks.fallback(f"{title} {' '.join(texts)}")
    return Reply(text=text, head=(blocks.section(title), *lines))
