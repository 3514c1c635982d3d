"""Whether Slack still takes the bot's token: told by every call, and asked now and then."""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from http.client import HTTPException
from threading import Lock
from typing import Any, Final

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bot.deliveries.refusals import TOKEN_REFUSALS
from bot.slack.pacing import HeldError, PacedClient
from bot.slack.sending import Refused, Uncertain, ask, is_word_of_slack
from bot.talk import RATE_LIMITED

logger = logging.getLogger(__name__)

OTHERS: Final = frozenset({"apps.connections.open", "api.test"})
"""Methods that say nothing of the bot's token: they take another one, or none."""
UNANSWERED: Final = "unanswered"


class Account:
    """What Slack last said of the bot's token. Safe among threads."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._heard_at = monotonic()
        self.refusal = ""
        self.away = ""
        """Why Slack could not be reached as the bot started; "" once it has answered."""
        self._calls: Counter[tuple[str, str]] = Counter()
        self._lock = Lock()

    def calls(self) -> Mapping[tuple[str, str], int]:
        """How often each method was called, and what came of it."""
        with self._lock:
            return dict(self._calls)

    def count(self, method: str, outcome: str) -> None:
        """Count a call: `ok`, `refused`, `limited`, `held` (not asked) or `unanswered`."""
        with self._lock:
            self._calls[method, outcome] += 1

    def unheard_seconds(self) -> float:
        """How long Slack has answered nothing, whatever it was asked, by a clock nobody sets."""
        return self._monotonic() - self._heard_at

    def __deepcopy__(self, _memo: object) -> Account:
        """Bolt copies clients; all of them tell the same account."""
        return self

    def hear(self) -> None:
        """Note that Slack has answered, whatever it said."""
        self._heard_at = self._monotonic()
        self.away = ""

    def note(self, method: str, error: str = "") -> None:
        """Note what Slack said to a call: nothing, or its word for an error."""
        if method in OTHERS or (error and error not in TOKEN_REFUSALS):
            return
        if error and not self.refusal:
            logger.error("Slack refuses the bot's token: %s", error)
        self.refusal = error


class AccountClient(PacedClient):
    """Slack's client, which notes whether Slack takes the bot's token."""

    def __init__(self, *args: Any, account: Account | None = None, **named: Any) -> None:
        super().__init__(*args, **named)
        self.account = account or Account()

    def api_call(self, api_method: str, *args: Any, **named: Any) -> SlackResponse:
        """Call a method. Raises what Slack's client raises."""
        try:
            answer = super().api_call(api_method, *args, **named)
        except SlackApiError as error:
            self._note_refusal(api_method, error)
            raise
        except (OSError, HTTPException):
            self.account.count(api_method, UNANSWERED)
            raise
        self.account.count(api_method, "ok")
        self.account.hear()
        self.account.note(api_method)
        return answer

    def _note_refusal(self, method: str, error: SlackApiError) -> None:
        word, account = str(error.response.get("error", "")), self.account
        if isinstance(error, HeldError):
            account.count(method, "held")
            return
        if not is_word_of_slack(error.response):
            account.count(method, UNANSWERED)
            return
        account.count(method, "limited" if word == RATE_LIMITED else "refused")
        account.hear()
        account.note(method, word)


def ask_about_token(client: WebClient) -> None:
    """Ask Slack about the token, for the account to hear; a Slack that is away says nothing."""
    with suppress(Refused, Uncertain):
        ask(client.auth_test)
