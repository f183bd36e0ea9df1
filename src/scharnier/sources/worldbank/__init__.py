"""World Bank: Worldwide Governance Indicators."""
