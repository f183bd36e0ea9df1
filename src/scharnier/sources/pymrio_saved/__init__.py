"""Systems that a user saved with pymrio; read by `sources.mrio`."""
