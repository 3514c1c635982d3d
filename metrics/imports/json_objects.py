"""The objects of a JSON list, or of a file with one a line, read a piece of the text at a time."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, TextIO, TypeAlias

PIECE = 65_536
LONGEST_OBJECT = 1_000_000
"""Characters; a row of a table has fewer, and no object must fill the memory."""
_SPACE = " \t\r\n"
_DECODER = json.JSONDecoder(object_pairs_hook=tuple, parse_int=str)
"""Loses no name that is there twice, and reads no number of however many digits."""

Pairs: TypeAlias = tuple[tuple[str, Any], ...]
"""An object: its names and values as they stand there, whole numbers as they are written."""


class SheetError(ValueError):
    """A file, or from `line` on the rest of it, that is no table at all."""

    def __init__(self, message: str, line: int = 1, column: str = "") -> None:
        super().__init__(message)
        self.line, self.column = line, column


class JsonObjects:
    """Goes through a text once; each object comes with the line on which it begins."""

    def __init__(self, text: TextIO) -> None:
        self._text = text
        self._piece, self._at, self._line = "", 0, 1

    def __iter__(self) -> Iterator[tuple[int, Pairs]]:
        in_list = self._next() == "["
        if in_list:
            self._skip(1)
        while (char := self._next()) and not (in_list and char == "]"):
            number = self._line
            yield number, self._object()
            if in_list:
                self._comma(number)
        if in_list:
            self._end()

    def _end(self) -> None:
        if not self._next():
            raise SheetError("the file ends before its list does; save it anew", self._line)
        self._skip(1)
        if self._next():
            raise SheetError("the file goes on after the end of its list", self._line)

    def _comma(self, number: int) -> None:
        after = self._next()
        if after == ",":
            self._skip(1)
        elif after != "]":
            raise SheetError("a comma or the end of the list is missing here", number)

    def _object(self) -> Pairs:
        while True:
            try:
                value, end = _DECODER.raw_decode(self._piece, self._at)
                break
            except RecursionError:
                raise self._no_object() from None
            except json.JSONDecodeError:
                if len(self._piece) - self._at > LONGEST_OBJECT or not self._read_on():
                    raise self._no_object() from None
        if not isinstance(value, tuple):
            raise SheetError("a list of objects is wanted; write [{...}, {...}]", self._line)
        self._skip(end - self._at)
        return value

    def _no_object(self) -> SheetError:
        return SheetError("this is no JSON object; write {...}, {...}", self._line)

    def _next(self) -> str:
        """The next character that is no space; "" at the end."""
        while self._at < len(self._piece) or self._read_on():
            if (char := self._piece[self._at]) not in _SPACE:
                return char
            self._skip(1)
        return ""

    def _skip(self, count: int) -> None:
        self._line += self._piece.count("\n", self._at, self._at + count)
        self._at += count

    def _read_on(self) -> bool:
        """Read as much again as is looked at; False at the end of the text."""
        rest = self._piece[self._at :]
        more = self._text.read(max(PIECE, len(rest)))
        self._piece, self._at = rest + more, 0
        return bool(more)
