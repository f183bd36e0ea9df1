"""Evidence, likelihood, severity, ranking, rank stability and their explanation."""
