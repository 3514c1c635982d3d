"""What is kept about syncing: sources, how far each stream is read, and what is known of each."""
