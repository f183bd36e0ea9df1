"""Eurostat: NACE Rev. 2, CPA 2.1, the Combined Nomenclature 2022 and the official links between them."""
