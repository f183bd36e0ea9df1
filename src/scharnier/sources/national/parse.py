"""Read the national tables of the reference data: long CSV, one line per seller and buyer, as models of one region.

Two layouts: that of the ONS tables (`uk_row`, `uk_col`, `indicator`) and that of Eurostat's (`prod_na`, `induse`).
"""

import csv
import gzip
import io
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from scharnier.chain.stored_write import ModelParts, SatellitePart
from scharnier.codes.countries import load_countries
from scharnier.kernel.errors import InputProblem
from scharnier.kernel.files import load_bytes
from scharnier.sources.mrio.facts import describe_source, mark_inputs

MOST = 512 << 20
UK_TABLE = "Input-Output table (domestic use, basic prices, product by product)"
UK_OUTPUT = "Total output"
SUMS = ("Total intermediate demand", "Total demand", "Total consumption", "CPA_TOTAL", "TFU", "TOTAL", "P2", "B1G")
PRIMARY = {"D21X31", "D1", "D29X39", "B2A3N", "K1", "P7"}
EMPLOYMENT = {"EMP", "EMP-WS", "EMP-FTE"}
EMISSIONS = "airpol.csv"


def read_national(path: Path) -> ModelParts:
    """The parts of a model with one region. `germany_airpol.csv` is read beside `germany_1995.csv`.

    Raises: InputProblem when the columns are of neither layout, or a figure is missing.
    """
    lines = _load(path)
    if {"uk_row", "uk_col", "indicator", "values", "year"} <= set(lines[0]):
        return _read_uk(path, [line for line in lines if line["indicator"] == UK_TABLE])
    if {"prod_na", "induse", "values", "time", "unit", "unit_lab", "geo", "geo_lab"} <= set(lines[0]):
        return _read_eurostat(path, lines)
    raise InputProblem(f"has the columns {', '.join(lines[0])}.", "Expected those of iotables' tables.", str(path))


def _read_uk(path: Path, lines: list[dict[str, str]]) -> ModelParts:
    if not lines:
        raise InputProblem(f"holds no {UK_TABLE!r}.", "", str(path))
    values = _values(lines, "uk_row", "uk_col", "values", path)
    rows = list(dict.fromkeys(line["uk_row"] for line in lines))
    columns = list(dict.fromkeys(line["uk_col"] for line in lines))
    products = [row for row in rows if row in set(columns)]
    uses = [column for column in columns if column not in set(products) and not column.startswith("Total")]
    primary = [row for row in rows if row not in set(products) and not row.startswith("Total")]
    output = _block(values, [UK_OUTPUT], products, path)[0]
    inputs = SatellitePart(
        "primary_inputs",
        "Imports, taxes, wages and surplus",
        [(row, "million GBP", "") for row in primary],
        _block(values, primary, products, path),
        _block(values, primary, uses, path, 0.0),
    )
    facts = describe_source(
        "national",
        _year(lines[0]["year"], path, "year"),
        title="United Kingdom input-output analytical tables 2010, domestic use, product by product",
        publisher="Office for National Statistics",
        licence="OGL-UK-3.0",
        attribution="Office for National Statistics, Input-Output analytical tables 2010",
        unit="million GBP",
        inputs=mark_inputs(path),
        left_out=["the other tables in the file: purchasers' prices, imports, coefficients, inverse"],
    )
    flows, final = _block(values, products, products, path), _block(values, products, uses, path)
    return _parts(f"uk-{facts['year']}", "GBR", products, uses, flows, output, final, [inputs], facts)


def _read_eurostat(path: Path, lines: list[dict[str, str]]) -> ModelParts:
    values = _values(lines, "prod_na", "induse", "values", path)
    rows = list(dict.fromkeys(line["prod_na"] for line in lines))
    columns = list(dict.fromkeys(line["induse"] for line in lines))
    products = [row for row in rows if row in set(columns) and row not in SUMS]
    left = {*products, *SUMS}
    uses = [column for column in columns if column not in left]
    year, unit = (
        _year(lines[0]["time"][:4], path, "time"),
        "million EUR" if lines[0]["unit"] == "MIO_EUR" else lines[0]["unit_lab"],
    )
    satellites = [
        SatellitePart(name, title, [(row, of, "") for row in found], _block(values, found, products, path))
        for name, title, wanted, of in (
            ("primary_inputs", "Imports, taxes, wages and surplus", PRIMARY, unit),
            ("employment", "Persons employed", EMPLOYMENT, "thousand persons"),
        )
        if (found := [row for row in rows if row in wanted])
    ]
    country = _country(lines[0]["geo"], path)
    emissions = path.with_name(path.name.replace(str(year), "airpol"))
    files = [path]
    if emissions != path and emissions.exists():
        satellites.append(_read_emissions(emissions, products))
        files.append(emissions)
    facts = describe_source(
        "national",
        year,
        title=f"{lines[0]['geo_lab']} symmetric input-output table {year}",
        publisher="Eurostat",
        licence="CC-BY-4.0",
        attribution="Eurostat Manual of Supply, Use and Input-Output Tables (Beutel 2008)",
        unit=unit,
        inputs=[mark for file in files for mark in mark_inputs(file)],
    )
    flows, final = _block(values, products, products, path), _block(values, products, uses, path)
    output = _block(values, ["P1"], products, path)[0] if "P1" in rows else None
    return _parts(f"{country.lower()}-{year}", country, products, uses, flows, output, final, satellites, facts)


def _read_emissions(path: Path, products: list[str]) -> SatellitePart:
    lines = _load(path)
    values = _values(lines, "airpol", "induse", "value", path)
    # `Total` adds up substances that do not add up.
    names = [name for name in dict.fromkeys(line["airpol"] for line in lines) if name != "Total"]
    totals = _block(values, names, products, path)
    return SatellitePart("air", "Emissions to air (the file gives no unit)", [(name, "", "") for name in names], totals)


def _values(
    lines: list[dict[str, str]], row: str, column: str, figure: str, path: Path
) -> dict[tuple[str, str], float]:
    """The figures by seller and buyer. Empty ones are left out: who needs them says that they are missing."""
    values: dict[tuple[str, str], float] = {}
    for number, line in enumerate(lines, 2):
        if any(line.get(name) is None for name in (row, column, figure)):
            raise InputProblem("has too few fields.", "", str(path), number)
        if line[figure].strip().lower() in ("", "na", "nan"):
            continue
        try:
            value = float(line[figure])
        except ValueError:
            raise InputProblem(f"{line[figure]!r} is not a number.", "", str(path), number, figure) from None
        place = (line[row], line[column])
        if values.setdefault(place, value) != value:
            raise InputProblem(f"gives {place[0]} and {place[1]} a second figure.", "", str(path), number, figure)
    return values


def _year(text: str, path: Path, column: str) -> int:
    try:
        return int(float(text))
    except ValueError:
        raise InputProblem(f"{text!r} is not a year.", "", str(path), 2, column) from None


def _parts(
    id: str,
    country: str,
    products: list[str],
    uses: list[str],
    flows: NDArray[np.float64],
    output: NDArray[np.float64] | None,
    final: NDArray[np.float64],
    satellites: list[SatellitePart],
    facts: dict[str, object],
) -> ModelParts:
    return ModelParts(
        id=id,
        labels=[(country, product) for product in products],
        final_labels=[(country, use) for use in uses],
        table=flows,
        given="Z",
        output=output,
        final=final,
        satellites=satellites,
        facts=facts,
    )


def _block(
    values: dict[tuple[str, str], float],
    rows: Sequence[str],
    columns: Sequence[str],
    path: Path,
    gap: float | None = None,
) -> NDArray[np.float64]:
    lacking = [(row, column) for row in rows for column in columns if (row, column) not in values]
    if lacking and gap is None:
        raise InputProblem(f"has no figure for {lacking[0][0]} and {lacking[0][1]}.", "", str(path))
    return np.array([[values.get((row, column), gap or 0.0) for column in columns] for row in rows])


def _country(code: str, path: Path) -> str:
    wanted = {"UK": "GB", "EL": "GR"}.get(code, code)
    found = [country.iso3 for country in load_countries().values() if country.iso2 == wanted]
    if not found:
        raise InputProblem(f"{code!r} is not a country we know.", "", str(path), column="geo")
    return found[0]


def _load(path: Path) -> list[dict[str, str]]:
    try:
        content = load_bytes(path, MOST)
        text = (gzip.decompress(content) if path.suffix == ".gz" else content).decode("utf-8")
        lines = list(csv.DictReader(io.StringIO(text), strict=True))
    except (OSError, EOFError, UnicodeDecodeError, csv.Error) as cause:
        raise InputProblem(f"cannot be read ({cause}).", "", str(path)) from cause
    if not lines:
        raise InputProblem("holds no lines.", "", str(path))
    return lines
