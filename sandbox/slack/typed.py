"""What a person types, as Slack hands it to an app: escaped, with mentions and links marked."""

from __future__ import annotations

import re
from collections.abc import Mapping

from sandbox.slack.workspace import Workspace

_TOKEN = re.compile(r"<[@#][A-Z0-9]+(?:\|[^<>|]*)?>")
_NAME = re.compile(r"(?<![\w@#/])([@#])([\w.-]*\w)")
_LINK = re.compile(r"https?://[^\s<>|]+")


def mark_up(workspace: Workspace, text: str, *, labels: bool = False) -> str:
    """Mark `@name`, `#channel` and links; escape the rest. Marks that are there already stay.

    With `labels`, as a slash command gets them: `<@U012|anna>`.
    """
    markup, end = "", 0
    for token in _TOKEN.finditer(text):
        markup += _mark(workspace, text[end : token.start()], labels=labels) + token.group()
        end = token.end()
    return markup + _mark(workspace, text[end:], labels=labels)


def _mark(workspace: Workspace, text: str, *, labels: bool) -> str:
    plain = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    with_links = _LINK.sub(lambda match: f"<{match.group()}>", plain)
    names = _names(workspace)

    def mark(match: re.Match[str]) -> str:
        target = names.get(match.group().lower())
        if target is None:
            return match.group()
        sign, word = match.groups()
        return f"<{sign}{target}|{word}>" if labels or sign == "#" else f"<{sign}{target}>"

    return _NAME.sub(mark, with_links)


def _names(workspace: Workspace) -> Mapping[str, str]:
    people = {f"@{person.name}": person.id for person in workspace.people()}
    return people | {f"#{c.name}": c.id for c in workspace.channels() if c.name}
