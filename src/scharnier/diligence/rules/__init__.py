"""The six steps as rules: one file an action of the OECD guidance, and one for each thing that runs across them."""
