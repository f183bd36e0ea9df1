"""The annual report of one body on the social conditions (ISV): what should have been, what is said, what shows."""
