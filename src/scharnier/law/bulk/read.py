"""A table with a company on each row, read as `Columns`. A row with a fault keeps its place, and says what is wrong.

Headers: the keys of a profile; figures with their year (`employees_2027`), minerals as `imports_kg_tin_ore`, products
in one cell: `1806 32/CI/operator/2027-02-01 | 0901/BR`, or `-` for none. An empty cell is unknown.
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar, get_args

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from rapidfuzz import process

from scharnier.kernel.errors import InputProblem
from scharnier.law.bulk.columns import FIGURES, FLAGS, WORDS, Columns, build_days, build_flags
from scharnier.law.bulk.truth import Figures, Floats
from scharnier.law.profile import GroupRole, Product, Role, SizeClass
from scharnier.law.profile.values import FIRST_YEAR, LAST_YEAR, Findings
from scharnier.norms.marked_yaml import load_marked

THOUSANDS = r"^[0-9]{1,3}\.[0-9]{3}$"  # 5.200 may be Dutch for 5200
NUMBER = r"^[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]{1,3})?$"
SAYS = {"true": True, "waar": True, "ja": True, "yes": True, "false": False, "onwaar": False, "nee": False, "no": False}
UNUSED = ("balance_total_eur",)  # a key of a profile that no scope rule reads
BRINGS = "brings_batteries_to_eu_market"
PLAIN = ("name", "founded_on", "products", *FLAGS, *WORDS)
NONE = "-"
T = TypeVar("T")


@dataclass(frozen=True)
class BulkFile:
    """What a table says. `rows` are row numbers as a spreadsheet shows them; `problems` hold "" for a row without."""

    columns: Columns
    rows: NDArray[np.int64]
    names: Sequence[str]
    problems: Sequence[str]


def build_bulk(
    headers: Sequence[str],
    cells: Sequence[pa.Array],
    rows: NDArray[np.int64],
    malformed: NDArray[np.bool_],
    minerals: Collection[str],
    file: str,
    typed: Collection[str] = (),
) -> BulkFile:
    """The companies in a table of texts, null where empty. Raises `InputProblem` for a header that is not known.

    `typed`: headers of the columns that the file itself holds as numbers.
    """
    reader = _Reader(headers, cells, rows, malformed, minerals, file, typed)
    return reader.read()


class _Reader:
    def __init__(
        self,
        headers: Sequence[str],
        cells: Sequence[pa.Array],
        rows: NDArray[np.int64],
        malformed: NDArray[np.bool_],
        minerals: Collection[str],
        file: str,
        typed: Collection[str],
    ) -> None:
        self._typed = {header.strip() for header in typed}
        names = [_check_header(header, minerals, file) for header in headers]
        for at, name in enumerate(names):
            if name in names[:at]:
                raise InputProblem(f"the column {name!r} stands there twice.", "Keep one.", file)
        self._cells = {name: _trim(column) for name, column in zip(names, cells, strict=True)}
        self._rows, self._size, self._minerals = rows, len(rows), minerals
        self._found = Findings(load_marked("{}"), file)
        self._problems: list[list[str]] = [[] for _ in range(self._size)]
        for bad in np.flatnonzero(malformed):
            self._problems[bad].append("the row has more or fewer cells than the header")

    def read(self) -> BulkFile:
        figures = {name: self._figures(name) for name in FIGURES}
        imports = {name: self._numbers(f"imports_kg_{name}") for name in self._minerals if self._has_import(name)}
        known = np.zeros(self._size, dtype=bool)
        for kilograms in imports.values():
            known |= ~np.isnan(kilograms)
        founded = self._convert("founded_on", lambda text: self._found.day((), text, 1000), None)
        columns = Columns(
            size=self._size,
            figures=figures,
            flags={name: build_flags(self._convert(name, self._flag, None)) for name in FLAGS},
            words={name: np.array(self._words(name), dtype=np.str_) for name in WORDS},
            imports=imports,
            imports_known=known,
            founded_on=build_days(founded),
            products=self._convert("products", self._products, None),
        )
        for header in (name for name in self._cells if name.startswith(UNUSED)):
            self._numbers(header)  # no rule reads it; a fault in it is told all the same
        self._contradictions(columns)
        names = self._convert("name", str, "")
        return BulkFile(columns, self._rows, names, ["; ".join(found) for found in self._problems])

    def _has_import(self, name: str) -> bool:
        return f"imports_kg_{name}" in self._cells

    def _figures(self, name: str) -> Figures:
        years = [int(header[-4:]) for header in self._cells if re.fullmatch(rf"{name}_\d{{4}}", header)]
        return Figures(self._size, {year: self._numbers(f"{name}_{year}") for year in sorted(years)})

    def _numbers(self, header: str) -> Floats:
        cells = self._cells[header]
        well = pc.match_substring_regex(cells, NUMBER)
        numbers = pc.cast(pc.if_else(well, cells, pa.scalar(None, pa.string())), pa.float64())
        values = np.array(numbers.to_numpy(zero_copy_only=False), dtype=np.float64)
        bad = ~np.asarray(pc.fill_null(well, True).to_numpy(zero_copy_only=False), dtype=bool) | np.isinf(values)
        for at in np.flatnonzero(bad):
            self._problems[at].append(f"{header}: {cells[int(at)].as_py()[:40]!r} is not a number of zero or more")
        if header not in self._typed:
            two = pc.fill_null(pc.match_substring_regex(cells, THOUSANDS), False)
            for at in np.flatnonzero(np.asarray(two.to_numpy(zero_copy_only=False), dtype=bool)):
                self._problems[at].append(f"{header}: {cells[int(at)].as_py()} can mean two numbers")
        values[bad] = np.nan
        return values

    def _words(self, name: str) -> list[str]:
        choices: Mapping[str, tuple[str, ...]] = {"group_role": get_args(GroupRole), "size_class": get_args(SizeClass)}
        if name == "seat":
            return self._convert(name, lambda text: self._found.country((), text) or "", "")
        return self._convert(name, lambda text: self._found.choice((), text, choices[name]) or "", "")

    def _flag(self, text: str) -> bool | None:
        said = SAYS.get(text.casefold())
        return self._found.flag((), text) if said is None else said

    def _products(self, text: str) -> tuple[Product, ...]:
        return () if text == NONE else tuple(self._product(part.strip()) for part in text.split("|"))

    def _product(self, text: str) -> Product:
        hs, origin, role, placed, *others = [*(part.strip() or None for part in text.split("/")), None, None, None][:5]
        if text.count("/") > 3:
            self._found.add((), f"{text[:40]!r} is not a product.", "Write 1806 32/CI/operator/2027-02-01.")
        del others
        return Product(
            hs=self._found.goods_code((), hs) or "",
            origin=self._found.country((), origin),
            role=self._found.choice((), role, get_args(Role)),
            placed_on=self._found.day((), placed, FIRST_YEAR),
        )

    def _convert(self, header: str, read: Callable[[str], T], empty: Any) -> list[T]:
        """Each cell read, every distinct text once; its faults go to every row that has it."""
        if header not in self._cells:
            return [empty] * self._size
        encoded = self._cells[header].dictionary_encode()
        values: list[Any] = []
        faults: dict[int, list[str]] = {}
        for number, text in enumerate(encoded.dictionary.to_pylist()):
            values.append(read(text))
            if found := self._found.take():
                faults[number] = found
        places = pc.fill_null(encoded.indices, -1).to_pylist()
        if faults:
            for at, place in enumerate(places):
                self._problems[at] += [f"{header}: {fault}" for fault in faults.get(place, ())]
        return [empty if place < 0 else values[place] for place in places]

    def _contradictions(self, columns: Columns) -> None:
        for part, whole in (
            ("turnover_eu_eur", "turnover_worldwide_eur"),
            ("royalties_eu_eur", "royalties_worldwide_eur"),
        ):
            for year, values in columns.figures[part].values.items():
                for at in np.flatnonzero(values > columns.figures[whole].year(year)):
                    self._problems[at].append(f"{part}_{year} is more than {whole}_{year}")
        no_products, brings = (columns.flags[name] for name in ("places_products_on_eu_market", BRINGS))
        named = {"products": np.array([bool(some) for some in columns.products], dtype=bool), BRINGS: brings == 1}
        for name, some in named.items():
            for at in np.flatnonzero((no_products == 0) & some):
                self._problems[at].append(f"places_products_on_eu_market is false, but by {name} there are some")
        founded = columns.founded_on.astype("datetime64[Y]").astype(np.int64) + 1970
        for name, figures in columns.figures.items():
            for year, values in figures.values.items():
                early = ~np.isnat(columns.founded_on) & (values > 0) & (founded > year)
                for at in np.flatnonzero(early):
                    self._problems[at].append(f"{name}_{year}: the company was founded later")


def _check_header(header: str, minerals: Collection[str], file: str) -> str:
    name = header.strip()
    base, _, year = name.rpartition("_")
    if base in (*FIGURES, *UNUSED) and re.fullmatch(r"\d{4}", year):
        if FIRST_YEAR <= int(year) <= LAST_YEAR:
            return name
        raise InputProblem(f"the column {name!r} names no year from {FIRST_YEAR} to {LAST_YEAR}.", "Correct it.", file)
    known = [*PLAIN, *(f"imports_kg_{mineral}" for mineral in minerals)]
    if name in known:
        return name
    near = process.extractOne(name, [*known, *(f"{figure}_2027" for figure in FIGURES)], score_cutoff=70)
    remedy = f"Did you mean {near[0]!r}?" if near else "docs/profile-file.md names every column."
    raise InputProblem(f"the column {name[:60]!r} is not known.", remedy, file)


def _trim(column: pa.Array) -> pa.Array:
    whole = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    trimmed = pc.utf8_trim_whitespace(pc.cast(whole, pa.string()))
    return pc.if_else(pc.equal(trimmed, ""), pa.scalar(None, pa.string()), trimmed)
