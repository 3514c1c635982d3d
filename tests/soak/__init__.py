"""A bot under ten times the load of a large team, while everything around it fails now and then."""
