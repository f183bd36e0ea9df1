"""A second look at an OECD ICIO file, at what the reader does not tell: empty fields, and the totals that it states.

pymrio reads an empty field as zero and throws the stated totals away; output is then the sum of a row, so that a
number that is missing or wrong cannot show. Here the file is read once more, as text, and its own totals are held
against what was read.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from scharnier.chain.manifest import Note
from scharnier.chain.satellite_check import GAP_FAULT, GAP_LEAST, GAP_SHARE
from scharnier.chain.stored_write import ModelParts
from scharnier.sources.mrio.detect import names_at

TOTAL_COLUMNS, TOTAL_ROWS = ("OUT", "TOTAL"), ("OUT", "OUTPUT")
NAME = re.compile(r"(^|/)(ICIO\d{4}_(?P<new>\d{4})|(?P<old>\d{4})_SML)\.(csv|zip)$", re.I)
PARTS = {"CN": "CHN", "MX": "MEX"}  # CN1, CN2 .. are added up to CHN
MOST_NAMED = 50


def check_icio(path: Path, year: int | None, parts: ModelParts) -> list[Note]:
    """Notes on empty fields in rows of industries, and on stated totals that are not what was read adds up to.

    The totals at the end of rows are held against sales, those below columns against purchases with the primary inputs.
    Nothing when the file cannot be found again or holds no totals: this is a second look, the first one decided.
    """
    with _open(path, year) as lines:
        if lines is None:
            return []
        header = _fields(next(lines, ""))
        known = {f"{region}_{sector}" for region, sector in parts.labels}
        empty: list[str] = []
        totals: dict[str, dict[str, float]] = {"row": {}, "column": {}}
        at = [place for place, name in enumerate(header) if name in TOTAL_COLUMNS]
        for line in lines:
            name = line[: line.find(",")].strip().strip('"')
            if name in TOTAL_ROWS:
                fields = _fields(line)
                totals["column"] = _add_up({h: _number(f) for h, f in zip(header[1:], fields[1:], strict=False)})
            elif _whole(name) in known:
                fields = _fields(line)
                empty.extend(
                    f"{name}, {column}"
                    for column, field in zip(header, fields, strict=False)
                    if not _is_number(field) and column not in TOTAL_COLUMNS
                )
                if at and at[0] < len(fields):
                    totals["row"].setdefault(name, _number(fields[at[0]]))
    totals["row"] = _add_up(totals["row"])
    flows = np.asarray(parts.table)
    inputs = sum((satellite.totals.sum(axis=0) for satellite in parts.satellites), start=np.zeros(flows.shape[0]))
    sums = np.stack([flows.sum(axis=1) + parts.final.sum(axis=1), flows.sum(axis=0) + inputs])
    return [*_note_empty(empty), *_note_totals(totals, list(parts.labels), sums)]


def _note_empty(empty: list[str]) -> list[Note]:
    if not empty:
        return []
    text = "fields of industries hold no number in the file; the reader takes them for zero"
    return [Note(code="gaps_filled", level="note", count=len(empty), worst=0.0, where=empty[:MOST_NAMED], text=text)]


def _note_totals(
    totals: dict[str, dict[str, float]], labels: list[tuple[str, str]], sums: NDArray[np.float64]
) -> list[Note]:
    """`totals` as stated, by side and name; `sums` (2, n) of rows and of columns as read."""
    stated = np.array(
        [[totals[side].get(f"{region}_{sector}", np.nan) for region, sector in labels] for side in ("row", "column")]
    )
    gaps = np.where(np.isfinite(stated) & np.isfinite(sums), np.abs(stated - sums), 0.0)
    size = float(np.nansum(np.where(np.isfinite(sums), np.abs(sums), 0.0))) or 1.0
    least = np.maximum(GAP_SHARE * np.nan_to_num(np.abs(stated)), GAP_LEAST * size)
    odd = np.flatnonzero((gaps > least).any(axis=0))
    if not odd.size:
        return []
    return [
        Note(
            code="other_total",
            level="fault" if float(gaps[:, odd].sum()) > GAP_FAULT * size else "note",
            count=odd.size,
            worst=float(gaps[:, odd].max()),
            where=[" ".join(labels[cell]) for cell in odd[:MOST_NAMED]],
            text="the totals that the file states are not what its numbers add up to (unit of the flows)",
        )
    ]


def _add_up(values: dict[str, float]) -> dict[str, float]:
    """By whole country: the parts of China and Mexico together, as the reader adds them."""
    found: dict[str, float] = {}
    for name, value in values.items():
        found[_whole(name)] = found.get(_whole(name), 0.0) + value
    return found


def _whole(name: str) -> str:
    region, _, sector = name.partition("_")
    return f"{PARTS[region[:2]]}_{sector}" if re.fullmatch(r"(CN|MX)\d", region) else name


def _fields(line: str) -> list[str]:
    return [field.strip().strip('"') for field in line.rstrip("\r\n").split(",")]


def _is_number(field: str) -> bool:
    return field != "" and field.lower() not in ("nan", "na", "n/a", "null", "none", "-nan", "#n/a")


def _number(field: str) -> float:
    try:
        return float(field)
    except ValueError:
        return float("nan")


@contextmanager
def _open(path: Path, year: int | None) -> Iterator[Iterator[str] | None]:
    """The lines of the one CSV at the path, in an archive or not; None where there is not exactly one."""
    if path.is_dir():
        named = {path / name: match for name in names_at(path) if (match := NAME.search(name))}
        found = sorted(file for file, match in named.items() if int(match["new"] or match["old"]) == year)
        path = found[0] if found else path
    if not path.is_file():
        yield None
    elif zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            names = [name for name in archive.namelist() if name.lower().endswith(".csv")]
            if len(names) != 1:
                yield None
                return
            with archive.open(names[0]) as raw:
                yield _lines(raw)
    else:
        with path.open("rb") as raw:
            yield _lines(raw)


def _lines(raw: IO[bytes] | Any) -> Iterator[str]:
    return iter(io.TextIOWrapper(raw, encoding="utf-8-sig", errors="replace", newline=""))
