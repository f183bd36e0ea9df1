"""From a publisher's file to an evidence table: shared by every `sources/<publisher>/parse.py`.

A source folder holds `source.yaml` (what the publisher says of itself, our level rule, the guard band) and `parse.py`
(from its file to rows). `build` joins the two into `data/risk/<dataset>.csv` and `.yaml`, byte-identical on every run.
"""

import argparse
import csv
import gzip
import hashlib
import io
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from scharnier.codes.countries import explain_country
from scharnier.kernel.content import content_path
from scharnier.kernel.errors import ContentError
from scharnier.risk.datasets import Dataset, calc_level, parse_dataset
from scharnier.risk.evidence import COLUMNS


@dataclass(frozen=True)
class Row:
    """One record to be. `label` takes the place of place and good in the id where the record stands elsewhere."""

    theme: str
    place: str
    level: int
    value: str
    year: int
    sector: str = ""
    good: str = ""
    unit: str = ""
    label: str = ""

    def id(self, dataset: str) -> str:
        """The stable id: `<dataset>:<place>[-<good or label>]-<theme>`."""
        middle = self.label or (f"{self.place}-{self.good}" if self.good else self.place)
        return f"{dataset}:{middle}-{self.theme}"


@dataclass(frozen=True)
class Table:
    """The rows of one data set, built from `file`: its path counted from the reference data, or from the source
    folder where the list was typed by us from the published text (`own_list`)."""

    dataset: str
    file: str
    rows: tuple[Row, ...]
    own_list: bool = False


def read_csv(path: Path) -> list[dict[str, str]]:
    """The rows of a (gzipped) csv file of the reference data, as texts."""
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def calc_rows(
    dataset: Dataset, themes: Iterable[str], values: Iterable[tuple[str, float, int]], unit: str, sector: str = ""
) -> tuple[Row, ...]:
    """Rows from (place, value, year) by the cuts of the data set; a level below `keep_from` gives none."""
    return tuple(
        Row(theme, place, level, f"{value:.10g}", year, sector, unit=unit)
        for place, value, year in values
        if (level := calc_level(value, dataset.levels)) >= dataset.levels.keep_from
        for theme in themes
    )


def match_place(name: str, source: str, aliases: Mapping[str, str] | None = None) -> str:
    """The ISO code of a country name; a name that is not known stops the build (ContentError): nothing is dropped."""
    if aliases and name in aliases:
        return aliases[name]
    match = explain_country(name)
    if match.iso3 is None:
        raise ContentError(f"{source}: the place {name!r} is not matched: {match.reason}")
    return match.iso3


def load_source(module_file: str) -> tuple[dict[str, dict[str, Any]], dict[str, Dataset]]:
    """The data sets of the `source.yaml` beside a parse module: as written, and checked."""
    path = Path(module_file).with_name("source.yaml")
    written: dict[str, dict[str, Any]] = {
        part["id"]: part for part in yaml.safe_load(path.read_text(encoding="utf-8"))["datasets"]
    }
    checked = {
        id_: parse_dataset(yaml.safe_dump(part, allow_unicode=True), f"{path.parent.name}/source.yaml")
        for id_, part in written.items()
    }
    return written, checked


def check_band(dataset: Dataset, rows: Iterable[Row]) -> None:
    """That a table is as large as it should be. Raises ContentError outside the guard band of the data set."""
    found = list(rows)
    for what, number, band in (
        ("rows", len(found), dataset.expected.rows),
        ("places", len({row.place for row in found}), dataset.expected.places),
    ):
        if not band[0] <= number <= band[1]:
            raise ContentError(f"{dataset.id}: {number} {what}, expected {band[0]} to {band[1]}")


def render_table(table: Table) -> str:
    """The csv text of a table, sorted by id. Raises ContentError where two rows have the same id."""
    lines = sorted(
        (row.id(table.dataset), row.theme, row.place, row.sector, row.good, row.level, row.value, row.unit, row.year)
        for row in table.rows
    )
    if len({line[0] for line in lines}) != len(lines):
        raise ContentError(f"{table.dataset}: an id occurs twice")
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(lines)
    return out.getvalue()


def write_tables(tables: Iterable[Table], module_file: str, data: Path, out: Path) -> None:
    """Write the csv and yaml of each table into `out`; `data` is the folder of the reference data."""
    written, checked = load_source(module_file)
    for table in tables:
        check_band(checked[table.dataset], table.rows)
        text = render_table(table)
        origin = Path(module_file).parent if table.own_list else data
        described = {
            **written[table.dataset],
            "input": {"file": table.file, "sha256": hashlib.sha256((origin / table.file).read_bytes()).hexdigest()},
            "rows": len(table.rows),
        }
        (out / f"{table.dataset}.csv").write_text(text, encoding="utf-8", newline="\n")
        head = "# Built by the parse module of its source folder from source.yaml: change it there.\n"
        (out / f"{table.dataset}.yaml").write_text(
            head + yaml.safe_dump(described, sort_keys=False, allow_unicode=True, width=110),
            encoding="utf-8",
            newline="\n",
        )


def run(parse: Callable[[Path], list[Table]], module_file: str, argv: list[str] | None = None) -> None:
    """The command line of a parse module: `--from DIR` and `--to DIR` (default: the shipped content)."""
    parser = argparse.ArgumentParser(description="Build evidence tables from a publisher's file.")
    parser.add_argument("--from", dest="data", type=Path, required=True, help="the folder of the reference data")
    parser.add_argument("--to", dest="out", type=Path, default=content_path("risk"))
    options = parser.parse_args(argv)
    write_tables(parse(options.data), module_file, options.data, options.out)
