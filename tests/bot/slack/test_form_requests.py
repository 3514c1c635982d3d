"""Payloads of modals, and what was chosen in them."""

from __future__ import annotations

from bot.commands.forms import QUESTION
from bot.slack import form_requests
from tests.bot.slack.test_translate import clicked


def test_a_modal_is_told_where_its_answer_goes_and_brings_it_back() -> None:
    opening = form_requests.form_request(clicked("build"))
    assert (opening.trigger, opening.place) == ("12.34", "C1 1.1")
    values = {
        "split": {"choice": {"selected_option": {"value": "by team"}}},
        "metric": {"choice": {"selected_option": {"value": "frt"}}},
        "team": {"choice": {"selected_option": None}},
    }
    view = {"private_metadata": opening.place, "state": {"values": values}}
    request = form_requests.form_answer({"view": view, "user": {"id": "U1"}}, QUESTION)
    assert (request.words, request.channel, request.thread) == ("frt by team", "C1", "1.1")
    assert form_requests.form_answer({"user": {"id": "U1"}}, QUESTION).channel == "U1"


def test_a_choice_in_a_modal_names_the_modal_that_may_show_more_by_it() -> None:
    chosen = {"selected_option": {"value": "costs"}}
    shown = {
        "id": "V1",
        "hash": "1.abc",
        "callback_id": "upload",
        "private_metadata": "U1",
        "state": {"values": {"kind": {"choice": chosen}, "file": {"choice": {"files": []}}}},
    }
    action = {"action_id": "choice", "block_id": "kind", **chosen}
    body = {"user": {"id": "U1"}, "view": shown, "actions": [action]}
    name, wish = form_requests.redraw_request(body)
    assert (name, wish.view, wish.hash, wish.place) == ("upload", "V1", "1.abc", "U1")
    assert wish.values == {"kind": "costs", "file": ""}
