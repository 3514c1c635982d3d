"""Cards: Result to Block Kit and plain text, pure functions."""
