"""From the Atlas to the dossier: ranked risks become impacts, and a later assessment says what moved and why."""
