"""Service levels: the promises made, when each was due, and whether it was kept."""
