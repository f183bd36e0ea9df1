"""Read a table of the WIOD 2016 release, written as CSV from the R data of the publisher (`WIOT2014_..._ROW.RData`).

Columns: IndustryCode, IndustryDescription, Country, RNr, (Year,) then one per buyer and category of final use, named by
country and number (`AUS1` .. `ROW61`), and TOT. Numbers 1-56 are industries, 57-61 final use. Rows of the country TOT
lie below the flows; GO is output. No file of this layout was at hand: it was tested on a made-up one.
"""

import gzip
import re
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from pyarrow import csv

from scharnier.chain.stored_write import ModelParts, SatellitePart
from scharnier.kernel.errors import InputProblem
from scharnier.sources.mrio.detect import year_in
from scharnier.sources.mrio.facts import describe_source, mark_inputs

INDUSTRIES = 56
USES = {57: "CONS_h", 58: "CONS_np", 59: "CONS_g", 60: "GFCF", 61: "INVEN"}
UNIT = "million USD"
SUMS = ("II_fob", "GO")


def read_wiod2016(path: Path) -> ModelParts:
    """The parts of a WIOD 2016 model. Raises: InputProblem for another layout or a gap."""
    if path.name.lower().endswith((".xlsb", ".rdata")):
        how = "Write the R data as CSV, in R: load(FILE); write.csv(wiot, 'WIOT2014_ROW.csv', row.names = FALSE)."
        raise InputProblem("is of a kind that we do not read.", how, str(path))
    table = _load(path)
    lacking = {"IndustryCode", "Country", "RNr"} - set(table.column_names)
    if lacking:
        raise InputProblem(f"lacks the columns {', '.join(sorted(lacking))}.", "Is it a WIOT of 2016?", str(path))
    codes, countries = table["IndustryCode"].to_pylist(), table["Country"].to_pylist()
    numbers = [int(number) for number in table["RNr"].to_pylist()]
    rows = [at for at, country in enumerate(countries) if country != "TOT"]
    named = {(countries[at], numbers[at]): codes[at] for at in rows}
    columns = [
        (match[1], int(match[2]))
        for name in table.column_names
        if (match := re.fullmatch(r"([A-Z]{3})(\d{1,2})", name)) and match[1] != "TOT"
    ]
    buyers = [column for column in columns if column[1] <= INDUSTRIES]
    uses = [column for column in columns if column[1] in USES]
    if buyers != list(named) or len(buyers) + len(uses) != len(columns):
        raise InputProblem("rows and columns do not carry the same cells in the same order.", "", str(path))
    columns = [*buyers, *uses]
    values = np.stack([_numbers(table[f"{region}{number}"], path) for region, number in columns], axis=1)
    below = [at for at, country in enumerate(countries) if country == "TOT"]
    made = [at for at in below if codes[at] == "GO"]
    if len(made) != 1:
        raise InputProblem("has no row GO with the output.", "", str(path))
    other = [at for at in below if codes[at] not in SUMS]
    inputs = SatellitePart(
        "primary_inputs",
        "Taxes, margins, purchases abroad and value added",
        [(codes[at], UNIT, "") for at in other],
        values[other, : len(buyers)],
        values[other, len(buyers) :],
    )
    year = year_in(path)
    return ModelParts(
        id=f"wiod2016-{year}" if year else "wiod2016",
        labels=[(region, named[region, number]) for region, number in buyers],
        final_labels=[(region, USES[number]) for region, number in uses],
        table=values[rows, : len(buyers)],
        given="Z",
        output=values[made[0], : len(buyers)],
        final=values[rows, len(buyers) :],
        satellites=[inputs],
        facts=describe_source("wiod2016", year, unit=UNIT, inputs=mark_inputs(path)),
    )


def _load(path: Path) -> Any:
    try:
        content: Any = path
        if path.suffix == ".gz":
            content = pa.BufferReader(gzip.decompress(path.read_bytes()))
        return csv.read_csv(content)
    except (OSError, EOFError, pa.ArrowInvalid) as cause:
        raise InputProblem(f"cannot be read as CSV ({str(cause)[:200]}).", "", str(path)) from cause


def _numbers(column: Any, path: Path) -> Any:
    if column.null_count or not (pa.types.is_floating(column.type) or pa.types.is_integer(column.type)):
        raise InputProblem("holds gaps or what is no number.", "", str(path))
    return column.cast(pa.float64()).to_numpy()
