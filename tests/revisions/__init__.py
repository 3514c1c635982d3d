"""A small database of every revision there was, with what it answered then.

`python -m tests.revisions` writes that of the newest revision, a file `<revision>.jsonl` beside it:
its answers, then each table with its rows. It is made once, when the revision
comes, and never again: what is there was stored and answered by the Deskpulse of that time.
"""
