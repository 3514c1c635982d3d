"""What a person did with a control, in the fields an app is told it by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sandbox.slack.ids import controls
from sandbox.slack.records import Json
from sandbox.slack.refusal import Refusal

_FIELD = {
    "static_select": "selected_option",
    "external_select": "selected_option",
    "radio_buttons": "selected_option",
    "overflow": "selected_option",
    "multi_static_select": "selected_options",
    "multi_external_select": "selected_options",
    "checkboxes": "selected_options",
    "users_select": "selected_user",
    "multi_users_select": "selected_users",
    "channels_select": "selected_channel",
    "multi_channels_select": "selected_channels",
    "conversations_select": "selected_conversation",
    "multi_conversations_select": "selected_conversations",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "file_input": "files",
    "datetimepicker": "selected_date_time",
}
_NO_STATE = {"button", "overflow", "icon_button", "feedback_buttons"}


def field(element: Json) -> str:
    """The name of the field that carries an element's value."""
    return _FIELD.get(element["type"], "value")


def options(element: Json) -> Iterator[Json]:
    """Every option of an element, the grouped ones too."""
    yield from element.get("options") or ()
    for group in element.get("option_groups") or ():
        yield from group["options"]


def meaning(element: Json, value: Any) -> Any:
    """A value as an app gets it: an option's `value` becomes the whole option."""
    if field(element) == "selected_option":
        return _option(element, value)
    if field(element) == "selected_options":
        return [_option(element, one) for one in value or ()]
    return value


def _option(element: Json, value: Any) -> Any:
    if value is None or isinstance(value, Mapping):
        return value
    for option in options(element):
        if option["value"] == value:
            return option
    raise Refusal("no_such_option", [f"{element.get('action_id')} has no option {value!r}"])


def initial(element: Json) -> Any:
    """The value an element has before anybody touches it."""
    name = field(element).replace("selected_", "initial_")
    value = element.get("initial_value" if name == "value" else name)
    return [] if value is None and name.endswith("s") else value


def entry(element: Json, value: Any) -> dict[str, Any]:
    """An element's place in `state.values`."""
    return {"type": element["type"], field(element): meaning(element, value)}


def action(block_id: str, element: Json, value: Any, at: float) -> dict[str, Any]:
    """An entry of a payload's `actions`."""
    act: dict[str, Any] = {
        "type": element["type"],
        "action_id": element["action_id"],
        "block_id": block_id,
        "action_ts": f"{at:.6f}",
    }
    if element["type"] == "button":
        act["text"] = element["text"]
        return act | ({"value": element["value"]} if "value" in element else {})
    if element["type"] == "feedback_buttons":
        return act | {"value": value}
    if element["type"] == "icon_button":
        return act | {"value": element.get("value")}
    return act | {field(element): meaning(element, value)}


def state(blocks: Sequence[Json], values: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """`state.values`: what was chosen, and the initial value of all else."""
    values_now: dict[str, Any] = {}
    for block_id, element in controls(blocks):
        if element["type"] in _NO_STATE:
            continue
        own = values.get(block_id) or {}
        value = own.get(element["action_id"], initial(element))
        values_now.setdefault(block_id, {})[element["action_id"]] = entry(element, value)
    return values_now


def empty_inputs(blocks: Sequence[Json], values: Mapping[str, Any]) -> dict[str, str]:
    """The required inputs that are still empty, as Slack complains in the modal itself."""
    empty: dict[str, str] = {}
    for block in blocks:
        if block.get("type") != "input" or block.get("optional"):
            continue
        element = block["element"]
        value = values.get(block["block_id"], {}).get(element["action_id"], {})
        if value.get(field(element)) in (None, "", []):
            empty[block["block_id"]] = "Please complete this required field"
    return empty
