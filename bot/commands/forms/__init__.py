"""The forms in which something is put together by choosing: what each is, as one table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from bot.access import What
from bot.cards.controls import BUILD, CORE_SET, PLAN, SPEND, UPLOAD, WATCH
from bot.commands.forms import alert, core, question, schedule, spend, upload
from bot.grammar.alerts import ALERT
from bot.grammar.schedules import SCHEDULE
from bot.services import Services


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One form. `key` names it and the buttons that open it; `modal` makes it for a place.

    `words` are what was chosen as a phrase, `misfits` what does not fit, by the name of the field.
    `redraw` makes the modal anew, for its place, when a choice in it is to show more.
    Where it makes something, its phrase follows `command`, and what is there already is changed
    with `verb`; `change` is what only some may do.
    """

    key: str
    modal: Callable[[Services, str], Mapping[str, Any]]
    words: Callable[[Mapping[str, str]], str]
    misfits: Callable[[Mapping[str, str]], Mapping[str, str]]
    redraw: Callable[[str, Mapping[str, str]], Mapping[str, Any]] | None = None
    command: str = ""
    verb: str = ""
    change: What | None = None

    def phrase(self, values: Mapping[str, str], id: str = "") -> str:
        """What a person asks for with these choices; with an id, of what is there already."""
        if not self.command:
            return self.words(values)
        start = f"{self.command} {self.verb} {id}" if id else self.command
        return f"{start} {self.words(values)}"


QUESTION = Form(key=BUILD, modal=question.modal, words=question.words, misfits=question.misfits)
FORMS: Mapping[str, Form] = MappingProxyType(
    {
        form.key: form
        for form in (
            QUESTION,
            Form(
                key=CORE_SET,
                modal=core.modal,
                words=core.words,
                misfits=core.misfits,
                change=What.CORE,
            ),
            Form(
                key=SPEND,
                modal=spend.modal,
                words=spend.words,
                misfits=spend.misfits,
                change=What.IMPORT,
            ),
            Form(
                key=UPLOAD,
                modal=upload.modal,
                words=upload.words,
                misfits=upload.misfits,
                redraw=upload.redraw,
                change=What.IMPORT,
            ),
            Form(
                key=PLAN,
                modal=schedule.modal,
                words=schedule.words,
                misfits=schedule.misfits,
                command=SCHEDULE,
                verb="move",
                change=What.SCHEDULE,
            ),
            Form(
                key=WATCH,
                modal=alert.modal,
                words=alert.words,
                misfits=alert.misfits,
                command=ALERT,
                verb="change",
                change=What.ALERT,
            ),
        )
    }
)
"""Every form by its key."""


def form_in_menu(words: str) -> Form | None:
    """The form that a menu opens for a card, whose receipt stands behind its name; else None."""
    name, _, receipt = words.partition(" ")
    return FORMS.get(name) if receipt else None


def form_of(words: str) -> Form | None:
    """The form that a command opens which says no more than what to make; else None."""
    forms = (form for form in FORMS.values() if form.command)
    return next((form for form in forms if form.command == words.casefold()), None)
