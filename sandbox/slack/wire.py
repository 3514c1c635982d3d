"""Cutting a connection in the middle of a call, as a failing network does."""

from __future__ import annotations

import asyncio
from typing import Any

from starlette.requests import Request
from uvicorn.protocols.http.h11_impl import H11Protocol


class Wire(H11Protocol):
    """uvicorn's HTTP protocol, which also lets a request find the transport it came by."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # TCP alone
        self.app_state: dict[str, Any] = {**self.app_state, "transport": transport}
        super().connection_made(transport)


async def cut(request: Request) -> None:
    """Break the connection a request came by; its caller gets no answer at all."""
    request.state.transport.abort()
    while not await request.is_disconnected():
        await asyncio.sleep(0)
