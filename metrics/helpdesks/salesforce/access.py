"""How an org is opened and asked: the token of a client, the calls of a day, and the refusals.

https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/errorcodes.htm
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

import httpx

from metrics.errors import HelpdeskError
from metrics.helpdesks.dialect import Busy, Credentials, Dialect, Refusal
from metrics.helpdesks.fields import clean
from metrics.helpdesks.pace import Allowance, Limit
from metrics.helpdesks.web import Site, Surroundings, Web

TOKEN_PATH: Final = "/services/oauth2/token"  # noqa: S105
DATA: Final = "/services/data/v66.0"
"""The version of the API whose words we know (Spring '26)."""

_FORMS: Final = "application/json, text/csv"
_DAY: Final = 86_400.0
_MOST_PER_DAY: Final = 5_000_000
_MOST_PER_MINUTE: Final = 600
_SHARE: Final = 0.75
"""How much of the org's calls may be used up, by whomever, before we ask no more."""
_PAUSE_SECONDS: Final = 1800.0
_CONCURRENT_SECONDS: Final = 20.0
_USAGE: Final = re.compile(r"(?:^|;|\s)api-usage=(\d+)/(\d+)")

_TIRED: Final = frozenset({"QUERY_TIMEOUT", "REQUEST_RUNNING_TOO_LONG", "OPERATION_TOO_LARGE"})
_UNSEEN: Final = frozenset(
    {"INVALID_FIELD", "INVALID_TYPE", "INVALID_TYPE_FOR_OPERATION", "INVALIDENTITY"}
)
_ADVICE: Final = {
    401: "did not accept the credentials: check the consumer key and secret, and that the app's "
    "user is active",
    403: "refused: the app's user lacks the right to read this",
    404: "knows nothing at this address: write it as https://NAME.my.salesforce.com; where it is "
    "right, the app's user may not see this, or the org has it not",
}
_NO_CLIENT: Final = (
    "gave no token: check SALESFORCE_CLIENT_ID and SALESFORCE_CLIENT_SECRET, and that the client "
    "credentials flow is switched on with a user to run as"
)
_HIDDEN: Final = (
    "does not let the app's user see all that was asked for, or has it no more: check the object "
    "and field permissions"
)


class ClientCredentials(Credentials):
    """A token of the client credentials flow; how long it is good nobody says."""

    def __init__(self, client_id: str, client_secret: str) -> None:
        self._form = {
            "grant_type": "client_credentials",
            "client_id": client_id,
            "client_secret": client_secret,
        }
        self._token: str | None = None

    def auth_flow(self, request: httpx.Request) -> Iterator[httpx.Request]:  # type: ignore[override]
        """Show the token, except where another one is asked for."""
        if self._token is not None and request.url.path != TOKEN_PATH:
            request.headers["Authorization"] = f"Bearer {self._token}"
        yield request

    def renew(self, web: Web) -> bool:
        """Ask for another token. Raises HelpdeskError."""
        token = web.post(TOKEN_PATH, form=self._form).body.get("access_token")
        if not isinstance(token, str) or not token.isascii() or not token.isprintable():
            raise HelpdeskError("Salesforce's answer holds no token.")
        self._token = token
        return True

    def begin(self, web: Web) -> None:
        """Ask for the first token, where there is none. Raises HelpdeskError."""
        if self._token is None:
            self.renew(web)


def web(
    address: str,
    credentials: ClientCredentials,
    around: Surroundings | None = None,
    *,
    calls_per_minute: int | None = None,
) -> Web:
    """A client of the org at `address`; what may be used in a day is learnt from its answers."""
    site = Site(
        base_url=address.rstrip("/"),
        name="Salesforce",
        limits=(
            Limit(prefix="/services", calls=_MOST_PER_DAY, seconds=_DAY),
            Limit(prefix="/", calls=calls_per_minute or _MOST_PER_MINUTE),
        ),
        dialect=Dialect(
            judge=judge, allowance=allowance, advice=_ADVICE, headers={"Accept": _FORMS}
        ),
    )
    return Web(site, credentials, around=around or Surroundings())


def judge(status: int, headers: Mapping[str, str], body: bytes) -> Busy | Refusal | None:
    """What an error means, by its code."""
    del headers
    code, message = _error(body)
    if code == "REQUEST_LIMIT_EXCEEDED":
        concurrent = "concurrent" in message.lower()
        wait = _CONCURRENT_SECONDS if concurrent else _PAUSE_SECONDS
        reason = "too many calls at once" if concurrent else "the org's calls of a day are used up"
        return Busy(reason, wait)
    if code in _TIRED:
        return Busy("the query took too long", too_much=True)
    if code in _UNSEEN:
        return Refusal(status, withheld=True, advice=_HIDDEN)
    if code.startswith(("invalid_client", "invalid_grant", "unsupported_grant", "inactive_")):
        return Refusal(status, advice=_NO_CLIENT)
    return None


def _error(body: bytes) -> tuple[str, str]:
    """The code and the words of an error; "" where there are none."""
    try:
        content: Any = json.loads(body)
    except (ValueError, RecursionError):
        return "", ""
    first = content[0] if isinstance(content, list) and content else content
    if not isinstance(first, dict):
        return "", ""
    code = first.get("errorCode", first.get("error"))
    return clean(str(code or "")), clean(str(first.get("message") or ""))


def usage(headers: Mapping[str, str]) -> tuple[int, int] | None:
    """How many calls the org has used in the last 24 hours, and how many it may."""
    match = _USAGE.search(headers.get("sforce-limit-info", ""))
    return None if match is None else (int(match[1]), int(match[2]))


def allowance(headers: Mapping[str, str]) -> Allowance | None:
    """What may be used of the day's calls before we pause: others need them too."""
    told = usage(headers)
    if told is None or not told[1]:
        return None
    used, most = told
    left = int(_SHARE * most) - used
    return Allowance(remaining=max(0, left), resets_seconds=_PAUSE_SECONDS)
