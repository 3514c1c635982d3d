"""What people and the bot put down: alerts, schedules, posts, questions, notes, takes, targets."""
