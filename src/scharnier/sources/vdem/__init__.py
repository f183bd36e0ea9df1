"""V-Dem Institute: Varieties of Democracy."""
