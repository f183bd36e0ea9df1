"""What every command needs of a terminal: safe text on one line, JSON, and the day that was asked about.

What a file holds must not move the cursor, change colours or break the one line.
"""

import json
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import typer


def day_asked(on: datetime | None) -> date:
    """The day a user asked about; the user's own today where none was given."""
    return on.date() if on else datetime.now().astimezone().date()


def print_json(value: object, *, default: Callable[[Any], Any] | None = None, allow_nan: bool = True) -> None:
    """A value as JSON that people can read too."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2, default=default, allow_nan=allow_nan))


def plain(text: str) -> str:
    """The text on one line without control characters, reading-direction marks and what is no Unicode."""
    shown = text.encode("utf-8", "replace").decode()
    return "".join(c if c.isprintable() else " " if c.isspace() else "\ufffd" for c in shown)
