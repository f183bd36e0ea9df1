"""Text on its way to a terminal: what a file holds must not move the cursor, change colours or break the one line."""


def plain(text: str) -> str:
    """The text on one line without control characters, reading-direction marks and what is no Unicode."""
    shown = text.encode("utf-8", "replace").decode()
    return "".join(c if c.isprintable() else " " if c.isspace() else "\ufffd" for c in shown)
