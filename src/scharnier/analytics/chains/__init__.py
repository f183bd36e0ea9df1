"""Questions to a value-chain model about one purchase: through whom does it run, and where does it end?"""
