"""Compact tables of codes as they ship: tab-separated, gzip-compressed, the same bytes on every build."""

import gzip
import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path

from scharnier.kernel.content import content_path
from scharnier.kernel.errors import ContentError


def render_table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A table as gzip-compressed UTF-8 text. Cells may hold no tab or line break; the same rows give the same bytes."""
    lines = ["\t".join(columns)]
    for row in rows:
        if len(row) != len(columns) or any("\t" in cell or "\n" in cell for cell in row):
            raise ContentError(f"a row does not fit the columns {tuple(columns)}: {tuple(row)!r}")
        lines.append("\t".join(row))
    return gzip.compress(("\n".join(lines) + "\n").encode(), 9, mtime=0)


def calc_table_sha256(table: bytes) -> str:
    """The SHA-256 of the text in a table, not of its compressed bytes, which differ from one zlib to the next."""
    return hashlib.sha256(gzip.decompress(table)).hexdigest()


def load_table(name: str, columns: Sequence[str]) -> list[list[str]]:
    """The rows of a shipped table under `data/codes`, which must have exactly these columns."""
    path: Path = content_path(f"codes/{name}")
    header, *lines = gzip.decompress(path.read_bytes()).decode().splitlines()
    if header.split("\t") != list(columns):
        raise ContentError(f"{name} has the columns {header.split()}, not {list(columns)}")
    return [line.split("\t") for line in lines]
