"""Reports on a dossier: at a glance, the public statement, a page for a board, a file for a supervisor, a letter."""
