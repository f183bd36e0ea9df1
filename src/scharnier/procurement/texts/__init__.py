"""Texts for a tender: building blocks that are content, put together for one purchase."""
