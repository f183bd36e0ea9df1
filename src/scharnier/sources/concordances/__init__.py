"""Concordances to the 35 industries of WIOD 2013, chained from official links and our own reviewed tables."""
