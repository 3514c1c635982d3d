"""The figures of a post, each asked again as of its instant."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from bot.cards import facts
from bot.cards.memory import receipt
from bot.cards.restated import headline
from bot.grammar import parse
from bot.services import Services
from metrics.errors import AskError, NotReadyError
from metrics.posting.deliveries import Delivery
from metrics.question.receipts import MEASURING, Receipt
from metrics.question.result import Result

logger = logging.getLogger(__name__)

KEPT_SECONDS = 35 * 86400
"""A month's digest stays right until the next one has come."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recount:
    """A figure that was posted, and what the same question gives now; `place` is its place."""

    post: Delivery
    place: int
    before: Receipt
    again: Receipt
    result: Result

    @property
    def is_other(self) -> bool:
        """Whether a reader would see it."""
        return self.again.headline != headline(self.before, self.result)

    @property
    def is_of_upgrade(self) -> bool:
        """Whether an earlier Deskpulse posted it, which may have counted other things."""
        return self.before.measuring != MEASURING

    @property
    def change(self) -> str:
        """From what to what."""
        return f"It was {headline(self.before, self.result)} and is {self.again.headline}"

    def name(self, between: str = facts.DOT) -> str:
        """The measure and its tickets."""
        return f"{self.result.title}{between}{self.result.scope}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A figure that was posted, and why its question has no answer any more."""

    post: Delivery
    before: Receipt
    why: str

    @property
    def is_of_upgrade(self) -> bool:
        """Whether an earlier Deskpulse posted it, which may have answered what is refused now."""
        return self.before.measuring != MEASURING


Finding: TypeAlias = Recount | Refusal


def recounts(post: Delivery, services: Services) -> Iterator[Finding]:
    """Each figure of a post asked again; none of which that waits for data to be there at all."""
    for place, id in enumerate(post.receipts):
        before = services.posts.receipt(id)
        if before is None:
            continue
        try:
            query = parse(before.phrase, services.asker.directory())
            result = services.asker.answer(query, before.asked_at)
        except NotReadyError:
            continue
        except AskError as error:
            logger.info("%s cannot be asked any more", before.phrase)
            yield Refusal(post=post, before=before, why=str(error))
            continue
        # It follows the post: what an earlier Deskpulse posted stays marked as that.
        again = receipt(result, before.phrase, before.person, before.measuring)
        yield Recount(post=post, place=place, before=before, again=again, result=result)
