"""Charts: Result to one description, and from there to PNG, Slack's own block, or text."""
