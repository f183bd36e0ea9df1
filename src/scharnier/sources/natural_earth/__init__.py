"""Natural Earth: the shapes of countries for the world map of the report."""
