"""Value-chain models: where the money of a purchase ends up, tier by tier."""
