from __future__ import annotations

import gzip
import tracemalloc
import zlib
from collections.abc import Iterator

import httpx
import pytest

from metrics.helpdesks.unpacking import unpacked

BODY = b'{"groups": []}' * 500


class Wire(httpx.SyncByteStream):
    """Bytes as they come, some at a time."""

    def __init__(self, content: bytes, size: int = 50_000) -> None:
        self.content, self.size = content, size

    def __iter__(self) -> Iterator[bytes]:
        for start in range(0, len(self.content), self.size):
            yield self.content[start : start + self.size]


def answer(content: bytes, encoding: str, size: int = 50_000) -> httpx.Response:
    return httpx.Response(200, headers={"Content-Encoding": encoding}, stream=Wire(content, size))


@pytest.mark.parametrize("size", [1, 7, 50_000])
@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (BODY, ""),
        (BODY, "identity"),
        (gzip.compress(BODY, mtime=0), "gzip"),
        (gzip.compress(BODY, mtime=0), "X-GZIP"),
        (zlib.compress(BODY), "deflate"),
        (b"", "gzip"),
    ],
)
def test_a_body_is_what_it_was_before_it_was_packed(
    content: bytes, encoding: str, size: int
) -> None:
    assert b"".join(unpacked(answer(content, encoding, size))) == (BODY if content else b"")


def test_what_is_in_memory_is_handed_over() -> None:
    assert list(unpacked(httpx.Response(200, content=BODY))) == [BODY]


@pytest.mark.parametrize("encoding", ["gzip, gzip", "br", "zstd"])
def test_what_is_packed_twice_or_in_another_way_is_refused(encoding: str) -> None:
    with pytest.raises(httpx.DecodingError, match="not asked for"):
        list(unpacked(answer(gzip.compress(gzip.compress(BODY, mtime=0)), encoding)))


@pytest.mark.parametrize("content", [gzip.compress(BODY, mtime=0)[:-9], b"no gzip at all"])
def test_what_is_badly_packed_is_no_body(content: bytes) -> None:
    with pytest.raises(httpx.DecodingError):
        list(unpacked(answer(content, "gzip")))


def test_a_bomb_is_unpacked_a_piece_at_a_time() -> None:
    bomb = gzip.compress(b"a" * 40_000_000)
    tracemalloc.start()
    try:
        assert len(next(unpacked(answer(bomb, "gzip")))) == 65_536
        assert sum(map(len, unpacked(answer(bomb, "gzip")))) == 40_000_000
        assert tracemalloc.get_traced_memory()[1] < 2_000_000
    finally:
        tracemalloc.stop()
