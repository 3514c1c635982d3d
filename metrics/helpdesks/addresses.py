"""Where requests may go: to one origin, below one path, and never elsewhere."""

from __future__ import annotations

from typing import Final

import httpx

from metrics.errors import HelpdeskError

LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})


class Base:
    """The address below which all of an account's API lies, for a helpdesk of that `name`."""

    def __init__(self, address: str, name: str) -> None:
        """Raises HelpdeskError; plain http is for this machine only."""
        self._url = _parse(address.rstrip("/"))
        self._name = name
        self._prefix = self._url.path.rstrip("/")
        if not self._url.host or self._url.userinfo or not _is_safe(self._url):
            raise HelpdeskError("The helpdesk's address must start with https://", permanent=True)

    @property
    def is_here(self) -> bool:
        """Whether it is on this machine."""
        return self._url.host in LOOPBACK

    @property
    def origin(self) -> str:
        """Scheme, host and port, as people type them."""
        return f"{self._url.scheme}://{self._url.netloc.decode('ascii')}"

    def path(self, url: httpx.URL) -> str:
        """The part of an address that lies below."""
        return url.path.removeprefix(self._prefix)

    def address(self, path_or_url: str) -> httpx.URL:
        """The full address, refused unless it lies below. Raises HelpdeskError."""
        if path_or_url.startswith("/") and not path_or_url.startswith("//"):
            path, _, query = path_or_url.partition("?")
            url = self._url.copy_with(path=self._prefix + path, query=query.encode() or None)
        else:
            url = _parse(path_or_url)
        inside = url.path.startswith(self._prefix + "/") and ".." not in url.path.split("/")
        if not inside or _origin(url) != _origin(self._url) or url.userinfo:
            raise HelpdeskError(
                f"{self._name} gave a link that leads somewhere else; it was not followed. "
                "Check the configured address.",
                permanent=True,
            )
        return url


def _is_safe(url: httpx.URL) -> bool:
    return url.scheme == "https" or (url.scheme == "http" and url.host in LOOPBACK)


def _parse(url: str) -> httpx.URL:
    try:
        return httpx.URL(url)
    except httpx.InvalidURL:
        raise HelpdeskError("This is not an address; check the settings.", permanent=True) from None


def _origin(url: httpx.URL) -> tuple[str, str, int | None]:
    usual = {"https": 443, "http": 80}.get(url.scheme)
    return (url.scheme, url.host, url.port or usual)
