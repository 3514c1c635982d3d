"""The commands, each with what it takes and what it prints.

What a command needs is imported when it runs, so that `deskpulse --help` reads none of it.
"""
