"""The interactive elements, and which of them may stand where."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sandbox.slack.rules.shape import (
    Check,
    anything,
    at,
    exactly_one,
    flag,
    many,
    matching,
    one_of,
    shape,
    string,
    whole,
)
from sandbox.slack.rules.words import (
    ACTION,
    CONFIRM,
    IMAGE_ELEMENT,
    OPTION_GROUP,
    PLAIN_OPTION,
    RICH_OPTION,
    option,
    plain,
)

_ID = {"action_id": string(255)}
_SELECT = {**ACTION, "placeholder": plain(150), "confirm": CONFIRM}
_OPTIONS = {"options": many(PLAIN_OPTION, 100), "option_groups": many(OPTION_GROUP, 100)}
_SEVERAL = {"max_selected_items": whole(1, 100)}
_INITIAL_OPTIONS = {"initial_options": many(PLAIN_OPTION, 100)}
_INPUT = {
    **ACTION,
    "placeholder": plain(150),
    "initial_value": string(3000, 0),
    "dispatch_action_config": anything,
}
_FILTER = shape(
    {},
    {
        "include": many(one_of("im", "mpim", "private", "public"), 4),
        "exclude_external_shared_channels": flag,
        "exclude_bot_users": flag,
    },
)


def _all_options(value: Mapping[str, Any]) -> list[Any]:
    groups = value.get("option_groups") or [{"options": value.get("options") or []}]
    return [choice for group in groups for choice in group["options"]]


def _initial_is_offered(value: Any, pointer: str) -> Iterator[str]:
    initial = value.get("initial_options") or [value.get("initial_option")]
    choices = [dict(choice) for choice in _all_options(value)]
    for choice in initial:
        if choice is not None and dict(choice) not in choices:
            yield at("the initial option must be one of the options", pointer)


_CHOICES = (exactly_one("options", "option_groups"), _initial_is_offered)


def _tick_boxes(most: int) -> dict[str, Check]:
    return {"options": many(RICH_OPTION, most)}


ELEMENTS: dict[str, Check] = {
    "button": shape(
        {"text": plain(75)},
        {
            **_ID,
            "value": string(2000),
            "url": string(3000),
            "style": one_of("primary", "danger"),
            "confirm": CONFIRM,
            "accessibility_label": string(75),
        },
    ),
    "static_select": shape({}, {**_SELECT, **_OPTIONS, "initial_option": PLAIN_OPTION}, *_CHOICES),
    "multi_static_select": shape(
        {}, {**_SELECT, **_OPTIONS, **_SEVERAL, **_INITIAL_OPTIONS}, *_CHOICES
    ),
    "external_select": shape(
        {}, {**_SELECT, "min_query_length": whole(0, 100), "initial_option": PLAIN_OPTION}
    ),
    "multi_external_select": shape(
        {}, {**_SELECT, **_SEVERAL, **_INITIAL_OPTIONS, "min_query_length": whole(0, 100)}
    ),
    "users_select": shape({}, {**_SELECT, "initial_user": string(255)}),
    "multi_users_select": shape(
        {}, {**_SELECT, **_SEVERAL, "initial_users": many(string(255), 100)}
    ),
    "channels_select": shape(
        {}, {**_SELECT, "initial_channel": string(255), "response_url_enabled": flag}
    ),
    "multi_channels_select": shape(
        {}, {**_SELECT, **_SEVERAL, "initial_channels": many(string(255), 100)}
    ),
    "conversations_select": shape(
        {},
        {
            **_SELECT,
            "initial_conversation": string(255),
            "default_to_current_conversation": flag,
            "response_url_enabled": flag,
            "filter": _FILTER,
        },
    ),
    "multi_conversations_select": shape(
        {},
        {
            **_SELECT,
            **_SEVERAL,
            "initial_conversations": many(string(255), 100),
            "default_to_current_conversation": flag,
            "filter": _FILTER,
        },
    ),
    "overflow": shape(
        {"options": many(option(plain(75), url=True), 5)}, {**_ID, "confirm": CONFIRM}
    ),
    "checkboxes": shape(
        _tick_boxes(10),
        {**ACTION, "confirm": CONFIRM, "initial_options": many(RICH_OPTION, 10)},
        _initial_is_offered,
    ),
    "radio_buttons": shape(
        _tick_boxes(10),
        {**ACTION, "confirm": CONFIRM, "initial_option": RICH_OPTION},
        _initial_is_offered,
    ),
    "datepicker": shape(
        {},
        {
            **ACTION,
            "placeholder": plain(150),
            "confirm": CONFIRM,
            "initial_date": matching(r"\d{4}-\d\d-\d\d", "must be a date as YYYY-MM-DD"),
        },
    ),
    "timepicker": shape(
        {},
        {
            **ACTION,
            "placeholder": plain(150),
            "confirm": CONFIRM,
            "timezone": string(255),
            "initial_time": matching(r"\d\d:\d\d", "must be a time as HH:mm"),
        },
    ),
    "datetimepicker": shape(
        {}, {**ACTION, "confirm": CONFIRM, "initial_date_time": whole(1_000_000_000, 9_999_999_999)}
    ),
    "plain_text_input": shape(
        {},
        {
            **_INPUT,
            "multiline": flag,
            "min_length": whole(0, 3000),
            "max_length": whole(1, 3000),
        },
    ),
    "number_input": shape(
        {"is_decimal_allowed": flag},
        {**_INPUT, "min_value": string(255), "max_value": string(255)},
    ),
    "email_text_input": shape({}, _INPUT),
    "url_text_input": shape({}, _INPUT),
    "file_input": shape(
        {}, {**_ID, "filetypes": many(string(255), 100), "max_files": whole(1, 10)}
    ),
    "image": IMAGE_ELEMENT,
}

_FEEDBACK = shape({"text": plain(75), "value": string(2000)}, {"accessibility_label": string(75)})

CONTEXT_ACTIONS: dict[str, Check] = {
    "feedback_buttons": shape({"positive_button": _FEEDBACK, "negative_button": _FEEDBACK}, _ID),
    "icon_button": shape(
        {"icon": one_of("trash"), "text": plain(75)},
        {
            **_ID,
            "value": string(2000),
            "confirm": CONFIRM,
            "accessibility_label": string(75),
            "visible_to_user_ids": many(string(255), 100),
        },
    ),
}

_SELECTS = {name for name in ELEMENTS if name.endswith("_select")}
_SINGLE_SELECTS = {name for name in _SELECTS if not name.startswith("multi_")}
_PICKS = {"checkboxes", "radio_buttons", "datepicker", "timepicker"}
_INPUTS = {"plain_text_input", "number_input", "email_text_input", "url_text_input", "file_input"}


def _some(names: set[str]) -> dict[str, Check]:
    return {name: ELEMENTS[name] for name in sorted(names)}


ACCESSORIES = _some({"button", "overflow", "image"} | _SELECTS | _PICKS)
IN_ACTIONS = _some({"button", "overflow", "datetimepicker"} | _SINGLE_SELECTS | _PICKS)
IN_INPUT = _some({"datetimepicker"} | _SELECTS | _PICKS | _INPUTS)
