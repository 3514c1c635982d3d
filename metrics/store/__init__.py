"""The tables and the only ways in and out of them."""
