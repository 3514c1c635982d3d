"""Stand-ins for helpdesks: one folder each, made of the same year."""
