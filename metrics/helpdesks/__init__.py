"""Helpdesks: one folder each, one line each in the table below."""
