"""Office hours: calendars and holidays, whose hours count when, and the working time of spans."""
