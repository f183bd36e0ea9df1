"""Read FIGARO tables, industry by industry, in the flat and the matrix CSV layout of Eurostat.

Flat: one row per pair, with the columns refArea, rowIi, counterpartArea, colIi, obsValue. Matrix: a first column of row
names such as `NL_A01`, one column per buyer or category of final use. Rows of the region W2 lie below the flows.
"""

import re
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from pyarrow import csv

from scharnier.chain.stored_write import ModelParts, SatellitePart
from scharnier.kernel.errors import InputProblem
from scharnier.sources.mrio.detect import year_in
from scharnier.sources.mrio.facts import describe_source, mark_inputs

FLAT = ("refArea", "rowIi", "counterpartArea", "colIi", "obsValue")
BELOW = "W2"  # "domestic": the region of rows that are no industry
UNIT = "million EUR"

Cell = tuple[str, str]


def read_figaro(path: Path, year: int | None = None) -> ModelParts:
    """The parts of a FIGARO model; the rows below the flows (taxes, wages, surplus) become the satellite value_added.

    Raises: InputProblem when the file has another layout, holds what is no number, or names a pair twice.
    """
    table = _load_csv(path)
    try:
        matrix = not set(FLAT) <= set(table.column_names)
        rows, columns, values = _from_matrix(table, path) if matrix else _from_flat(table, path)
    except (UnicodeDecodeError, pa.ArrowInvalid) as cause:
        raise InputProblem(f"holds what is no text ({cause}).", "FIGARO files are UTF-8.", str(path)) from cause
    place = {label: at for at, label in enumerate(rows)}
    cells = [label for label in rows if label[0] != BELOW]
    known = set(cells)
    if not cells or not known <= set(columns):
        lacking = sorted(" ".join(cell) for cell in known - set(columns))[:3]
        raise InputProblem(f"industries that sell but do not buy: {', '.join(lacking)}.", "", str(path))
    seats = {label: at for at, label in enumerate(columns)}
    sellers, buyers = [place[cell] for cell in cells], [seats[cell] for cell in cells]
    uses = [label for label in columns if label not in known]
    of_use = [seats[label] for label in uses]
    below = [place[label] for label in rows if label[0] == BELOW]
    satellites = []
    if below:
        names = [(rows[at][1], UNIT, "") for at in below]
        totals, final = values[np.ix_(below, buyers)], values[np.ix_(below, of_use)]
        satellites.append(SatellitePart("value_added", "Taxes, wages and surplus", names, totals, final))
    year = year or year_in(path)
    return ModelParts(
        id=f"figaro-{year}" if year else "figaro",
        labels=cells,
        final_labels=uses,
        table=values[np.ix_(sellers, buyers)],
        given="Z",
        output=None,
        final=values[np.ix_(sellers, of_use)],
        satellites=satellites,
        facts=describe_source(
            "figaro",
            year,
            _edition(path),
            unit=UNIT,
            inputs=mark_inputs(path),
            changes=[] if matrix else ["pairs that the flat file does not name are zero"],
        ),
    )


def _load_csv(path: Path) -> Any:
    problem = "cannot be read as CSV"
    try:
        if path.suffix.lower() == ".zip":
            with zipfile.ZipFile(path) as archive:
                names = [name for name in archive.namelist() if name.lower().endswith(".csv")]
                if len(names) != 1:
                    raise InputProblem(f"holds {len(names)} CSV files, expected one.", "Unpack the one.", str(path))
                with archive.open(names[0]) as file:
                    return csv.read_csv(file)
        return csv.read_csv(path)
    except (OSError, pa.ArrowInvalid, zipfile.BadZipFile) as cause:
        raise InputProblem(f"{problem} ({str(cause)[:200]}).", "", str(path)) from cause


def _from_flat(table: Any, path: Path) -> tuple[list[Cell], list[Cell], NDArray[np.float64]]:
    rows, row_codes = _labels(table["refArea"], table["rowIi"])
    columns, column_codes = _labels(table["counterpartArea"], table["colIi"])
    amounts = _numbers(table["obsValue"], "obsValue", path)
    keys = row_codes * len(columns) + column_codes
    if np.unique(keys).size != keys.size:
        order = np.sort(keys)
        double = int(order[:-1][order[1:] == order[:-1]][0])
        pair = f"{'_'.join(rows[double // len(columns)])} to {'_'.join(columns[double % len(columns)])}"
        raise InputProblem(f"names the pair {pair} more than once.", "Which of the two counts?", str(path))
    values = np.zeros((len(rows), len(columns)))
    values.reshape(-1)[keys] = amounts
    return rows, columns, values


def _labels(regions: Any, items: Any) -> tuple[list[Cell], NDArray[np.int64]]:
    joined = pc.binary_join_element_wise(regions.cast(pa.string()), items.cast(pa.string()), "\t")
    encoded = joined.combine_chunks().dictionary_encode()
    labels = [tuple(text.split("\t")) for text in encoded.dictionary.to_pylist()]
    return [(label[0], label[1]) for label in labels], encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64)


def _from_matrix(table: Any, path: Path) -> tuple[list[Cell], list[Cell], NDArray[np.float64]]:
    names = table.column_names[1:]
    rows = [_split(name, path) for name in table.column(0).cast(pa.string()).to_pylist()]
    columns = [_split(name, path) for name in names]
    for kind, labels in (("row", rows), ("column", columns)):
        double = (
            sorted({"_".join(label) for label in labels if labels.count(label) > 1})
            if len(set(labels)) < len(labels)
            else []
        )
        if double:
            raise InputProblem(f"names the {kind} {double[0]} more than once.", "", str(path))
    return rows, columns, np.stack([_numbers(table.column(at), name, path) for at, name in enumerate(names, 1)], axis=1)


def _split(name: str | None, path: Path) -> Cell:
    region, line, item = (name or "").partition("_")
    if not line or not item:
        raise InputProblem(f"{name!r} is not a region and an industry.", "As in NL_A01 of a FIGARO table.", str(path))
    return region, item


def _numbers(column: Any, name: str, path: Path) -> NDArray[np.float64]:
    if not (pa.types.is_floating(column.type) or pa.types.is_integer(column.type)):
        raise InputProblem("holds what is no number.", "Decimals are written with a point.", str(path), column=name)
    if column.null_count:
        row = pc.index(pc.is_null(column), True).as_py() + 2
        raise InputProblem("holds no number.", "Is the file complete?", str(path), row, name)
    numbers: NDArray[np.float64] = column.cast(pa.float64()).to_numpy()
    return numbers


def _edition(path: Path) -> str:
    found = re.search(r"_(\d\d)ed_", path.name)
    return f"20{found[1]}" if found else ""
