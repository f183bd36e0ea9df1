"""FIGARO, the inter-country input-output tables of Eurostat, industry by industry."""
