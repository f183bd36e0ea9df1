"""`read_relationships`: rows to records. A cell that cannot be used is an issue and counts as unknown; a row that
cannot become a record is an issue too, and is counted: rows = records + rows left out."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from scharnier.codes.countries import explain_country
from scharnier.diligence.dossier.base import LINE
from scharnier.diligence.dossier.parties import Relationship
from scharnier.kernel.errors import InputProblem
from scharnier.sources._runtime.grid import Cell, Wording, place_columns, read_bytes, read_grid
from scharnier.sources.ledger.dates import find_order
from scharnier.sources.relationships.columns import column_of, kind_of, list_kinds, load_columns
from scharnier.sources.tender_list.cells import Fault, read_day, read_money, text_of
from scharnier.sources.tender_list.words import plain

WORDING = {
    "nl": Wording(
        ("is geen lijst van relaties (CSV of XLSX).", "Sla de lijst op als CSV of XLSX."),
        ("heeft geen kopregel met een naam en nog een kolom die wij kennen.", "Noem de kolommen: naam, land, soort …"),
        ("heeft alleen een kopregel.", "Vul één rij per relatie in."),
    ),
    "en": Wording(
        ("is no list of relationships (CSV or XLSX).", "Save the list as CSV or XLSX."),
        ("has no header with a name and another column that we know.", "Name the columns: name, country, kind …"),
        ("has only a header.", "Fill in one row per relationship."),
    ),
}
IDENTIFIERS = ("lei", "kvk", "os_id", "own")
SPLIT = re.compile(r"\s*[;\n|]\s*")


@dataclass(frozen=True, slots=True)
class Issue:
    """What could not be used, in the language asked for: the row and column as a spreadsheet shows them."""

    row: int
    column: str
    what: str
    remedy: str


@dataclass(frozen=True, slots=True)
class RelationshipList:
    """The account of a list: rows = records + left_out; `ignored` are headers that we do not know.

    `assumed_suppliers`: no column says what kind of relationship each is, so all are taken for suppliers. `made` are
    the ids that were made of a name or a number, `unsaid` those of which no cell says the kind.
    """

    file: str
    rows: int
    records: tuple[Relationship, ...]
    left_out: int
    issues: tuple[Issue, ...]
    ignored: tuple[str, ...]
    assumed_suppliers: bool
    made: frozenset[str]
    unsaid: frozenset[str]


def read_relationships(path: Path, lang: str = "nl") -> RelationshipList:
    """The relationships in a file. Raises `InputProblem` where the file as a whole is no such list."""
    wording = WORDING[lang]
    grid = read_grid(read_bytes(path, lang), path.name, _score, wording, lang)
    places, ignored = place_columns(grid, column_of, path.name, lang)
    if "name" not in places:
        raise InputProblem(*wording.no_header, path.name)
    reader = _Reader(places, [row for _, row in grid.rows], lang)
    records = [record for number, row in grid.rows if (record := reader.read(number, row))]
    left_out = len(grid.rows) - len(records)
    return RelationshipList(
        file=path.name,
        rows=len(grid.rows),
        records=tuple(records),
        left_out=left_out,
        issues=tuple(reader.issues),
        ignored=ignored,
        assumed_suppliers="kind" not in places,
        made=frozenset(reader.made),
        unsaid=frozenset(reader.unsaid),
    )


def _score(row: list[Cell]) -> int:
    return len({column_of(cell) for cell in row} - {None})


class _Reader:
    """What holds for the whole list: where columns stand, how it writes days, which ids were given."""

    def __init__(self, places: Mapping[str, int], rows: list[tuple[Cell, ...]], lang: str) -> None:
        self.places, self.lang = places, lang
        days = [
            str(cell)
            for name in ("since", "until")
            for row in rows
            if name in places and isinstance(cell := self._at(row, name), str)
        ]
        self.order = find_order(days)
        self.issues: list[Issue] = []
        self.taken: dict[str, int] = {}
        self.made: set[str] = set()
        self.unsaid: set[str] = set()

    def read(self, number: int, row: tuple[Cell, ...]) -> Relationship | None:
        """The record of a row; None, with an issue, where it cannot be one."""
        found: dict[str, Any] = {}
        for column, how in load_columns().items():
            cell = self._at(row, column)
            if cell is None or not text_of(cell):
                continue
            try:
                found[column] = self._value(how, cell)
            except Fault as fault:
                self._tell(number, column, cell, fault)
        if "name" not in found:
            absent = Fault("naam ontbreekt", "the name is missing", "Vul de naam in.", "Fill in the name.")
            self._tell(number, "name", None, absent)
            return None
        # A list of purchases has no such column: those are suppliers. A word that we do not know says nothing.
        said = "kind" in found
        found.setdefault("kind", "other" if "kind" in self.places else "supplier")
        found["id"] = self._id(number, found)
        if found["id"] is None:
            return None
        self.unsaid |= set() if said else {found["id"]}
        named = {key: found.pop(key) for key in IDENTIFIERS if key in found}
        return self._build(number, found, named)

    def _build(self, number: int, found: dict[str, Any], named: dict[str, Any]) -> Relationship:
        """The record; a value that its model refuses becomes an issue, and is left out."""
        while True:
            try:
                return Relationship.model_validate({**found, "identifiers": named})
            except ValidationError as error:
                path = error.errors()[0]["loc"]
                at, key = (named, str(path[1])) if path[0] == "identifiers" else (found, str(path[0]))
                if key in ("id", "name", "kind", "identifiers"):
                    raise
                value = at.pop(key)
                fault = Fault("past niet", "does not fit", "Zie de uitleg van de kolom.", "See what the column asks.")
                self._tell(number, key, str(value), fault)

    def _id(self, number: int, found: dict[str, Any]) -> str | None:
        """The id that is given; else one made of the own number or the name, that no other row has."""
        if "id" in found:
            if (first := self.taken.setdefault(found["id"], number)) != number:
                fault = Fault(
                    f"staat ook in rij {first}; deze rij is niet gebruikt",
                    f"stands in row {first} too; this row was not used",
                    "Geef elke relatie een eigen kenmerk.",
                    "Give each relationship an id of its own.",
                )
                self._tell(number, "id", found["id"], fault)
                return None
            return str(found["id"])
        base = re.sub(r"[^a-z0-9]+", "-", plain(str(found.get("own") or found["name"]))).strip("-")[:60] or "rel"
        name, turn = base, 1
        while self.taken.setdefault(name, number) != number:
            turn += 1
            name = f"{base}-{turn}"
        self.made.add(name)
        return name

    def _value(self, how: str, cell: Cell) -> Any:
        text = text_of(cell)
        if how == "money":
            money = read_money(cell, "")
            return None if money is None else float(money)
        if how == "day":
            return read_day(cell, self.order)
        if how == "list":
            return tuple(part[:300] for part in SPLIT.split(text) if part)
        return _READ[how](text)

    def _at(self, row: tuple[Cell, ...], column: str) -> Cell:
        at = self.places.get(column)
        return row[at] if at is not None and at < len(row) else None

    def _tell(self, number: int, column: str, cell: Cell, fault: Fault) -> None:
        what, remedy = (fault.nl, fault.remedy_nl) if self.lang == "nl" else (fault.en, fault.remedy_en)
        shown = f"{str(cell)[:60]!r} {what}" if cell is not None else what
        self.issues.append(Issue(number, column, f"{shown}.", remedy))


def _read_line(text: str) -> str:
    line = " ".join(text.split())[:300]
    if not re.search(LINE, line):
        remedy = ("Haal ze eruit.", "Take them out.")
        raise Fault("bevat stuurtekens", "holds control characters", *remedy)
    return line


def _read_id(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}", text):
        remedy = ("Gebruik letters, cijfers, punt en streepje.", "Use letters, digits, dots and hyphens.")
        raise Fault("is geen kenmerk", "is no id", *remedy)
    return text


def _read_kind(text: str) -> str:
    found = kind_of(text)
    if found is None:
        listed = ", ".join(list_kinds())
        raise Fault("is geen soort relatie", "is no kind of relationship", f"Kies: {listed}.", f"Choose: {listed}.")
    return found


def _read_country(text: str) -> str:
    found = explain_country(text)
    if found.iso3 is None:
        names = ", ".join(found.candidates)
        more = (f" Bedoelt u {names}?", f" Do you mean {names}?") if names else ("", "")
        raise Fault(
            "is geen land dat wij kennen",
            "is no country that we know",
            f"Schrijf de naam of de code van drie letters.{more[0]}",
            f"Write the name or the code of three letters.{more[1]}",
        )
    return found.iso3


def _read_whole(text: str) -> int:
    digits = re.sub(r"(?<=\d)[.\s](?=\d{3}(\D|$))", "", text)
    if not re.fullmatch(r"\d{1,9}", digits):
        raise Fault("is geen heel getal", "is no whole number", "Schrijf 250.", "Write 250.")
    return int(digits)


def _read_share(text: str) -> float:
    number = text.replace("%", "").replace(",", ".").strip()
    try:
        value = float(number)
    except ValueError:
        value = -1.0
    share = value / 100 if "%" in text or value > 1 else value
    unclear = value == 1 and "%" not in text  # 1 in 100, or all of it
    if unclear or not 0 <= share <= 1:
        raise Fault("is geen deel", "is no share", "Schrijf 12% of 0,12.", "Write 12% or 0.12.")
    return share


def _read_code(pattern: str, nl: str, en: str) -> Any:
    def read(text: str) -> str:
        code = re.sub(r"[\s.-]", "", text).upper()
        if not re.fullmatch(pattern, code):
            raise Fault("is geen goede code", "is no such code", f"Het zijn {nl}.", f"It has {en}.")
        return code

    return read


_READ = {
    "line": _read_line,
    "id": _read_id,
    "kind": _read_kind,
    "country": _read_country,
    "whole": _read_whole,
    "share": _read_share,
    "lei": _read_code(r"[A-Z0-9]{18}[0-9]{2}", "20 letters en cijfers", "20 letters and digits"),
    "kvk": _read_code(r"[0-9]{8}", "acht cijfers", "eight digits"),
    "os_id": _read_code(r"[A-Z]{2}[0-9]{7}[A-Z0-9]{6}", "15 letters en cijfers", "15 letters and digits"),
}
