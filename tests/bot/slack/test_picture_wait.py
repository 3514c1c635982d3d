"""How long the last pictures took says how long the next one is waited for."""

from __future__ import annotations

from bot.slack.picture_wait import FIRST_SECONDS, LEAST_SECONDS, MOST_SECONDS, PictureWait, Upload
from bot.slack.work_in_steps import drive


class Slack:
    """A Slack that takes so long for each picture, and counts how often one was early."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.now = 0.0
        self.early = 0
        self.examining = PictureWait(lambda: self.now)

    def show(self) -> bool:
        """Wait for a picture, and show it once it may be; False where it is given up."""
        upload = Upload(file="F1", at=self.now)
        while True:
            drive(self.examining.wait(upload), self.wait)
            if self.now - upload.at >= self.seconds:
                self.examining.in_time(upload)
                return True
            if self.examining.over(upload):
                return False
            self.early += 1
            self.examining.early(upload)

    def wait(self, seconds: float) -> None:
        self.now += seconds


def test_a_slow_slack_is_learned_from_its_first_picture() -> None:
    slack = Slack(1.8)
    assert slack.show()
    assert slack.early == 1
    slack.early = 0
    assert all(slack.show() for _ in range(10))
    assert slack.early <= 1


def test_a_fast_slack_is_waited_for_less_and_less() -> None:
    slack = Slack(0.0)
    for _ in range(100):
        slack.show()
    assert slack.examining.seconds == LEAST_SECONDS
    assert slack.early == 0


def test_a_slack_that_has_become_slow_is_still_waited_for() -> None:
    slack = Slack(0.0)
    for _ in range(100):
        slack.show()
    slack.seconds = 5.0
    assert slack.show()
    assert slack.early <= 6


def test_a_picture_that_never_comes_is_given_up() -> None:
    slack = Slack(10 * MOST_SECONDS)
    assert not slack.show()
    assert slack.now <= MOST_SECONDS + 1


def test_pictures_that_wait_side_by_side_learn_from_the_first() -> None:
    examining = PictureWait(lambda: now)
    now = 0.0
    first, second = Upload(file="F1", at=0.0), Upload(file="F2", at=0.0)
    waiting = examining.wait(second)
    assert next(waiting) == FIRST_SECONDS
    now = FIRST_SECONDS
    examining.early(first)
    assert next(waiting) > 0  # the first was refused: the second is not tried at that age
