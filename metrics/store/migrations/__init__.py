"""The steps that brought the tables from nothing to what they are."""
