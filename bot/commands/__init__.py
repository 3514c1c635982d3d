"""What can be typed: one file and one line here per command; routing and docs read this table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias

from bot.commands import kpi
from bot.services import Services
from bot.talk import Reply, Request

Answer: TypeAlias = Callable[[Request, Services], Reply]
"""Answers a request; raises AskError where the person can mend it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A slash command: its name, what it does, what can follow it, and who answers."""

    name: str
    summary: str
    usage: str
    answer: Answer


_ALL = (
    Command(
        name="/kpi",
        summary="Show a support metric, with its chart.",
        usage="frt email last week by agent | alert frt above 4h | list | help",
        answer=kpi.answer,
    ),
)

COMMANDS: Mapping[str, Command] = MappingProxyType({command.name: command for command in _ALL})
