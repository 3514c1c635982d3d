"""The frame of the Home tab: what is offered in it."""

from __future__ import annotations

from bot.cards.controls import BUILD, CORE_SET, PLAN
from bot.cards.home import SetupStep, frame


def test_a_form_that_is_left_to_set_up_is_offered_there_alone() -> None:
    step = SetupStep(("Choose the few measures.",), "Choose the core set", CORE_SET)
    forms = {BUILD, PLAN, CORE_SET}
    tab = frame("executive", (), "", forms=forms, steps=[step])
    above = [each["action_id"] for each in tab[1]["elements"]]
    beside = [block["accessory"]["action_id"] for block in tab if "accessory" in block]
    assert (above[1:], beside) == ([BUILD, PLAN], [CORE_SET])
    whole = frame("executive", (), "", forms=forms)
    assert CORE_SET in [each["action_id"] for each in whole[1]["elements"]]
