"""The syncs, in a process of their own beside the bot: they take no time from whoever answers."""
