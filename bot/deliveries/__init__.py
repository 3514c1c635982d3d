"""What is posted without being asked for: once, on time, whatever happens."""
