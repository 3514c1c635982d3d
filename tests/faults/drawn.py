"""Words with a picture, for a copy of the bot in a process of its own."""

from __future__ import annotations

from dataclasses import replace

from bot.deliveries.composition import Composition
from metrics.posting.deliveries import Delivery
from tests.bot.slack.test_courier import PICTURE
from tests.scenarios.beat import Words


class Drawn(Words):
    """A post with a chart, and nothing in its thread."""

    def compose(self, delivery: Delivery) -> Composition:
        """The delivery's own id and a chart."""
        post = super().compose(delivery).post
        return Composition(post=replace(post, picture=PICTURE))
