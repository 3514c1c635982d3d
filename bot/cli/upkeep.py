"""What `deskpulse doctor` says of what is kept, for how long, and of back-ups."""

from __future__ import annotations

import os
from pathlib import Path

from bot.config import Settings
from bot.talk import Finding


def retention(settings: Settings) -> Finding:
    """How long what was said and seen is kept."""
    tickets, looks = (
        "for ever" if days is None else f"{days} days"
        for days in (settings.keep_tickets_days, settings.keep_looks_days)
    )
    terms = f"the words of posts {settings.keep_posts_days} days, receipts for ever, "
    return Finding(f"Kept: solved tickets {tickets}, {terms}who looked at people's figures {looks}")


def backups(settings: Settings) -> Finding:
    """Whether back-ups are made by themselves, and can be."""
    if not settings.backup_folder:
        return Finding(
            "Back-ups: none by themselves; DESKPULSE_BACKUP_FOLDER says where to", note=True
        )
    folder = Path(settings.backup_folder)
    line = f"Back-ups: every day into {folder}, {settings.backups_kept} kept"
    ready = folder.is_dir() and os.access(folder, os.W_OK)
    return Finding(line, "" if ready else "Make the folder, and let the bot write into it.")
