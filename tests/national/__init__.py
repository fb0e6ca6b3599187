"""The year of a whole country that the demonstration can fill."""
