"""An answer's bytes, unpacked a piece at a time, so that a cap holds however well they pack."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Final

import httpx

ENCODING: Final = "gzip"
"""How an answer may be packed; said to the helpdesk as Accept-Encoding."""
_WINDOW: Final = 32 + zlib.MAX_WBITS
"""Gzip or zlib, whichever the first bytes say."""
_MOST_AT_ONCE: Final = 65_536


def unpacked(response: httpx.Response) -> Iterator[bytes]:
    """The body as it was before it was packed, in pieces of bounded size.

    What is in memory already is handed over as it is. Raises
    httpx.DecodingError where it is packed twice, in a way that was not asked for, or badly.
    """
    encoding = response.headers.get("content-encoding", "").strip().lower()
    if response.is_stream_consumed:
        yield response.content
    elif encoding in {"", "identity"}:
        yield from response.iter_raw()
    elif encoding in {"gzip", "x-gzip", "deflate"}:
        yield from _inflated(response)
    else:
        raise httpx.DecodingError("packed in a way that was not asked for")


def _inflated(response: httpx.Response) -> Iterator[bytes]:
    inflate, begun = zlib.decompressobj(_WINDOW), False
    try:
        for chunk in response.iter_raw():
            rest, begun = chunk, True
            while rest and not inflate.eof:
                yield inflate.decompress(rest, _MOST_AT_ONCE)
                rest = inflate.unconsumed_tail
        while not inflate.eof and (piece := inflate.decompress(b"", _MOST_AT_ONCE)):
            yield piece
    except zlib.error as error:
        raise httpx.DecodingError("badly packed") from error
    if begun and not inflate.eof:
        raise httpx.DecodingError("cut off")
