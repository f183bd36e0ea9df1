"""The shapes in which a ledger travels: as read from a file (`Table`) and as understood (`Ledger`)."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from scharnier.sources.ledger.messages import render_message

# Index 0 means usable. The codes are stable: they appear in assessment.json and lines.csv.
PROBLEMS = (
    "",
    "amount_missing",
    "amount_unreadable",
    "date_impossible",
    "currency_other",
    "row_malformed",
    "total_row",
)
AMOUNT_MISSING, AMOUNT_UNREADABLE, DATE_IMPOSSIBLE, CURRENCY_OTHER, ROW_MALFORMED, TOTAL_ROW = range(1, 7)


@dataclass(frozen=True)
class Notice:
    """Something the user should know about how the file was read. `id` is stable, `params` fill the text."""

    id: str
    params: dict[str, str | int] = field(default_factory=dict)

    def text(self, lang: str) -> str:
        """The notice in words, `lang` being nl or en."""
        return render_message(self.id, lang, **self.params)


@dataclass(frozen=True)
class Column:
    """One column of a file.

    `text` holds every cell as text, null where empty. `numbers` holds the cells that the file itself types as
    numbers (NaN elsewhere), `days` those it types as dates (NaT elsewhere); both None for a file of text only.
    """

    header: str
    text: pa.Array
    numbers: NDArray[np.float64] | None = None
    days: NDArray[np.datetime64] | None = None


@dataclass(frozen=True)
class Table:
    """A file as rows and columns, before anything is understood. Empty rows are left out, other rows never.

    `rows` are row numbers as a spreadsheet shows them; `malformed` marks rows with too many or too few fields, whose
    cells are null.
    """

    columns: list[Column]
    rows: NDArray[np.int64]
    malformed: NDArray[np.bool_]
    header_row: int
    read_as: str
    notices: list[Notice]
    decimal_hint: str = ""  # "," where the way of writing (a semicolon as delimiter) suggests decimal commas

    @property
    def headers(self) -> list[str]:
        return [column.header for column in self.columns]


@dataclass(frozen=True)
class ColumnTaken:
    """A column of the file: the role it was given ("" if none), its header, why in words, how full, a few values."""

    role: str
    header: str
    because: str
    filled: float
    samples: tuple[str, ...]


@dataclass(frozen=True)
class Ledger:
    """A purchase ledger, understood: arrays of equal length, one place for every line of the file.

    Lines are never dropped: `problem` is 0 for a usable line, otherwise an index into `PROBLEMS`. `cents` is 0 where
    there is no amount that may be counted; a line with an impossible date keeps its amount, so `cents.sum()` is the
    total of the file. `text` maps a role to dictionary-encoded text (null where empty); categories run from specific
    (`category`) to general (`category3`), and several labels in one cell are separated by " | ".
    """

    file: str
    sha256: str
    read_as: str
    currency: str
    rows: NDArray[np.int64]
    cents: NDArray[np.int64]
    problem: NDArray[np.uint8]
    text: dict[str, pa.DictionaryArray]
    code_scheme: str | None
    columns: dict[str, str]
    first_on: date | None
    last_on: date | None
    notices: list[Notice]
    account: list[ColumnTaken] = field(default_factory=list)  # every column of the file and what it was taken for

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def total_cents(self) -> int:
        """The amount of all lines, in cents."""
        return int(self.cents.sum())

    def calc_problems(self) -> dict[str, dict[str, Any]]:
        """Per problem code: how many lines, their amount in cents, and the first row."""
        answer: dict[str, dict[str, Any]] = {}
        for index, code in enumerate(PROBLEMS):
            hit = np.flatnonzero(self.problem == index)
            if index and len(hit):
                answer[code] = {
                    "lines": len(hit),
                    "cents": int(self.cents[hit].sum()),
                    "first_row": int(self.rows[hit[0]]),
                }
        return answer
