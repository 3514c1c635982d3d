"""The measures: one object each."""
