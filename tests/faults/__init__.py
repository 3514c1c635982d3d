"""Faults injected for real, one test a row of `faults.toml`, where no other test holds the row."""
