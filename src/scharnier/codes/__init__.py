"""Places, products and sectors, and the bridges between their classifications."""
