"""The dossier: one folder of readable files in which an organisation keeps what it knows of harm and what it did."""
