"""files.*: the upload in three steps, and the question whether a file is ready."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sandbox.slack.arguments import Arguments
from sandbox.slack.methods.chat import thread, writable
from sandbox.slack.methods.method import Method
from sandbox.slack.posting import refuse_faulty
from sandbox.slack.records import Channel, Message
from sandbox.slack.refusal import Refusal
from sandbox.slack.shapes import file
from sandbox.slack.workspace import Workspace


def _need_uploads(workspace: Workspace) -> None:
    if workspace.settings.uploads_disabled:
        raise Refusal("file_uploads_disabled")


def _upload_url(workspace: Workspace, arguments: Arguments) -> Mapping[str, Any]:
    _need_uploads(workspace)
    size, alt = arguments.whole("length", 0), arguments.text("alt_txt")
    if size <= 0:
        raise Refusal("invalid_arguments", ["must be more than 0: length"])
    if len(alt) > 1000:
        raise Refusal("alt_txt_too_large")
    name = arguments.need("filename")
    place = workspace.shelf.reserve(workspace.bot.id, name, size, alt)
    return {"upload_url": f"{arguments.base_url}/upload/{place.id}", "file_id": place.id}


def _channels(workspace: Workspace, arguments: Arguments) -> list[Channel]:
    names = arguments.text("channels") or arguments.text("channel_id")
    return [writable(workspace, name) for name in names.split(",") if name]


def _complete(workspace: Workspace, arguments: Arguments) -> Mapping[str, Any]:
    _need_uploads(workspace)
    uploads = arguments.json("files") or []
    if not uploads:
        raise Refusal("invalid_arguments", ["missing required field: files"])
    channels = _channels(workspace, arguments)
    ids = tuple(channel.id for channel in channels)
    uploaded_files = [
        workspace.shelf.complete(str(upload.get("id")), str(upload.get("title") or ""), ids)
        for upload in uploads
    ]
    for channel in channels:
        _share(workspace, channel, arguments, tuple(one.id for one in uploaded_files))
    return {"files": [file(workspace, one, arguments.base_url) for one in uploaded_files]}


def _share(
    workspace: Workspace, channel: Channel, arguments: Arguments, files: tuple[str, ...]
) -> None:
    comment = arguments.text("initial_comment")
    blocks = () if comment else arguments.json("blocks") or ()
    refuse_faulty(workspace, blocks)
    workspace.post(
        Message(
            channel=channel.id,
            ts="",
            author=workspace.bot.id,
            text=comment,
            blocks=tuple(blocks),
            files=files,
            thread_ts=thread(workspace, channel, arguments.text("thread_ts")),
            from_app=True,
        )
    )


def _info(workspace: Workspace, arguments: Arguments) -> Mapping[str, Any]:
    upload = workspace.shelf[arguments.need("file", "file_not_found")]
    if not upload.completed:
        raise Refusal("file_not_found")
    return {"file": file(workspace, upload, arguments.base_url), "comments": []}


METHODS: dict[str, Method] = {
    "files.getUploadURLExternal": Method(_upload_url, "files:write"),
    "files.completeUploadExternal": Method(_complete, "files:write"),
    "files.info": Method(_info, "files:read"),
}
