"""/kpi digest weekly: what a digest would post now, for the one who asks."""

from __future__ import annotations

from itertools import chain

from bot.cards import blocks
from bot.digests import Digest, compose, find
from bot.digests.posts import posts
from bot.grammar.ticket_filters import where_of
from bot.services import Services
from bot.talk import Audience, Reply, Request

PREVIEW = "Only you see this."
THREAD = "In a channel, what stands below goes into the thread."


def digest(request: Request, services: Services) -> Reply:
    """The edition that would be due now, with its thread below it. Raises AskError."""
    services.asker.require_ready()
    name, _, rest = request.words.partition(" ")
    kind: Digest = find(name)
    where = where_of(rest, services.asker.directory(), f"digest {kind.key}")
    edition = compose(kind, where, services.now(), services)
    return preview(posts(edition, services, alone=True))


def preview(messages: tuple[Reply, ...]) -> Reply:
    """All messages of a digest as one, the thread below a line."""
    post, *thread = messages
    below = chain.from_iterable((blocks.divider(), *reply.head, *reply.tail) for reply in thread)
    return Reply(
        text=post.text,
        head=post.head,
        picture=post.picture,
        listing=post.listing,
        tail=(*post.tail, blocks.context([f"{PREVIEW} {THREAD}" if thread else PREVIEW]), *below),
        audience=Audience.ME,
    )
