"""Text from Slack and phones becomes plain words."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.grammar.tokens import Token, echo, key, tidy, tokenize


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("frt\u00a0\u00a0email\u200b", "frt email"),
        ("frt\temail\n", "frt email"),
        ("team \u201cTier 2\u201d", 'team "Tier 2"'),
        ("team «Tier 2»", 'team "Tier 2"'),
        ("what\u2019s", "what's"),
        ("R&amp;D", "R&D"),
        ("a &lt; b", "a below b"),
        ("frt &gt;4h", "frt above 4h"),
        ("frt != email", "frt not email"),
        ("frt ≠ email", "frt not email"),
        ("frt &lt;&gt; email", "frt not email"),
        ("frt !email", "frt not email"),
        ("frt !&gt; 4h", "frt not above 4h"),
        ("!frt email!", "!frt email!"),
        ("<@U123ABC|ann.smith> frt", "@ann.smith frt"),
        ("<@U123ABC>", "@U123ABC"),
        ("<@U123ABC|Ann Smith>", '@"Ann Smith"'),
        ("<#C123|support>", "support"),
        ("<#C123|>", "C123"),
        ("<!here>", "here"),
        ("<https://example.com|example.com>", "example.com"),
        ("ｆｒｔ", "frt"),
        ("last ٧ days", "last 7 days"),
        ("３１０７６", "31076"),
        ("#३१०७६", "#31076"),
        ("frt\u202e email\ud800", "frt email"),
    ],
)
def test_text_is_made_plain(typed: str, plain: str) -> None:
    assert tidy(typed) == plain


@given(st.text() | st.text(alphabet="&amplt;<>@#!|\"' gU\u2026"))
@settings(deadline=None)
def test_plain_text_stays_as_it_is(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)


def test_quotes_hold_a_name_together() -> None:
    assert tokenize('team "Tier 2",frt') == (
        Token("team"),
        Token("Tier 2", quoted=True),
        Token(","),
        Token("frt"),
    )


def test_single_quotes_hold_a_name_together_but_an_apostrophe_does_not() -> None:
    assert tokenize("team 'Tier 2' o'hara") == (
        Token("team"),
        Token("Tier 2", quoted=True),
        Token("o'hara"),
    )


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("frt -email", ["frt", "not", "email"]),
        ("-Email frt", ["not", "Email", "frt"]),
        ("frt jul -aug", ["frt", "jul", "-aug"]),
        ("frt - email", ["frt", "-", "email"]),
        ("frt -7", ["frt", "-7"]),
        ('team "-x"', ["team", "-x"]),
    ],
)
def test_a_minus_before_a_word_leaves_it_out(typed: str, words: list[str]) -> None:
    assert [token.text for token in tokenize(typed)] == words


def test_a_quote_that_is_never_closed_is_ignored() -> None:
    assert tokenize('team "Tier 2') == (Token("team"), Token("Tier"), Token("2"))


def test_marks_around_words_fall_away() -> None:
    words = [token.text for token in tokenize("*frt*, `email`? team:ops (#support) today's")]
    assert words == ["frt", ",", "email", "team", "ops", "support", "today"]


def test_a_mention_is_a_mark_and_a_name() -> None:
    assert [token.text for token in tokenize("@ann ann@example.com")] == [
        "@",
        "ann",
        "ann@example.com",
    ]


def test_spellings_of_one_name_have_one_key() -> None:
    assert key("How-to: Setup") == key('"HOW-TO"  setup') == "how-to setup"


def test_what_is_shown_to_the_person_is_cut_short() -> None:
    assert len(echo("x" * 3000)) == 42
    assert echo("x" * 40) == f"\u201c{'x' * 40}\u201d"
