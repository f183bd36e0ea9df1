"""Public procurement: notices as publishers write them, and what the Dutch social conditions (ISV) ask of a tender."""
