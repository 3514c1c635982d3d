"""The frame of the Home tab: what is offered in it."""

from __future__ import annotations

from bot.cards.controls import BUILD, CORE_SET, PLAN
from bot.cards.home import SetupStep, frame
from bot.talk import Block


def offered(tab: list[Block]) -> list[str]:
    """The forms that are opened from the row of controls."""
    controls = next(block for block in tab if block["type"] == "actions")
    return [each["action_id"] for each in controls["elements"]][1:]


def test_a_form_that_is_left_to_set_up_is_offered_there_alone() -> None:
    step = SetupStep(("Choose the few measures.",), "Choose the core set", CORE_SET)
    forms = {BUILD, PLAN, CORE_SET}
    tab = frame("executive", (), "", forms=forms, steps=[step])
    beside = [block["accessory"]["action_id"] for block in tab if "accessory" in block]
    assert (offered(tab), beside) == ([BUILD, PLAN], [CORE_SET])
    whole = frame("executive", (), "", forms=forms)
    assert CORE_SET in offered(whole)
