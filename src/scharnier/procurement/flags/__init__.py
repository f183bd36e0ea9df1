"""Red flags of a tender: one indicator, one file. A flag is a reason to ask, never proof of abuse."""
