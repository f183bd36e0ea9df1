"""What every command needs of a terminal: safe text on one line, JSON, and the day that was asked about.

What a file holds must not move the cursor, change colours or break the one line.
"""

import csv
import json
import re
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any, TextIO

import typer

# Control characters but tab and end of line (XML knows none of them), and marks that turn the direction of reading.
UNSEEN = re.compile("[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]")
# What a spreadsheet takes for a formula, after OWASP.
FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")


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


def seen(text: str) -> str:
    """The text of a page or picture, its lines kept, without characters that no reader sees or that break the file."""
    return UNSEEN.sub("\ufffd", text)


class CsvTable:
    """Rows of CSV for a spreadsheet: labels of a stored model become no formula and move no cursor."""

    def __init__(self, to: TextIO) -> None:
        self._writer = csv.writer(to, lineterminator="\n")

    def writerow(self, row: Iterable[object]) -> None:
        """One row; numbers stay numbers, also where they were written as text."""
        self._writer.writerow([_cell(value) if isinstance(value, str) else value for value in row])


def _cell(text: str) -> str:
    shown = plain(text)
    return f"'{shown}" if shown.startswith(FORMULA) and not _is_number(shown) else shown


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
