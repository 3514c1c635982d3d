"""What helpdesks tell of tickets, on its way into the tables and out of them as columns."""
