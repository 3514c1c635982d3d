"""A person's story, end to end, with the real parts."""
