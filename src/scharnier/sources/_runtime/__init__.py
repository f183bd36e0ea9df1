"""What connectors share: fetching files from publishers."""
