"""The Slack app itself: its client, Bolt, and the socket where Socket Mode is used."""

from __future__ import annotations

import logging
import time
from http.client import HTTPException
from typing import TypeAlias

from slack_bolt import App, BoltRequest, BoltResponse
from slack_bolt.error import BoltError
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.config import Settings, without_environment
from bot.meters import Meters
from bot.slack.away import is_refusal, why_away
from bot.slack.sending import TIMEOUT_SECONDS
from bot.slack.token import Account, AccountClient

logger = logging.getLogger(__name__)

OAUTH = ("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET")
"""Where both are set, Bolt forgets the bot's token and serves installs to anybody's workspace."""


Client: TypeAlias = WebClient
"""What calls Slack, for whoever only hands it on."""


class SlackError(RuntimeError):
    """Slack would not let the bot in; the sentence says what to mend."""


def web_client(
    settings: Settings, timeout_seconds: int = TIMEOUT_SECONDS, account: Account | None = None
) -> AccountClient:
    """The client for all that is written. Its calls are told to the `account`, else to its own.

    It never tries again by itself (see sending.py), and asks nothing that Slack wants to be asked
    later (see pacing.py).
    """
    token = settings.slack().get_secret_value()
    return client_of(token, settings.slack_api_url, timeout_seconds, account)


def client_of(
    token: str,
    api_url: str,
    timeout_seconds: int = TIMEOUT_SECONDS,
    account: Account | None = None,
) -> AccountClient:
    """The client of a token for the Web API at that address, which ends with a slash."""
    named = {"base_url": api_url, "timeout": timeout_seconds, "retry_handlers": []}
    return AccountClient(token, account=account, **named)


class TimedApp(App):
    """Bolt's app, which measures how long an acknowledgement takes."""

    meters: Meters | None = None

    def dispatch(self, req: BoltRequest) -> BoltResponse:
        """What is said to Slack at once, and as the acknowledgement."""
        began = time.monotonic()
        try:
            return super().dispatch(req)
        finally:
            if self.meters:
                self.meters.ack(time.monotonic() - began)


def bolt(settings: Settings, client: AccountClient, meters: Meters | None = None) -> App:
    """The Bolt app, with no listeners yet. Asks Slack who the bot is.

    Where Slack is away that is asked again as soon as Slack calls, and the client's account says
    why it is not known yet. Raises SlackError where Slack refuses the token.
    """
    try:
        return _app(settings, client, meters, asking=True)
    except BoltError as error:
        refusal = error.__context__
        if not isinstance(refusal, SlackApiError):
            raise
        if is_refusal(refusal.response):
            code = refusal.response.get("error")
            raise SlackError(
                f"Slack refused SLACK_BOT_TOKEN ({code}). Copy it again from OAuth & Permissions."
            ) from None
        client.account.away = why_away(refusal)
    except (OSError, HTTPException) as error:
        client.account.away = why_away(error)
    logger.warning("%s The bot runs, and waits for it.", client.account.away)
    return _app(settings, client, meters, asking=False)


def _app(
    settings: Settings, client: AccountClient, meters: Meters | None, *, asking: bool
) -> TimedApp:
    secret = settings.slack_signing_secret
    with without_environment(*OAUTH):
        app = TimedApp(
            name="deskpulse",
            logger=logging.getLogger("slack_bolt.app"),
            client=client,
            signing_secret=secret.get_secret_value() if secret else "",
            token_verification_enabled=asking,
            # Ours only acknowledge and hand over: Bolt then need not look every 10 ms whether
            # another thread has done so, and acknowledges events after they were kept.
            process_before_response=True,
        )
    app.meters = meters
    return app
