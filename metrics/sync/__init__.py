"""The way in from helpdesks: a run that reads each stream page by page."""
