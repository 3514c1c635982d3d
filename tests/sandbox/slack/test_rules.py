"""Each refusal once, beside the nearest payload that is taken."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.slack.rules import faults

Block = dict[str, Any]


def plain(text: str) -> Block:
    return {"type": "plain_text", "text": text}


def marked(text: str) -> Block:
    return {"type": "mrkdwn", "text": text}


def section(text: str = "Hello") -> Block:
    return {"type": "section", "text": marked(text)}


def button(**more: Any) -> Block:
    return {"type": "button", "text": plain("Go"), "action_id": "go", **more}


def actions(*elements: Block) -> Block:
    return {"type": "actions", "elements": list(elements)}


def select(count: int = 2, **more: Any) -> Block:
    options = [{"text": plain(f"Option {n}"), "value": str(n)} for n in range(count)]
    return {"type": "static_select", "action_id": "pick", "options": options, **more}


def line_chart(series: int = 1, points: int = 3, **more: Any) -> Block:
    weeks = [f"Wk {n}" for n in range(points)]
    data = [{"label": week, "value": 1.5} for week in weeks]
    chart = {
        "type": "line",
        "series": [{"name": f"S{n}", "data": data} for n in range(series)],
        "axis_config": {"categories": weeks, "y_label": "Hours"},
    }
    return {"type": "data_visualization", "title": "First reply", "chart": chart, **more}


def pie(*values: float) -> Block:
    segments = [{"label": f"Part {n}", "value": value} for n, value in enumerate(values)]
    chart = {"type": "pie", "segments": segments}
    return {"type": "data_visualization", "title": "Shares", "chart": chart}


def table(rows: int = 3, kind: str = "data_table", **more: Any) -> Block:
    row = [{"type": "raw_text", "text": "Ann"}, {"type": "raw_number", "value": 2, "text": "2"}]
    caption = {"caption": "By agent"} if kind == "data_table" else {}
    return {"type": kind, "rows": [row] * rows, **caption, **more}


def card(**more: Any) -> Block:
    return {"type": "card", "title": marked("FRT"), "body": marked("2 h 40 m"), **more}


def image(**more: Any) -> Block:
    return {"type": "image", "alt_text": "A line", **more}


def field(**more: Any) -> Block:
    element = {"type": "plain_text_input", "action_id": "name"}
    return {"type": "input", "label": plain("Name"), "element": element, **more}


def modal(*blocks: Block, **more: Any) -> Block:
    return {"type": "modal", "title": plain("Settings"), "blocks": list(blocks), **more}


def home(*blocks: Block) -> Block:
    return {"type": "home", "blocks": list(blocks)}


def message(*blocks: Block) -> Block:
    return {"text": "Hello", "blocks": list(blocks)}


TAKEN: dict[str, Block] = {
    "text alone": {"text": "Hello"},
    "fifty blocks": message(*[section()] * 50),
    "ten fields": message({"type": "section", "fields": [marked("x" * 1300)] * 10}),
    "a header with a level": message({"type": "header", "text": plain("x" * 150), "level": 2}),
    "a context of text and picture": message(
        {"type": "context", "elements": [marked("a"), image(slack_file={"id": "F12345678"})]}
    ),
    "twenty-five buttons": message(actions(*[button(action_id=f"b{n}") for n in range(25)])),
    "a hundred options": message(actions(select(100))),
    "twelve lines of twenty points": message(line_chart(12, 20)),
    "two charts": message(line_chart(), pie(1, 2)),
    "two hundred rows": message(table(201)),
    "a plain table": message(table(kind="table", column_settings=[None, {"align": "right"}])),
    "a card with an icon": message(
        card(slack_icon={"type": "icon", "name": "warning"}, actions=[button()])
    ),
    "ten cards": message({"type": "carousel", "elements": [card()] * 10}),
    "a container": message(
        {"type": "container", "title": plain("More"), "child_blocks": [section(), actions()][:1]}
    ),
    "rich text": message(
        {
            "type": "rich_text",
            "elements": [
                {
                    "type": "rich_text_list",
                    "style": "bullet",
                    "elements": [
                        {
                            "type": "rich_text_section",
                            "elements": [{"type": "text", "text": "A", "style": {"bold": True}}],
                        }
                    ],
                }
            ],
        }
    ),
    "a modal with an input": modal(field(), submit=plain("Save")),
    "an alert in a modal": modal({"type": "alert", "text": plain("Careful"), "level": "warning"}),
    "a table at home": home(table(), card()),
    "a public picture": message(image(image_url="https://example.com/a.png")),
}

REFUSED: dict[str, tuple[Block, str]] = {
    "fifty-one blocks": (message(*[section()] * 51), "no more than 50 items allowed"),
    "an unknown block": (message({"type": "gauge"}), "unsupported type: gauge"),
    "an unknown field": (
        message({**section(), "colour": "red"}),
        "invalid additional property: colour [json-pointer:/blocks/0]",
    ),
    "a bare string for text": (
        message({"type": "section", "text": "Hello"}),
        "must provide an object [json-pointer:/blocks/0/text]",
    ),
    "an empty text": (
        message(section("")),
        "must be more than 0 characters [json-pointer:/blocks/0/text/text]",
    ),
    "a long section": (message(section("x" * 3001)), "must be less than 3001 characters"),
    "a section of nothing": (message({"type": "section"}), "one of text, fields must be given"),
    "eleven fields": (message({"type": "section", "fields": [marked("a")] * 11}), "more than 10"),
    "a long field": (
        message({"type": "section", "fields": [marked("a" * 2001)]}),
        "must be less than 2001 characters",
    ),
    "a long header": (message({"type": "header", "text": plain("x" * 151)}), "less than 151"),
    "mrkdwn in a header": (
        message({"type": "header", "text": marked("x")}),
        "unsupported type: mrkdwn",
    ),
    "eleven in a context": (message({"type": "context", "elements": [marked("a")] * 11}), "10"),
    "twenty-six buttons": (
        message(actions(*[button(action_id=f"b{n}") for n in range(26)])),
        "no more than 25 items allowed",
    ),
    "a long label": (message(actions(button(text=plain("x" * 76)))), "less than 76"),
    "a long value": (message(actions(button(value="x" * 2001))), "less than 2001"),
    "an odd style": (message(actions(button(style="green"))), "must be one of: primary, danger"),
    "a hundred and one options": (message(actions(select(101))), "no more than 100 items"),
    "a select of nothing": (
        message(actions({"type": "static_select", "action_id": "a"})),
        "exactly one of options, option_groups",
    ),
    "an initial option from elsewhere": (
        message(actions(select(initial_option={"text": plain("Other"), "value": "9"}))),
        "must be one of the options",
    ),
    "six in an overflow": (
        message(actions({**select(6), "type": "overflow"})),
        "no more than 5 items allowed",
    ),
    "a long confirm": (
        message(
            actions(
                button(
                    confirm={
                        "title": plain("x" * 101),
                        "text": plain("?"),
                        "confirm": plain("Yes"),
                        "deny": plain("No"),
                    }
                )
            )
        ),
        "less than 101",
    ),
    "a multi select in actions": (
        message(actions({**select(), "type": "multi_static_select"})),
        "unsupported type: multi_static_select",
    ),
    "one action_id twice": (message(actions(button(), button())), "action_id must be unique"),
    "one block_id twice": (
        message({**section(), "block_id": "a"}, {**section(), "block_id": "a"}),
        "block_id must be unique",
    ),
    "a picture without words": (
        message({"type": "image", "image_url": "https://example.com/a.png"}),
        "missing required field: alt_text",
    ),
    "a picture from two places": (
        message(image(image_url="https://e.com/a.png", slack_file={"id": "F12345678"})),
        "exactly one of image_url, slack_file",
    ),
    "a picture from nowhere": (message(image()), "exactly one of image_url, slack_file"),
    "a file id that is none": (message(image(slack_file={"id": "f1"})), "invalid slack file"),
    "a long chart title": (message(line_chart(title="x" * 51)), "less than 51"),
    "thirteen lines": (message(line_chart(13)), "no more than 12 items allowed"),
    "twenty-one points": (message(line_chart(1, 21)), "no more than 20 items allowed"),
    "an empty slice": (message(pie(1, 0)), "must be more than 0"),
    "three charts": (message(line_chart(), line_chart(), pie(1)), "no more than 2"),
    "a chart at home": (home(line_chart()), "not allowed in a home"),
    "a chart in a modal": (modal(pie(1)), "not allowed in a modal"),
    "two hundred and two rows": (message(table(202)), "no more than 201 items allowed"),
    "a header row alone": (message(table(1)), "no fewer than 2 items allowed"),
    "a table without a caption": (message(table(caption=None)), "missing required field: caption"),
    "a ragged table": (
        message(table() | {"rows": [*table()["rows"], [{"type": "raw_text", "text": "a"}]]}),
        "same number of cells",
    ),
    "an empty cell": (
        message(table() | {"rows": [[{"type": "raw_text", "text": ""}]] * 2}),
        "must be more than 0 characters",
    ),
    "two plain tables": (message(table(kind="table"), table(kind="table")), "no more than 1 table"),
    "a table of too many letters": (
        message(
            table() | {"rows": [[{"type": "raw_text", "text": "x" * 3000}]] * 7},
        ),
        "no more than 20000 characters",
    ),
    "a card with bare text": (message(card(title="FRT")), "must provide an object"),
    "a long card": (message(card(body=marked("x" * 201))), "less than 201"),
    "an empty card": (message({"type": "card", "subtitle": plain("a")}), "one of hero_image"),
    "a card with an unknown icon": (
        message(card(slack_icon={"type": "icon", "name": "unicorn"})),
        "must be one of: archive",
    ),
    "eleven cards": (message({"type": "carousel", "elements": [card()] * 11}), "more than 10"),
    "a chart in a container": (
        message({"type": "container", "title": plain("a"), "child_blocks": [line_chart()]}),
        "unsupported type: data_visualization",
    ),
    "an alert in a message": (
        message({"type": "alert", "text": plain("Careful")}),
        "alert blocks are not allowed in a message",
    ),
    "markdown in a modal": (modal({"type": "markdown", "text": "a"}), "not allowed in a modal"),
    "an input without submit": (modal(field()), "must have a submit"),
    "a long modal title": (modal(section(), title=plain("x" * 25)), "less than 25"),
    "much private metadata": (modal(section(), private_metadata="x" * 3001), "less than 3001"),
    "a hundred and one blocks": (home(*[section()] * 101), "no more than 100 items allowed"),
    "a huge view": (home(*[section("ä" * 2999)] * 90), "view_too_large"),
    "much text in all": (message(*[section("x" * 2900)] * 5), "msg_blocks_too_long"),
}


@pytest.mark.parametrize("payload", TAKEN.values(), ids=TAKEN)
def test_slack_takes(payload: Block) -> None:
    assert faults(payload) == []


@pytest.mark.parametrize(("payload", "sentence"), REFUSED.values(), ids=REFUSED)
def test_slack_refuses(payload: Block, sentence: str) -> None:
    found = faults(payload)
    assert found, "nothing was found"
    assert any(sentence in fault for fault in found), found


def test_every_point_needs_its_category() -> None:
    chart = line_chart(2)
    chart["chart"]["series"][1]["data"] = chart["chart"]["series"][1]["data"][:2]
    (fault,) = faults(message(chart))
    assert fault.startswith("must have exactly one point for every category")


def test_series_need_different_names() -> None:
    chart = line_chart(2)
    chart["chart"]["series"][1]["name"] = "S0"
    (fault,) = faults(message(chart))
    assert "series names must be unique" in fault


def test_the_same_action_may_stand_in_two_blocks() -> None:
    assert faults(message(actions(button()), actions(button()))) == []
