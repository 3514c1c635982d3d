"""Tickets in our words: what every helpdesk must yield, and each one's life in instants."""
