"""A Slack on your own machine: its Web API, its socket, its rules and a page that looks like it."""
