"""The only room that knows Bolt: payloads become Requests, Replies become messages."""
