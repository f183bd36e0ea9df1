"""`read_tender_list`: a filled-in template to records. A cell that cannot be used is an issue; no row is dropped."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar, cast

import pyarrow as pa

from scharnier.procurement.annual.content import load_annual_content
from scharnier.procurement.annual.shapes import DELIVERABLES, NONE, PHASES, Deliverable, Issue, TenderList, TenderRecord
from scharnier.procurement.notice import Nature
from scharnier.sources._runtime.grid import Cell, Wording, place_columns, read_bytes, read_grid
from scharnier.sources.ledger.amounts import calc_votes
from scharnier.sources.ledger.dates import find_order
from scharnier.sources.tender_list import cells
from scharnier.sources.tender_list.cells import Fault
from scharnier.sources.tender_list.words import column_of, plain

T = TypeVar("T")
WORDING = {
    "nl": Wording(
        ("is geen lijst van aanbestedingen (CSV of XLSX).", "Sla de lijst op als CSV of XLSX."),
        ("heeft geen kopregel die wij kennen.", "Maak een lijst met `scharnier isv template --out lijst.xlsx`."),
        ("heeft alleen een kopregel.", "Vul één rij per aanbesteding in."),
        least=4,
    ),
    "en": Wording(
        ("is no tender list (CSV or XLSX).", "Save the list as CSV or XLSX."),
        ("has no header that we know.", "Make a list with `scharnier isv template --out list.xlsx`."),
        ("has only a header.", "Fill in one row per tender."),
        least=4,
    ),
}


def read_tender_list(path: Path, lang: str = "nl") -> TenderList:
    """The list of a file. Raises `InputProblem` where the file as a whole is no such list."""
    data = read_bytes(path, lang)
    grid = read_grid(data, path.name, lambda row: len({column_of(cell) for cell in row} - {None}), WORDING[lang], lang)
    places, ignored = place_columns(grid, column_of, path.name, lang)
    reader = _Reader(path.name, places, [row for _, row in grid.rows], len(grid.header), lang)
    records = tuple(reader.read(number, row) for number, row in grid.rows)
    absent = tuple(name for name in load_annual_content().columns if name not in places and name != "note")
    digest = hashlib.sha256(data).hexdigest()
    return TenderList(path.name, digest, records, tuple(reader.issues), ignored, absent)


class _Reader:
    """What holds for the whole list: where columns stand, and how it writes days and amounts."""

    def __init__(self, file: str, places: dict[str, int], rows: list[tuple[Cell, ...]], width: int, lang: str) -> None:
        self.file, self.places, self.lang, self.width = file, places, lang, width
        self.issues: list[Issue] = []
        self.failed: set[str] = set()
        columns = load_annual_content().columns
        days = [
            str(cell)
            for name, at in places.items()
            if columns[name].kind.startswith("day")
            for row in rows
            if at < len(row) and isinstance(cell := row[at], str)
        ]
        self.order = find_order(days)
        money = [str(cell) for row in rows if isinstance(cell := self._at(row, "value_eur"), str)]
        comma, point = calc_votes(pa.array(money, pa.string())) if money else (0, 0)
        self.style = "," if comma > point else "." if point else ""

    def read(self, number: int, row: tuple[Cell, ...]) -> TenderRecord:
        """The record of one row."""
        self.failed.clear()
        if any(cell not in (None, "") for cell in row[self.width :]):
            row = self._only_id(number, row)

        def take(column: str, read: Callable[[Cell], T], blank: T) -> T:
            cell = self._at(row, column)
            try:
                return read(cell)
            except Fault as fault:
                self._tell(number, column, cell, fault)
                return blank

        def words(column: str) -> str:
            return take(column, self._text, "")

        def choices(column: str) -> tuple[str, ...]:
            return take(column, lambda cell: cells.read_choices(cell, column), ())

        def choice(column: str) -> str:
            return (choices(column) or ("",))[0]

        cpv, bad = cells.read_codes(self._at(row, "cpv"))
        if bad:
            remedy = ("Schrijf acht cijfers.", "Write eight digits.")
            self._tell(number, "cpv", "; ".join(bad), Fault("is geen CPV-code", "is no CPV code", *remedy))
        nature = choice("nature")
        initiative = words("initiative")
        reference = words("id") or f"{'rij' if self.lang == 'nl' else 'row'} {number}"
        if not words("id"):
            fault = Fault(
                "ontbreekt", "is missing", "Geef elke aanbesteding een kenmerk.", "Give each tender a reference."
            )
            self._tell(number, "id", None, fault)
        return TenderRecord(
            id=reference,
            row=number,
            title=words("title"),
            stage=choice("stage"),
            dispatched=take("dispatch_on", lambda cell: cells.read_span(cell, self.order), None),
            cpv=cpv,
            bad_cpv=bad,
            nature=cast("Nature", nature) if nature else None,
            value_eur=take("value_eur", lambda cell: cells.read_money(cell, self.style), None),
            own_view="yes" if (own := choice("own_view")) == "yes" else "no" if own == "no" else "",
            uses={phase: choices(phase) for phase in PHASES},
            deliverables=tuple(
                Deliverable(
                    kind,
                    take(f"{kind}_due", lambda cell: cells.read_day(cell, self.order), None),
                    take(f"{kind}_received", lambda cell: cells.read_received(cell, self.order), None),
                    choice(f"{kind}_judged"),  # type: ignore[arg-type]
                )
                for kind in DELIVERABLES
            ),
            stakeholders=choices("stakeholders"),
            stakeholders_on=take("stakeholders_on", lambda cell: cells.read_day(cell, self.order), None),
            stakeholders_outcome=choice("stakeholders_outcome"),
            initiative=NONE if plain(initiative) in NOTHING else initiative,
            empty=self._empty(row),
        )

    def _only_id(self, number: int, row: tuple[Cell, ...]) -> tuple[Cell, ...]:
        """A row with more cells than the header is shifted somewhere: only its reference can be trusted."""
        fault = Fault(
            "heeft meer cellen dan de kopregel; de hele rij telt als niet bekend",
            "has more cells than the header; the whole row counts as not known",
            "Zet een tekst met het scheidingsteken erin tussen aanhalingstekens.",
            "Put a text that holds the delimiter between quotes.",
        )
        self._tell(number, "id", self._at(row, "id"), fault)
        at = self.places.get("id")
        return tuple(cell if turn == at else None for turn, cell in enumerate(row))

    def _text(self, cell: Cell) -> str:
        text = cells.text_of(cell)
        if cells.PERSONAL.search(text):
            raise Fault(
                "bevat een e-mailadres of telefoonnummer en is weggelaten",
                "holds an e-mail address or phone number and was left out",
                "Laat gegevens van personen weg.",
                "Leave out data on people.",
            )
        return text[:300]

    def _at(self, row: tuple[Cell, ...], column: str) -> Cell:
        at = self.places.get(column)
        return None if at is None or at >= len(row) else row[at]

    def _empty(self, row: tuple[Cell, ...]) -> tuple[str, ...]:
        """The columns without an answer that can be used."""
        return tuple(
            name
            for name in load_annual_content().columns
            if name in self.failed or not cells.text_of(self._at(row, name))
        )

    def _tell(self, row: int, column: str, cell: Cell, fault: Fault) -> None:
        self.failed.add(column)
        words = load_annual_content().columns[column].names
        nl = self.lang == "nl"
        said = "" if cells.PERSONAL.search(text := cells.text_of(cell)) else text[:80]
        self.issues.append(
            Issue(
                row,
                words.nl if nl else words.en,
                said,
                fault.nl if nl else fault.en,
                fault.remedy_nl if nl else fault.remedy_en,
            )
        )


NOTHING = frozenset({"none", "geen", "nee", "no", "niet", "niets"})
