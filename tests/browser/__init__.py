"""People's journeys in a real browser, against a real service on a copy of the demonstration territory."""
