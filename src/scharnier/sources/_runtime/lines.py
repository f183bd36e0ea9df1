"""An account in lines of JSON that a program may be killed while writing."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

from scharnier.kernel.errors import InputProblem

Row = TypeVar("Row")


def list_rows(path: Path) -> Iterator[Any]:
    """The whole lines of a file; a last line that a kill left torn is no line."""
    if path.is_file():
        with path.open("rb") as handle:
            for count, line in enumerate(handle, 1):
                if line.endswith(b"\n"):
                    try:
                        yield json.loads(line)
                    except ValueError as error:
                        raise InputProblem(
                            "is not a line of our account.", "Was it edited?", str(path), count
                        ) from error


def drop_torn_line(path: Path) -> None:
    """Take off a last line that a kill left torn, so that the next one begins anew."""
    if path.is_file() and (size := path.stat().st_size):
        with path.open("r+b") as handle:
            back = min(size, 1 << 16)
            handle.seek(size - back)
            end = handle.read()
            if not end.endswith(b"\n"):
                handle.truncate(size - back + end.rfind(b"\n") + 1)


def make_row(kind: type[Row], row: Any, own: Path) -> Row:
    """A line as what it stands for. Raises InputProblem where it is not ours, or leads out of the folder."""
    try:
        made = kind(**row)
        if ".." in Path(getattr(made, "file", "")).parts or Path(getattr(made, "file", "")).is_absolute():
            raise TypeError
        return made
    except TypeError as error:
        raise InputProblem("the account of this folder is not ours.", "Fetch to another folder.", str(own)) from error
