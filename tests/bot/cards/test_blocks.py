from __future__ import annotations

import pytest
from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ContextBlock,
    HeaderBlock,
    ImageBlock,
    SectionBlock,
)

from bot.cards import blocks
from bot.cards.blocks import Bold, Code
from bot.talk import Block as Json
from sandbox.slack.rules import faults
from tests.bot.samples import HOSTILE


@pytest.mark.parametrize(
    ("text", "limit"), [("&" * 300, 150), ("<>" * 300, 150), ("x" * 300, 150), ("short", 150)]
)
def test_cut_text_fits_its_limit_once_escaped(text: str, limit: int) -> None:
    assert len(blocks.escaped(blocks.cut(text, limit))) <= limit


def test_a_cut_shows_an_ellipsis_and_splits_no_entity() -> None:
    assert blocks.escaped(blocks.cut("a&b&c&d", 13)) == "a&amp;b&amp;\u2026"


def test_a_cut_splits_no_joined_characters() -> None:
    assert blocks.cut("abe\u0301\u0301x", 5) == "ab\u2026"


def test_text_becomes_harmless_and_is_escaped_once() -> None:
    said = blocks.section(HOSTILE)["text"]["text"]
    assert said.startswith("&lt;!channel&gt; ")
    assert "&lt;@U0BOSS&gt;" in said
    assert not {"*", "`", "~"} & set(said)


def test_only_our_own_marks_are_marks() -> None:
    said = blocks.section((Bold("A*B"), " and ", Code("x`y")))["text"]["text"]
    assert said == "*A\u2217B* and `x'y`"


def test_names_cannot_turn_the_direction_or_break_the_line() -> None:
    assert blocks.one_line("a\u202eb\n\tc\x00") == "ab c"


def test_a_section_as_long_as_can_be_still_closes_its_marks() -> None:
    block = blocks.section(Bold("&" * 5000), "more")
    assert len(block["text"]["text"]) <= blocks.SECTION_LIMIT
    assert block["text"]["text"].endswith("\u2026*")


def test_empty_text_becomes_a_dash_because_slack_refuses_none() -> None:
    empty = [blocks.header(""), blocks.section(""), blocks.context([]), blocks.context([" "])]
    assert faults({"text": "x", "blocks": empty}) == []


def test_small_print_keeps_its_lines() -> None:
    assert blocks.context(["one", "two & three"])["elements"][0]["text"] == "one\ntwo &amp; three"


def test_preformatted_text_is_literal() -> None:
    block = blocks.preformatted(HOSTILE)
    assert block["elements"][0]["elements"][0]["text"] == HOSTILE


def test_the_fallback_is_never_empty_and_never_long() -> None:
    assert blocks.fallback("  ")
    assert len(blocks.fallback("<" * 9000)) <= blocks.FALLBACK_LIMIT


LONG = "<&>" * 3000


def test_the_sandbox_takes_blocks_made_of_overlong_text() -> None:
    shown = [
        blocks.header(LONG),
        blocks.section(LONG, Bold(LONG), Code(LONG)),
        blocks.fields([(LONG, LONG)] * 20),
        blocks.context([LONG] * 20),
        blocks.image("F0123456789", LONG, LONG),
        blocks.actions(blocks.button(LONG, f"ask:{n}", LONG) for n in range(40)),
        blocks.divider(),
    ]
    for block in shown:
        problems = [f for f in faults({"text": "x", "blocks": [block]}) if "too_long" not in f]
        assert problems == []


@pytest.mark.parametrize(
    ("block", "model"),
    [
        (blocks.header(LONG), HeaderBlock),
        (blocks.section(LONG), SectionBlock),
        (blocks.fields([(LONG, LONG)] * 20), SectionBlock),
        (blocks.context([LONG] * 20), ContextBlock),
        (blocks.actions([blocks.button(LONG, "ask:1", LONG)]), ActionsBlock),
        (blocks.image("F0123456789", LONG, LONG), ImageBlock),
    ],
)
def test_slacks_own_models_accept_the_blocks(block: Json, model: type[Block]) -> None:
    parsed = Block.parse(dict(block))
    assert isinstance(parsed, model)
    parsed.validate_json()


def test_a_space_at_the_end_of_bold_text_stands_behind_the_star() -> None:
    assert blocks.markup([(blocks.Bold("Target set: "), "4h")]) == "*Target set:* 4h"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("_i_", "\u02cdi\u02cd"),
        ("(_so it was_)", "(\u02cdso it was\u02cd)"),
        ("__twice__", "\u02cd\u02cdtwice\u02cd\u02cd"),
        ("backlog_growth of DESKPULSE_LEADS", "backlog_growth of DESKPULSE_LEADS"),
    ],
)
def test_underscores_of_a_text_slant_nothing(text: str, shown: str) -> None:
    assert blocks.markup([text]) == shown
    assert blocks.markup([Bold(text)]) == f"*{shown}*"
