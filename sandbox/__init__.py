"""A Slack and a helpdesk on your own machine, for the demo and for the tests."""
