"""The Slack app as its manifests have it, and the link that creates it from one."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final
from urllib.parse import quote, urlsplit

_TOP: Final = Path(__file__).parents[2]
_FOLDER: Final = _TOP if (_TOP / "manifest.yml").is_file() else Path(__file__).parent
"""The top of a checkout or of the image; a wheel has both manifests beside this module."""
SOCKET_MODE: Final = _FOLDER / "manifest.yml"
HTTP: Final = _FOLDER / "manifest-http.yml"
ICON: Final = Path(__file__).with_name("icon.png")
"""The app's picture, which no manifest can carry: it is uploaded by hand."""
EXAMPLE: Final = "https://deskpulse.example.com"
"""What stands in the manifest for HTTP where a team's own address belongs."""
_COMMENT: Final = re.compile(r"^[ \t]*#.*\n|[ \t]+#.*$|^\n", re.MULTILINE)


def manifest(address: str = "") -> str:
    """The manifest without its comments: for HTTP with this address, else for Socket Mode."""
    text = (HTTP if address else SOCKET_MODE).read_text(encoding="utf-8")
    return _COMMENT.sub("", text).replace(EXAMPLE, address.rstrip("/"))


def app_pages(api_url: str) -> str:
    """Where the apps of a workspace are made, by the address of its Web API.

    They are at api.slack.com where that is at slack.com; a stand-in has them beside its API.
    """
    parts = urlsplit(api_url)
    host = parts.hostname or ""
    beside = host.replace(".", "").isdecimal() or "." not in host
    return f"{parts.scheme}://{'' if beside else 'api.'}{parts.netloc}/apps"


def creation_link(api_url: str, address: str = "") -> str:
    """The link that opens Slack's page with the app filled in.

    https://docs.slack.dev/app-manifests/configuring-apps-with-app-manifests#sharing-manifests
    """
    text = quote(manifest(address), safe="")
    return f"{app_pages(api_url)}?new_app=1&manifest_yaml={text}"
