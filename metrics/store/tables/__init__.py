"""The tables, and nothing that reads or writes them."""
