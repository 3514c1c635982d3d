"""Figures as they are read to somebody: durations in whole words."""

from __future__ import annotations

import re


def aloud(text: str) -> str:
    """A text as it is read to somebody: "2h 9m" becomes "2 hours 9 minutes".

    A single "3d" is a duration where nothing follows that it could be the name of.
    """
    text = _LESS_THAN.sub("less than ", text)
    return _ALONE.sub(_spoken, _PAIR.sub(_spoken, text))


_NUMBER = r"(\d{1,3}(?:,\d{3})+|\d+)"
_LESS_THAN = re.compile(r"(?:<|&lt;)(?=\d+[smhd%])")
_PAIR = re.compile(rf"(?<![\w.,#]){_NUMBER}([dhm]) {_NUMBER}([hms])(?!\w)")
_ALONE = re.compile(
    rf"(?<![\w.,#]){_NUMBER}([dhms])(?=$|[.,;:)\]]|\s?[\u2013\u00b7(-]|\s(?:median|mean|average|business|few|"
    r"so|now|to|or|and|in|by|at|ago|old|older|younger|left|late|before|after|faster|slower|longer|"
    r"shorter|than|from|target|vs|is|was|are|per|for|where|met|not|while)\b)"
)
_UNITS = {"d": "day", "h": "hour", "m": "minute", "s": "second"}


def _spoken(match: re.Match[str]) -> str:
    """The parts of a duration with their whole words; a second part of nothing is not said."""
    groups = match.groups()
    parts = [pair for pair in zip(groups[::2], groups[1::2], strict=True) if pair[0] != "0"]
    parts = parts or [(groups[0], groups[1])]
    return " ".join(f"{n} {_UNITS[unit]}{'' if n == '1' else 's'}" for n, unit in parts)
