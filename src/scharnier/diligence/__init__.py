"""The six steps as rules: what was done, what is left, what may be claimed."""
