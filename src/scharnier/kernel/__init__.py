"""Words every room shares: provenance, outcome, errors, the place where content lives. Standard library only."""
