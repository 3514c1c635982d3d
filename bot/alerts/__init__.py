"""Alerts, checked again and again: what each one sees, and what is told of it."""
