"""The Web API's methods, a file for each family."""

from __future__ import annotations

from sandbox.slack.methods import chat, conversations, files, people, views
from sandbox.slack.methods.method import Method

METHODS: dict[str, Method] = {
    **people.METHODS,
    **chat.METHODS,
    **conversations.METHODS,
    **files.METHODS,
    **views.METHODS,
}
"""Method name -> what it needs and does."""
