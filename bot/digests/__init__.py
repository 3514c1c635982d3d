"""Digests: answers nobody had to ask for, each made of Results and without a word of Slack's."""
