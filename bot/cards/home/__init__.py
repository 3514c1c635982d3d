"""The Home tab's frame: which view it is, the view itself, how fresh it is, and where help is."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from bot.cards import blocks
from bot.cards.blocks import Bold, Code, Text
from bot.cards.controls import BUILD, CORE_SET, PLAN, SPEND, UPLOAD, WATCH
from bot.cards.facts import DOT, MEND
from bot.cards.guide import ADDRESS
from bot.talk import Block

CHOOSE = "home:"
"""So begin the controls that draw the tab anew."""
VIEW = f"{CHOOSE}view"
"""The menu that chooses a view."""
LABELS = {
    "executive": "Trends: where it comes from",
    "manager": "Queue: how it stands, what is stuck",
    "agent": "Mine: what I do next",
}


FORMS = {
    BUILD: "Choose a question",
    PLAN: "Schedule a digest",
    WATCH: "Make an alert",
    CORE_SET: "Choose the core set",
    SPEND: "Set cost and hours",
    UPLOAD: "Import a file",
}
"""The forms that the tab opens, with what is on their buttons."""
CHECK = blocks.button("Check the set-up", "ask:home:setup", "setup")
"""Whether everything works: the answer goes to the person."""
HEADINGS = {"agent": "What do I do next?"}
"""What a view answers, where that is not how support is doing."""


@dataclass(frozen=True, slots=True)
class SetupStep:
    """Something that is left to set up: a sentence, and the form that does it, where there is one.

    `label` is on its button, `action` opens the form.
    """

    words: tuple[Text, ...]
    label: str = ""
    action: str = ""


def frame(
    view: str,
    content: Iterable[Block],
    freshness: str,
    *,
    forms: Collection[str],
    steps: Sequence[SetupStep] = (),
    checks: bool = False,
) -> list[Block]:
    """The whole tab. `forms` are those that this person could send; a step has its own button.

    `checks`: they may have it looked at whether the set-up works.
    """
    choices = [(label, name) for name, label in LABELS.items()]
    own = set(forms) - {step.action for step in steps}
    controls = [
        blocks.menu("View", VIEW, choices, view),
        *(blocks.button(label, form, form) for form, label in FORMS.items() if form in own),
    ]
    return [
        blocks.header(HEADINGS.get(view, "How is support doing?")),
        blocks.section((ADDRESS, " ", Code("/kpi help"), " lists what I understand.")),
        blocks.actions(controls),
        *content,
        *_setup(steps),
        *([blocks.actions([CHECK])] if checks else []),
        blocks.divider(),
        blocks.context([freshness]),
    ]


def _setup(steps: Sequence[SetupStep]) -> list[Block]:
    """What is left to set up; nothing where all is done."""
    if not steps:
        return []
    rows: list[Block] = []
    for step in steps:
        row = blocks.section(("\u2022 ", *step.words))
        if step.action:
            row = {**row, "accessory": blocks.button(step.label, step.action, step.action)}
        rows.append(row)
    return [blocks.divider(), blocks.section(Bold("Left to set up")), *rows]


def old(as_of: str) -> list[Block]:
    """What stands above figures that are not of now; nothing above those that are."""
    if not as_of:
        return []
    sentence = f"{as_of[:1].upper()}{as_of[1:]}"
    return [blocks.section((Bold(sentence), f"{DOT}I do not know yet how it stands now. {MEND}"))]


def questions(phrases: Sequence[tuple[str, str]]) -> Block:
    """What is asked next, as buttons: labels with phrases. Their answers go to the person."""
    return blocks.actions(
        blocks.button(label, f"ask:home:{number}", phrase)
        for number, (label, phrase) in enumerate(phrases)
    )
