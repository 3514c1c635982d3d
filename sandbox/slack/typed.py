"""What a person types, as Slack hands it to an app: escaped, with mentions and links marked."""

from __future__ import annotations

import re
from collections.abc import Mapping

from sandbox.slack.workspace import Workspace

_TOKEN = re.compile(r"<[@#][A-Z0-9]+(?:\|[^<>|]*)?>")
_NAME = re.compile(r"(?<![\w@#/])([@#])([\w.-]*\w)")
_LINK = re.compile(r"https?://[^\s<>|]+")


def typed(workspace: Workspace, text: str, *, labels: bool = False) -> str:
    """Mark `@name`, `#channel` and links; escape the rest. Marks that are there already stay.

    With `labels`, as a slash command gets them: `<@U012|anna>`.
    """
    done, end = "", 0
    for token in _TOKEN.finditer(text):
        done += _marked(workspace, text[end : token.start()], labels=labels) + token.group()
        end = token.end()
    return done + _marked(workspace, text[end:], labels=labels)


def _marked(workspace: Workspace, text: str, *, labels: bool) -> str:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    linked = _LINK.sub(lambda found: f"<{found.group()}>", escaped)
    names = _names(workspace)

    def mark(found: re.Match[str]) -> str:
        target = names.get(found.group().lower())
        if target is None:
            return found.group()
        sign, word = found.groups()
        return f"<{sign}{target}|{word}>" if labels or sign == "#" else f"<{sign}{target}>"

    return _NAME.sub(mark, linked)


def _names(workspace: Workspace) -> Mapping[str, str]:
    people = {f"@{person.name}": person.id for person in workspace.people()}
    return people | {f"#{c.name}": c.id for c in workspace.channels() if c.name}
