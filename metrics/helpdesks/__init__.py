"""Helpdesks: one folder each, and no folder knows another."""
