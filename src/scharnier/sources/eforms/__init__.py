"""eForms notices: UBL 2.3 with the extensions of the Publications Office, every subtype and national profile."""
