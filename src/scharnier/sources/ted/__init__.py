"""Titles and CPV codes of notices published in Tenders Electronic Daily: what the text classifier learns words from."""
