"""Estimates with their intervals, and whether two of them differ."""
