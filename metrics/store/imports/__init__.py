"""Rows out of files, on their way into the tables and out of them."""
