"""What is true about support: helpdesk data in, measured figures out. Knows nothing of Slack."""
