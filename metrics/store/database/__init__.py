"""The database itself: opened, checked, brought up to date, copied; what all statements share."""
