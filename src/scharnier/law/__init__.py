"""Which law applies to whom, since when and why; what it asks beside the OECD steps; what changed."""
