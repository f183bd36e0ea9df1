"""What comes in: one folder a source, each with its source.yaml and a parser."""
