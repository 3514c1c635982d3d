"""The composition objects: text, option, confirm, and the image in its two forms."""

from __future__ import annotations

from sandbox.slack.rules.shape import (
    Check,
    by_type,
    exactly_one,
    flag,
    many,
    matching,
    one_of,
    shape,
    string,
)


def plain(most: int) -> Check:
    """A plain_text object."""
    return by_type({"plain_text": shape({"text": string(most)}, {"emoji": flag})})


def words(most: int) -> Check:
    """A plain_text or mrkdwn object."""
    return by_type(
        {
            "plain_text": shape({"text": string(most)}, {"emoji": flag}),
            "mrkdwn": shape({"text": string(most)}, {"verbatim": flag}),
        }
    )


https = matching(r"https://\S{1,2992}", "must be a public https address of up to 3000 characters")

ACTION = {"action_id": string(255), "focus_on_load": flag}

CONFIRM = shape(
    {"title": plain(100), "text": words(300), "confirm": plain(30), "deny": plain(30)},
    {"style": one_of("primary", "danger")},
)

SLACK_FILE = shape(
    {},
    {"id": matching(r"F[A-Z0-9]{8,}", "invalid slack file"), "url": string(3000)},
    exactly_one("id", "url"),
)

PICTURE = {"image_url": https, "slack_file": SLACK_FILE}
"""Where an image comes from; give exactly one."""

IMAGE_ELEMENT = shape({"alt_text": string(2000)}, PICTURE, exactly_one("image_url", "slack_file"))


def option(text: Check, *, url: bool = False) -> Check:
    """One choice; only an overflow menu's may carry a `url`."""
    more = {"url": string(3000)} if url else {}
    return shape({"text": text, "value": string(150)}, {"description": words(75), **more})


PLAIN_OPTION = option(plain(75))
RICH_OPTION = option(words(75))
OPTION_GROUP = shape({"label": plain(75), "options": many(PLAIN_OPTION, 100)})
